"""Pages and posters -> Outputs: the two kinds of file that are described first and made later."""

from __future__ import annotations

import functools

from footnoted.atom import ESSAYS
from footnoted.digests import blake2b
from footnoted.fonts import fonts_of, stamp
from footnoted.model import Config, Corpus, Output, Poster
from footnoted.pages import Page, Renderer, key
from footnoted.theme import Theme, ThemeError


def maker_of(corpus: Corpus, theme: Theme) -> Maker:
    """What makes the files of the site that is `corpus`."""
    has_feed = ESSAYS in theme.files or bool(corpus.in_feed)
    has_corrections = bool(corpus.corrections)
    return Maker(corpus.config, theme, has_corrections=has_corrections, has_feed=has_feed)


class Maker:
    """Makes the files of one site. Drawing is imported with the first poster that is made."""

    def __init__(
        self, config: Config, theme: Theme, *, has_corrections: bool, has_feed: bool
    ) -> None:
        self._theme = theme
        self._renderer = Renderer(config, theme, has_corrections=has_corrections, has_feed=has_feed)

    def make(self, item: Page | Poster) -> Output:
        """The file. Raises ThemeError if a template or a font is at fault."""
        return self._renderer.render(item) if isinstance(item, Page) else self._drawn(item)

    def key(self, item: Page | Poster, code: bytes) -> str:
        """A digest of all that making it depends on; `code` stands for the program."""
        return key(item, self._frame(code) if isinstance(item, Page) else self._fonts_key(code))

    def _drawn(self, poster: Poster) -> Output:
        from footnoted.posters import draw
        from footnoted.sfnt import NotAFontError

        try:
            return Output(poster.path, draw(poster, fonts_of(self._theme.fonts)))
        except NotAFontError as error:
            raise ThemeError(str(error)) from error

    @functools.cache  # noqa: B019 one for each build
    def _frame(self, code: bytes) -> bytes:
        return self._renderer.frame_key(code)

    @functools.cache  # noqa: B019 the same
    def _fonts_key(self, code: bytes) -> bytes:
        fonts = stamp(fonts_of(self._theme.fonts))
        return blake2b(code + fonts, digest_size=16).digest()
