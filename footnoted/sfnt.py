"""A font file -> which letters it has, how wide they are, and which pairs stand closer.

Only what a line of text needs, of the tables `cmap` (formats 4 and 12), `hmtx` and `GPOS` (pairs
of the feature `kern`), as https://learn.microsoft.com/typography/opentype/spec/ describes them.
Layout libraries that do this and more come from the reader's system or not at all; with this, a
line is as long on every machine.
"""

from __future__ import annotations

import itertools
import struct
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator

from msgspec import Struct

_PAIRS, _EXTENSION = 2, 9  # types of GPOS lookups
_ADVANCE = 0x0004  # the one value of a pair that kerning uses
Kern = Callable[[int, int], "int | None"]
Look = Callable[[int], "int | None"]


class NotAFontError(Exception):
    """The bytes are no TrueType or OpenType font, or a damaged one."""


class Metrics(Struct, frozen=True):
    """The letters of a font by code point, and their widths in its own units, `unit` to the em."""

    unit: int
    glyphs: dict[int, int]
    advances: tuple[int, ...]
    pairs: tuple[tuple[Kern, ...], ...]

    def advance(self, glyph: int) -> int:
        """The width of a glyph; all from the last one that is listed on have that one's."""
        return self.advances[min(glyph, len(self.advances) - 1)]

    def kern(self, left: int, right: int) -> int:
        """What is added to the width of `left` before `right`: of each lookup, the first hit."""
        found = 0
        for subtables in self.pairs:
            hits = (hit for kern in subtables if (hit := kern(left, right)) is not None)
            found += next(hits, 0)
        return found


def read_metrics(font: bytes) -> Metrics:
    """The metrics of a font file. Raises NotAFontError."""
    try:
        tables = _tables(font)
        (unit,) = struct.unpack_from(">H", tables["head"], 18)
        (count,) = struct.unpack_from(">H", tables["hhea"], 34)
        advances = struct.unpack_from(">" + "Hh" * count, tables["hmtx"])[::2]
        glyphs = _glyphs(tables["cmap"])
        pairs = tuple(_lookups(tables["GPOS"])) if "GPOS" in tables else ()
    except (struct.error, KeyError, IndexError) as error:
        raise NotAFontError("this is not a font file, or it is damaged") from error
    if not unit or not advances:
        raise NotAFontError("this font has no widths")
    return Metrics(unit, glyphs, advances, pairs)


def _tables(font: bytes) -> dict[str, bytes]:
    kind, count = struct.unpack_from(">4sH", font)
    if kind not in (b"\0\1\0\0", b"OTTO", b"true"):
        raise NotAFontError("this is no TrueType or OpenType font: it must be a .ttf or .otf")
    found = {}
    for index in range(count):
        tag, _, offset, length = struct.unpack_from(">4sIII", font, 12 + 16 * index)
        found[tag.decode("latin-1")] = font[offset : offset + length]
    return found


# ---- cmap: letters to glyphs ----------------------------------------------------------


def _glyphs(table: bytes) -> dict[int, int]:
    (count,) = struct.unpack_from(">H", table, 2)
    found: dict[int, int] = {}
    tables: dict[int, dict[int, int]] = {}  # by their place: records may share one
    for index in range(count):
        platform, encoding, offset = struct.unpack_from(">HHI", table, 4 + 8 * index)
        if platform == 0 or (platform == 3 and encoding in (1, 10)):  # Unicode
            if offset not in tables:
                (form,) = struct.unpack_from(">H", table, offset)
                read = {4: _segments, 12: _groups}.get(form)
                tables[offset] = dict(read(table[offset:])) if read else {}
            found |= tables[offset]
    return {code: glyph for code, glyph in found.items() if glyph}


def _segments(table: bytes) -> Iterator[tuple[int, int]]:
    """Format 4: runs of letters, each with a delta or a list of its own."""
    size = struct.unpack_from(">H", table, 6)[0] // 2
    row = f">{size}H"
    ends = struct.unpack_from(row, table, 14)
    starts, deltas, ranges = (struct.unpack_from(row, table, 16 + 2 * size * n) for n in (1, 2, 3))
    for index, (start, end) in enumerate(zip(starts, ends, strict=True)):
        codes, delta = range(start, min(end, 0xFFFE) + 1), deltas[index]
        if codes and ranges[index]:
            at = 16 + 6 * size + 2 * index + ranges[index]
            glyphs = struct.unpack_from(f">{len(codes)}H", table, at)
            yield from zip(codes, ((g + delta) % 0x10000 if g else 0 for g in glyphs), strict=True)
        else:
            first = (start + delta) % 0x10000
            yield from zip(codes, _wrapped(first, len(codes)), strict=True)


def _wrapped(first: int, count: int) -> Iterable[int]:
    """So many numbers of 16 bits from the first on."""
    numbers = range(first, first + count)
    return numbers if numbers.stop <= 0x10000 else (number % 0x10000 for number in numbers)


def _groups(table: bytes) -> Iterator[tuple[int, int]]:
    """Format 12: runs of letters whose glyphs follow one another."""
    (count,) = struct.unpack_from(">I", table, 12)
    for index in range(count):
        start, end, glyph = struct.unpack_from(">III", table, 16 + 12 * index)
        yield from zip(range(start, min(end, 0x10FFFF) + 1), itertools.count(glyph), strict=False)


# ---- GPOS: pairs that stand closer ----------------------------------------------------


def _lookups(table: bytes) -> Iterator[tuple[Kern, ...]]:
    """The subtables of each lookup that a feature `kern` names."""
    _, features, lookups = struct.unpack_from(">HHH", table, 4)
    wanted: set[int] = set()
    (count,) = struct.unpack_from(">H", table, features)
    for index in range(count):
        tag, offset = struct.unpack_from(">4sH", table, features + 2 + 6 * index)
        if tag == b"kern":
            wanted.update(_shorts(table, features + offset + 2))
    for index in sorted(wanted):
        (offset,) = struct.unpack_from(">H", table, lookups + 2 + 2 * index)
        yield tuple(_subtables(table, lookups + offset))


def _subtables(table: bytes, at: int) -> Iterator[Kern]:
    (kind,) = struct.unpack_from(">H", table, at)
    for offset in _shorts(table, at + 4):
        place, found = at + offset, kind
        if kind == _EXTENSION:
            _, found, far = struct.unpack_from(">HHI", table, place)
            place += far
        if found == _PAIRS:
            form, coverage, first, second = struct.unpack_from(">HHHH", table, place)
            if first == _ADVANCE and not second:
                covered = _coverage(table, place + coverage)
                yield (_by_glyph if form == 1 else _by_class)(table, place, covered)


def _by_glyph(table: bytes, at: int, covered: Look) -> Kern:
    """Pairs named one by one."""
    sets = _shorts(table, at + 8)

    def kern(left: int, right: int) -> int | None:
        number = covered(left)
        if number is None:
            return None
        place = at + sets[number]
        (count,) = struct.unpack_from(">H", table, place)
        pairs = struct.unpack_from(">" + "Hh" * count, table, place + 2)
        found = bisect_right(pairs[::2], right) - 1
        return pairs[2 * found + 1] if found >= 0 and pairs[2 * found] == right else None

    return kern


def _by_class(table: bytes, at: int, covered: Look) -> Kern:
    """Pairs of any glyph of one class with any of another; what is of none is of class 0."""
    left_at, right_at, _, width = struct.unpack_from(">HHHH", table, at + 8)
    lefts, rights = _classes(table, at + left_at), _classes(table, at + right_at)

    def kern(left: int, right: int) -> int | None:
        if covered(left) is None:
            return None
        cell = (lefts(left) or 0) * width + (rights(right) or 0)
        found: int = struct.unpack_from(">h", table, at + 16 + 2 * cell)[0]
        return found

    return kern


def _coverage(table: bytes, at: int) -> Look:
    """The number of a glyph in the list."""
    (form,) = struct.unpack_from(">H", table, at)
    if form == 1:
        return {glyph: index for index, glyph in enumerate(_shorts(table, at + 2))}.get
    return _ranged(table, at + 2, are_counted=True)


def _classes(table: bytes, at: int) -> Look:
    """The class of a glyph; those of the class 0 are not named."""
    (form, start) = struct.unpack_from(">HH", table, at)
    if form == 1:
        return {start + index: name for index, name in enumerate(_shorts(table, at + 4))}.get
    return _ranged(table, at + 2, are_counted=False)


def _ranged(table: bytes, at: int, *, are_counted: bool) -> Look:
    """The number of the range that a glyph is in; if they are counted, on from that number."""
    (count,) = struct.unpack_from(">H", table, at)
    ranges = table[at + 2 : at + 2 + 6 * count]
    if len(ranges) % 6:
        raise struct.error("half a range")
    numbers = struct.unpack(f">{len(ranges) // 2}H", ranges)
    starts, ends, names = numbers[::3], numbers[1::3], numbers[2::3]

    def look(glyph: int) -> int | None:
        index = bisect_right(starts, glyph) - 1  # they are in order
        if index < 0 or glyph > ends[index]:
            return None
        name: int = names[index]
        return name + (glyph - starts[index] if are_counted else 0)

    return look


def _shorts(table: bytes, at: int) -> tuple[int, ...]:
    """A list that begins with its length."""
    (count,) = struct.unpack_from(">H", table, at)
    return struct.unpack_from(f">{count}H", table, at + 2)
