"""Comments, `<!-- … -->`, are left out of pages even where other HTML is not accepted.

They are invisible in a preview of the file, so showing them would leak. A comment that never
ends is none: it is shown as it stands, and reported, rather than swallowing the rest.
"""

from __future__ import annotations

import re

from markdown_it.rules_block import StateBlock, html_block

COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)


def comment_block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A comment at the start of a line is an `html_block`; no other HTML is."""
    position = state.bMarks[start] + state.tShift[start]
    if not state.src.startswith("<!--", position):
        return False
    last = state.env.setdefault("last_comment_end", state.src.rfind("-->"))
    return position < last and html_block(state, start, end, silent)
