"""BLAKE2, as `hashlib` has it too: but that loads OpenSSL, which takes longer than most digests."""

try:
    from _blake2 import blake2b
except ImportError:  # another Python
    from hashlib import blake2b

__all__ = ["blake2b"]
