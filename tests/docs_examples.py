"""For each code, a small content folder that shows it: docs/diagnostics.md has the message."""

from __future__ import annotations

import hashlib

from footnoted.model import LinkFault
from footnoted.rot.values import Seen

_ESSAY = "---\ntitle: An essay\ndate: 2026-11-22\n---\n\n"
_PAGE = "---\ntitle: Is it so?\nkind: fact\nverdict: opinion\n---\n\n"
_SOURCE = 'ksoi-2018:\n  type: report\n  title: Survey\n  url: "https://example.org/ksoi"\n'


def _essay(markdown: str) -> dict[str, str | bytes]:
    return {"essays/peace.md": f"{_ESSAY}{markdown}\n"}


def _charted(
    table: str, markdown: str = "![The polls](../data/polls.csv)"
) -> dict[str, str | bytes]:
    return _essay(markdown) | {"data/polls.csv": table}


def _front_matter(lines: str) -> dict[str, str | bytes]:
    return {"essays/peace.md": f"---\n{lines}\n---\n"}


_COPIED = _SOURCE + "  path: files/ksoi-2018.txt\n"
_COPY = b"90.7 percent agreed with a treaty.\nMost never agreed with a treaty before."


def _quoted(
    quotation: str, path: str = "files/ksoi-2018.txt", copy: bytes = _COPY
) -> dict[str, str | bytes]:
    cited = f"citations:\n  - source: ksoi-2018\n    relation: supports\n    quote: {quotation}\n"
    return {
        "evidence/peace-poll.md": _PAGE.replace("---\n\n", f"{cited}---\n"),
        "sources.yaml": _COPIED.replace("files/ksoi-2018.txt", path),
        "files/ksoi-2018.txt": copy,
    }


def _corrected(place: str, now: str = "nine in ten backed it") -> dict[str, str | bytes]:
    words = f"was: eight in ten backed it\n  now: {now}\n  why: A slip.\n"
    claim = _essay("They say that [nine in ten backed it](../evidence/peace-poll.md).")
    page: dict[str, str | bytes] = {"evidence/peace-poll.md": _PAGE}
    return {**claim, **page, "corrections.yaml": f"- date: {place}\n  {words}"}


_PUBLISHED = """\
{"version": 1, "name": "", "url": "", "inLanguage": "en", "essays": [{"id": "peace", "url": "",
"name": "An essay", "author": [], "datePublished": "", "dateModified": "", "inLanguage": "en",
"claims": [{"id": "claim-peace-poll", "url": "", "position": 1, "claimReviewed": "eight in ten",
"sentence": "", "standing": "", "cautions": [], "evidence": "peace-poll", "more": []}]}],
"evidence": [], "sources": [], "corrections": []}
"""
_LINKED = _SOURCE.replace("example.org/ksoi", "example.org/survey")
_GONE = "there is no page at this address (status 404)"
_AT = "https://example.org/survey"
# What a check of links saw, and what is wrong with the address from then on.
SEEN: dict[str, tuple[Seen, LinkFault | None]] = {
    "link-dead": (
        Seen(_AT, "failing", _GONE),
        LinkFault(_AT, "dead", "2026-11-15", 2, "2026-11-22"),
    ),
    "link-drifted": (
        Seen(_AT, "drifted", missing=("90.7 percent agreed",)),
        LinkFault(_AT, "drifted", "2026-11-22"),
    ),
    "link-failing": (
        Seen(_AT, "failing", _GONE),
        LinkFault(_AT, "failing", "2026-11-22", 1, "2026-11-22"),
    ),
    "link-moved": (Seen(_AT, "moved", moved_to="https://survey.example.org/"), None),
    "link-blocked": (
        Seen(_AT, "blocked", "the host does not let programs read the page (status 403)"),
        None,
    ),
}


def _kept(source: str, text: str) -> dict[str, str | bytes]:
    """A copy that a command kept, and the receipt of a text of this source."""
    digest = hashlib.sha256(text.encode()).hexdigest()
    return _quoted("90.7 percent agreed with a treaty") | {
        "sources.yaml": _SOURCE,
        ".copies/ksoi-2018.txt": _COPY,
        "receipts.yaml": f"{source}:\n  date: 2026-11-22\n  text: sha256-{digest}\n",
    }


EXAMPLES: dict[str, dict[str, str | bytes]] = {
    "not-utf8": {"essays/peace.md": f"{_ESSAY}A café.\n".encode("latin-1")},
    "bad-character": _essay("A word\u202e reversed."),
    "too-large": _essay("word " * 500_000),
    "outside-content": _essay("See [my notes](../../notes.txt)."),
    "bad-name": {"essays/Peace & war.md": _ESSAY},
    "duplicate-slug": {"essays/Peace.md": _ESSAY, "essays/peace.md": _ESSAY},
    "ignored-file": {"essays/2018/peace.md": _ESSAY},
    "yaml-syntax": _front_matter("title: Why: because\ndate: 2026-11-22"),
    "yaml-alias": _front_matter("title: *peace\ndate: 2026-11-22"),
    "yaml-comment": _front_matter("title: Rule #1 of diplomacy\ndate: 2026-11-22"),
    "tag-comma": _front_matter("title: An essay\ndate: 2026-11-22\ntags: Korea, diplomacy"),
    "duplicate-key": _front_matter("title: An essay\ndate: 2026-11-22\ntitle: Another"),
    "unknown-key": _front_matter("title: An essay\ndate: 2026-11-22\nsumary: A sentence."),
    "missing-key": _front_matter("title: An essay"),
    "empty-value": _front_matter("title: An essay\ndate: 2026-11-22\nsummary:"),
    "bad-value": _front_matter("title: An essay\ndate: 22/11/2026"),
    "front-matter": {"essays/peace.md": "Peace, one would think, needs no defence.\n"},
    "needs-evidence": _essay("It is [a safe bet that nothing changed](#)."),
    "unknown-evidence": _essay("They [backed it](../evidence/peace-pol.md).")
    | {"evidence/peace-poll.md": _PAGE},
    "unknown-source": {
        "evidence/peace-poll.md": _PAGE.replace(
            "---\n\n", "citations:\n  - source: ksoi-2108\n    relation: supports\n---\n"
        ),
        "sources.yaml": _SOURCE,
    },
    "unused-evidence": {"evidence/peace-poll.md": _PAGE},
    "duplicate-address": {
        "sources.yaml": _SOURCE + _SOURCE.replace("ksoi-2018", "ksoi").replace("https", "http")
    },
    "unused-source": {"sources.yaml": _SOURCE},
    "no-citation": {"evidence/peace-poll.md": _PAGE.replace("opinion", "supported")},
    "verdict-relations": {
        "evidence/peace-poll.md": _PAGE.replace("opinion", "supported").replace(
            "---\n\n", "citations:\n  - source: ksoi-2018\n    relation: context\n---\n"
        ),
        "sources.yaml": _SOURCE,
    },
    "figure-not-quoted": _essay("In April [93 in a hundred](../evidence/peace-poll.md) agreed.")
    | _quoted("90.7 percent agreed with a treaty"),
    "source-fallen": _essay("They [backed it](../evidence/peace-poll.md).")
    | {
        "evidence/peace-poll.md": _PAGE.replace(
            "---\n\n", "citations:\n  - source: ksoi-2018\n    relation: supports\n---\n"
        ),
        "sources.yaml": _SOURCE + "  status: retracted\n",
    },
    "recheck-due": _essay("They [backed it](../evidence/peace-poll.md).")
    | {"evidence/peace-poll.md": _PAGE.replace("---\n\n", "recheck: 2026-05-01\n---\n")},
    "missing-copy": _quoted("They agreed.", "files/ksoi-2108.txt"),
    "not-text": _quoted("They agreed.", copy=b"%PDF-1.7\n"),
    "quote-not-found": _quoted("90.7 percent agreed with the treaty"),
    "quote-omission": _quoted("Most agreed with a treaty"),
    "quote-elsewhere": _quoted("Few knew its terms.")
    | {
        "sources.yaml": _COPIED + _COPIED.replace("ksoi", "gallup"),
        "files/gallup-2018.txt": "Few knew its terms.",
    },
    "quote-cut": _quoted("90.7 percent agreed with a tre"),
    "stale-receipt": _kept("ksoi-2108", _COPY.decode()),
    "changed-copy": _kept("ksoi-2018", "90.7 percent agreed."),
    "undefined-note": _essay("A poll said so.[^kso]\n\n[^ksoi]: A survey."),
    "unused-note": _essay("A poll said so.\n\n[^ksoi]: A survey."),
    "duplicate-note": _essay("A poll said so.[^ksoi]\n\n[^ksoi]: A survey.\n[^ksoi]: Another."),
    "note-case": _essay("A poll said so.[^KSOI]\n\n[^ksoi]: A survey."),
    "note-label": _essay("A poll said so.[^april poll]\n\n[^april poll]: A survey."),
    "note-claim": _essay("A poll said so.[^more]\n\n[^more]: [Another](../evidence/peace-poll.md).")
    | {"evidence/peace-poll.md": _PAGE},
    "empty-link": {"evidence/peace-poll.md": f"{_PAGE}See [the survey](#).\n"},
    "not-a-link": _essay("They [backed[^why] it](../evidence/poll.md).\n\n[^why]: A note."),
    "claim-title": _essay('They [backed it](../evidence/peace-poll.md "contradicts").')
    | {"evidence/peace-poll.md": _PAGE},
    "broken-link": _essay("See [the first part](peace-one.md).") | {"essays/peace-1.md": _ESSAY},
    "broken-anchor": _essay("See [below](#what-is-know).\n\n## What is known"),
    "draft-link": _essay("See [the next part](peace-2.md).")
    | {"essays/peace-2.md": _ESSAY.replace("date", "draft: true\ndate")},
    "unsafe-address": _essay("See [the archive](ftp://example.org/ksoi)."),
    "missing-image": _essay("![The border](../images/border.jpg)")
    | {"images/borders.jpg": b"an image"},
    "image-alt": _essay('![](../images/border.svg "The border in 1953")')
    | {"images/border.svg": b'<svg xmlns="http://www.w3.org/2000/svg" width="6" height="4"/>'},
    "broken-image": _essay("![The border](../images/border.jpg)") | {"images/border.jpg": b""},
    "chart": _charted("Year,Approve (%)\n2018,70\n", "See ![the polls](../data/polls.csv)."),
    "chart-table": _charted("Year,Approve (%)\n2017,63\n2018\n"),
    "chart-cell": _charted("Day,Approve (%)\n2018-04-27,70.0\n2018-05-04,n/a\n"),
    "chart-size": _charted("Year,A,B,C,D,E,F,G\n2018,1,2,3,4,5,6,7\n"),
    "empty-note": _essay("A poll said so.[^ksoi]\n\n[^ksoi]:\nA survey of April 2018."),
    "callout": _essay("> [!NOTE] Polls in Korea are registered."),
    "table-cells": _essay("| party | says |\n|---|---|\n| left|right | for it |"),
    "raw-html": _essay("A <mark>marked</mark> word."),
    "nesting": _essay(">" * 100 + " So deep."),
    "unknown-essay": _corrected("2026-11-30\n  essay: peece"),
    "unknown-claim": _corrected("2026-11-30\n  essay: peace\n  claim: claim-poll"),
    "correction-date": _corrected("2026-11-20\n  essay: peace"),
    "correction-now": _corrected("2026-11-30\n  essay: peace", now="nine of ten backed it"),
    "uncorrected-change": _essay("They say that [nine in ten](../evidence/peace-poll.md) did.")
    | {"evidence/peace-poll.md": _PAGE, "claims.json": _PUBLISHED},
    "published-claims": {"claims.json": _PUBLISHED.replace('"version": 1', '"version": 2')},
    **{code: {"sources.yaml": _LINKED} for code in SEEN},
    "link-drifted": _quoted("90.7 percent agreed")
    | {"sources.yaml": _COPIED.replace("example.org/ksoi", "example.org/survey")},
}
