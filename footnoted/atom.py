"""Values -> a feed to subscribe to: what the feeds of a site have in common.

They are Atom, RFC 4287. Their addresses are absolute, and their days are those of what they tell
of, so they change only when that does. The hour is not known, and no clock is read.
"""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup, escape

from footnoted.model import Config
from footnoted.pages import absolute
from footnoted.patterns import pattern

ESSAYS = "essays.xml"  # the feed of the essays
_NAMESPACE = "http://www.w3.org/2005/Atom"
_FORBIDDEN = pattern("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, `Char`


def feed(
    config: Config, title: str, path: str, page: str, day: str, entries: Iterable[Markup]
) -> bytes:
    """The feed that is to be at `path` of the site; `page` shows the same to readers.

    `day` is that of the newest of the entries.
    """
    address = absolute(config.url, path)
    whole = element(
        "feed",
        element("id", address),
        element("title", title),
        element("updated", moment(day)),
        element("author", element("name", config.author or config.title)),
        element("link", rel="self", type="application/atom+xml", href=address),
        element("link", rel="alternate", type="text/html", href=absolute(config.url, page)),
        *([element("rights", config.license)] if config.license else ()),
        *entries,
        **{"xmlns": _NAMESPACE, "xml:lang": config.language},
    )
    return f'<?xml version="1.0" encoding="utf-8"?>\n{whole}\n'.encode()


def element(name: str, *inside: str, **attributes: str) -> Markup:
    """The element as XML: text is escaped that is no Markup, and what XML forbids left out."""
    given = "".join([f' {key}="{_escaped(value)}"' for key, value in attributes.items()])
    if not inside:
        return Markup(f"<{name}{given}/>")  # noqa: S704 escaped above
    lines = "\n" if len(inside) > 1 else ""
    content = "".join([f"{_escaped(part)}{lines}" for part in inside])
    return Markup(f"<{name}{given}>{lines}{content}</{name}>")  # noqa: S704 likewise


def moment(day: str) -> str:
    """The day as Atom wants it."""
    return f"{day}T00:00:00Z"


def _escaped(text: str) -> Markup:
    return text if isinstance(text, Markup) else escape(_FORBIDDEN.sub("", text))
