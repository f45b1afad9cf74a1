"""The address of an archived copy -> the day it was made, where the address has it.

    day = YYYY MM DD [hh mm ss] | YYYY.MM.DD-hhmmss     a part of the path, as archives write it

The first is the form of the Wayback Machine and of all that run the same software, most national
libraries among them; the second that of archive.today.
"""

from __future__ import annotations

import datetime

from footnoted.patterns import pattern

_DAY = pattern(r"/(\d{4})(\.?)(\d\d)\2(\d\d)(?:-?\d{6})?(?:[a-z]{2}_)?/(?=https?:)")


def version_date(address: str) -> str:
    """The day of the copy at the address, as ISO 8601; empty if the address does not tell it.

    >>> version_date("https://web.archive.org/web/20180430101112/https://example.org/")
    '2018-04-30'
    >>> version_date("https://archive.ph/2018.04.30-101112/https://example.org/")
    '2018-04-30'
    >>> version_date("https://example.org/20180430/"), version_date("https://archive.ph/x1Y2z")
    ('', '')
    """
    match = _DAY.search(address)
    if match is None:
        return ""
    day = f"{match[1]}-{match[3]}-{match[4]}"
    try:
        datetime.date.fromisoformat(day)
    except ValueError:
        return ""
    return day
