"""What a check found, in the forms that programs read. Imported by `check` alone."""
