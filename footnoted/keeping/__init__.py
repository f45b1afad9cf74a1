"""Pages of other sites -> kept copies of sources, and receipts of them.

Only the command `keep` uses it.
"""
