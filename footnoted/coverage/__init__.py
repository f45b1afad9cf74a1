"""How much of what essays say leads to evidence; imported by `check` alone."""
