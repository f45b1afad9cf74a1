"""site.yaml -> Config. `KEYS` is the table that the documentation of the settings follows."""

from __future__ import annotations

import re
from typing import cast
from urllib.parse import urlsplit

from footnoted import checks
from footnoted.composing import Text, compose
from footnoted.diagnostics import ALWAYS_ERRORS, CODES, Diagnostic, Severity, did_you_mean
from footnoted.fields import Key, Record, names, read_mapping
from footnoted.model import Config, SourceFile
from footnoted.patterns import pattern

_DOMAIN = pattern(r"(?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W\d_]{2,}", re.ASCII)

KEYS = (
    Key("title", checks.text, "the name of the site"),
    Key("url", checks.address, "where the site is published, like `https://me.github.io/essays`"),
    Key("author", checks.text, "who publishes the site"),
    Key("description", checks.text, "one sentence on what the site is, shown on its first page"),
    Key("language", checks.language, "the language of pages that do not name one; default `en`"),
    Key("license", checks.text, "the licence of the texts, shown at the foot of every page"),
    Key("theme", checks.text, "a folder with templates and styles that replace the built-in ones"),
    Key("cname", checks.text, "the domain of the site, if it has one of its own"),
    Key("html", checks.flag, "`true` lets HTML in the texts through; default `false`"),
    Key("posters", checks.flag, "`false` makes no pictures for links to essays; default `true`"),
    Key("navigation", checks.pairs(checks.address), "further links of the menu: label to address"),
    Key(
        "diagnostics",
        checks.pairs(checks.choice("error", "warning", "off")),
        "how severe a kind of finding is: its code to `error`, `warning` or `off`",
    ),
)


def read_config(file: SourceFile | None, url: str = "") -> tuple[Config, tuple[Diagnostic, ...]]:
    """The site's settings, with defaults for all that is absent or wrong.

    A `url` takes the place of the one in the file.
    """
    if file is None:
        return Config(url=url.rstrip("/")), ()
    text = Text(file.path, file.text, keys=names(KEYS))
    record = read_mapping(compose(text), KEYS, text)
    _check_domain(record, text)
    _check_theme(record, text)
    _check_url(record, text)
    config = Config(
        title=record.text("title", "Footnoted"),
        url=(url or record.text("url")).rstrip("/"),
        author=record.text("author"),
        description=record.text("description"),
        language=record.text("language", "en"),
        license=record.text("license"),
        theme=theme if checks.SLUG.fullmatch(theme := record.text("theme")) else "",
        cname=record.text("cname"),
        html=record.flag("html"),
        posters=record.flag("posters", default=True),
        navigation=tuple((label, address) for label, address, _ in record.pairs("navigation")),
        severities=tuple(_severities(record, text).items()),
    )
    return config, tuple(text.found)


def base_path(config: Config) -> str:
    """The path of the site on its host, with a slash at both ends: `/` or `/repo/`."""
    path = urlsplit(config.url).path.strip("/")
    return f"/{path}/" if path else "/"


def _severities(record: Record, text: Text) -> dict[str, Severity]:
    chosen: dict[str, Severity] = {}
    for code, level, span in record.pairs("diagnostics"):
        if code in ALWAYS_ERRORS and level != "error":
            hint = "it leaves a page unread or a site that cannot be written"
            text.report("bad-value", f"`{code}` is always an error", span, hint=hint)
        elif code in CODES:
            chosen[code] = cast(Severity, level)
        else:
            hint = did_you_mean(code, CODES)
            text.report("unknown-key", f"no finding has the code `{code}`", span, hint=hint)
    return chosen


def _check_theme(record: Record, text: Text) -> None:
    """A theme is code: it stands beside the content folder, where the site's owner puts it."""
    theme = record.text("theme")
    if theme and not checks.SLUG.fullmatch(theme):
        hint = "write the bare name of a folder that stands beside the content folder"
        text.report(
            "bad-value", f"`{theme}` is not the name of a folder", record.span("theme"), hint=hint
        )


def _check_url(record: Record, text: Text) -> None:
    url = record.text("url")
    if "?" in url or "#" in url:
        hint = "write it without `?` and `#`"
        text.report(
            "bad-value", "the address of a site has no such end", record.span("url"), hint=hint
        )


def _check_domain(record: Record, text: Text) -> None:
    domain = record.text("cname")
    if domain and not _DOMAIN.fullmatch(domain):
        text.report(
            "bad-value",
            f"`{domain}` is not a domain",
            record.span("cname"),
            hint="write the bare name, like `essays.example.org`",
        )
