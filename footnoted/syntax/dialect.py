"""The parser of the dialect: CommonMark, tables, strikethrough, footnotes and callouts.

Footnote definitions stay where they stand and undefined references are kept, so that both can
be reported. Addresses are not judged here: `prose` decides what reaches a page.
"""

from __future__ import annotations

import functools
import re

from markdown_it import MarkdownIt, rules_inline
from markdown_it.common.normalize_url import normalizeLink
from markdown_it.rules_inline import StateInline
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.footnote.index import footnote_ref

from footnoted.syntax.comments import comment_block
from footnoted.syntax.direction import directions
from footnoted.syntax.emphasis import emphasis
from footnoted.syntax.positions import number_cells, recorded
from footnoted.syntax.quick_blocks import quicken_blocks
from footnoted.syntax.quick_core import quicken_core
from footnoted.syntax.quick_inline import quicken_inline
from footnoted.syntax.quick_texts import inline_parts
from footnoted.syntax.smart_quotes import smart_quotes

NESTING_LIMIT = 100  # the preset's own; what lies deeper is lost by the parser
_LABEL = re.compile(r"\[\^[^\s\[\]]+\]")
_PLAIN_ADDRESS = re.compile(r"(?:https?://[a-z0-9.-]+/|(?!//)[./])?[A-Za-z0-9/_.~?=&+-]*")


@functools.cache
def make_parser(html: bool, *, in_parts: bool = False) -> MarkdownIt:
    """The parser; `html` says whether blocks of HTML are taken as such.

    `in_parts` says that text which is plain has parts, see `quick_texts`, in place of tokens.
    """
    md = plain_parser(html)
    quicken_core(md)
    if in_parts:
        md.core.ruler.at("inline", inline_parts)
    quicken_blocks(md)
    quicken_inline(md)
    return md


def plain_parser(html: bool) -> MarkdownIt:
    """The parser of the dialect as the library runs it: slower, and the measure of the other."""
    options = {"maxNesting": NESTING_LIMIT, "html": True, "alerts": True, "store_labels": True}
    md = MarkdownIt("js-default", options)
    md.use(footnote_plugin, inline=False, move_to_end=False, always_match_refs=True)
    md.disable(["linkify", "replacements", "smartquotes"])
    if not html:
        md.block.ruler.at(
            "html_block", comment_block, {"alt": ["paragraph", "reference", "blockquote"]}
        )
    inline = md.inline.ruler
    inline.at("emphasis", emphasis)
    inline.at("backticks", recorded(rules_inline.backtick))
    inline.at("link", recorded(rules_inline.link))
    inline.at("image", recorded(rules_inline.image))
    inline.at("autolink", recorded(rules_inline.autolink))
    inline.at("html_inline", recorded(rules_inline.html_inline))
    inline.at("footnote_ref", recorded(_note_reference))
    md.core.ruler.after("block", "number_cells", number_cells)
    # before text_join, which makes escaped quotation marks look like any others
    md.core.ruler.after("inline", "smart_quotes", smart_quotes)
    md.core.ruler.push("directions", directions)
    md.normalizeLink = _normalize  # type: ignore[method-assign]
    md.validateLink = lambda url: True  # type: ignore[method-assign]
    return md


def _note_reference(state: StateInline, silent: bool) -> bool:
    """The plug-in's rule, kept from looking for the end of a label through the whole paragraph."""
    if not _LABEL.match(state.src, state.pos):
        return False
    return footnote_ref(state, silent, always_match=True)


def _normalize(url: str) -> str:
    """Percent-encoding as the library does it; an address that needs none is left at once."""
    return url if _PLAIN_ADDRESS.fullmatch(url) else normalizeLink(url)
