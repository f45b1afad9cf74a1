"""Elements of an SVG, as text. Whatever is put into one is escaped, unless an element made it."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup, escape

from footnoted.charts.words import LINE_EM

# The marks of lines, so that they differ without colour: around the point where they stand.
_SHAPES = (
    "M-3.8 0a3.8 3.8 0 1 0 7.6 0a3.8 3.8 0 1 0-7.6 0z",
    "M-3.4-3.4h6.8v6.8h-6.8z",
    "M0-5L5 0 0 5-5 0z",
    "M-4.6 3.4L0-4.6 4.6 3.4z",
    "M-3.6-3.6L3.6 3.6M3.6-3.6L-3.6 3.6",
    "M0-4.8V4.8M-4.8 0H4.8",
)


def element(name: str, *inside: str, **attributes: str | float) -> Markup:
    """The element; `_` in the name of an attribute is a hyphen, one at its end is left out."""
    written = Markup("").join(
        Markup(' {}="{}"').format(key.rstrip("_").replace("_", "-"), _value(value))
        for key, value in attributes.items()
    )
    content = Markup("").join(map(escape, inside))
    whole = Markup("<{0}{1}>{2}</{0}>") if content else Markup("<{0}{1}/>")
    return whole.format(name, written, content)


def _value(value: str | float) -> str:
    return value if isinstance(value, str) else number(value)


def number(value: float) -> str:
    """To a hundredth, as short as can be."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def percent(value: float) -> str:
    """The place in the plot, from its left or upper edge."""
    return f"{number(value)}%"


def letters(
    lines: Sequence[str], kind: str, x: str, y: str, *, dx: float = 0, dy: float = 0
) -> Markup:
    """Lines of text, the first `dx` and `dy` of their own height from a place."""
    first, *rest = lines
    place = {"x": x, "dx": f"{number(dx)}em"} if dx else {"x": x}
    more = [element("tspan", line, **place, dy=f"{LINE_EM}em") for line in rest]
    return element("text", first, *more, class_=kind, **place, y=y, dy=f"{number(dy)}em")


def mark(series: int, x: float, y: float) -> Markup:
    """The mark of a line at a place in percent."""
    shape = element("path", d=_SHAPES[series])
    place = {"x": percent(x), "y": percent(y)}
    return element("svg", shape, class_=f"mark s{series + 1}", overflow="visible", **place)


def drawing(
    inside: Sequence[str], kind: str, label: str, *, tall: float, before: float, after: float
) -> Markup:
    """The whole drawing: how `tall` its plot is, and what the letters beside it take, in em.

    A style sheet makes the plot as wide as its column, less that.
    """
    style = f"--tall:{number(tall)};--before:{number(before)};--after:{number(after)}"
    return element("svg", *inside, class_=f"plot {kind}", role="img", aria_label=label, style=style)
