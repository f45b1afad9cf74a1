"""Footnotes: their definitions checked and sorted by kind, their references written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from markdown_it.common.utils import escapeHtml
from markdown_it.token import Token

from footnoted.addresses import slugify, target_of
from footnoted.diagnostics import Diagnostic, Span, did_you_mean
from footnoted.model import RELATIONS, Hole, MoreEvidence, NoteKind
from footnoted.prose.state import DraftNote, State
from footnoted.read import slug_of
from footnoted.syntax.definitions import Definition
from footnoted.syntax.quick_texts import parts_of

_QUOTES = " \"'“”‘’„«»「『"


def define_notes(
    state: State, definitions: Iterable[Definition], env: Mapping[str, object]
) -> None:
    """The definitions are known by label; those that cannot be are reported."""
    for definition in sorted(definitions, key=lambda d: d.line):
        first = state.definitions.setdefault(definition.label, definition)
        if first is not definition:
            _report_twice(state, definition, first)
        state.folded.setdefault(definition.label.casefold(), definition.label)
        if not definition.tokens:
            message = f"the note `{definition.label}` has no text"
            hint = "put its text on the same line, or indent it by four blanks"
            span = state.lines.line(definition.line)
            state.report("empty-note", message, span, hint=hint)
    references = env.get("references", {})
    assert isinstance(references, dict)
    for label, reference in references.items():
        if label.startswith("^"):  # `[^a b]: …` is a link definition to the parser
            span = state.lines.line(reference["map"][0])
            report_label(state, label.lower(), span)


def report_unused(state: State) -> None:
    """Definitions that nothing refers to are reported."""
    for label, definition in state.definitions.items():
        if label not in state.indexes:
            message = f"nothing refers to the note `{label}`"
            hint = f"write `[^{label}]` where it belongs, or delete it"
            state.report("unused-note", message, state.lines.line(definition.line), hint=hint)


def report_label(state: State, label: str, span: Span) -> None:
    """A label with a space, `[^a b]`, is no note to the parser: this says so."""
    message = f"the note label `{label.lstrip('^')}` has a space in it"
    state.report("note-label", message, span, hint="join its words with hyphens")


def write_reference(state: State, inline: Token, token: Token) -> None:
    """A reference to a note is written; at the first one, the note joins the page."""
    known = label = str(token.meta["label"])
    if label not in state.definitions and not (known := _meant(state, inline, token, label)):
        state.write(escapeHtml(f"[^{label}]"))
        return
    if known not in state.indexes:
        _add_note(state, known)
    index = state.indexes[known]
    note = state.notes[index]
    reference = state.unique(note.id.replace("note-", "ref-", 1), "--")
    note.references.append(reference)
    state.write(Hole("reference", index, len(note.references) - 1))
    if note.kind == "evidence" and state.in_essay:
        _add_evidence(state, index, state.span_of(inline, token))


def _add_note(state: State, label: str) -> None:
    definition = state.definitions[label]
    note = _draft(state, label, definition)
    index = state.indexes[label] = len(state.notes)
    state.notes.append(note)
    state.unwritten.append((index, definition.tokens))
    if note.kind == "side":
        state.beside.append(index)


def _draft(state: State, label: str, definition: Definition) -> DraftNote:
    """The note without its text; the link it begins with decides its kind."""
    span = state.lines.line(definition.line)
    note = DraftNote(state.unique(f"note-{slugify(label) or 'x'}", "--"), "side", "", span)
    link = _leading_link(definition.tokens)
    if link is not None:
        address = str(link.attrGet("href") or "")
        target = target_of(address, state.path)
        if target.kind == "web":
            note.kind, note.address = "source", address
            state.sourced[id(link)] = len(state.notes)
        elif target.kind == "page" and target.path.startswith("evidence/"):
            note.kind, note.evidence = "evidence", slug_of(target.path)
            note.relation = _relation(state, link, definition)
            state.leading.add(id(link))
    note.mark = _mark(state, note.kind)
    return note


def _leading_link(tokens: Sequence[Token]) -> Token | None:
    if len(tokens) < 2 or tokens[0].type != "paragraph_open":
        return None
    for token in parts_of(tokens[1]):
        if isinstance(token, str):
            if token.strip(_QUOTES):
                return None
            continue
        if token.type == "link_open":
            return token
        opens = token.type in ("em_open", "strong_open")
        if not opens and (token.type != "text" or token.content.strip(_QUOTES)):
            return None
    return None


def _relation(state: State, link: Token, definition: Definition) -> str:
    title = str(link.attrGet("title") or "supports")
    if title not in RELATIONS:
        span = state.lines.of(definition.tokens[1], link.meta["offset"], link.meta["end"])
        hint = did_you_mean(title, RELATIONS) or "one of: " + ", ".join(RELATIONS)
        state.report("bad-value", f"`{title}` is not a relation", span, hint=hint)
        return "context"
    return title


def _mark(state: State, kind: NoteKind) -> str:
    """`1`, `2` … for notes at the foot of the page, `a`, `b` … `aa` for sidenotes."""
    group = "side" if kind == "side" else "foot"
    count = state.counts[group] = state.counts.get(group, 0) + 1
    if group == "foot":
        return str(count)
    letters = ""
    while count:
        count, rest = divmod(count - 1, 26)
        letters = chr(ord("a") + rest) + letters
    return letters


def _add_evidence(state: State, index: int, span: Span) -> None:
    note = state.notes[index]
    if state.claim_before is None:
        message = "there is no claim before this note for its evidence to bear on"
        hint = "put the reference after a link to an evidence page"
        state.report("note-claim", message, span, hint=hint)
        return
    claim = state.claims[state.claim_before]
    if all(more.note != index for more in claim.more):
        claim.more.append(MoreEvidence(note.evidence, note.relation, index, note.span))


def _meant(state: State, inline: Token, token: Token, label: str) -> str:
    """The label that differs from this one in its capitals; empty if there is none. Reported."""
    span = state.span_of(inline, token)
    match = state.folded.get(label.casefold())
    if match is not None:
        other = state.lines.line(state.definitions[match].line)
        state.found.append(
            Diagnostic(
                "note-case",
                f"the note is defined as `{match}`, not as `{label}`",
                span,
                hint="write both with the same capitals",
                also=(other, "defined here"),
            )
        )
        return match
    _report_undefined(state, label, span)
    return ""


def _report_undefined(state: State, label: str, span: Span) -> None:
    if label in state.undefined:
        return
    almost = state.lines.labelled(label)
    if almost is None:
        message = f"the note `{label}` is not defined"
        hint = did_you_mean(label, state.definitions) or f"add a line `[^{label}]: …`"
        state.report("undefined-note", message, span, hint=hint)
        return
    state.undefined.add(label)  # the line that is meant may refer to it, too
    line, missing = almost
    fault = f"has no {missing}" if missing else "is indented"
    message = f"the line of the note `{label}` {fault}"
    hint = f"begin its text with `[^{label}]:` at the start of the line"
    also = (span, "referred to here") if span.line != line.line else None
    state.found.append(Diagnostic("undefined-note", message, line, "", hint, also))


def _report_twice(state: State, again: Definition, first: Definition) -> None:
    state.found.append(
        Diagnostic(
            "duplicate-note",
            f"the note `{again.label}` is defined twice",
            state.lines.line(again.line),
            "again here",
            "give one of them another label",
            (state.lines.line(first.line), "first here"),
        )
    )
