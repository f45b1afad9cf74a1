"""What the command `new` is asked for -> what it makes, and what to tell its author.

words = "site" title? | "essay" title | "evidence" title | "source" key (address | title)+
title = word+                    so that one may forget the quotation marks
"""

from __future__ import annotations

import datetime
import re
import shlex
import sys
from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

from footnoted.checks import is_web_address
from footnoted.config import read_config
from footnoted.diagnostics import near
from footnoted.folders import check_content
from footnoted.model import KINDS, RELATIONS, VERDICTS, Config, SourceFile
from footnoted.new.claims import needing
from footnoted.new.names import NotNewError, title_of
from footnoted.new.pages import place_of, write_new
from footnoted.new.records import PATH, add_source
from footnoted.new.site import write_site
from footnoted.new.starters import filled, quoted
from footnoted.read import read
from footnoted.sources import read_sources

__all__ = ["NotNewError", "Wish", "make"]

USES = {
    "site": 'new site ["ITS TITLE"]',
    "essay": 'new essay "ITS TITLE"',
    "evidence": 'new evidence "ITS QUESTION?"',
    "source": 'new source KEY ADDRESS ["ITS TITLE"]',
}
_UNADDRESSED = '`python build.py new source KEY "ITS TITLE"`'
_TITLE = "My annotated essays"
_MANY = 10  # keys of sources that a page of evidence names, and claims that are listed
# A host without `https://`, perhaps with a path; or the beginning of an address gone wrong.
_LIKE_ADDRESS = re.compile(r"\S*://\S*|www\.\S+|[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]{2,}(/\S*)?")


class Wish(Struct, frozen=True):
    """What is to be made: the words after `new`, and the options. `today` is empty for this day."""

    words: Sequence[str]
    content: Path
    name: str = ""
    today: str = ""


def make(wish: Wish) -> list[str]:
    """It is there; the lines say where, and what to do next. Raises NotNewError and OSError."""
    kind, *rest = wish.words or ("",)
    if kind not in USES:
        raise _not_known(kind)
    if wish.name and kind not in ("essay", "evidence"):
        raise NotNewError("`--name` goes with `new essay` and `new evidence`", "leave it out")
    today = wish.today or datetime.datetime.now().astimezone().date().isoformat()
    if kind != "site":
        check_content(wish.content)
    if kind == "site":
        return _site(wish.content, title_of(rest) or _TITLE, today)
    if kind == "source":
        return _source(wish.content, rest, today)
    title = title_of(rest)
    if not title:
        raise NotNewError(f"`new {kind}` needs a title", f"write {_use(kind)}")
    return (_essay if kind == "essay" else _evidence)(wish, title, today)


def _not_known(kind: str) -> NotNewError:
    uses = "".join(f"\n      {_use(each)}" for each in USES)
    if guess := near(kind, USES) if kind else None:
        return NotNewError(f"`new` cannot make `{kind}`", f"did you mean {_use(guess)}?")
    if not kind:
        return NotNewError("`new` wants to know what to make", f"write one of{uses}")
    return NotNewError(f"`new` cannot make `{kind}`", f"it makes one of{uses}")


def _use(kind: str) -> str:
    return f"`python build.py {USES[kind]}`"


def _site(content: Path, title: str, today: str) -> list[str]:
    write_site(content, {"title": quoted(title), "today": today})
    output = "" if content == Path("content") else f" --output {_shown(_beside(content))}"
    return [
        f"Made {content}: the settings, and an essay with its evidence and its source.",
        "",
        f"Fill in your name in {content / 'site.yaml'}. Then build the site:",
        f"  {_command(content)}{output}",
        "See it as you write:",
        f"  {_command(content, 'serve')}",
    ]


def _beside(content: Path) -> Path:
    """Where the site of a content folder goes: beside it, unless it goes into this folder."""
    folder = content.resolve()
    name = f"{folder.name or 'new'}-site"
    return Path("..") / name if Path.cwd().is_relative_to(folder) else Path(name)


def _essay(wish: Wish, title: str, today: str) -> list[str]:
    place = place_of(wish.content, "essays", title, wish.name)
    config = read_config(read(wish.content).config)[0]
    author = quoted(config.author) if config.author else ""
    values = {"title": quoted(title), "today": today, "author": author}
    write_new(place, filled("essay.md", values))
    return [
        f"Wrote {place}, a draft.",
        "",
        "Write over what stands there, and see it as you do:",
        f"  {_command(wish.content, 'serve --drafts')}",
        "When it is ready, take the line `draft: true` out.",
    ]


def _evidence(wish: Wish, title: str, today: str) -> list[str]:
    place = place_of(wish.content, "evidence", title, wish.name)
    content = read(wish.content)
    config = read_config(content.config)[0]
    keys = _keys(content.sources)
    values = {
        "title": quoted(title),
        "today": today,
        "kinds": ", ".join(KINDS),
        "verdicts": ", ".join(VERDICTS),
        "relations": ", ".join(RELATIONS),
        "key": keys[0] if keys else "KEY",
        "keys": _listed(keys),
    }
    write_new(place, filled("evidence.md", values))
    lines = [
        f"Wrote {place}.",
        "",
        "Give it a verdict and the sources that it rests on. In the essay, link a claim to it:",
        f"  [words](../evidence/{place.name})",
    ]
    if not keys:
        lines += ["No source is on record yet. Put one there:", f"  {_use('source')[1:-1]}"]
    return lines + _needing(wish.content, content.essays, config)


def _keys(file: SourceFile | None) -> list[str]:
    """The keys of all sources, the last first: it is likely the one that is wanted."""
    return [source.key for source in reversed(read_sources(file).sources)] if file else []


def _listed(keys: Sequence[str]) -> str:
    more = f" and {len(keys) - _MANY} more" if len(keys) > _MANY else ""
    return ", ".join(keys[:_MANY]) + more


def _needing(folder: Path, essays: Sequence[SourceFile], config: Config) -> list[str]:
    claims = list(needing(essays, config))
    if not claims:
        return []
    more = len(claims) - _MANY
    rest = [f"  and {more} more: {_command(folder, 'check')}"] if more > 0 else []
    told = [f"  {folder / place}  {words}" for place, words in claims[:_MANY]]
    return ["", "Claims that need evidence:", *told, *rest]


def _source(content: Path, words: Sequence[str], today: str) -> list[str]:
    key, *rest = words or ("",)
    if not rest:
        message = "`new source` needs a key, and an address or a title"
        hint = f"write {_use('source')}; for what has no address, such as a book: {_UNADDRESSED}"
        raise NotNewError(message, hint)
    addresses = [word for word in rest if is_web_address(word)]
    others = [word for word in rest if not is_web_address(word)]
    if len(addresses) > 1:
        raise NotNewError("a source has one address", "leave the other out")
    wrong = next((word for word in others if len(others) == 1 and _is_like_address(word)), None)
    if wrong and not addresses:
        hint = "write a whole address that begins with `https://` or `http://`"
        raise NotNewError(f"`{wrong}` is not a web address", hint)
    address, title = "".join(addresses), title_of(others)
    add_source(content, key, address, title, today)
    lacking = "" if title else " Its title is its address for now."
    return [
        f"Put the source at the end of {content / PATH}.{lacking}",
        "",
        "Fill in there what you know of it. On a page of evidence, cite it:",
        f"  - source: {key}",
    ]


def _is_like_address(word: str) -> bool:
    return _LIKE_ADDRESS.fullmatch(word) is not None


def _command(content: Path, command: str = "") -> str:
    option = "" if content == Path("content") else f"--content {_shown(content)}"
    return " ".join(filter(None, ("python build.py", command, option)))


def _shown(path: Path) -> str:
    """The path as it is typed into a command line."""
    text = str(path)
    if sys.platform == "win32":
        return f'"{text}"' if " " in text else text
    return shlex.quote(text)
