"""Addresses of links and images in a text: what they become in the page, where they stand."""

from __future__ import annotations

from urllib.parse import unquote

from markdown_it.token import Token

from footnoted.addresses import Target, meant_address, output_path, relative, target_of
from footnoted.diagnostics import Span
from footnoted.model import Hole, Link
from footnoted.prose.state import Piece, State


def href_of(state: State, target: Target, address: str, span: Span) -> str | None:
    """A link's address as it stands in the page; None, reported, if it may not stand there."""
    if target.kind in ("web", "mail"):
        return address
    if target.kind in ("place", "page", "file"):
        files = state.media if target.kind == "file" else state.links
        files.append(Link(target.path, target.fragment, span))
        page = output_path(state.path)
        return relative(page, output_path(target.path) if target.path else page, target.fragment)
    _report_address(state, target, address, span)
    return None


def _report_address(state: State, target: Target, address: str, span: Span) -> None:
    match target.kind:
        case "missing":
            state.report("empty-link", "this link leads nowhere", span, hint="give it an address")
        case "outside":
            message = f"`{address}` leads out of the content folder"
            state.report("outside-content", message, span, hint="move the file into it")
        case "absolute":
            message = f"`{address}` begins at the root, where nothing can be checked"
            place = unquote(address.lstrip("/"))
            if place.startswith(("essays/", "evidence/")) and place.endswith(".html"):
                place = place.removesuffix(".html") + ".md"
            hint = f"write the way from this file: `{relative(state.path, place)}`"
            state.report("broken-link", message, span, hint=hint)
        case "broken":
            message = f"`{address}` is not a whole address"
            meant = meant_address(address)
            hint = f"write `{meant}`" if meant else "write what comes after `https://`, too"
            state.report("broken-link", message, span, hint=hint)
        case _:
            message = f"`{address}` is not an address that a page may lead to"
            meant = meant_address(address)
            hint = f"did you mean `{meant}`?" if meant else "use http, https or mailto"
            state.report("unsafe-address", message, span, hint=hint)


def image_source(state: State, address: str, span: Span) -> tuple[str, Piece]:
    """An image's address as it stands in the page, and what holds the place of its size there.

    The address is empty, and reported, if it may not stand there.
    """
    target = target_of(address, state.path)
    if is_chart(target, address):
        _report_place(state, address, target, span)
        return "", ""
    if target.kind == "web":
        return address, ""
    if target.kind == "file":
        link = Link(target.path, "", span)
        state.media.append(link)
        state.images.append(link)
        source = relative(output_path(state.path), target.path)
        return source, Hole("image", len(state.images) - 1)
    if target.kind in ("missing", "page", "place"):
        message = f"`{address}` is not an image" if address else "this image has no address"
        state.report("missing-image", message, span, hint="give the path of an image file")
    else:
        _report_address(state, target, address, span)
    return "", ""


def is_chart(target: Target, address: str) -> bool:
    """True if an image with this address would be a chart."""
    path = target.path if target.kind == "file" else address if target.kind == "web" else ""
    return path.lower().endswith(".csv")


def _report_place(state: State, address: str, target: Target, span: Span) -> None:
    message, hint = (
        f"`{address}` is a chart within a line of text",
        "give it a paragraph of its own",
    )
    if target.kind == "web":
        message, hint = f"`{address}` is on another site", "put the file into the content folder"
    elif state.in_note:
        message, hint = f"`{address}` is a chart in a note", "put it into the text"
    state.report("chart", message, span, hint=hint)


def address_span(state: State, inline: Token, token: Token) -> Span:
    """The place of a link's address; of the whole link if it is not written in it."""
    start, end = token.meta.get("offset", 0), token.meta.get("end", 1)
    bracket = inline.content.rfind("](", start, end)
    if bracket >= 0:
        return state.lines.of(inline, bracket + 2, end - 1)
    return state.span_of(inline, token)
