"""content/ -> SourceFile values: the only module that reads the author's folder.

Text is UTF-8 (a byte order mark is taken off), with line feeds; control characters and hidden
direction marks are refused, because what an author does not see must not reach a page.
"""

from __future__ import annotations

import functools
import os
import re
import time
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path

from msgspec import Struct, field

from footnoted.addresses import folded
from footnoted.checks import SLUG
from footnoted.diagnostics import UNSEEN, Diagnostic, Span, unseen_message
from footnoted.model import Content, Image, Output, SourceFile
from footnoted.warm import TICK_NS

TEXT_LIMIT_BYTES = 2_000_000
SOURCES_LIMIT_BYTES = 50_000_000  # some 100,000 records
_CONTROLS = bytes(byte for byte in range(128) if UNSEEN.match(chr(byte)))
_TEXT_ENDINGS = (".txt", ".markdown", ".mdown", ".mkd", ".text", ".md")
_LISTS = ("sources.yaml", "receipts.yaml")
_SETTINGS = ("site.yaml", "sources.yaml", "corrections.yaml", "links.yaml", "receipts.yaml")


class Reader(Struct):
    """What was read before, by path: a file is read again only if it may have changed."""

    kept: dict[str, tuple[tuple[int, ...], SourceFile]] = field(default_factory=dict)
    copies: dict[str, tuple[tuple[int, ...], str]] = field(default_factory=dict)
    images: dict[str, tuple[tuple[int, ...], Image]] = field(default_factory=dict)

    def read(self, folder: str, path: str, found: list[Diagnostic]) -> SourceFile | None:
        """The text file at `path`, or None if it cannot be one, which is then reported."""
        stat = os.stat(f"{folder}/{path}")
        signature = (stat.st_mtime_ns, stat.st_ctime_ns, stat.st_size, stat.st_ino)
        known = self.kept.get(path)
        if known is not None and known[0] == signature:
            return known[1]
        limit = SOURCES_LIMIT_BYTES if path in _LISTS else TEXT_LIMIT_BYTES
        if stat.st_size > limit:
            message = f"`{path}` has {stat.st_size:,} bytes; it may have {limit:,}"
            found.append(_whole_file("too-large", message, path))
            return None
        with open(f"{folder}/{path}", "rb", buffering=0) as opened:  # read at once
            file = _decode(opened.read(), path, found)
        # A file that changed just now may change again within the same tick.
        if file is not None and time.time_ns() - stat.st_mtime_ns > TICK_NS:
            self.kept[path] = (signature, file)
        return file


def read(folder: Path, reader: Reader | None = None) -> Content:
    """All that `folder` holds, in the order of the paths. Raises OSError if it is not there.

    With the `reader` of an earlier call, only what changed since is read.
    """
    reader, root = reader or Reader(), str(folder)
    found: list[Diagnostic] = []
    texts: dict[str, SourceFile] = {}
    media: list[str] = []
    files: set[str] = set()
    for path in sorted(_walk(folder, "", found)):
        files.add(_composed(path))
        if path.endswith((".md", ".yaml", ".yml")):
            is_read = path in reader.kept or _is_read(path, found)
            if is_read and (file := reader.read(root, path, found)):
                texts[path] = file
        else:
            _check_ending(path, found)
            media.append(_composed(path))
    essays = tuple(f for p, f in texts.items() if p.startswith("essays/"))
    evidence = tuple(f for p, f in texts.items() if p.startswith("evidence/"))
    for group in (essays, evidence):
        found += _check_slugs(group)
    return Content(
        texts.get("site.yaml"),
        texts.get("sources.yaml"),
        texts.get("corrections.yaml"),
        texts.get("receipts.yaml"),
        essays,
        evidence,
        tuple(media),
        frozenset(files),
        tuple(found),
        links=texts.get("links.yaml"),
    )


def read_media(folder: Path, paths: Iterable[str]) -> Iterator[Output]:
    """The files of `paths`, as they are."""
    for path in paths:
        yield Output(path, media_place(folder, path).read_bytes())


def media_place(folder: Path, path: str) -> Path:
    """Where the file at `path` is. Raises PermissionError if it is not in the folder any more."""
    location = folder / path
    if not location.exists():  # named in decomposed characters, as old Macs do
        location = folder / unicodedata.normalize("NFD", path)
    if not _is_inside(folder, location):  # it may have been replaced by a link since
        raise PermissionError(f"`{path}` leads out of the content folder")
    return location


@functools.lru_cache(maxsize=1 << 16)
def slug_of(path: str) -> str:
    """The slug of an essay or evidence file: its name without folder and `.md`, in NFC."""
    return _composed(path).rpartition("/")[2].removesuffix(".md")


def _composed(path: str) -> str:
    """The path in NFC, as people type it: names compare and become addresses in this form."""
    return unicodedata.normalize("NFC", path)


def _walk(folder: Path, prefix: str, found: list[Diagnostic]) -> Iterator[str]:
    """Paths of all files below, hidden ones left out; links out of the folder are reported."""
    with os.scandir(folder / prefix) as entries:
        listed = sorted(entries, key=lambda entry: entry.name)
    for entry in listed:
        path = f"{prefix}{entry.name}"
        if entry.name.startswith("."):
            continue
        if not _is_text(entry.name):
            shown = os.fsencode(path).decode("utf-8", "replace")
            found.append(_whole_file("bad-name", f"the name `{shown}` is not UTF-8", shown))
            continue
        if entry.is_symlink() and not _is_inside(folder, folder / path):
            message = f"`{path}` is a symbolic link that leads out of the content folder"
            found.append(_whole_file("outside-content", message, path))
        elif entry.is_dir(follow_symlinks=False):
            yield from _walk(folder, f"{path}/", found)
        elif entry.is_file():
            yield path


def _is_text(name: str) -> bool:
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def _is_inside(folder: Path, location: Path) -> bool:
    """True for a file in the folder, in no hidden part of it, when links are followed."""
    target = Path(os.path.realpath(location))  # resolve() raises on a loop
    root = Path(os.path.realpath(folder))
    if not target.is_file() or not target.is_relative_to(root):
        return False
    return not any(part.startswith(".") for part in target.relative_to(root).parts)


def _is_read(path: str, found: list[Diagnostic]) -> bool:
    """True if a text file stands where it is read; a name or place that is wrong is reported."""
    if path in _SETTINGS:
        return True
    parent, _, name = path.rpartition("/")
    if parent not in ("essays", "evidence") or not name.endswith(".md"):
        if name.casefold() != "readme.md":
            hint = "essays stand in `essays/`, evidence in `evidence/`, as `.md` files"
            stem, _, ending = name.rpartition(".")
            if ending in ("yaml", "yml"):
                meant = [it for it in _SETTINGS if it.split(".")[0].rstrip("s") == stem.rstrip("s")]
                hint = f"of YAML, only these are read: {', '.join(_SETTINGS)}"
                hint = f"did you mean `{meant[0]}`?" if meant else hint
            message = f"`{path}` is not part of the site"
            found.append(_whole_file("ignored-file", message, path, hint))
        return False
    if not SLUG.fullmatch(slug_of(path)):
        hint = "use letters, digits and single hyphens, as in `a-korean-peace.md`"
        found.append(_whole_file("bad-name", f"`{name}` cannot be a web address", path, hint))
        return False
    return True


def _check_ending(path: str, found: list[Diagnostic]) -> None:
    """A text that nobody reads because of its ending is reported: `essays/x.txt`."""
    folder, _, name = path.partition("/")
    is_readme = name.casefold().startswith("readme.")
    if folder in ("essays", "evidence") and name.lower().endswith(_TEXT_ENDINGS) and not is_readme:
        hint = "end its name with `.md`"
        found.append(_whole_file("ignored-file", f"`{path}` is not part of the site", path, hint))


def _decode(content: bytes, path: str, found: list[Diagnostic]) -> SourceFile | None:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        message = f"byte {error.start + 1} of `{path}` is not UTF-8"
        span = Span(path, line, 1, 1, "")
        found.append(Diagnostic("not-utf8", message, span, hint="save the file as UTF-8"))
        return None
    if b"\r" in content:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    # A pattern looks at each character; of plain ASCII it is known sooner.
    is_plain = text.isascii() and len(content.translate(None, _CONTROLS)) == len(content)
    if not is_plain and (match := UNSEEN.search(text)):
        found.append(_unseen(path, text, match))
        return None
    return SourceFile(_composed(path), text)


def _unseen(path: str, text: str, match: re.Match[str]) -> Diagnostic:
    start = text.rfind("\n", 0, match.start()) + 1
    excerpt = UNSEEN.sub("�", text[start:].partition("\n")[0])
    line = text.count("\n", 0, start) + 1
    span = Span(path, line, match.start() - start + 1, 1, excerpt)
    message = unseen_message(match)
    return Diagnostic("bad-character", message, span, hint="delete it, or type the line anew")


def _check_slugs(files: Iterable[SourceFile]) -> Iterator[Diagnostic]:
    seen: dict[str, SourceFile] = {}
    for file in files:
        first = seen.setdefault(folded(slug_of(file.path)), file)
        if first is not file:
            message = f"`{first.path}` and `{file.path}` would be the same page"
            hint = "rename one of them: letter case does not tell addresses apart"
            yield _whole_file("duplicate-slug", message, file.path, hint)


def _whole_file(code: str, message: str, path: str, hint: str = "") -> Diagnostic:
    return Diagnostic(code, message, Span(path, 1, 1, 1, ""), hint=hint)
