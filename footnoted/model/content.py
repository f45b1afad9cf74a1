"""What is read: the author's files and the settings of the site."""

from __future__ import annotations

from typing import Literal

from footnoted.diagnostics import Diagnostic, Severity
from footnoted.value import Value

Size = tuple[int, int]  # of an image: width and height, in CSS pixels


class SourceFile(Value, frozen=True):
    """An author's text file. `path` is relative to the content folder, with `/`."""

    path: str
    text: str


class Content(Value, frozen=True):
    """What the content folder holds. `media` are the paths of all files that are not text.

    `files` are the paths of all files there are.
    """

    config: SourceFile | None
    sources: SourceFile | None
    corrections: SourceFile | None
    receipts: SourceFile | None
    essays: tuple[SourceFile, ...]
    evidence: tuple[SourceFile, ...]
    media: tuple[str, ...]
    files: frozenset[str]
    diagnostics: tuple[Diagnostic, ...]
    links: SourceFile | None = None

    @property
    def texts(self) -> tuple[SourceFile, ...]:
        """All texts that findings can speak of."""
        settings = (self.config, self.sources, self.corrections, self.receipts, self.links)
        return (*self.essays, *self.evidence, *filter(None, settings))


class Image(Value, frozen=True):
    """What is known of an image file: its size in CSS pixels, 0 by 0 if that is not certain.

    `fault` says why no browser shows it, and `hint` what to do; empty if one does.
    """

    width: int = 0
    height: int = 0
    fault: str = ""
    hint: str = ""


class Table(Value, frozen=True):
    """What a chart shows, from a `.csv` file; without columns, that is not known.

    `kind` says what the `rows` are: days, months and years as EDTF has them, numbers, or words.
    `heads` are the names of all columns as they were typed, `names` and `units` those of the
    `columns` of figures, taken apart. A figure is a number in plain digits; an empty one is a gap.
    `remarks` are the columns of words, which are not drawn; their heads come last.
    """

    kind: Literal["day", "month", "year", "number", "words"] = "words"
    heads: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()
    columns: tuple[tuple[str, ...], ...] = ()
    remarks: tuple[tuple[str, ...], ...] = ()


class Config(Value, frozen=True):
    """The site's settings, from `site.yaml`. An empty text means: not set."""

    title: str = "Footnoted"
    url: str = ""  # where the site is published, without a slash at the end
    author: str = ""
    description: str = ""
    language: str = "en"
    license: str = ""
    theme: str = ""  # a folder with templates of the site's own
    cname: str = ""
    html: bool = False
    posters: bool = True
    navigation: tuple[tuple[str, str], ...] = ()  # (label, address)
    severities: tuple[tuple[str, Severity], ...] = ()  # by code
