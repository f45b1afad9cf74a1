"""Numbers, days and names as a chart writes them, in the language of its page."""

from __future__ import annotations

from fractions import Fraction

from msgspec import Struct

from footnoted.columns import cells
from footnoted.decimals import has_decimal_comma
from footnoted.strings import Strings

LINE_EM = 1.25
# Of a wide sans face; a wide letter of East Asia takes the room of two.
_LETTER_EM, _MORE_EM, BOLD = 0.63, 0.37, 1.1
_BROAD = frozenset("%mwMW@…—")
_CLOSE = frozenset("el id it nl pt tr vi".split())  # with a decimal comma, and `45%`


class Writer(Struct, frozen=True):
    """Writes in one language."""

    strings: Strings

    def number(self, digits: str) -> str:
        """Plain digits as people write them: `1,234.5`, or `1 234,5` with five before the mark."""
        has_comma = has_decimal_comma(self.strings.language)
        whole, _, decimals = digits.removeprefix("-").partition(".")
        if len(whole) > (4 if has_comma else 3):
            whole = f"{int(whole):,}".replace(",", "\u202f" if has_comma else ",")
        minus = "\u2212" if digits.startswith("-") else ""
        return minus + whole + (f"{',' if has_comma else '.'}{decimals}" if decimals else "")

    def figure(self, digits: str, unit: str) -> str:
        """The number, with its sign for hundredths if that is its unit."""
        if unit not in ("%", "％", "٪"):
            return self.number(digits)
        language = self.strings.language
        is_apart = has_decimal_comma(language) and language.partition("-")[0] not in _CLOSE
        return self.number(digits) + ("\u00a0%" if is_apart else "%")

    def day(self, edtf: str, *, with_year: bool) -> tuple[str, ...]:
        """A day, a month or a year in one short line, with its year in a second one."""
        year, _, rest = edtf.partition("-")
        if not rest:
            return (year,)
        number, _, day = rest.partition("-")
        month = self.strings(f"chart.month.{int(number)}")
        first = self.strings("chart.day", month=month, day=int(day)) if day else month
        return (first, year) if with_year else (first,)


def plain(values: tuple[Fraction, ...]) -> tuple[str, ...]:
    """Round values as plain digits, all with the same decimals, as few as there can be."""
    decimals = 0
    while any((value * 10**decimals).denominator > 1 for value in values):
        decimals += 1
    return tuple(_digits(value, decimals) for value in values)


def _digits(value: Fraction, decimals: int) -> str:
    whole, rest = divmod(abs(int(value * 10**decimals)), 10**decimals)
    sign = "-" if value < 0 else ""
    return f"{sign}{whole}.{rest:0{decimals}}" if decimals else f"{sign}{whole}"


def width_em(text: str) -> float:
    """How wide a line is at most, more or less; in a bold face, `BOLD` times that."""
    return cells(text) * _LETTER_EM + sum(c in _BROAD for c in text) * _MORE_EM


def wrapped(text: str, most_em: float, most_lines: int) -> list[str]:
    """The text in lines no wider than that; what does not fit is cut off, with an ellipsis."""
    lines, words = [""], text.split()
    for word in words:
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and width_em(longer) > most_em:
            lines.append(word)
        else:
            lines[-1] = longer
    cut = len(lines) > most_lines
    lines = lines[:most_lines]
    if cut:
        lines[-1] += "…"
    return [_short(line, most_em) for line in lines]


def _short(line: str, most_em: float) -> str:
    if width_em(line) <= most_em:
        return line
    line = line.removesuffix("…")
    while line and width_em(f"{line}…") > most_em:
        line = line[:-1]
    return f"{line.rstrip()}…"
