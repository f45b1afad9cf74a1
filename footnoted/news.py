"""The corrections of the site, the newest first, as a feed to subscribe to.

Its days are those of the corrections. Minor corrections are no news.
"""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from footnoted.atom import element, feed, moment
from footnoted.model import Config, LinkedCorrection
from footnoted.pages import absolute
from footnoted.strings import Strings

_ROW = Markup("<p><b>{}:</b> {}</p>\n")
_WAS, _NOW = Markup("<del>{}</del>"), Markup("<ins>{}</ins>")


def news(
    config: Config, items: Sequence[LinkedCorrection], words: Strings, page: str, path: str
) -> bytes:
    """The feed of the corrections, to be at `path` of the site, as it is also told at `page`."""
    told = [item for item in items if not item.correction.minor]
    day = (told or items)[0].correction.date
    title = f"{words('corrections.title')} · {config.title}"
    entries = (_entry(config, item, words, page) for item in told)
    return feed(config, title, path, page, day, entries)


def _entry(config: Config, item: LinkedCorrection, words: Strings, told_at: str) -> Markup:
    correction, page = item.correction, item.page
    address = absolute(config.url, told_at, correction.id)
    title = page.title if page else correction.essay or correction.evidence
    related = []
    if page:
        place = item.claim.id if item.claim else ""
        path = page.path.removesuffix(".md") + ".html"
        href = absolute(config.url, path, place)
        related = [element("link", rel="related", href=href)]
    return element(
        "entry",
        element("id", address),
        element("title", words("corrections.of", title=title)),
        element("updated", moment(correction.date)),
        element("published", moment(correction.date)),
        element("link", rel="alternate", type="text/html", href=address),
        *related,
        element("content", _content(item, words), type="html"),
    )


def _content(item: LinkedCorrection, words: Strings) -> str:
    c = item.correction
    was, now = (
        words(f"standing.{text}.label") if item.is_verdict else text for text in (c.was, c.now)
    )
    rows = [_ROW.format(words("corrections.was"), _WAS.format(was))]
    if now:
        rows.append(_ROW.format(words("corrections.now"), _NOW.format(now)))
    else:
        gone = words("corrections.withdrawn" if c.withdrawn else "corrections.out")
        rows.append(_ROW.format(words("corrections.now"), gone))
    rows.append(_ROW.format(words("corrections.why"), c.why))
    return str(Markup().join(rows))
