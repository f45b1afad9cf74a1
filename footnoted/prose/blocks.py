"""Block tokens -> HTML, written into the state; notes go beside the block that refers to them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from markdown_it.common.utils import escapeHtml, unescapeAll
from markdown_it.token import Token

from footnoted.addresses import slugify
from footnoted.model import CALLOUTS, Hole
from footnoted.prose.headings import write_heading
from footnoted.prose.inline import write_chart, write_image, write_inline
from footnoted.prose.state import DraftNote, State, joined
from footnoted.prose.words import check_text, plain_text
from footnoted.syntax.comments import COMMENT
from footnoted.syntax.dialect import NESTING_LIMIT
from footnoted.syntax.direction import dir_attribute
from footnoted.syntax.quick_texts import parts_of

_SIGN = re.compile(r"\[!(?:NOTE|TIP|IMPORTANT|WARNING|CAUTION)\][ \t]*[^\s]", re.IGNORECASE)
_BAR = re.compile(r"(?<!\\)\|")
_PLAIN = {
    f"{kind}_{side}": tag
    for kind, tag in {
        "blockquote": "blockquote",
        "bullet_list": "ul",
        "list_item": "li",
        "thead": "thead",
        "tbody": "tbody",
        "tr": "tr",
    }.items()
    for side in ("open", "close")
}


def write_blocks(state: State, tokens: Sequence[Token]) -> None:
    """The text of `tokens` is written; each top-level block is followed by its notes."""
    state.shift = 1 if "h1" in [token.tag for token in tokens] else 0
    top = tokens[0].level if tokens else 0
    index = 0
    while index < len(tokens):
        index = _write_token(state, tokens, index)
        last = tokens[index - 1]
        if last.level == top and last.nesting <= 0 and (state.unwritten or state.beside):
            _write_notes(state)


def _write_token(state: State, tokens: Sequence[Token], index: int) -> int:
    """The token at `index` is written; returns the index of the next one to write."""
    token = tokens[index]
    kind = token.type
    if kind == "inline":
        write_inline(state, token)
        return index + 1
    if kind == "paragraph_open":
        _write_paragraph(state, tokens[index], tokens[index + 1])
        return index + 3
    if kind == "alert_open":
        return _write_alert(state, tokens, index)
    if kind == "blockquote_open":
        _check_callout(state, tokens, index)
    elif kind == "tr_open":
        _check_row(state, tokens, index)
    if kind in _SPECIAL:
        _SPECIAL[kind](state, tokens, index)
    else:
        _write_tag(state, token)
    if token.nesting > 0:
        _check_depth(state, token)
    return index + 1


def _write_paragraph(state: State, opening: Token, inline: Token) -> None:
    if not opening.hidden and "![" in inline.content and (image := _lone_image(inline)):
        _write_figure(state, image, inline)
        return
    if not opening.hidden:
        state.write(f"<p{dir_attribute(opening)}>")
    _check_depth(state, opening)
    write_inline(state, inline)
    state.write("\n" if opening.hidden else "</p>\n")  # hidden in a tight list


def _write_tag(state: State, token: Token) -> None:
    name = _PLAIN[token.type]
    state.write(f"<{name}{dir_attribute(token)}>" if token.nesting > 0 else f"</{name}>\n")


def _write_ordered_list(state: State, tokens: Sequence[Token], index: int) -> None:
    start = tokens[index].attrGet("start")
    number = f' start="{start}"' if start is not None else ""
    state.write(f"<ol{number}{dir_attribute(tokens[index])}>")


def _write_code(state: State, tokens: Sequence[Token], index: int) -> None:
    token = tokens[index]
    language = unescapeAll(token.info.strip()).partition(" ")[0]
    kind = f' class="language-{escapeHtml(language)}"' if language else ""
    state.write(f'<pre tabindex="0"><code{kind}>{escapeHtml(token.content)}</code></pre>\n')


def _write_html(state: State, tokens: Sequence[Token], index: int) -> None:
    token = tokens[index]
    if state.html:
        state.write(COMMENT.sub("", token.content))
        return
    rest = COMMENT.sub("", token.content).strip()
    if rest:  # text after the end of a comment, on its last line
        state.write(f"<p>{escapeHtml(rest)}</p>\n")
        span = state.lines.line((token.map or [0, 1])[1] - 1)
        hint = "begin a new paragraph after the comment"
        state.report("raw-html", "text on the last line of a comment", span, hint=hint)


def _write_cell(state: State, tokens: Sequence[Token], index: int) -> None:
    token = tokens[index]
    if token.nesting < 0:
        state.write(f"</{token.tag}>")
        return
    aligned = re.search(r"text-align:(\w+)", str(token.attrGet("style") or ""))
    style = f' class="align-{aligned[1]}"' if aligned else ""
    scope = ' scope="col"' if token.tag == "th" else ""
    state.write(f"<{token.tag}{scope}{style}{dir_attribute(token)}>")


def _literal(html: str) -> Callable[[State, Sequence[Token], int], None]:
    return lambda state, tokens, index: state.write(html)


_SPECIAL: dict[str, Callable[[State, Sequence[Token], int], None]] = {
    "heading_open": write_heading,
    "heading_close": write_heading,
    "ordered_list_open": _write_ordered_list,
    "ordered_list_close": _literal("</ol>\n"),
    "fence": _write_code,
    "code_block": _write_code,
    "html_block": _write_html,
    "hr": _literal("<hr>\n"),
    "table_open": _literal('<div class="table" tabindex="0"><table>\n'),
    "table_close": _literal("</table></div>\n"),
    "th_open": _write_cell,
    "th_close": _write_cell,
    "td_open": _write_cell,
    "td_close": _write_cell,
}


def _lone_image(inline: Token) -> Token | None:
    """The image of a paragraph that holds nothing else."""
    image = None
    for token in inline.children or ():
        if image is None and token.type == "image":
            image = token
        elif token.type != "text" or token.content:
            return None
    return image


def _write_figure(state: State, image: Token, inline: Token) -> None:
    if not write_chart(state, image, inline):
        state.write("<figure>")
        write_image(state, image, inline, captioned=True)
        if title := image.attrGet("title"):
            state.write(f"<figcaption>{escapeHtml(str(title))}</figcaption>")
        state.write("</figure>\n")
    check_text(state, inline)


def _write_alert(state: State, tokens: Sequence[Token], index: int) -> int:
    """`> [!NOTE]` at the top of a page is a margin note; any other callout stays in the text."""
    opening = tokens[index]
    end = next(
        i
        for i in range(index, len(tokens))
        if tokens[i].type == "alert_close" and tokens[i].level == opening.level
    )
    first = next(i for i in range(index, end) if tokens[i].type == "alert_title_close") + 1
    inner = tokens[first:end]
    kind = str(opening.meta["kind"]).lower()
    if not inner:
        span = state.lines.line(opening.map[0] if opening.map else 0)
        hint = "write it on the lines below, each beginning with `>`"
        state.report("empty-note", f"the {kind} has no text", span, hint=hint)
    if kind == "note" and opening.level == 0:
        _write_margin_note(state, inner, opening)
    else:
        state.write(f'<div class="callout callout-{kind}" role="note">')
        state.write(Hole("callout", CALLOUTS.index(kind)))
        _write_all(state, inner)
        state.write("</div>\n")
    return end + 1


def _write_margin_note(state: State, tokens: Sequence[Token], opening: Token) -> None:
    words = " ".join(plain_text(parts_of(t)) for t in tokens if t.type == "inline")
    slug = slugify(" ".join(words.split()[:5])) or "note"
    span = state.lines.line(opening.map[0] if opening.map else 0)
    state.beside.append(len(state.notes))
    state.unwritten.append((len(state.notes), tokens))
    state.notes.append(DraftNote(state.unique(f"margin-{slug}", "--"), "margin", "", span))


def _write_all(state: State, tokens: Sequence[Token]) -> None:
    index = 0
    while index < len(tokens):
        index = _write_token(state, tokens, index)


def _write_notes(state: State) -> None:
    """The texts of new notes are written; a margin note joins the sidenotes just before it."""
    while state.unwritten:  # a note may bring further ones
        index, tokens = state.unwritten.pop(0)
        note = state.notes[index]
        outer, state.anchor, claim_before = state.anchor, note.id, state.claim_before
        text, state.pieces, state.in_note = state.pieces, [], True
        _write_all(state, tokens)
        note.body, state.pieces, state.in_note = joined(state.pieces), text, False
        state.anchor, state.claim_before = outer, claim_before
    if not state.beside:
        return
    indexes, state.beside = tuple(state.beside), []
    before = state.pieces[-1] if state.pieces else ""
    if isinstance(before, Hole) and before.kind == "beside":
        state.pieces[-1] = Hole("beside", indexes=before.indexes + indexes)
    else:
        state.write(Hole("beside", indexes=indexes))


def _check_callout(state: State, tokens: Sequence[Token], index: int) -> None:
    """`> [!NOTE] text` is a quotation: the sign of a callout stands alone on its line."""
    inline = tokens[index + 2] if index + 2 < len(tokens) else None
    if inline is not None and inline.type == "inline" and _SIGN.match(inline.content):
        hint = "leave the sign alone on its line and begin the text on the next"
        span = state.lines.of(inline, 0, inline.content.find("]") + 1)
        state.report(
            "callout", "this is no callout, because text follows its sign", span, hint=hint
        )


def _check_row(state: State, tokens: Sequence[Token], index: int) -> None:
    """Cells beyond the head's are left out of a table, as on GitHub: what is in them is lost."""
    row = tokens[index]
    end = next(i for i in range(index, len(tokens)) if tokens[i].type == "tr_close")
    columns = sum(token.type in ("th_open", "td_open") for token in tokens[index:end])
    number = row.map[0] if row.map else 0
    line = state.lines.text(number).strip()
    bars = len(_BAR.findall(line.removeprefix("|").removesuffix("|")))
    if row.map and bars >= columns:
        hint = f"the head has {columns}; write `\\|` for a bar that is text"
        span = state.lines.line(number)
        state.report("table-cells", f"this row has {bars + 1} cells", span, hint=hint)


def _check_depth(state: State, opening: Token) -> None:
    if opening.level >= NESTING_LIMIT - 1:
        line = opening.map[0] if opening.map else 0
        message = "what stands in here is nested too deeply to be read"
        state.report("nesting", message, state.lines.line(line), hint="use fewer levels")
