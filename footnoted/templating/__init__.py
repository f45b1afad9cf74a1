"""Templates as Python that is quick to run: Jinja's compiler, with code of our own for what is hot.

`generator`, `macros` and `expressions` write the code, `runtime` has what it calls, `compiled`
keeps it, and `templates` makes pages with it.
"""
