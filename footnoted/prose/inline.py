"""Inline tokens -> HTML, written into the state: claims, links, images, references to notes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import accumulate

from markdown_it.common.utils import escapeHtml
from markdown_it.token import Token
from msgspec import Struct, field

from footnoted.addresses import Target, slugify, target_of
from footnoted.diagnostics import Span
from footnoted.model import Chart, Excerpt, Hole, Link, Mention
from footnoted.prose.links import address_span, href_of, image_source, is_chart
from footnoted.prose.notes import write_reference
from footnoted.prose.state import DraftClaim, State
from footnoted.prose.words import check_text, plain_text
from footnoted.read import slug_of
from footnoted.sentences import sentence_around
from footnoted.syntax.comments import COMMENT
from footnoted.syntax.quick_texts import Part

_TAGS = {
    f"{name}_{side}": f"{sign}{name}>"
    for name in ("em", "strong", "s")
    for side, sign in (("open", "<"), ("close", "</"))
}


class _Passage(Struct):
    """A link whose words and sentence are wanted: of the claim `index`, or of a web address.

    `start` and `end` count the parts of the plain text before it, and before what follows it.
    """

    start: int
    claim: DraftClaim | None
    address: str
    span: Span
    index: int = 0
    end: int = 0


class _Run(Struct):
    """One inline token on its way: its plain text so far, and the links open in it."""

    inline: Token
    parts: list[str] = field(default_factory=list)
    closers: list[tuple[str, _Passage | None]] = field(default_factory=list)
    passages: list[_Passage] = field(default_factory=list)


def write_inline(state: State, inline: Token) -> None:
    """The text of an inline token is written; its claims and mentions get their sentences."""
    run = _Run(inline)
    if parts := inline.meta.get("parts"):
        _write_parts(state, run, parts)
    else:
        _write_tokens(state, run)
    if run.passages:
        text = "".join(run.parts)
        if parts:  # in which the end of a line is still one
            text = text.replace("\n", " ")
        places = list(accumulate(map(len, run.parts), initial=0))
        for passage in run.passages:
            _finish(state, passage, text, places[passage.start], places[passage.end])
    if not parts:
        check_text(state, inline)


def _write_parts(state: State, run: _Run, parts: Sequence[Part]) -> None:
    pieces, words = state.pieces, run.parts
    for part in parts:
        if isinstance(part, str):
            if part:
                is_unsafe = '"' in part or ">" in part  # what is plain has no & and no <
                pieces.append(escapeHtml(part) if is_unsafe else part)
                words.append(part)
        elif tag := _TAGS.get(part.type):
            pieces.append(tag)
        else:
            _RULES[part.type](state, run, part)


def _write_tokens(state: State, run: _Run) -> None:
    for token in run.inline.children or ():
        kind = token.type
        if kind == "text":
            state.write(escapeHtml(token.content))
            run.parts.append(token.content)
        elif kind in _TAGS:
            state.write(_TAGS[kind])
        else:
            _RULES[kind](state, run, token)


def write_image(state: State, token: Token, inline: Token, *, captioned: bool = False) -> None:
    """An image is written; `captioned` says that its title stands below it."""
    span = state.span_of(inline, token)
    address = str(token.attrGet("src") or "")
    source, size = image_source(state, address, span)
    alt = _words_of(state, token, span)
    if source and not alt.strip():
        message = "this image says nothing to those who cannot see it"
        hint = "write between `[` and `]` what it shows; a caption does not stand for that"
        state.report("image-alt", message, span, hint=hint)
    title = token.attrGet("title")
    extra = f' title="{escapeHtml(str(title))}"' if title and not captioned else ""
    tag = f'<img src="{escapeHtml(source)}" alt="{escapeHtml(alt)}"{extra} decoding="async"'
    state.pieces += (tag, size, ">")


def write_chart(state: State, token: Token, inline: Token) -> bool:
    """A chart is written, if the image is one."""
    address = str(token.attrGet("src") or "")
    target = target_of(address, state.path)
    if target.kind != "file" or not is_chart(target, address) or state.in_note:
        return False
    span = state.span_of(inline, token)
    alt = _words_of(state, token, span)
    if not alt.strip():
        hint = "write them between `[` and `]`, for those who cannot see it"
        state.report("chart", "this chart has no words that say what it shows", span, hint=hint)
    link = Link(target.path, "", span)
    state.media.append(link)
    state.write(Hole("chart", len(state.charts)))
    state.charts.append(Chart(link, alt, str(token.attrGet("title") or "")))
    return True


def _words_of(state: State, token: Token, span: Span) -> str:
    """The words of an image, without a link in them, which is reported."""
    if any(child.type == "link_open" for child in token.children or ()):
        hint = "take it out; the words are read out to those who cannot see the image"
        state.report("not-a-link", "a link in the words of an image is lost", span, hint=hint)
    return plain_text(token.children or ())


def _code(state: State, run: _Run, token: Token) -> None:
    state.write(f"<code>{escapeHtml(token.content)}</code>")
    run.parts.append(token.content)


def _break(state: State, run: _Run, token: Token) -> None:
    state.write("<br>\n" if token.type == "hardbreak" else "\n")
    run.parts.append(" ")


def _image(state: State, run: _Run, token: Token) -> None:
    write_image(state, token, run.inline)
    run.parts.append(plain_text(token.children or ()))


def _html(state: State, run: _Run, token: Token) -> None:
    if COMMENT.fullmatch(token.content):
        return
    if state.html:
        state.write(token.content)
    else:
        state.write(escapeHtml(token.content))
        message = "HTML is shown as it is written, not carried out"
        hint = "use Markdown, or set `html: true` in site.yaml if you trust all texts of the site"
        state.report("raw-html", message, state.span_of(run.inline, token), hint=hint)


def _reference(state: State, run: _Run, token: Token) -> None:
    write_reference(state, run.inline, token)


def _open_link(state: State, run: _Run, token: Token) -> None:
    address = str(token.attrGet("href") or "")
    span = address_span(state, run.inline, token)
    target = target_of(address, state.path)
    is_evidence = target.kind == "page" and target.path.startswith("evidence/")
    begins_note = id(token) in state.leading
    if state.in_essay and (target.kind == "missing" or is_evidence) and not begins_note:
        _open_claim(state, run, token, target, span)
        return
    if str(token.meta.get("label", "")).startswith("^"):  # a note's label with a space: reported
        state.write("<span>")
        run.closers.append(("</span>", None))
        return
    href = href_of(state, target, address, span)
    if href is None:
        state.write("<span>")
        run.closers.append(("</span>", None))
        return
    title = token.attrGet("title") if not begins_note else None
    extra = f' title="{escapeHtml(str(title))}"' if title else ""
    index = state.sourced.get(id(token))  # where it leads may be gone when it is shown
    attributes = f'href="{escapeHtml(href)}"' if index is None else Hole("source", index)
    state.pieces += ("<a ", attributes, f"{extra}>")
    passage = _Passage(len(run.parts), None, address, span) if target.kind == "web" else None
    run.closers.append(("</a>", passage))


def _open_claim(state: State, run: _Run, token: Token, target: Target, span: Span) -> None:
    if token.attrGet("title"):
        message = "the title of a claim's link is not shown anywhere"
        hint = "take it out; a relation belongs into an evidence note"
        state.report("claim-title", message, span, hint=hint)
    evidence = slug_of(target.path) if target.kind == "page" else None
    claim = DraftClaim(evidence, target.fragment, span)
    state.claim_before = len(state.claims)
    state.write(Hole("claim", state.claim_before))
    state.claims.append(claim)
    if target.kind == "page":
        state.links.append(Link(target.path, target.fragment, span))
    passage = _Passage(len(run.parts), claim, "", span, state.claim_before)
    run.closers.append(("</a>", passage))


def _close_link(state: State, run: _Run, token: Token) -> None:
    html, passage = run.closers.pop()
    state.write(html)
    if passage is not None:
        if passage.claim is not None:
            state.write(Hole("claim-end", passage.index))
        passage.end = len(run.parts)
        run.passages.append(passage)


_RULES: dict[str, Callable[[State, _Run, Token], None]] = {
    "code_inline": _code,
    "softbreak": _break,
    "hardbreak": _break,
    "image": _image,
    "html_inline": _html,
    "footnote_ref": _reference,
    "link_open": _open_link,
    "link_close": _close_link,
}


def _finish(state: State, passage: _Passage, text: str, start: int, end: int) -> None:
    if not text[start:end].strip():
        hint = "write the words of the claim between `[` and `]`"
        state.report("empty-link", "this link has no words", passage.span, hint=hint)
    first, last = sentence_around(text, start, end) if end > start else (start, end)
    excerpt = Excerpt(text[first:start].lstrip(), text[start:end], text[end:last].rstrip())
    if passage.claim is None:
        state.mentions.append(Mention(passage.address, passage.span, excerpt, state.anchor))
        return
    claim = passage.claim
    claim.excerpt = excerpt
    name = f"claim-{claim.evidence}"
    if claim.evidence is None or name in state.ids:
        words = slugify(" ".join(excerpt.claim.split()[:8])) or "claim"
        name = f"claim-{words}" if claim.evidence is None else f"{name}--{words}"
    claim.id = state.unique(name, "--")
