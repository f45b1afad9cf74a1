"""How numbers are written, and what they mean. Pure, and by rules.

    figure   = ratio | mixed | half | fraction | myriads | amount
    ratio    = amount ("in" | "out of" | …) whole             nine in ten, 10명 중 9명
    mixed    = amount "and a" ("half" | "quarter") [scale]    two and a half million
    half     = "half a" scale                                 half a million
    fraction = amount ("half" | "third" | …)                  two thirds, half, ½
    myriads  = (digits units)+ [digits]                       2만8500, 1억 2천만, 5.5万
    amount   = (digits | words) ["per cent" | scale]          28,500, 4.1%, $3bn, fifty-five

What a mark between digits is depends on the language; where that is not known, `28.500` is read
both ways. A share is counted in hundredths, so that *nine in ten* is 90. Words for numbers are
known in English.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from msgspec import Struct

from footnoted.decimals import has_decimal_comma

_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
    " sixteen seventeen eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_HALVES = "half|third|quarter|fifth|sixth|seventh|eighth|ninth|tenth"
_PARTS = {word: part for part, word in enumerate(_HALVES.split("|"), 2)}
_VALUES = {"a": 1, "an": 1, "dozen": 12, "hundred": 100, "thousand": 10**3, "million": 10**6} | {
    **{word: value for value, word in enumerate(_SMALL)},
    **{word: 10 * value for value, word in enumerate(_TENS, 2)},
    "billion": 10**9,
    "trillion": 10**12,
}
_SCALES = (  # what a number may be followed by; the first that fits counts
    (r"hundred\b|hundert\b", 10**2),
    (r"(?:thousand|tausend)\b|Tsd\.?|(?<=\d)k\b", 10**3),
    (r"mill?i[oó]\w*|mill[oó]n\w*|milh(?:ão|ões)\b|Mio\b\.?|mn\b|(?<=\d)m\b", 10**6),
    (r"milliard\w*|miliard\w*|Mrd\b\.?|bn\b", 10**9),
    (r"billionen\b|billones\b|trillion\w*|tn\b", 10**12),
    (r"billion\w*", 10**9),
)
_UNITS = {"십": 10, "十": 10, "백": 100, "百": 100, "천": 1000, "千": 1000} | {
    **dict.fromkeys("만万萬", 10**4),
    **dict.fromkeys("억亿億", 10**8),
    **dict.fromkeys("조兆", 10**12),
}
_SCALE = "|".join(pattern for pattern, _ in _SCALES)
_DIGITS = (
    r"(?<![A-Za-zÀ-ž\d제第])(?<!\d[.,:])(?<![A-Za-z]-)"
    r"(?>\d{1,3}(?:[ \u00a0\u202f\u2009’']\d{3})+(?!\d)(?:[.,]\d+)?|\d+(?:[.,]\d+)*)"
    r"(?!:\d|(?:st|nd|rd|th)\b)"
)
_BIG = "hundred|thousand|million|billion|trillion"
_TO_99 = rf"(?:{'|'.join(_TENS)})(?:[-\s](?:{'|'.join(_SMALL[1:10])}))?|{'|'.join(_SMALL[::-1])}"
_WORDS = (
    rf"\b(?:(?:{_TO_99}|an?)(?:[-\s](?:{_BIG}))+(?:\s(?:and\s)?(?:{_TO_99})(?:[-\s](?:{_BIG}))*)*"
    rf"|(?:{_TO_99}|a)\sdozen|{_TO_99})\b(?!-(?:first|second)\b)"
)
_WHOLE = (
    rf"(?:\d{{1,3}}|1(?:\d{{0,2}}[,.])000)(?![\d,.]*\d)"
    rf"|(?:{'|'.join(_SMALL[::-1])}|twenty|an?\s(?:hundred|thousand|million))\b"
)
_PERCENT = r"percentage\spoints?|[%٪‰]|per\s?cent|pro[\sz]?c?ent|por\s?ci?ento|pour\scent|퍼센트"
_IN = r"(?:(?:in|out\sof)(?:\severy)?|of\severy|von(?:\sje)?|sur|de\scada|su)"
_NO_TIME = r"(?!\s(?:second|minute|hour|day|week|month|year|decade)s?\b)"
_SIGNS = {"½": 1 / 2, "⅓": 1 / 3, "¼": 1 / 4, "⅔": 2 / 3, "¾": 3 / 4}
_EASTERN_FORMS = rf"""
        (?P<all>{_DIGITS})\s?[명人]?\s?(?:중|가운데|中|当中)\s?(?P<some>{_DIGITS})(?=\s?[명人])
      | (?P<myriads>{_DIGITS}[십백천만억조十百千万萬亿億兆]+
            (?:\s?\d[\d,.]*[십백천만억조十百千万萬亿億兆]+)*(?:\s?\d[\d,]*(?!\s?[년월일年月日%]))?)"""
_EASTERN_SIGNS = frozenset(_UNITS) | frozenset("중가中当할割成")  # of those above, and of tenths
_NO_FORMS = "(?!)(?P<all>)(?P<some>)(?P<myriads>)"  # quickly compiled
_PIECE = re.compile(r"(\d[\d,.]*)([^\d\s]*)")
_LONGEST = 100  # characters of a number
_COARSE = 5  # hundredths: how exact a fraction in words is


def grammar(text: str, language: str) -> re.Pattern[str]:
    """What finds numbers in a text whose digits are plain; `meaning` knows its groups."""
    has_words = language.partition("-")[0] in ("", "en")
    return _grammar(has_words, is_eastern=not _EASTERN_SIGNS.isdisjoint(text))


@functools.cache
def _grammar(has_words: bool, *, is_eastern: bool) -> re.Pattern[str]:
    number = rf"{_DIGITS}|{_WORDS}" if has_words else _DIGITS
    eastern, tenths = (_EASTERN_FORMS, "[할割成]") if is_eastern else (_NO_FORMS, "(?!)")
    return re.compile(
        rf"""
        {eastern}
      | \bhalf\san?\s(?P<half>{_SCALE})
      | \b(?P<a>an?\s)(?P<single>{_HALVES})\b | \b(?P<bare>half)\b | (?P<sign>[½⅓¼⅔¾])
      | (?P<amount>{number})(?:
            \s{_IN}\s(?P<whole>{_WHOLE}){_NO_TIME}
          | \sand\sa\s(?P<rest>half|quarter)\b(?:\s(?P<more>{_SCALE}))?
          | [-\s](?P<under>{_HALVES})s?\b
          | [\s\u00a0-]?(?:(?P<percent>{_PERCENT})|(?P<scale>{_SCALE})|(?P<tenths>{tenths}))
        )?
        """,
        re.VERBOSE | re.IGNORECASE,
    )


class Reading(Struct, frozen=True):
    """A value; `step` is the unit of its last digit, `slack` that of its last significant one."""

    value: float
    step: float
    slack: float


def meaning(match: re.Match[str], language: str) -> tuple[tuple[Reading, ...], tuple[Reading, ...]]:
    """What a number that `grammar` found can mean, and the numbers that it is made of.

    Nothing, if it is none: 1.2.3, the twenty-fifth, or one that goes on and on.
    """
    found = match.groupdict()
    if len(match[0]) > _LONGEST:
        return (), ()
    if whole := found["all"] or found["whole"]:
        return _ratio(_read(found["some"] or found["amount"], language), _read(whole, language))
    if found["half"]:
        return (_of(1 / 2, _COARSE / 100, _scale(found["half"])),), ()
    if found["myriads"]:
        return tuple(_myriads(found["myriads"], language)), ()
    if not found["amount"]:
        return (_share(100 * _part(found), _COARSE),), ()
    return _amount(found, language), ()


def _ratio(
    some: tuple[Reading, ...], whole: tuple[Reading, ...]
) -> tuple[tuple[Reading, ...], tuple[Reading, ...]]:
    """`9 in 10` as hundredths, if it can be a share; else two numbers."""
    shares = tuple(
        _share(100 * a.value / b.value, min(100 / b.value, _COARSE))
        for a in some
        for b in whole
        if 0 < a.value <= b.value
    )
    return shares or (*some, *whole), (*some[:1], *whole[:1])


def _part(found: dict[str, str]) -> float:
    """`half`, `a third`, `½`."""
    sign = found["sign"]
    return _SIGNS[sign] if sign else 1 / _PARTS[(found["single"] or found["bare"]).lower()]


def _amount(found: dict[str, str], language: str) -> tuple[Reading, ...]:
    readings = _read(found["amount"], language)
    if under := found["under"]:
        shares = (100 * r.value / _PARTS[under.lower()] for r in readings)
        return tuple(_share(share, _COARSE) for share in shares if share < 100)
    if found["rest"]:
        more, scale = 1 / _PARTS[found["rest"].lower()], _scale(found["more"])
        return tuple(_of(r.value + more, more, scale) for r in readings)
    if found["percent"]:
        return tuple(_share(r.value, min(r.step, 1)) for r in readings)
    if found["tenths"]:
        return (*readings, *(_share(10 * r.value, _COARSE) for r in readings))
    if found["scale"]:
        scaled = tuple(_of(r.value, r.step, _scale(found["scale"])) for r in readings)
        is_unit = found["scale"].lower() in ("m", "k")  # metres, kelvins
        return (*scaled, *readings) if is_unit else scaled
    return readings


def _myriads(text: str, language: str) -> Iterator[Reading]:
    """`1억 2천만`: units below ten thousand add up to what the next greater one multiplies."""
    total, section, step = 0.0, 0.0, 1.0
    for digits, units in _PIECE.findall(text):
        readings = _read(digits.rstrip(",."), language)
        if not readings:
            return
        value, step = readings[-1].value, readings[-1].step
        for unit in units:
            if _UNITS[unit] >= 10**4:
                total, value = total + (section + value) * _UNITS[unit], 0.0
                section = 0.0
            else:
                value *= _UNITS[unit]
            step *= _UNITS[unit]
        section += value
    yield _of(total + section, step, 1)


def _read(number: str, language: str) -> tuple[Reading, ...]:
    """A number in digits or in words, without what follows it."""
    if not number[0].isdigit():
        value = _in_words(number)
        last = _VALUES[re.split(r"[-\s]", number.lower())[-1]]
        return (_of(value, last, 1) if last >= 10**3 else _reading(str(value)),)
    return tuple(map(_reading, _plain_numbers(number, language)))


def _in_words(words: str) -> int:
    total = section = 0
    for word in re.split(r"[-\s]", words.lower()):
        if word in ("dozen", "hundred"):
            section *= _VALUES[word]
        elif word != "and" and _VALUES[word] >= 10**3:
            total, section = total + section * _VALUES[word], 0
        elif word != "and":
            section += _VALUES[word]
    return total + section


def _plain_numbers(digits: str, language: str) -> list[str]:
    """The digits as Python writes a number; two, if the language does not say which it is."""
    digits = re.sub("[ \u00a0\u202f\u2009’']", "", digits)
    *groups, last = re.split("[.,]", digits)
    marks = [c for c in digits if c in ".,"]
    if not marks:
        return [digits]
    whole = "".join(groups)
    if len(marks) > 1:
        if marks[-1] != marks[0]:
            return [f"{whole}.{last}"] if marks.count(marks[-1]) == 1 else []
        return [whole + last] if len(last) == 3 else []
    if len(last) != 3 or len(whole) > 3 or whole[0] == "0":
        return [f"{whole}.{last}"]
    if not language:
        return [whole + last, f"{whole}.{last}"]
    mark = "," if has_decimal_comma(language) else "."
    return [f"{whole}.{last}" if marks[0] == mark else whole + last]


def _reading(number: str) -> Reading:
    whole, _, decimals = number.partition(".")
    if decimals:
        unit = 10.0 ** -len(decimals)
        return Reading(float(number), unit, unit)
    zeros = len(whole) - len(whole.rstrip("0"))
    unit = 10.0 ** min(zeros, max(0, len(whole) - 2))
    return Reading(float(whole), unit if len(whole) > 3 else 1.0, unit)


def _of(value: float, step: float, scale: float) -> Reading:
    """So many thousands or millions: rounded by no more than a tenth to either side."""
    most = value * scale / 5
    return Reading(value * scale, min(step * scale, most), min(step * scale, most))


def _share(value: float, step: float) -> Reading:
    return Reading(value, step, step)


def _scale(word: str | None) -> int:
    """What a word such as *million* multiplies by; 1 without one."""
    patterns = ((re.compile(p.replace(r"(?<=\d)", ""), re.IGNORECASE), v) for p, v in _SCALES)
    return next((value for pattern, value in patterns if pattern.match(word)), 1) if word else 1
