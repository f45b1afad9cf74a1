"""An address of the preview that the site does not have, and where it stood -> a path in the site.

The site stands below a *base*, the path of its `url`: that may change while somebody looks at it.
"""

from __future__ import annotations

from collections.abc import Collection


def elsewhere(place: str, base: str, bases: Collection[str]) -> tuple[str | None, bool]:
    """What may be asked for with `place`, and whether that is sure; None if nothing.

    It is sure where the site stood before, at one of `bases`, and for the way to the base itself.
    No path begins with `/`, so that no other host can be meant. Within the base, only what stood
    deeper moves: its address gets shorter with each step, so none goes round.

    >>> elsewhere("/essays/x.html", "/small/", {"/", "/small/"})
    ('essays/x.html', True)
    >>> elsewhere("/small/essays/x.html", "/", {"/", "/small/"})
    ('essays/x.html', True)
    >>> elsewhere("/posters/x.png", "/small/", {"/small/"})
    ('posters/x.png', False)
    >>> elsewhere("/small/x.html", "/small/", {"/", "/small/"})
    (None, False)
    """
    is_inside = place.startswith(base)
    before = [
        old
        for old in bases
        if old != base and f"{place}/".startswith(old) and (not is_inside or old.startswith(base))
    ]
    if before:
        return place[len(max(before, key=len)) :].lstrip("/"), True
    if is_inside:
        return None, False
    if f"{place}/" == base:
        return "", True
    name = place.lstrip("/")
    return name, not name
