"""Markdown text -> Prose: the text as HTML with holes, and every claim, note and link in it."""

from __future__ import annotations

from footnoted.diagnostics import Diagnostic
from footnoted.model import Prose
from footnoted.prose.blocks import write_blocks
from footnoted.prose.notes import define_notes, report_unused
from footnoted.prose.state import State
from footnoted.syntax.definitions import split_definitions
from footnoted.syntax.dialect import make_parser
from footnoted.syntax.positions import Lines

__all__ = ["parse_prose"]


def parse_prose(
    path: str, text: str, *, skipped: int, language: str, html: bool
) -> tuple[Prose, tuple[Diagnostic, ...]]:
    """The Markdown `text` of the content file `path`, which has `skipped` lines before it."""
    env: dict[str, object] = {"language": language}
    tokens = make_parser(html, in_parts=True).parse(text, env)
    body, definitions = split_definitions(tokens) if "footnotes" in env else (tokens, [])
    state = State(path=path, language=language, html=html, lines=Lines(path, text, skipped))
    define_notes(state, definitions, env)
    write_blocks(state, body)
    report_unused(state)
    return state.prose(), tuple(state.found)
