#!/usr/bin/env python3
"""The command line: `python build.py [build | check | serve | keep | new]`.

Exit codes: 0 the site is written (or the check found no errors), 1 the content has errors and
nothing was written, 2 the command could not be carried out (arguments, disk, theme),
130 or 143 it was stopped.
"""

from __future__ import annotations

import gc
import os
import sys
import time

from footnoted import unchanged

TYPE_CHECKING = False  # see `unchanged`
if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence
    from types import SimpleNamespace
    from typing import NoReturn

    from footnoted.options import Options
    from footnoted.outcome import Built, Stages
    from footnoted.renewing import Seen

    Arguments = argparse.Namespace | SimpleNamespace


def main(arguments: Sequence[str] | None = None) -> int:
    """Carry out the command; returns the exit code."""
    started = time.perf_counter()
    words = list(sys.argv[1:] if arguments is None else arguments)
    record = unchanged.load(unchanged.named_cache(words))
    if record and record["asked"] != unchanged.asked(words):
        record = {}
    began_ns = time.time_ns()
    listing = unchanged.seen(record)
    seen = (record, listing, began_ns)
    if unchanged.is_current(record, listing):
        return _repeat(record, started)
    gc.disable()  # modules and a build are made in a moment, and all that is made is kept
    try:
        args = _arguments(words)
        has_more_to_say = args.command == "keep" or getattr(args, "links", False)  # what it keeps
        if arguments is None and not has_more_to_say:
            from footnoted.outcome import stopped
            from footnoted.stopping import heed

            heed(stopped(args.command, args.output))
        return _carried_out(args, words, started, seen)
    except ModuleNotFoundError as error:  # likely this is another Python
        if str(error.name).startswith("footnoted."):
            raise
        print(f"error: the library `{error.name}` is not installed here", file=sys.stderr)
        print("  = hint: use `make site`, or `.venv/bin/python build.py`", file=sys.stderr)
        return 2


def _arguments(words: Sequence[str]) -> Arguments:
    from footnoted.plain_words import plain_arguments

    if plain := plain_arguments(words):
        return plain
    from footnoted.arguments import read_arguments

    return read_arguments(words)


def _repeat(record: unchanged.Record, started: float) -> int:
    """What the last build said is said again: this one would do the same."""
    told, summary = unchanged.split(record["said"])
    print(told, end="", file=sys.stderr)
    if not record["quiet"]:
        seconds = time.perf_counter() - started
        print(f"{summary} (nothing has changed), {seconds:.2f} seconds.")
    return 0


def _carried_out(args: Arguments, words: Sequence[str], started: float, seen: Seen) -> int:
    # Heavy imports wait until it is clear that they are needed.
    from footnoted.ours import NotASiteError
    from footnoted.theme import ThemeError
    from footnoted.write import SiteBusyError

    try:
        return _run(args, words, started, seen)
    except (OSError, ThemeError, NotASiteError, SiteBusyError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 2


def _run(args: Arguments, words: Sequence[str], started: float, seen: Seen) -> int:
    from footnoted.folders import check_folders
    from footnoted.options import Options

    if args.command == "new":
        return _new(args)
    check_folders(args.content, args.output, args.theme)
    today = args.today or (_clock() if args.command == "check" else "")
    options = Options(
        args.content, args.theme, args.url, args.drafts, args.strict, today, args.published
    )
    if args.command in ("serve", "keep"):  # they go on for long
        gc.enable()
    if args.command == "serve":
        from footnoted.serve import serve

        serve(options, args.port, open_browser=args.open)
        return 0
    if args.command == "keep":
        return _keep(args)
    if args.command == "check":
        return _check(args, options, started)
    return _build(args, words, options, started, seen)


def _clock() -> str:
    """This day. A check may know it; a build must give the same site tomorrow."""
    import datetime

    return datetime.datetime.now(tz=datetime.UTC).date().isoformat()


def _new(args: Arguments) -> int:
    from footnoted.new.command import NotNewError, Wish, make

    try:
        lines = make(Wish(args.words, args.content, args.name, args.today))
    except NotNewError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    if not args.quiet:
        _say("\n".join(lines))
    return 0


def _say(text: str) -> None:
    """The text is on standard output, which may know no letters but its own."""
    import io

    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
    print(text)


def _check(args: Arguments, options: Options, started: float) -> int:
    """Findings go to the screen, the report to whoever wants it: to be read, or kept in a file."""
    from footnoted.checking import check_only
    from footnoted.progress import Progress

    progress = Progress(None if args.quiet else sys.stderr)
    inquire = None
    if args.links:
        from footnoted.rot.links import inquiries

        inquire = inquiries(None if args.no_cache else args.cache, updates=args.update)
    try:
        report = check_only(options, args.format, args.fail_under, progress, inquire)
    finally:
        progress.end()
    print(report.told, end="", file=sys.stderr)
    if args.format != "text":
        # Whatever the terminal has; a name that is no UTF-8 becomes an escape of JSON's.
        sys.stdout.buffer.write(report.shown.encode("utf-8", "backslashreplace"))
    elif not args.quiet:
        _say(f"{report.shown}, {time.perf_counter() - started:.2f} seconds.")
    if report.too_little:
        print(f"error: {report.too_little}", file=sys.stderr)
    if not report.is_whole:
        print("Stopped. What was seen stays; the same command goes on from here.", file=sys.stderr)
        return 130
    return 1 if report.has_errors or report.too_little else 0


def _keep(args: Arguments) -> int:
    """Each source is told of as soon as it is kept, so that nobody waits in the dark."""
    from footnoted.keeping.command import Choice, NotReadyError, keeping

    choice = Choice(args.all, tuple(args.source), args.older_than)
    has_failed = False
    try:
        for line in keeping(args.content, choice, args.supplied or (), args.url):
            has_failed |= line.is_trouble
            if not args.quiet or line.is_trouble:
                print(line.text, file=sys.stderr if line.is_trouble else sys.stdout, flush=True)
    except NotReadyError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("Stopped. What was kept stays; the same command goes on from here.", file=sys.stderr)
        return 130
    return 1 if has_failed else 0


def _build(
    args: Arguments, words: Sequence[str], options: Options, started: float, seen: Seen
) -> int:
    from footnoted.outcome import Stages
    from footnoted.renewing import renew

    stages = Stages()
    built = renew(seen, options, args.output, args.cache, stages) if seen[1] else None
    if built is None:
        built = _whole(args, words, options, stages, seen)
    print(built.told, end="", file=sys.stderr)
    if not args.quiet:
        stream = sys.stdout if built.is_written else sys.stderr
        print(f"{built.summary}, {time.perf_counter() - started:.2f} seconds.", file=stream)
    if args.timings:
        for name, seconds in stages.seconds.items():
            print(f"{seconds:8.3f} s  {name}", file=sys.stderr)
    return 0 if built.is_written else 1


def _whole(
    args: Arguments, words: Sequence[str], options: Options, stages: Stages, seen: Seen
) -> Built:
    """A build that looks at everything."""
    from footnoted import warm
    from footnoted.building import Cache, build
    from footnoted.progress import Progress

    progress = Progress(None if args.quiet else sys.stderr)
    try:
        record, listing, began_ns = seen
        before = warm.before(record, warm.settled(listing, began_ns)) if listing else None
        record.clear()  # megabytes, for a large site
        command = warm.Command(unchanged.asked(words), args.quiet, args.output)
        cache = None if args.no_cache else Cache(args.cache, command, before)
        return build(options, args.output, cache, stages, progress)
    finally:
        progress.end()


def _end(exit_code: int) -> NoReturn:
    """The process ends here and now: Python would first take apart all that it has made."""
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except OSError:  # Python says what cannot be written
        sys.exit(exit_code)
    os._exit(exit_code)


if __name__ == "__main__":
    try:
        exit_code = main()
    except KeyboardInterrupt:
        print("\nStopped.", file=sys.stderr)
        exit_code = 130
    _end(exit_code)
