r"""A Source -> its entry in BibTeX, as BibLaTeX and Biber read it.

    entry = "@" type "{" key "," { field " = {" value "}," } "}"

Types and fields are those of BibLaTeX, https://ctan.org/pkg/biblatex. A value is UTF-8, with what
TeX would take for a command written out. BibTeX counts braces before TeX sees them, `\{` too, so
each has one that cannot be seen beside it.
"""

from __future__ import annotations

from footnoted.model import Source
from footnoted.patterns import pattern

# The types of BibLaTeX, each before those of CSL that it takes; `misc` takes all others.
_TYPES_OF = """
    article: article-journal article-magazine article-newspaper
    book: book classic
    booklet: pamphlet
    dataset: dataset
    image: figure graphic
    incollection: chapter
    inproceedings: paper-conference
    inreference: entry entry-dictionary entry-encyclopedia
    jurisdiction: legal_case
    legal: treaty
    legislation: bill legislation regulation
    letter: personal_communication
    movie: motion_picture
    music: song
    online: article post post-weblog webpage
    patent: patent
    performance: performance
    periodical: periodical
    report: report
    review: review review-book
    software: software
    standard: standard
    thesis: thesis
    unpublished: manuscript speech
"""
# The names that babel and polyglossia know, each after its tag.
_LANGUAGE_NAMES = """
    ar arabic, cs czech, da danish, de ngerman, el greek, en english, en-gb british,
    en-us american, es spanish, fa persian, fi finnish, fr french, he hebrew, hu hungarian,
    it italian, ja japanese, ko korean, la latin, nb norwegian, nl dutch, nn nynorsk, no norwegian,
    pl polish, pt portuguese, pt-br brazilian, ro romanian, ru russian, sv swedish, tr turkish,
    uk ukrainian, ur urdu, vi vietnamese, zh chinese
"""
_TYPES = {
    word: line.split(":")[0].strip()
    for line in _TYPES_OF.strip().splitlines()
    for word in line.split(":")[1].split()
}
_LANGUAGES = dict(pair.split() for pair in _LANGUAGE_NAMES.split(","))
_KINDS_OF_ARTICLE = {"article-magazine": "magazine", "article-newspaper": "newspaper"}
_PARTS_OF_BOOKS = ("incollection", "inproceedings", "inreference")
# The field of who published it, by type; `organization` for all others.
_PUBLISHERS = {"report": "institution", "thesis": "institution", "review": "publisher"}
_PUBLISHERS |= dict.fromkeys(("article", "book", "dataset", *_PARTS_OF_BOOKS), "publisher")
_SIGNS = {sign: f"\\{sign}" for sign in "&%$#_"}
_SIGNS |= {"\\": r"{\textbackslash}", "~": r"{\textasciitilde}", "^": r"{\textasciicircum}"}
_SIGNS |= {"{": r"{\{\vphantom{\}}}", "}": r"{\vphantom{\{}\}}"}
_SPECIAL = pattern(r"[\\{}&%$#_~^\x00-\x1f\x7f]")
_UNSAFE = pattern(r"[\\{}\x00-\x20\x7f]")


def entry(source: Source, note: str, addendum: str) -> str:
    """The entry, with a `note` for its readers and what they should read after all else."""
    kind = _TYPES.get(source.type, "misc")
    told = (*_work(source), ("note", note), ("addendum", addendum))
    fields = (
        ("author", " and ".join([f"{{{escaped(name)}}}" for name in source.authors])),
        *[(name, _whole(text)) for name, text in _names(source, kind) if text],
        *[(name, escaped(text)) for name, text in told if text],
        ("date", source.issued),  # BibLaTeX reads EDTF
        ("url", _verbatim(source.url)),
        ("urldate", source.accessed),
        ("doi", _verbatim(source.doi)),
        ("langid", _language(source.language)),
    )
    lines = "".join([f"  {name} = {{{value}}},\n" for name, value in fields if value])
    return f"@{kind}{{{source.key},\n{lines}}}\n"


def _names(source: Source, kind: str) -> tuple[tuple[str, str], ...]:
    """What it is called, what it is in, who published it and where."""
    return (
        ("title", source.title),
        ("booktitle" if kind in _PARTS_OF_BOOKS else "journaltitle", source.container_title),
        (_PUBLISHERS.get(kind, "organization"), source.publisher),
        ("location", source.publisher_place),
    )


def _work(source: Source) -> tuple[tuple[str, str], ...]:
    """What else is known of the work."""
    number, issue = source.number, source.issue
    return (
        ("entrysubtype", _KINDS_OF_ARTICLE.get(source.type, "")),
        ("type", source.genre),
        ("edition", source.edition),
        ("volume", source.volume),
        ("number", number or issue),  # as BibLaTeX calls that of a journal
        ("issue", issue if number else ""),
        ("pages", source.page),
        ("isbn", source.isbn),
        ("pubstate", source.status),
    )


def escaped(text: str) -> str:
    r"""The text as TeX prints it, in balanced braces.

    >>> escaped("R&D, 50% of C:\\{x")
    'R\\&D, 50\\% of C:{\\textbackslash}{\\{\\vphantom{\\}}}x'
    """
    return _SPECIAL.sub(lambda sign: _SIGNS.get(sign[0], " "), text)


def _whole(text: str) -> str:
    """The text in braces, which keep its capitals, and an `and` from parting it.

    They do not if a command comes first, which BibTeX takes for an accent.
    """
    text = escaped(text)
    return f"{{{{}}{text}}}" if text.startswith("\\") else f"{{{text}}}"


def _verbatim(address: str) -> str:
    """The address, which TeX takes as it is, but for what BibTeX would trip over."""
    return _UNSAFE.sub(lambda sign: f"%{ord(sign[0]):02X}", address) if address else ""


def _language(tag: str) -> str:
    folded = tag.lower()
    return _LANGUAGES.get(folded) or _LANGUAGES.get(folded.partition("-")[0], "")
