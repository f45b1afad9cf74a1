"""A build of the site in a folder, with the help of a cache: the steps around the pipeline."""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from footnoted import copies, renewing, unchanged, warm
from footnoted import kept as kept_results
from footnoted.diagnostics import render
from footnoted.kept import Kept
from footnoted.model import QUOTE_CHECKS, Config
from footnoted.options import Options
from footnoted.outcome import Built, Stages
from footnoted.pages import Item, Page
from footnoted.pipeline import Checked, Site, check, outputs, planned
from footnoted.progress import Progress
from footnoted.sources import canonical
from footnoted.theme import BUILT_IN
from footnoted.theme_folder import named_theme
from footnoted.warm import Before, Command, Snapshot
from footnoted.write import are_nested, write

CODE = Path(__file__).resolve().parent
_YOUNG = 20_000  # new objects, a few hundred pages, after which garbage is looked for


class Cache(Struct, frozen=True):
    """Where the results of earlier builds are kept, and what this one was asked for.

    `before` is what the last one left, if that is known already.
    """

    folder: Path
    command: Command
    before: Before | None = None


def build(
    options: Options, output: Path, cache: Cache | None, stages: Stages, progress: Progress
) -> Built:
    """The site in `output` is built, or left as it is if the content has errors."""
    site = output.resolve()
    last = (cache.before or warm.load(cache.folder)) if cache else Before()
    folders = last.folders or _folders(options)
    libraries = unchanged.libraries() if cache else b""
    read = (last.now or warm.inputs(folders)) if cache else b""
    results = kept_results.load(cache.folder) if cache else Kept()
    stages.end("load")
    checked = check(options, kept=results, tick=progress.stage("Parsing"))
    stages.end("read, parse and link")
    canonical.cache_clear()  # it was asked for each address, and is not asked again
    trouble = _tried(cache, lambda at: kept_results.save(results, at.folder))
    stages.end("keep")
    findings = told(checked)
    if checked.has_errors:
        outcome = summary(checked, "Nothing was written")
        return Built(trouble + findings, outcome, is_written=False)
    _check_theme(options, checked, site)
    before = Site(site, warm.pages(last)) if cache else None
    items, theme = planned(checked.corpus, options)
    files = outputs(checked.corpus, options, items, theme, before)
    stages.end("plan")
    with _collecting():
        written = write(files, site, progress.stage("Writing"), last.outputs)
    stages.end("render and write")
    outcome = summary(checked, f"{len(files)} files in {output}")
    now = _folders(options, checked.corpus.config)
    inputs = read if now == folders else b""
    said = (findings, outcome)
    new = Snapshot(libraries, now, inputs, written.listing, written.keys, {}, said)
    trouble = trouble or _tried(cache, lambda at: _remember(new, items, _unspoken(checked), at))
    stages.end("remember")
    return Built(trouble + findings, outcome, is_written=True)


def _remember(
    snapshot: Snapshot, items: Iterable[Item], faces: Mapping[str, bytes], cache: Cache
) -> None:
    pages = (item for item in items if isinstance(item, Page))
    texts = renewing.remember(pages, faces, cache.folder)
    warm.save(replace(snapshot, texts=texts), cache.command, cache.folder)


def _unspoken(checked: Checked) -> dict[str, bytes]:
    """The faces of the texts that no finding or correction speaks of: their words are their own."""
    spoken = {diagnostic.span.path for _, diagnostic in checked.findings}
    spoken |= {item.correction.page for item in checked.corpus.corrections}
    return {path: face for path, face in checked.faces.items() if path not in spoken}


@contextmanager
def _collecting() -> Iterator[None]:
    """What templates leave behind is collected, and what was there before is not looked at."""
    gc.freeze()
    was, is_on = gc.get_threshold(), gc.isenabled()
    gc.set_threshold(_YOUNG)
    gc.enable()
    try:
        yield
    finally:
        if not is_on:
            gc.disable()
        gc.set_threshold(*was)
        gc.unfreeze()


def _tried(cache: Cache | None, keep: Callable[[Cache], None]) -> str:
    """What to tell the author if nothing can be kept; nothing if nothing is to be."""
    return warm.tried(lambda: keep(cache)) if cache else ""


def _check_theme(options: Options, checked: Checked, site: Path) -> None:
    """The site takes the place of its whole folder, which must not be that of the theme."""
    own = named_theme(checked.corpus.config, options.content)
    if own and are_nested(site, own.resolve()):
        raise FileExistsError(
            f"`{site.name}` and the theme `{own.name}` lie in one another: "
            "choose another place for the site"
        )


def _folders(options: Options, config: Config | None = None) -> tuple[str, ...]:
    """All that a build reads: content, with kept copies, themes, and Footnoted's own code."""
    own = options.theme or (named_theme(config, options.content) if config else None)
    kept = options.content / copies.FOLDER
    more = filter(None, (own, options.published))
    folders = (options.content, kept, BUILT_IN, CODE, *more)
    return tuple(str(folder.absolute()) for folder in folders)


def told(checked: Checked) -> str:
    """All findings as text, with excerpts and hints."""
    return "".join(f"{render(diagnostic, level)}\n\n" for level, diagnostic in checked.findings)


def summary(checked: Checked, outcome: str) -> str:
    """What there is on the site, in numbers, and what came of it."""
    corpus = checked.corpus
    standings = ", ".join(f"{count} {name}" for name, count in corpus.tally)
    claims = sum(count for _, count in corpus.tally)
    levels = [level for level, _ in checked.findings]
    checks = Counter(c.check for page in corpus.evidence for c in page.linked.citations if c.check)
    outcomes = ", ".join(f"{checks[name]} {name}" for name in QUOTE_CHECKS if checks[name])
    rows: Sequence[tuple[str, object]] = (
        ("essays", len(corpus.essays)),
        ("claims", f"{claims} ({standings})" if claims else 0),
        ("evidence", len(corpus.evidence)),
        ("sources", len(corpus.sources)),
        ("quotes", f"{checks.total()} ({outcomes})" if checks else 0),
        ("errors", levels.count("error")),
        ("warnings", levels.count("warning")),
    )
    table = "\n".join(f"{name:<9} {value}" for name, value in rows)
    return f"{table}\n{outcome}"
