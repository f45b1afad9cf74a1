"""Templates as Python that is quick to run: Jinja's compiler, with code of our own for what is hot.

`generator` writes the code, `runtime` has what the code calls.
"""
