"""A Poster -> a PNG: title, author, site, and how the claims stand, in the colours of the theme.

    name of the site
    title, in up to four lines, as large as it fits
    46 claims                                author
    bar of the standings
    legend: each shape with its count, and with its words where a face has their letters

What no face has the letters of is not shown; instead of such a title stands the number of claims,
large, or the name of the site. Everything is at least `MARGIN` from the sides.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from footnoted.canvas import Canvas
from footnoted.fonts import Fonts
from footnoted.lettering import Face, chosen, faces
from footnoted.marks import MARKS, mark
from footnoted.model import Poster
from footnoted.pages import POSTER_PX
from footnoted.wrapping import clean, fitted, shortened

MARGIN, FOOT = 80, 66
TITLE_SIZES = (104, 92, 84, 76, 68, 62, 56, 50)
TITLE_TOP, TITLE_LINES, LEADING = 138, 4, 1.16
SITE_SIZE, SITE_BASE, SITE_MARK = 32, 98, 24
NUMBER_SIZES = (180, 150, 120, 92)
HEADING_SIZE, AUTHOR_SIZE, LEGEND_SIZES = 36, 30, (28, 25)
BAR, BAR_GAP, BAR_LEAST = 28, 4, 10
ROW, ROWS, MARK, MARK_GAP, ENTRY_GAP = 44, 2, 22, 11, 38
_ROOM = POSTER_PX[0] - 2 * MARGIN
Text = tuple[str, Face]
Faces = Sequence[Face]


def draw(poster: Poster, fonts: Fonts) -> bytes:
    """The poster as a PNG. Raises NotAFontError."""
    return _Drawing(poster, faces(fonts.title), faces(fonts.text)).png()


class _Drawing:
    def __init__(self, poster: Poster, titles: Faces, texts: Faces) -> None:
        mirrored = poster.direction == "rtl"
        self._canvas = Canvas(POSTER_PX, dict(poster.colors), mirrored=mirrored)
        title = chosen(clean(poster.title), titles)
        heading = chosen(clean(poster.heading), titles)
        author = chosen(clean(poster.author), texts)
        site = chosen(clean(poster.site), texts)
        count = sum(number for _, number, _ in poster.tally)
        digits = chosen(str(count), titles) if count else None
        self._site(site if title or digits else None)
        foot = POSTER_PX[1] - FOOT
        if poster.tally:
            foot = self._bar(poster, self._legend(poster, texts, foot))
        foot = self._foot((heading or digits) if title and count else None, author, foot)
        if not poster.tally:
            self._canvas.rectangle(MARGIN, foot - 6, (_ROOM, 2), "rule")
        if title or not digits:
            self._title(title or site, TITLE_SIZES, foot)
        else:
            self._title(heading or digits, NUMBER_SIZES, foot)

    def png(self) -> bytes:
        return self._canvas.png()

    def _site(self, site: Text | None) -> None:
        top = SITE_BASE - SITE_MARK + 1
        self._canvas.rectangle(MARGIN, top, (SITE_MARK, SITE_MARK), "link")
        if site:
            start = MARGIN + SITE_MARK + 16
            self._short(site, SITE_SIZE, start, SITE_BASE, POSTER_PX[0] - MARGIN - start)

    def _title(self, title: Text | None, sizes: Sequence[int], foot: int) -> None:
        if title is None:
            return
        text, face = title
        room = (_ROOM, foot - TITLE_TOP)
        size, lines = fitted(text, face.width, sizes, room, LEADING, TITLE_LINES)
        for number, line in enumerate(lines):
            base = TITLE_TOP + round(size * (0.86 + number * LEADING))
            self._line((line, face), size, MARGIN, base, "ink")

    def _foot(self, heading: Text | None, author: Text | None, foot: int) -> int:
        """Number of claims and author on one line; without a number, the author begins it."""
        used = 0
        if heading:
            used = self._short(heading, HEADING_SIZE, MARGIN, foot, _ROOM // 2, "ink") + 40
        if author:
            text, face = author
            text = shortened(text, face.width, (_ROOM - used) / AUTHOR_SIZE)
            width = math.ceil(face.width(text) * AUTHOR_SIZE)
            start = POSTER_PX[0] - MARGIN - width if used else MARGIN
            self._line((text, face), AUTHOR_SIZE, start, foot, "soft")
        return foot - HEADING_SIZE - 22 if heading or author else foot

    def _bar(self, poster: Poster, top: int) -> int:
        """The bar, its shares as near the counts as the narrowest allow; returns the base above."""
        names = [MARKS[standing][0] for standing, _, _ in poster.tally]
        widths = shares([count for _, count, _ in poster.tally], _ROOM)
        start = MARGIN
        for name, width in zip(names, widths, strict=True):
            self._canvas.rectangle(start, top - BAR, (width, BAR), name)
            start += width + BAR_GAP
        return top - BAR - 24

    def _legend(self, poster: Poster, texts: Faces, foot: int) -> int:
        """The legend, its last base line at `foot`; returns how far down the bar may reach."""
        worded = [
            chosen(clean(f"{n} {words}"), texts) or chosen(str(n), texts)
            for _, n, words in poster.tally
        ]
        counted = [chosen(str(n), texts) for _, n, _ in poster.tally]
        tries = ((worded, size) for size in LEGEND_SIZES)
        fits = ((_rows(e, size), size) for e, size in (*tries, (counted, LEGEND_SIZES[0])))
        rows, size = next((rows, size) for rows, size in fits if len(rows) <= ROWS)
        base = foot - ROW * (len(rows) - 1)
        standings = iter(poster.tally)
        for number, row in enumerate(rows):
            for start, entry in row:
                color, shape = MARKS[next(standings)[0]]
                top = base + ROW * number - MARK + 2
                self._canvas.stamp(mark(shape, MARK), MARGIN + start, top, color)
                if entry:
                    place = MARGIN + start + MARK + MARK_GAP
                    self._line(entry, size, place, base + ROW * number, "soft")
        return base - LEGEND_SIZES[0] - 14

    def _short(
        self, text: Text, size: int, start: int, base: int, room: int, color: str = "soft"
    ) -> int:
        """The text, cut if it has to be, stands in the room; returns how wide it is."""
        shown = shortened(text[0], text[1].width, room / size)
        return self._line((shown, text[1]), size, start, base, color)

    def _line(self, text: Text, size: int, start: int, base: int, color: str) -> int:
        mask, left, top = text[1].line(text[0], size)
        width = math.ceil(text[1].width(text[0]) * size)
        self._canvas.stamp(mask, start, base + top, color, width, left)
        return width


def shares(counts: Sequence[int], room: int) -> list[int]:
    """The widths of the parts of a bar; with the gaps between them, they fill the room.

    >>> shares([3, 1], 124)
    [85, 35]
    """
    free = room - BAR_GAP * (len(counts) - 1) - BAR_LEAST * len(counts)
    ends = [round(free * sum(counts[: n + 1]) / sum(counts)) for n in range(len(counts))]
    return [BAR_LEAST + end - start for start, end in zip((0, *ends), ends, strict=False)]


def _rows(entries: Sequence[Text | None], size: int) -> list[list[tuple[int, Text | None]]]:
    """The entries of a legend with their starts, in rows."""
    rows: list[list[tuple[int, Text | None]]] = [[]]
    start = 0
    for entry in entries:
        words = math.ceil(entry[1].width(entry[0]) * size) + MARK_GAP if entry else 0
        if start and start + MARK + words > _ROOM:
            rows.append([])
            start = 0
        rows[-1].append((start, entry))
        start += MARK + words + ENTRY_GAP
    return rows
