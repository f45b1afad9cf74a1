"""Templates as Python that is quick to run: Jinja's compiler, with code of our own for what is hot.

`generator`, `macros` and `expressions` write the code, `quick` writes what nearly always does and
`runtime` has what both call. `bare` makes pages with the quick code, and `instead` has what that
needs of Jinja; `templates` makes pages with the other and with Jinja, and `compiled` keeps it.
"""
