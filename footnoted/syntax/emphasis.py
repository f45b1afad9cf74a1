"""Emphasis that also works beside Chinese, Japanese and Korean text.

CommonMark wants white space or punctuation outside an asterisk that has punctuation inside:
`**“인용”**은` stays literal there, because Korean puts its particle right after the mark. Here
a CJK character outside counts like punctuation, as proposed for CommonMark in
https://github.com/commonmark/commonmark-spec/issues/650. Nothing else changes.
"""

from __future__ import annotations

from markdown_it.common.utils import isMdAsciiPunct, isPunctChar, isWhiteSpace
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Delimiter

# Blocks of the Unicode standard: Hangul Jamo, CJK radicals to Hangul Jamo Extended-B, Hangul
# compatibility, CJK compatibility ideographs and forms, half- and full-width forms, planes 2, 3.
_CJK = (
    *((0x1100, 0x11FF), (0x2E80, 0xA4CF), (0xA960, 0xA97F), (0xAC00, 0xD7FF)),
    *((0xF900, 0xFAFF), (0xFE30, 0xFE4F), (0xFF00, 0xFFEF), (0x20000, 0x3FFFF)),
)


def emphasis(state: StateInline, silent: bool) -> bool:
    """Markers of emphasis become text tokens and delimiters, to be paired later."""
    marker = state.src[state.pos]
    if silent or marker not in "*_":
        return False
    scanned = state.scanDelims(state.pos, marker == "*")
    before = state.src[state.pos - 1] if state.pos else " "
    end = state.pos + scanned.length
    after = state.src[end] if end < state.posMax else " "
    can_open, can_close = scanned.can_open, scanned.can_close
    if marker == "*":
        can_open = can_open or (_is_cjk(before) and _is_punctuation(after))
        can_close = can_close or (_is_cjk(after) and _is_punctuation(before))
    for _ in range(scanned.length):
        state.push("text", "", 0).content = marker
        index = len(state.tokens) - 1
        state.delimiters.append(
            Delimiter(ord(marker), scanned.length, index, -1, can_open, can_close)
        )
    state.pos = end
    return True


def _is_cjk(character: str) -> bool:
    """True for a character of Chinese, Japanese or Korean writing."""
    code = ord(character)
    return code >= 0x1100 and any(low <= code <= high for low, high in _CJK)


def _is_punctuation(character: str) -> bool:
    if isWhiteSpace(ord(character)):
        return False
    return isMdAsciiPunct(ord(character)) or isPunctChar(character)
