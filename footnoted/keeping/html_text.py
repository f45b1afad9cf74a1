"""HTML -> all the text that a reader of the page can see.

All of it, not what may be the main article: quotations stand in captions, notes and asides too.
Blocks end lines, so that words of two paragraphs never run together. Powers stay raised, or 10²
would be 102. Left out are scripts and
styles, the small letters that tell how Chinese characters are read, and the numbers of notes,
which nobody quotes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

_UNREAD = frozenset(
    "script style template noscript iframe object embed canvas audio video datalist rp rt".split()
)
_INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr q rb"
    " ruby s samp small span strike strong sub sup time tt u var wbr img picture source".split()
)
_KEPT_LINES = frozenset("pre textarea listing xmp plaintext".split())
_SPACE = re.compile(r"[ \t\n\r\f]+")
_AROUND_BREAK = re.compile(r" *\n[ \n]*")
_NUMBER = re.compile(r"\s*(\[\s*)?([0-9]{1,4}|[a-z]{1,2}|[*†‡§]+)(\s*\])?\s*", re.IGNORECASE)
_POWER = re.compile(r"[-+−]?[0-9]{1,4}")
_RAISED = str.maketrans("0123456789+-−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻")
_VOID = "area|base|br|col|embed|hr|img|input|link|meta|param|source|track|wbr"
_SELF_CLOSED = re.compile(rf"<(?!(?:{_VOID})\b)([a-z][\w:-]*)(\s[^<>]*)?/>", re.IGNORECASE)


def html_text(markup: str, *, is_xml: bool = False) -> str:
    """The text of the page, a line for each block; with `is_xml`, of one in XHTML.

    >>> html_text("<p>One<br>two</p><p>three<script>4</script>")
    'One\\ntwo\\nthree'
    """
    if is_xml:  # `<script src="x"/>` would take all that follows for a script
        markup = _SELF_CLOSED.sub(r"<\1\2></\1>", markup)
    root = LexborHTMLParser(markup).root
    text = "".join(_pieces(root)) if root else ""
    return _AROUND_BREAK.sub("\n", text).strip()


def _pieces(root: LexborNode) -> Iterator[str]:
    """Texts and ends of lines, in order. Not recursive: pages can be nested very deeply."""
    waiting: list[str | tuple[LexborNode, bool]] = [(root, False)]
    before = ""
    while waiting:
        item = waiting.pop()
        if isinstance(item, str):
            yield item
            continue
        node, keeps_lines = item
        tag = node.tag or ""
        if tag == "-text":
            text = node.text_content or ""
            before = text
            yield text if keeps_lines else _SPACE.sub(" ", text)
        if tag.startswith(("-", "!")) or tag in _UNREAD or _is_note_number(node, tag):
            continue
        if tag == "sup" and before[-1:].isalnum() and _POWER.fullmatch(node.text()):
            before = node.text().translate(_RAISED)
            yield before
            continue
        if tag not in _INLINE:
            before = "\n"
            yield "\n"
            waiting.append("\n")
        keeps_lines = keeps_lines or tag in _KEPT_LINES
        children = [(child, keeps_lines) for child in node.iter(include_text=True)]
        waiting.extend(reversed(children))


def _is_note_number(node: LexborNode, tag: str) -> bool:
    """True for a raised number that leads to a note on the same page."""
    if tag == "sup":
        links = node.css("a[href]")
    elif tag == "a" and "noteref" in f"{node.attributes.get('role')}{node.attributes.get('class')}":
        links = [node]
    else:
        return False
    leads_down = any((link.attributes.get("href") or "").find("#") >= 0 for link in links)
    return leads_down and bool(_NUMBER.fullmatch(node.text()))
