"""The feeds: what programs for feeds read."""

from __future__ import annotations

import xml.etree.ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from footnoted.atom import element

ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]))


@given(ANY_TEXT, ANY_TEXT)
def test_whatever_a_text_holds_a_parser_reads_it_back(text: str, other: str) -> None:
    """But for what XML cannot hold, and the ends of lines, which it counts as one."""
    xml = element("a", element("b", text), element("c", other, href=other, title=text))

    root = ET.fromstring(xml)

    assert (root[0].text or "") == lines(text)
    assert (root[1].text or "") == lines(other)
    assert root[1].attrib["title"].split() == lines(text).split()


def lines(text: str) -> str:
    """The text as XML has it: https://www.w3.org/TR/xml/#charsets and #sec-line-ends."""
    allowed = (c for c in text if c in "\t\n\r" or (c >= " " and c not in "\ufffe\uffff"))
    return "".join(allowed).replace("\r\n", "\n").replace("\r", "\n")
