"""Templates as Python that is quick to run: Jinja's compiler, with code of our own for what is hot.

`generator`, `macros` and `expressions` write the code, `quick` writes what nearly always does,
`runtime` has what both call, `compiled` keeps them, and `templates` makes pages with them.
"""
