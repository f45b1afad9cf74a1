"""SVG -> the size in which browsers show it, None if it has none of its own or none for sure.

A size is a number with one of the units that have the same length everywhere. An SVG without
is as wide as the place where it stands: so it must not be given one here.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import BinaryIO
from xml.parsers import expat  # no entity is fetched; of those in the file, not many are expanded

from footnoted.model import Size

NAMESPACE = "http://www.w3.org/2000/svg"
_PART_BYTES = 4096
_LIMIT_BYTES = 1_000_000  # before the first tag
_LONGEST_PX = 1e6
_UNITS_PX = {"": 1.0, "px": 1.0, "in": 96.0, "cm": 96 / 2.54, "mm": 9.6 / 2.54, "pc": 16.0}
_UNITS_PX |= {"pt": 96 / 72, "q": 2.4 / 2.54}
_NUMBER = r"\+?(?:\d+\.\d+|\d+|\.\d+)(?:e[+-]?\d{1,2})?"
_LENGTH = re.compile(rf"[ \t\r\n]*({_NUMBER})([a-z]*)[ \t\r\n]*", re.IGNORECASE | re.ASCII)
_BETWEEN = re.compile(r"[ \t\r\n]*,[ \t\r\n]*|[ \t\r\n]+")


def svg(file: BinaryIO) -> Size | None:
    """Of an SVG: rounded to whole pixels.

    Raises EOFError if the file breaks off before its first tag ends, and ValueError if that is
    not the tag of an SVG; with the name of the tag, if it is one without its namespace.
    """
    tag = _first_tag(file)
    if tag is None:
        return None
    name, attributes = tag
    if name != f"{NAMESPACE} svg":
        raise ValueError("svg" if name == "svg" else "no SVG")
    width, height = (_length(attributes.get(side, "")) for side in ("width", "height"))
    if "width" in attributes and "height" in attributes:
        return _rounded(width, height)
    if attributes.get("preserveAspectRatio", "").split()[:1] == ["none"]:
        return None
    across, down = _shape(attributes.get("viewBox", ""))
    if not across or not down:
        return None
    return _rounded(width or height * across / down, height or width * down / across)


def _first_tag(file: BinaryIO) -> tuple[str, Mapping[str, str]] | None:
    """Its name and attributes; None if the file is in an encoding that browsers alone know."""
    found: list[tuple[str, Mapping[str, str]]] = []
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = lambda name, attributes: found.append((name, attributes))
    part = b""
    try:
        while not found and file.tell() < _LIMIT_BYTES:
            part = file.read(_PART_BYTES)
            parser.Parse(part, not part)
    except expat.ExpatError as error:
        if not found:  # what follows the tag is not looked at
            raise (ValueError("no XML") if part else EOFError()) from error
    except (LookupError, ValueError):  # of the encoding, and of several bytes for a letter
        return None
    if not found:
        raise ValueError("no tag")
    return found[0]


def _length(text: str) -> float:
    """In CSS pixels; 0 if the text is none, or one that means something else elsewhere."""
    match = _LENGTH.fullmatch(text)
    return float(match[1]) * _UNITS_PX.get(match[2].lower(), 0) if match else 0


def _shape(text: str) -> tuple[float, float]:
    """Width and height of a `viewBox`; 0 and 0 if it is none."""
    try:
        numbers = [float(number) for number in _BETWEEN.split(text.strip())]
    except ValueError:
        return 0, 0
    is_shape = len(numbers) == 4 and all(map(math.isfinite, numbers)) and min(numbers[2:]) > 0
    return (numbers[2], numbers[3]) if is_shape else (0, 0)


def _rounded(width: float, height: float) -> Size | None:
    if not (0.5 < width < _LONGEST_PX and 0.5 < height < _LONGEST_PX):
        return None
    return int(width + 0.5), int(height + 0.5)
