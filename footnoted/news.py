"""The corrections of the site, the newest first, as a feed to subscribe to.

It is Atom, RFC 4287. Its addresses are absolute; its days are those of the corrections, so it
changes only when they do. Minor corrections are no news.
"""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement, tostring

from markupsafe import Markup

from footnoted.model import Config, LinkedCorrection
from footnoted.pages import absolute
from footnoted.strings import Strings

_ROW = Markup("<p><b>{}:</b> {}</p>\n")
_WAS, _NOW = Markup("<del>{}</del>"), Markup("<ins>{}</ins>")


def news(
    config: Config, items: Sequence[LinkedCorrection], words: Strings, page: str, path: str
) -> bytes:
    """The feed of the corrections, to be at `path` of the site, as it is also told at `page`."""
    feed = Element("feed", {"xmlns": "http://www.w3.org/2005/Atom", "xml:lang": config.language})
    address = absolute(config.url, path)
    _add(feed, "id", address)
    _add(feed, "title", f"{words('corrections.title')} · {config.title}")
    _add(feed, "updated", _moment(items[0].correction.date))
    _add(SubElement(feed, "author"), "name", config.author or config.title)
    _add(feed, "link", rel="self", type="application/atom+xml", href=address)
    _add(feed, "link", rel="alternate", type="text/html", href=absolute(config.url, page))
    for item in items:
        if not item.correction.minor:
            feed.append(_entry(config, item, words, page))
    content: bytes = tostring(feed, "utf-8", xml_declaration=True)
    return content


def _entry(config: Config, item: LinkedCorrection, words: Strings, told_at: str) -> Element:
    correction, page = item.correction, item.page
    entry = Element("entry")
    address = absolute(config.url, told_at, correction.id)
    title = page.title if page else correction.essay or correction.evidence
    _add(entry, "id", address)
    _add(entry, "title", words("corrections.of", title=title))
    _add(entry, "updated", _moment(correction.date))
    _add(entry, "published", _moment(correction.date))
    _add(entry, "link", rel="alternate", type="text/html", href=address)
    if page:
        place = item.claim.id if item.claim else ""
        path = page.path.removesuffix(".md") + ".html"
        _add(entry, "link", rel="related", href=absolute(config.url, path, place))
    _add(entry, "content", _content(item, words), type="html")
    return entry


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


def _moment(day: str) -> str:
    """The day as Atom wants it; the hour is not known, and no clock is read."""
    return f"{day}T00:00:00Z"


def _add(parent: Element, name: str, text: str = "", **attributes: str) -> None:
    SubElement(parent, name, attributes).text = text or None
