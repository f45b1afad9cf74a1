"""What is made of a theme's files, kept as Python keeps compiled modules: beside the code.

A style sheet, a script, a list of words or the code of a template is the same at every build, and
making it takes longer than a page does. A file that is damaged, or that was made of another text,
by other code or with other libraries, is not used.

    file = checksum content     of the content, and of all that it was made of and with
"""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from footnoted import unchanged
from footnoted.digests import blake2b
from footnoted.replacing import replacing

_FOLDER = Path(__file__).parent / "__pycache__" / "theme"
_MAKERS = ("compact.py", "prepared.py", "theme.py", "templating/*.py")  # what made what is kept
_DIGEST_BYTES = 16


def prepared(name: str, text: bytes, make: Callable[[bytes], bytes]) -> bytes:
    """`make(text)`, or what was kept of that; `make` may depend on nothing else.

    Of each `name`, which must tell what is made in another way apart, the last is kept; nothing
    if Python was told to keep nothing.
    """
    if sys.dont_write_bytecode:
        return make(text)
    own = name.encode("utf-8", "surrogatepass")  # a path in it need not be UTF-8
    path = _FOLDER / blake2b(own, digest_size=_DIGEST_BYTES).hexdigest()
    with suppress(OSError):
        kept = path.read_bytes()
        if kept[:_DIGEST_BYTES] == _checksum(own, text, kept[_DIGEST_BYTES:]):
            return kept[_DIGEST_BYTES:]
    made = make(text)
    with suppress(OSError), replacing(path) as file:
        file.write(_checksum(own, text, made) + made)
    return made


def _checksum(*parts: bytes) -> bytes:
    digest = blake2b(key=_stamp(), digest_size=_DIGEST_BYTES)
    for part in parts:
        digest.update(len(part).to_bytes(8) + part)
    return digest.digest()


@functools.cache
def _stamp() -> bytes:
    """A digest of the code that makes, and of the versions of its libraries and of Python."""
    digest = blake2b(unchanged.libraries(), digest_size=_DIGEST_BYTES)
    for path in sorted(path for name in _MAKERS for path in Path(__file__).parent.glob(name)):
        digest.update(path.read_bytes())
    return digest.digest()
