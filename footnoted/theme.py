"""theme/ -> render(template, values): with `templating`, all that knows Jinja.

A theme is one folder or several, the site's own before the built-in one: each template,
style, script or file of strings is taken from the first folder that has it, so a site
replaces one without copying the rest. Templates are trusted code; the texts they show are not,
and are escaped unless they are `Markup`.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from footnoted import dates
from footnoted.digests import blake2b
from footnoted.prepared import prepared
from footnoted.strings import Strings, teller
from footnoted.templating.bare import Bare

if TYPE_CHECKING:
    from footnoted.templating.templates import Templates

_KEPT = 4096  # dates in words, of each language
BUILT_IN = Path(__file__).resolve().parent.parent / "theme"


class ThemeError(Exception):
    """A template, or a file of strings, that cannot be used; the message says where."""


class Theme(Struct, frozen=True):
    """A loaded theme. `files` are all that is published with every site: path to bytes."""

    files: Mapping[str, bytes]
    stamp: bytes  # stands for all templates and strings
    fonts: tuple[Path, ...]  # of the site's own, for posters
    _templates: Callable[[bool], Templates | Bare]
    _strings: Callable[[str], Strings]

    def strings(self, language: str) -> Strings:
        """The words for pages in `language`."""
        return self._strings(language)

    def render(self, template: str, values: dict[str, object], *, careful: bool) -> str:
        """The page made of `template`, with values that include those that are `shown`.

        What is raised is a fault only if `careful`.
        """
        return self._templates(careful).render(template, values)

    def macros(self, template: str, values: Mapping[str, object], *, careful: bool) -> object:
        """The macros of `template`, as attributes that can be called; the same holds for them."""
        return self._templates(careful).macros(template, values)

    def shown(self, language: str, *, careful: bool) -> dict[str, object]:
        """What every template can ask for, in a language."""
        return {
            **self._templates(careful).given,
            "t": teller(self.strings(language)),
            "lang": language,
        }


@contextmanager
def template_faults(template: str) -> Iterator[None]:
    """Whatever goes wrong in a template inside is raised as a ThemeError that says where.

    A template is a site owner's code and can raise anything; what does not come from one is
    raised as it is.
    """
    try:
        yield
    except ThemeError:
        raise
    except Exception as error:
        name, line = _place(template, error)
        if not line:
            raise
        raise ThemeError(f"{name}:{line}: {error}") from error


def load_theme(*own: Path) -> Theme:
    """The built-in theme with what the folders `own` put in its place, the first one first.

    Raises FileNotFoundError for a folder that does not exist.
    """
    for folder in own:
        if not folder.is_dir():
            raise FileNotFoundError(f"there is no theme folder `{folder}`")
    folders = (*own, BUILT_IN)
    return Theme(
        _published(folders),
        _stamp(folders),
        tuple(path for _, path in sorted(_fonts(folders).items())),
        functools.cache(functools.partial(_templates, folders)),
        functools.cache(functools.partial(_read_strings, folders)),
    )


def _published(folders: tuple[Path, ...]) -> dict[str, bytes]:
    """The files of the theme as readers get them: without what only their authors read."""
    styles = _files(folders, "style", ".css")
    whole = b"".join(styles[name].read_bytes() for name in sorted(styles))
    files = {"style.css": prepared(f"styles {folders[0]}", whole, _style)}
    for name, path in _files(folders, "style/pages", ".css").items():
        files[name] = prepared(f"style {path}", path.read_bytes(), _style)
    for name, path in _files(folders, "script", ".js").items():
        files[name] = prepared(f"script {path}", path.read_text("utf-8").encode(), _script)
    return files | {name: p.read_bytes() for name, p in _files(folders, "static", "").items()}


def _style(sheet: bytes) -> bytes:
    from footnoted import compact

    return compact.css(sheet)


def _script(text: bytes) -> bytes:
    from rjsmin import jsmin

    return bytes(jsmin(text))


def _templates(folders: tuple[Path, ...], careful: bool) -> Templates | Bare:
    """The library's templates, imported with the first page that has to be made with care."""
    if not careful:
        return Bare(folders)
    from footnoted.templating.templates import Templates

    return Templates(folders)


def _stamp(folders: Iterable[Path]) -> bytes:
    digest = blake2b(digest_size=16)
    for kind, suffix in (("templates", ".html"), ("strings", ".yaml")):
        for folder in folders:
            for path in sorted((folder / kind).rglob(f"*{suffix}")):
                content = path.read_bytes()
                name = path.relative_to(folder).as_posix()
                digest.update(f"{name} {len(content)}\n".encode())
                digest.update(content)
    return digest.digest()


def _files(folders: Iterable[Path], kind: str, suffix: str) -> dict[str, Path]:
    """The files of one kind by name, each from the first folder that has it; no link leads out."""
    found: dict[str, Path] = {}
    for folder in folders:
        root, place = folder.resolve(), (folder / kind).resolve()
        for path in sorted((folder / kind).glob(f"*{suffix}")):
            real = path.resolve() if path.is_symlink() else place
            if real.is_relative_to(root) and path.is_file() and not path.name.startswith("."):
                found.setdefault(path.name, path)
    return found


def _fonts(folders: tuple[Path, ...]) -> dict[str, Path]:
    return _files(folders, "font", ".ttf") | _files(folders, "font", ".otf")


def _read_strings(folders: tuple[Path, ...], language: str) -> Strings:
    words: dict[str, str] = {}
    for tag in dict.fromkeys(("en", language.partition("-")[0], language)):
        for folder in reversed(folders):  # a site may have a word of its own, and no more
            path = folder / "strings" / f"{tag}.yaml"
            if path.is_file():
                own = _read_words(path)
                # a language that has one form for all counts must not borrow another's
                words = {k: v for k, v in words.items() if k.removesuffix(".one") not in own}
                words |= own
    written = functools.partial(dates.written, words=words)
    return Strings(language, words, functools.lru_cache(_KEPT)(written))


def _read_words(path: Path) -> dict[str, str]:
    make = functools.partial(_words, path)
    return msgspec.msgpack.decode(
        prepared(f"words {path}", path.read_bytes(), make), type=dict[str, str]
    )


def _words(path: Path, text: bytes) -> bytes:
    """The words in the file at `path`, by key, as MessagePack."""
    import yaml  # it takes long to import

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        loaded = yaml.load(text.decode("utf-8"), Loader=loader)  # noqa: S506 a safe one
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ThemeError(f"{path}: {error}") from error
    if not isinstance(loaded, dict):
        raise ThemeError(f"{path}: this is not a list of keys")
    return msgspec.msgpack.encode(dict(_flat(loaded)))


def _flat(tree: Mapping[str, object], prefix: str = "") -> Iterable[tuple[str, str]]:
    """`{"a": {"b": "c"}}` as `("a.b", "c")`."""
    for key, value in tree.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", str(value)


def _place(template: str, error: Exception) -> tuple[str, int]:
    """File and line in the templates where an error arose; line 0 if it arose elsewhere."""
    from jinja2 import TemplateNotFound, TemplateSyntaxError

    if isinstance(error, TemplateSyntaxError):
        return error.filename or error.name or template, error.lineno
    if isinstance(error, TemplateNotFound):
        return str(error.name or template), 1
    place, trace = (template, 0), error.__traceback__
    while trace is not None:
        frame = trace.tb_frame
        if frame.f_code.co_filename.endswith(".html"):
            line = _line(frame.f_globals.get("debug_info", ""), trace.tb_lineno)
            place = frame.f_code.co_filename, line
        trace = trace.tb_next
    return place


def _line(lines: str, code_line: int) -> int:
    """The line of a template that a line of its code was made of; `lines` is Jinja's `1=7&2=9`."""
    pairs = (pair.partition("=") for pair in lines.split("&") if pair)
    before = [int(line) for line, _, code in pairs if int(code) <= code_line]
    return before[-1] if before else 1
