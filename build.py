#!/usr/bin/env python3
"""The command line: `python build.py [build | check | serve]`.

Exit codes: 0 the site is written (or the check found no errors), 1 the content has errors and
nothing was written, 2 the command could not be carried out (arguments, disk, theme).
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from footnoted.pipeline import Checked, Options

COMMANDS = ("build", "check", "serve")
EPILOG = "exit codes: 0 done, 1 errors in the content, 2 the command could not be carried out"


def main(arguments: Sequence[str] | None = None) -> int:
    """Carry out the command; returns the exit code."""
    started = time.perf_counter()
    args = _parser().parse_args(arguments)
    # Heavy imports wait until it is clear that they are needed.
    from footnoted.theme import ThemeError
    from footnoted.write import NotASiteError, SiteBusyError

    try:
        return _run(args, started)
    except (OSError, ThemeError, NotASiteError, SiteBusyError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="build.py", description="Build a site of annotated essays.", epilog=EPILOG
    )
    parser.add_argument(
        "command",
        nargs="?",
        choices=COMMANDS,
        default="build",
        help="build the site (the default), check the content without writing anything, "
        "or serve a preview that reloads with every save",
    )
    for option, default, meaning in (
        ("--content", Path("content"), "what the author wrote; default: content"),
        ("--theme", None, "a folder whose templates and styles replace built-in ones"),
        ("--output", Path("_site"), "where the site goes; default: _site"),
    ):
        parser.add_argument(option, type=Path, metavar="DIR", default=default, help=meaning)
    parser.add_argument("--url", default="", help="where the site will be published")
    parser.add_argument("--drafts", action="store_true", help="treat drafts as published")
    parser.add_argument("--strict", action="store_true", help="treat warnings as errors")
    parser.add_argument("--port", type=int, default=8000, help="of the preview; default: 8000")
    parser.add_argument("--open", action="store_true", help="open the preview in the browser")
    return parser


def _run(args: argparse.Namespace, started: float) -> int:
    from footnoted.pipeline import Options, check

    if not args.content.is_dir():
        raise FileNotFoundError(f"there is no content folder `{args.content}`")
    if args.output.resolve().is_relative_to(args.content.resolve()):
        raise FileExistsError(f"`{args.output}` is in the content folder: choose another place")
    options = Options(args.content, args.theme, args.url, args.drafts, args.strict)
    if args.command == "serve":
        from footnoted.serve import serve

        serve(options, args.port, open_browser=args.open)
        return 0
    checked = check(options)
    _print_findings(checked)
    if checked.has_errors:
        print(_summary(checked, "Nothing was written", started), file=sys.stderr)
        return 1
    if args.command == "check":
        print(_summary(checked, "Nothing to write: this was a check", started))
        return 0
    count = _write(checked, options, args.output)
    print(_summary(checked, f"{count} files in {args.output}{os.sep}", started))
    return 0


def _write(checked: Checked, options: Options, folder: Path) -> int:
    from footnoted.pipeline import outputs
    from footnoted.write import write

    files = list(outputs(checked.corpus, options))
    write(files, folder)
    return len(files)


def _print_findings(checked: Checked) -> None:
    from footnoted.diagnostics import render

    for level, diagnostic in checked.findings:
        print(render(diagnostic, level), end="\n\n", file=sys.stderr)


def _summary(checked: Checked, outcome: str, started: float) -> str:
    corpus = checked.corpus
    standings = ", ".join(f"{count} {name}" for name, count in corpus.tally)
    claims = sum(count for _, count in corpus.tally)
    levels = [level for level, _ in checked.findings]
    seconds = time.perf_counter() - started
    rows = (
        ("essays", str(len(corpus.essays))),
        ("claims", f"{claims} ({standings})" if claims else "0"),
        ("evidence", str(len(corpus.evidence))),
        ("sources", str(len(corpus.sources))),
        ("errors", str(levels.count("error"))),
        ("warnings", str(levels.count("warning"))),
    )
    table = "\n".join(f"{name:<9} {value}" for name, value in rows)
    return f"{table}\n{outcome}, {seconds:.2f} seconds."


if __name__ == "__main__":
    sys.exit(main())
