"""A build of the site in a folder, with the help of a cache: the steps around the pipeline."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from footnoted import kept as kept_results
from footnoted import warm
from footnoted.diagnostics import render
from footnoted.kept import Kept, replacing
from footnoted.model import QUOTE_CHECKS
from footnoted.pipeline import Checked, Options, Site, check, named_theme, outputs
from footnoted.progress import Progress
from footnoted.theme import BUILT_IN
from footnoted.write import MARKER, write

CODE = Path(__file__).resolve().parent


@dataclass(frozen=True, slots=True)
class Cache:
    """Where the results of earlier builds are kept, and the arguments of this one."""

    folder: Path
    arguments: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Built:
    """What a build came to: the findings as text, the summary, and whether there is a site."""

    told: str
    summary: str
    is_written: bool


@dataclass(slots=True)
class Stages:
    """How many seconds each stage took, in order."""

    seconds: dict[str, float] = field(default_factory=dict)
    _since: float = field(default_factory=time.perf_counter)

    def end(self, name: str) -> None:
        """The stage `name` ends here, and the next one begins."""
        now = time.perf_counter()
        self.seconds[name] = self.seconds.get(name, 0.0) + now - self._since
        self._since = now


def build(
    options: Options, output: Path, cache: Cache | None, stages: Stages, progress: Progress
) -> Built:
    """The site in `output` is built, or left as it is if the content has errors."""
    site = output.resolve()
    snapshot = warm.load(cache.folder) if cache else warm.Snapshot()
    read = warm.inputs(snapshot.folders, time.time_ns())
    results = kept_results.load(cache.folder) if cache else Kept()
    stages.end("load")
    checked = check(options, kept=results, tick=progress.stage("Parsing"))
    stages.end("read, parse and link")
    trouble = _tried(lambda: kept_results.save(results, cache.folder)) if cache else ""
    stages.end("keep")
    findings = trouble + told(checked)
    if checked.has_errors:
        return Built(findings, summary(checked, "Nothing was written"), is_written=False)
    _check_theme(options, checked, site)
    before = _site_before(snapshot, site) if cache else None
    files = outputs(checked.corpus, options, before)
    stages.end("plan")
    keys = write(files, site, progress.stage("Writing"))
    stages.end("render and write")
    built = Built(findings, summary(checked, f"{len(files)} files in {output}"), True)
    if cache and before and not trouble:
        folders = _folders(options, checked)
        inputs = read if folders == snapshot.folders else {}
        taken = {path: page for path, page in before.pages.items() if keys.get(path) == page[2]}
        paths = (MARKER.path, *(file.path for file in files))
        written = taken | warm.of_site(site, (p for p in paths if p not in taken), keys)
        new = warm.Snapshot(cache.arguments, folders, inputs, written, findings, built.summary)
        trouble = _tried(lambda: _remember(new, cache.folder))
        stages.end("remember")
        if trouble:
            return replace(built, told=trouble + findings)
    return built


def _remember(snapshot: warm.Snapshot, folder: Path) -> None:
    with replacing(folder / warm.FILE) as file:
        file.write(warm.encoded(snapshot))


def _tried(keep: Callable[[], None]) -> str:
    """What to tell the author if nothing can be kept: the next build is slow, this one is whole."""
    try:
        keep()
    except OSError as error:
        return f"warning: nothing can be kept for the next build: {error}\n\n"
    return ""


def _check_theme(options: Options, checked: Checked, site: Path) -> None:
    """The site takes the place of its whole folder, which must not be that of the theme."""
    own = named_theme(checked.corpus.config, options)
    if own and (own.resolve().is_relative_to(site) or site.is_relative_to(own.resolve())):
        raise FileExistsError(
            f"`{site.name}` and the theme `{own.name}` lie in one another: "
            "choose another place for the site"
        )


def _folders(options: Options, checked: Checked) -> tuple[str, ...]:
    """All that a build reads: content, themes, and Footnoted's own code."""
    own = options.theme or named_theme(checked.corpus.config, options)
    folders = (options.content, BUILT_IN, CODE, *filter(None, (own,)))
    return tuple(str(folder.absolute()) for folder in folders)


def _site_before(snapshot: warm.Snapshot, site: Path) -> Site:
    """The site as it stands, as far as its files are what the snapshot's build wrote."""
    intact = warm.written(snapshot, site)
    pages = {path: page for path, page in snapshot.outputs.items() if page[2] and path in intact}
    return Site(site, pages)


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
