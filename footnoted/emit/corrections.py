"""The corrections of the site, the newest first, as a page and as a feed to subscribe to.

A site that knows no address of its own has no feed: see `news`.
"""

from __future__ import annotations

from collections.abc import Iterator

from footnoted.model import Corpus, Output
from footnoted.pages import Page, Words
from footnoted.theme import Theme

PAGE, FEED = "corrections.html", "corrections.xml"


def emit(corpus: Corpus, theme: Theme) -> Iterator[Page | Output]:
    """`corrections.html` if there is a correction, and `corrections.xml` if it can have one."""
    config = corpus.config
    if not corpus.corrections:
        return
    yield Page(
        PAGE,
        PAGE,
        config.language,
        Words("corrections.title"),
        Words("corrections.lead"),
        made_of=(corpus.corrections,),
        values=lambda corrections: {"corrections": corrections},
    )
    if config.url:
        from footnoted.news import news  # most sites have none

        words = theme.strings(config.language)
        yield Output(FEED, news(config, corpus.corrections, words, PAGE, FEED))
