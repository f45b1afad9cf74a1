"""The newest essays as a feed to subscribe to, each with its summary and how its claims stand.

The text itself is left out: programs that show feeds know no notes in the margin and no marks at
claims, and show the words of a note in the middle of a sentence. So the feed shows nothing of an
essay that other pages do not see (`faces`). Nor does it carry the posters, which programs for
feeds would fetch like recordings.
"""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from footnoted.atom import ESSAYS, element, feed, moment
from footnoted.model import Config, Corpus, LinkedEssay, Output
from footnoted.pages import absolute
from footnoted.strings import Strings
from footnoted.theme import Theme

# Readers' programs ask for the whole feed again and again, and keep what they have seen: so it
# need not be longer than what a site publishes while somebody does not look.
_NEWEST = 20
_PARAGRAPH = Markup('<p dir="auto">{}</p>\n')


def emit(corpus: Corpus, theme: Theme) -> Iterator[Output]:
    """`essays.xml`, if the site has an address and an essay."""
    told = corpus.in_feed[:_NEWEST]
    if not told:
        return
    config = corpus.config
    entries = [_entry(config, linked, theme.strings(linked.essay.language)) for linked in told]
    newest = max(linked.changed for linked in told)
    yield Output(ESSAYS, feed(config, config.title, ESSAYS, "", newest, entries))


def _entry(config: Config, linked: LinkedEssay, words: Strings) -> Markup:
    essay = linked.essay
    address = absolute(config.url, f"essays/{essay.slug}.html")
    about = _summary(linked, words)
    return element(
        "entry",
        element("id", address),
        element("title", essay.title),
        element("updated", moment(linked.changed)),
        *([element("published", moment(essay.date))] if essay.date else ()),
        *(element("author", element("name", name)) for name in essay.authors if name.strip()),
        *(element("category", term=tag) for tag in dict.fromkeys(essay.tags) if tag.strip()),
        element("link", rel="alternate", type="text/html", href=address),
        *([element("summary", about, type="html")] if about else ()),
        **({"xml:lang": essay.language} if essay.language != config.language else {}),
    )


def _summary(linked: LinkedEssay, words: Strings) -> str:
    """The summary as HTML, and how many claims stand in which way; all in the essay's language."""
    rows = [linked.essay.summary] if linked.essay.summary else []
    if linked.tally:
        counts = [f"{n} {words(f'standing.{name}.short', n=n)}" for name, n in linked.tally]
        rows.append(f"{words('claims.count', n=len(linked.claims))}: {', '.join(counts)}")
    return str(Markup().join([_PARAGRAPH.format(row) for row in rows]))
