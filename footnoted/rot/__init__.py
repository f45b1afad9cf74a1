"""Whether what a site links to is still there. Imported by `check --links` alone.

    content --gather--> Address --ask--> Seen --judge--> LinkFault --report--> Diagnostic

Nothing here is part of a build: that only reads links.yaml, see `link_faults`.
"""
