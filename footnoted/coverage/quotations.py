"""Quotation marks in a text -> quotations; a quotation -> what is known of it.

A quotation is what stands between marks, three words or more: fewer are a word that the author
does not want to own. In Chinese, Japanese and Thai, which part no words, six letters or more.
In English, words that all begin with capitals are a title.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Literal

from footnoted.coverage.finding import Need
from footnoted.model import LinkedCitation, QuoteCheck
from footnoted.quotes import Copy, check

# An author may use the marks of another language; a single closing mark may be an apostrophe.
_PAIRS = (
    r"“[^“”]*”|„[^„“”]*[“”]|«[^«»]*»|»[^«»]*«|「[^「」]*」|『[^『』]*』|”[^“”„]*”"
    r"|(?<!\w)[‘‚](?:[^‘‚’]|’(?=\w))*[’‘](?!\w)|‹[^‹›]*›|\"[^\"]*\""
)
_QUOTATION = re.compile(_PAIRS)
_MARKS = '“”„«»‹›「」『』‘’‚"\u202f\u00a0 '
_UNSPACED = re.compile("[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]")
_SMALL = frozenset("a an the and but or nor of in on at to for from by with as is vs via".split())
_END = ".,;:!?…。，、"

Trace = Literal["traced", "unchecked", "not-quoted", "no-claim", "excused"]


def quotations(text: str, language: str) -> Iterator[Need]:
    """The quotations in a text, with their marks."""
    for match in _QUOTATION.finditer(text):
        words = match[0].strip(_MARKS)
        if _is_long(words) and not (language.lower().startswith("en") and _is_title(words)):
            yield Need("quotation", *match.span())


def trace(quotation: str, citations: Iterable[LinkedCitation] | None) -> Trace:
    """Whether the quotation is traced to one of the `citations` that its claims lead to, if any.

    It is traced if its words stand in a quotation, or its translation, that stands in the copy of
    its source. A comma or full stop at its end may be the author's.
    """
    if citations is None:
        return "no-claim"
    words = quotation.strip(_MARKS).rstrip(_END)
    checks = {
        item.check
        for item in citations
        for quoted in (item.citation.quote, item.citation.translation)
        if quoted and check(words, Copy(quoted)) == QuoteCheck("found")
    }
    if "found" in checks:
        return "traced"
    return "unchecked" if checks else "not-quoted"


def _is_long(words: str) -> bool:
    return len(words.split()) >= 3 or len(_UNSPACED.findall(words)) >= 6


def _is_title(words: str) -> bool:
    """True if all words but the small ones begin with a capital."""
    first, *rest = words.split()
    return first[:1].isupper() and all(
        word[:1].isupper() or word[:1].isdigit() or word.lower().strip(_END) in _SMALL
        for word in rest
    )
