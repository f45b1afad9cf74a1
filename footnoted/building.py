"""A build of the site in a folder, with the help of a cache: the steps around the pipeline."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from footnoted import kept as kept_results
from footnoted import warm
from footnoted.diagnostics import render
from footnoted.kept import Kept, replace_file
from footnoted.model import Output, Reused
from footnoted.pipeline import Checked, Options, Site, check, named_theme, outputs
from footnoted.theme import BUILT_IN
from footnoted.write import write

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


def check_only(options: Options) -> Built:
    """The findings and the summary; nothing is written."""
    checked = check(options)
    outcome = "Nothing to write: this was a check"
    return Built(_told(checked), _summary(checked, outcome), not checked.has_errors)


def build(options: Options, output: Path, cache: Cache | None, stages: Stages) -> Built:
    """The site in `output` is built, or left as it is if the content has errors."""
    site = output.resolve()
    snapshot = warm.load(cache.folder) if cache else warm.Snapshot()
    read = warm.inputs(snapshot.folders, time.time_ns())
    results = kept_results.load(cache.folder) if cache else Kept()
    stages.end("load")
    checked = check(options, kept=results)
    stages.end("read, parse and link")
    if cache:
        kept_results.save(results, cache.folder)
        stages.end("keep")
    if checked.has_errors:
        return Built(_told(checked), _summary(checked, "Nothing was written"), is_written=False)
    _check_theme(options, checked, site)
    files = outputs(checked.corpus, options, _site_before(snapshot, site) if cache else None)
    stages.end("render")
    write(files, site)
    stages.end("write")
    built = Built(_told(checked), _summary(checked, f"{len(files)} files in {output}"), True)
    if cache:
        folders = _folders(options, checked)
        inputs = read if folders == snapshot.folders else {}
        written = warm.of_site(site, _keys(files))
        new = warm.Snapshot(cache.arguments, folders, inputs, written, built.told, built.summary)
        replace_file(cache.folder / warm.FILE, warm.encoded(new))
        stages.end("remember")
    return built


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
    keys = {path: key for path, (_, _, key) in snapshot.outputs.items() if key and path in intact}
    return Site(site, keys)


def _keys(files: Iterable[Output | Reused]) -> dict[str, str]:
    return {file.path: file.key for file in files if file.key}


def _told(checked: Checked) -> str:
    return "".join(f"{render(diagnostic, level)}\n\n" for level, diagnostic in checked.findings)


def _summary(checked: Checked, outcome: str) -> str:
    corpus = checked.corpus
    standings = ", ".join(f"{count} {name}" for name, count in corpus.tally)
    claims = sum(count for _, count in corpus.tally)
    levels = [level for level, _ in checked.findings]
    rows: Sequence[tuple[str, object]] = (
        ("essays", len(corpus.essays)),
        ("claims", f"{claims} ({standings})" if claims else 0),
        ("evidence", len(corpus.evidence)),
        ("sources", len(corpus.sources)),
        ("errors", levels.count("error")),
        ("warnings", levels.count("warning")),
    )
    table = "\n".join(f"{name:<9} {value}" for name, value in rows)
    return f"{table}\n{outcome}"
