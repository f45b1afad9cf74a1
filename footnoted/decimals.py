"""Languages -> which decimal mark their numbers have."""

from __future__ import annotations

_COMMA_DECIMAL = frozenset(
    "af be bg bs ca cs da de el es et eu fi fr gl hr hu hy id is it ka kk lt lv mk nb nl nn no pl"
    " pt ro ru sk sl sq sr sv tr uk uz vi".split()
)
_POINT_REGIONS = frozenset(("de-ch", "de-li", "it-ch", "es-mx", "es-us", "es-pr", "es-gt"))


def has_decimal_comma(language: str) -> bool:
    """True if people who write the language write 1,5 for one and a half."""
    tag = language.lower()
    return tag.partition("-")[0] in _COMMA_DECIMAL and tag not in _POINT_REGIONS
