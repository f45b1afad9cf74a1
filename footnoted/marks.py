"""The shapes of the standings, drawn: the same as in the style sheet of the theme.

Each is drawn in a square of 16 units, as there.
"""

from __future__ import annotations

import functools
from collections.abc import Callable

from PIL import Image, ImageDraw

from footnoted.canvas import Mask, mask_of

_FINER = 8  # drawn so many times larger, then shrunk: smooth edges
_UNITS = 16.0
Point = tuple[float, float]

# Colour and shape of each standing, by the names of `20-tokens.css`.
MARKS = {
    "supported": ("supported", "disc"),
    "mostly-supported": ("mostly-supported", "most"),
    "mixed": ("mixed", "half"),
    "unsupported": ("unsupported", "ring"),
    "contradicted": ("contradicted", "cross"),
    "opinion": ("opinion", "diamond"),
    "prediction-held": ("prediction", "arrived"),
    "prediction-failed": ("prediction", "missed"),
    "prediction-open": ("prediction", "ahead"),
    "needs-evidence": ("missing", "gaps"),
    "source-withdrawn": ("missing", "struck"),
}


class _Pen:
    """Draws in units; lines have round corners."""

    def __init__(self, size_px: int) -> None:
        self.scale = size_px * _FINER / _UNITS
        self.image = Image.new("L", (size_px * _FINER, size_px * _FINER), 0)
        self._draw = ImageDraw.Draw(self.image)

    def disc(self, radius: float, ink: int = 255) -> None:
        self._draw.ellipse(self._circle(radius), ink)

    def ring(self, radius: float, width: float) -> None:
        self.disc(radius + width / 2)
        self.disc(radius - width / 2, 0)

    def slice(self, radius: float, start: int, end: int, ink: int = 255) -> None:
        self._draw.pieslice(self._circle(radius), start, end, ink)

    def polygon(self, *points: Point, ink: int = 255) -> None:
        self._draw.polygon([self._at(point) for point in points], ink)

    def line(self, *points: Point, width: float) -> None:
        self._draw.line([self._at(p) for p in points], 255, round(width * self.scale), "curve")

    def _circle(self, radius: float) -> tuple[float, float, float, float]:
        low, high = (8 - radius) * self.scale, (8 + radius) * self.scale - 1
        return low, low, high, high

    def _at(self, point: Point) -> Point:
        return point[0] * self.scale, point[1] * self.scale


@functools.cache
def mark(shape: str, size_px: int) -> Mask:
    """The shape as a mask of that size."""
    pen = _Pen(size_px)
    _SHAPES[shape](pen)
    return mask_of(pen.image.reduce(_FINER))


def _disc(pen: _Pen) -> None:
    pen.disc(7.5)


def _most(pen: _Pen) -> None:
    pen.ring(6.7, 1.6)
    pen.slice(7, -90, 180)


def _half(pen: _Pen) -> None:
    pen.ring(6.7, 1.6)
    pen.slice(7, -90, 90)


def _ring(pen: _Pen) -> None:
    pen.ring(6.3, 2.2)


def _cross(pen: _Pen) -> None:
    pen.line((2.5, 2.5), (13.5, 13.5), width=3.4)
    pen.line((13.5, 2.5), (2.5, 13.5), width=3.4)


def _diamond(pen: _Pen) -> None:
    pen.polygon((8, 0.5), (15.5, 8), (8, 15.5), (0.5, 8))


def _ahead(pen: _Pen) -> None:
    pen.line((3, 8), (3, 1.5), (14.5, 8), (3, 14.5), (3, 8), width=2)


def _arrived(pen: _Pen) -> None:
    pen.polygon((2.5, 1), (2.5, 15), (15, 8))


def _missed(pen: _Pen) -> None:
    pen.polygon((1, 2.5), (15, 2.5), (8, 15))


def _gaps(pen: _Pen) -> None:
    pen.ring(6.3, 2.4)
    for start in range(36, 396, 60):  # a gap of 24 degrees after each dash of 36
        pen.slice(8, start, start + 24, 0)


def _struck(pen: _Pen) -> None:
    pen.ring(6.5, 2)
    pen.line((3, 13), (13, 3), width=2)


_SHAPES: dict[str, Callable[[_Pen], None]] = {
    "disc": _disc,
    "most": _most,
    "half": _half,
    "ring": _ring,
    "cross": _cross,
    "diamond": _diamond,
    "ahead": _ahead,
    "arrived": _arrived,
    "missed": _missed,
    "gaps": _gaps,
    "struck": _struck,
}
