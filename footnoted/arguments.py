"""The command line's words -> what is asked for. Imports nothing that takes long.

An option is for all commands, or for those that its group names: `check`, or `build, check`.
With another command it is a mistake.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from footnoted.unchanged import default_cache

COMMANDS = ("build", "check", "serve", "keep", "new")
_EPILOG = (
    "exit codes: 0 done, 1 errors in the content, 2 the command could not be carried out, "
    "130 or 143 stopped by Ctrl-C or SIGTERM"
)


def read_arguments(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    """What the command line asks for, `command` first. Ends the program if it makes no sense."""
    parser = make_parser()
    args = parser.parse_intermixed_args(arguments)
    if args.words and args.command != "new":
        parser.error(f"unrecognized arguments: {' '.join(args.words)}")
    for group in parser._action_groups:
        commands = (group.title or "").split(", ")
        if args.command in commands or commands[0] not in COMMANDS:
            continue
        for action in group._group_actions:
            if getattr(args, action.dest) != action.default:
                option = action.option_strings[0]
                parser.error(f"{option} goes with {group.title}, not with {args.command}")
    if args.update and not args.links:
        parser.error("--update goes with --links")
    args.cache = args.cache or Path(default_cache(args.content))
    return args


def make_parser() -> argparse.ArgumentParser:
    """The parser; the options of one or several commands are in a group that has their names."""
    parser = argparse.ArgumentParser(
        prog="build.py", description="Build a site of annotated essays.", epilog=_EPILOG
    )
    parser.add_argument(
        "command",
        nargs="?",
        choices=COMMANDS,
        default="build",
        help="build the site (the default), check the content without writing anything, "
        "serve a preview that follows every save, keep copies of the sources, "
        "or make something new",
    )
    parser.add_argument(
        "words",
        nargs="*",
        metavar="WORD",
        help="for new: site [TITLE], essay TITLE, evidence QUESTION, or source KEY ADDRESS [TITLE]",
    )
    _add_common(parser)
    _add_cache(parser)
    _add_published(parser.add_argument_group("build, check"))
    _add_check(parser.add_argument_group("check"))
    _add_serve(parser.add_argument_group("serve"))
    _add_keep(parser.add_argument_group("keep"))
    _add_new(parser.add_argument_group("new"))
    return parser


def _add_common(parser: argparse.ArgumentParser) -> None:
    for option, default, meaning in (
        ("--content", Path("content"), "what the author wrote; default: content"),
        ("--theme", None, "a folder whose templates and styles replace built-in ones"),
        ("--output", Path("_site"), "where the site goes; default: _site"),
    ):
        parser.add_argument(option, type=Path, metavar="DIR", default=default, help=meaning)
    parser.add_argument("--url", type=_address, default="", help="where the site will be published")
    parser.add_argument(
        "--today",
        type=_day,
        metavar="DATE",
        default="",
        help="the day by which evidence is due to be weighed again; default: "
        "the newest day in the content, for check and new that of the clock",
    )
    parser.add_argument("--drafts", action="store_true", help="treat drafts as published")
    parser.add_argument("--strict", action="store_true", help="treat warnings as errors")
    parser.add_argument(
        "--quiet", action="store_true", help="say nothing but what is wrong; no progress"
    )
    parser.add_argument("--timings", action="store_true", help="show what took how long")


def _add_cache(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--cache",
        type=Path,
        metavar="DIR",
        default=None,
        help="what speeds up the next build; safe to delete; default: .cache, "
        "with a folder in it for each other content folder",
    )
    parser.add_argument("--no-cache", action="store_true", help="build without the cache")


def _add_published(group: argparse._ArgumentGroup) -> None:
    group.add_argument(
        "--published",
        type=Path,
        metavar="FILE",
        help="the last published claims.json: what changed since wants a correction",
    )


def _add_check(group: argparse._ArgumentGroup) -> None:
    group.add_argument(
        "--format",
        choices=("text", "json", "sarif"),
        default="text",
        help="what the report is written as, on standard output; default: text",
    )
    group.add_argument(
        "--links", action="store_true", help="also ask whether links still lead somewhere"
    )
    group.add_argument(
        "--update", action="store_true", help="with --links: list in links.yaml what was found"
    )
    group.add_argument(
        "--fail-under",
        type=_percentage,
        metavar="PERCENT",
        default=0.0,
        help="fail if less of the sentences that want evidence is covered",
    )


def _add_serve(group: argparse._ArgumentGroup) -> None:
    group.add_argument("--port", type=int, default=8000, help="of the preview; default: 8000")
    group.add_argument("--open", action="store_true", help="open the preview in the browser")


def _percentage(value: str) -> float:
    """The argument of `--fail-under`: from 0 to 100, with or without a per cent sign."""
    try:
        share = float(value.rstrip("% "))
    except ValueError:
        share = -1.0
    if not 0 <= share <= 100:
        raise argparse.ArgumentTypeError(f"`{value}` is not a share from 0 to 100")
    return share


def _day(value: str) -> str:
    """The argument of `--today`: a day like 2026-11-22, or nothing."""
    if value:
        import datetime

        try:
            is_day = datetime.date.fromisoformat(value).isoformat() == value
        except ValueError:
            is_day = False
        if not is_day:
            raise argparse.ArgumentTypeError(f"`{value}` is not a day like 2026-11-22")
    return value


def _add_keep(group: argparse._ArgumentGroup) -> None:
    which = group.add_mutually_exclusive_group()
    which.add_argument(
        "--all", action="store_true", help="fetch all sources anew, not only those without a copy"
    )
    which.add_argument(
        "--source", action="append", default=[], metavar="KEY", help="fetch this source anew"
    )
    which.add_argument(
        "--older-than",
        type=_days,
        metavar="DAYS",
        help="fetch sources anew whose copy is older, too",
    )
    which.add_argument(
        "--from",
        nargs=2,
        dest="supplied",
        metavar=("FILE", "KEY"),
        help="keep a file that you saved as the copy of a source",
    )


def _add_new(group: argparse._ArgumentGroup) -> None:
    group.add_argument(
        "--name",
        default="",
        help="of the file of an essay or evidence page, and its address; default: by its title",
    )


def _days(value: str) -> int:
    """The argument of `--older-than`."""
    if not value.isdecimal() or len(value) > 5:
        raise argparse.ArgumentTypeError(f"`{value}` is not a number of days")
    return int(value)


def _address(value: str) -> str:
    """The argument of `--url`: a web address, or nothing."""
    if not value:
        return value
    from footnoted.checks import is_web_address

    if not is_web_address(value):
        raise argparse.ArgumentTypeError(f"`{value}` is not a web address")
    if "?" in value or "#" in value:
        raise argparse.ArgumentTypeError("the address of a site has no `?` and no `#`")
    return value
