"""An essay with more notes than a margin likes: 60, long and short, in every place they can be."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import cycle

SENTENCE = "The committee met again in the spring and put off what it had put off in the autumn. "
REMARK = "Minutes of that meeting are kept, though the second page has been missing since. "
LONG = "\n\n    ".join([REMARK * 5, REMARK * 4, REMARK * 6])
LIST = """Three readings are possible:

    - that nobody came
    - that nobody wrote

        1. or not in full
        2. or not then

    - that somebody tore it out

    None is proved."""
WORDS = "اجتمعت اللجنة مرة أخرى في الربيع وأجلت ما كانت قد أجلته في الخريف. "
WIDE = "\n".join(
    [
        "| " + " | ".join(f"Measure {n}" for n in range(1, 9)) + " |",
        "|---" * 8 + "|",
        *("| " + " | ".join(["a value in words"] * 8) + " |" for _ in range(4)),
    ]
)
NARROW = "| Year | Votes |\n|---|--:|\n| 1918 | 12 |\n| 1919 | 14 |"
FIGURE = '![Bars](../images/bars.svg "What the bars show, in a caption long enough for two lines.")'


BARS = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="700" height="300" viewBox="0 0 700 300">'
    '<path d="M50 100h80v200H50zM200 20h80v280h-80z" fill="#777"/></svg>'
)


def dense_essay(*, arabic: bool = False) -> str:
    """The Markdown of the essay, with its front matter."""
    title = "Sixty notes" if not arabic else "ستون حاشية"
    head = f"---\ntitle: {title}\ndate: 2026-11-22\nlanguage: {'ar' if arabic else 'en'}\n---\n"
    notes = _notes(WORDS if arabic else REMARK)
    text = WORDS if arabic else SENTENCE
    definitions: list[str] = []

    def note() -> str:
        label, words = next(notes)
        definitions.append(f"[^{label}]: {words}")
        return f"[^{label}]"

    blocks = list(_blocks(text, note))
    return head + "\n\n".join([*blocks, *definitions]) + "\n"


def _notes(remark: str) -> Iterator[tuple[str, str]]:
    texts = cycle([remark, remark * 2, LIST, remark * 3, remark, LONG, remark])
    return ((f"n{number:02}", next(texts)) for number in range(1, 100))


def _blocks(text: str, note: Callable[[], str]) -> Iterator[str]:
    yield "> [!NOTE]\n> " + text
    yield text * 3 + note()
    yield f"## A heading with a note{note()}"
    yield text + note() + " " + text + note() + " " + text + note() + note()
    yield text
    yield WIDE
    yield text + note()
    yield FIGURE
    yield f"> {text}{note()}\n>\n> {text}"
    yield f"- {text}{note()}\n- {text}\n  - {text}{note()}\n    - {text}{note()} {text}"
    yield f"{NARROW[:-4]} 14{note()} |\n"
    yield "### A smaller heading"
    yield text * 6 + note()
    yield WIDE.replace("a value in words", f"a value{note()}", 1)
    yield text * 2
    yield WIDE
    yield f"<details><summary>More</summary>\n\n{text}{note()}\n\n{text * 4}\n\n</details>"
    yield text + note()
    yield "> [!NOTE]\n> " + text * 2
    for _ in range(8):  # a long way to the next note
        yield text
    yield text + note()
    yield f"> [!WARNING]\n> {text}{note()}"
    yield text + "*" + text.strip() + note() + "*"
    for number in range(12):
        yield f"## Part {number + 1}"
        yield (text * 2 + note() + " ") * 2 + text
        yield text * (3 + number % 3) + note()
        yield "".join(text + note() + " " for _ in range(1 + number % 2))
        if number % 3 == 2:
            yield FIGURE if number % 2 else WIDE
    yield text * 2 + note()
