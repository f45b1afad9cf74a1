"""What is to be shown -> a scale: its ends, its round values, and where on it a value stands."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from math import ceil, floor

from msgspec import Struct

from footnoted.charts.cells import Kind

_ROUND = (Fraction(1), Fraction(2), Fraction(5, 2), Fraction(5), Fraction(10))
_DAYS, _MONTHS = (1, 2, 7, 14), (1, 2, 3, 6)
_YEARS = (1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500)


class Scale(Struct, frozen=True):
    """From `low` to `high`; `ticks` are the values that are written beside it."""

    low: Fraction
    high: Fraction
    ticks: tuple[Fraction, ...]

    def place(self, value: Fraction) -> float:
        """Where the value stands, in percent of the way from `low` to `high`."""
        return float(100 * (value - self.low) / (self.high - self.low))


class Moment(Struct, frozen=True):
    """A day to write below a chart, as EDTF has it: a year, a month or a day."""

    place: Fraction
    edtf: str


def scale_of(values: Sequence[Fraction], most: int = 6, *, from_zero: bool = False) -> Scale:
    """A scale from one round value to another that has all the values, in at most `most` steps.

    It has zero if `from_zero` is true, or if there is only one value.
    """
    low, high = min(values), max(values)
    if from_zero or low == high:
        low, high = min(low, Fraction(0)), max(high, Fraction(0))
    if low == high:
        high = Fraction(1)
    step = _step(high - low, lambda step: ceil(high / step) - floor(low / step) <= most)
    first, last = floor(low / step), ceil(high / step)
    return Scale(first * step, last * step, tuple(n * step for n in range(first, last + 1)))


def _step(span: Fraction, fits: Callable[[Fraction], bool]) -> Fraction:
    power = Fraction(1)
    while power * 10 > span / 100:
        power /= 10
    while power * 100 < span / 100:
        power *= 10
    while True:
        for times in _ROUND:
            if fits(power * times):
                return power * times
        power *= 10


def begins_at_zero(values: Sequence[Fraction]) -> bool:
    """True if a line of these values is to be seen with zero.

    It is, unless all are on the same side of it and the nearest is more than half as far away as
    the farthest: what changes would then be hard to see.
    """
    low, high = min(map(abs, values)), max(map(abs, values))
    is_one_side = all(value > 0 for value in values) or all(value < 0 for value in values)
    return not is_one_side or 2 * low <= high


def moments(kind: Kind, first: datetime.date, last: datetime.date, most: int) -> list[Moment]:
    """Round days from first to last, at most so many, at least one; none finer than `kind`."""
    ways: list[Iterator[str]] = []
    if kind == "day":
        ways += [_days(first, last, step) for step in _DAYS]
    if kind in ("day", "month"):
        ways += [_months(first, last, step) for step in _MONTHS]
    ways += [_years(first, last, step) for step in _YEARS]
    for way in ways:
        found = list(way)
        if 0 < len(found) <= most:
            return [_moment(edtf) for edtf in found]
    return [_moment(f"{first.year:04}")]


def _moment(edtf: str) -> Moment:
    year, month, day = (*map(int, edtf.split("-")), 1, 1)[:3]
    return Moment(Fraction(datetime.date(year, month, day).toordinal()), edtf)


def _days(first: datetime.date, last: datetime.date, step: int) -> Iterator[str]:
    for ordinal in range(
        first.toordinal(), min(last.toordinal(), first.toordinal() + 99) + 1, step
    ):
        yield datetime.date.fromordinal(ordinal).isoformat()


def _months(first: datetime.date, last: datetime.date, step: int) -> Iterator[str]:
    begin = 12 * first.year + first.month - 1 + (first.day > 1)
    for month in range(begin, min(12 * last.year + last.month, begin + 99)):
        if month % step == 0:
            yield f"{month // 12:04}-{month % 12 + 1:02}"


def _years(first: datetime.date, last: datetime.date, step: int) -> Iterator[str]:
    begin = first.year + (first.timetuple().tm_yday > 1)
    for year in range(begin, last.year + 1):
        if year % step == 0:
            yield f"{year:04}"
