"""Corpus and what image files are -> the corpus whose pages know how large their images are.

Like `amend`, this stands apart from `link`: an image that is replaced changes no look-up, and
what the preview remembers of linked pages does not depend on images.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from footnoted.diagnostics import Diagnostic
from footnoted.extending import extended, texts
from footnoted.model import Corpus, Image, Prose, Size

NONE = Image()


def shown_images(corpus: Corpus) -> list[str]:
    """The paths of the image files that pages show, as far as they are there."""
    shown = {image.path for prose in texts(corpus) for image in prose.images}
    return sorted(shown.intersection(corpus.media)) if shown else []


def with_sizes(
    corpus: Corpus, images: Mapping[str, Image]
) -> tuple[Corpus, tuple[Diagnostic, ...]]:
    """The corpus with the size of each image; and images that no browser shows, where they stand.

    `images` are those of `shown_images`.
    """
    sized = extended(corpus, "sizes", lambda prose: _sizes(prose, images))
    return sized, tuple(_broken(corpus, images))


def _sizes(prose: Prose, images: Mapping[str, Image]) -> tuple[Size, ...]:
    found = (images.get(link.path, NONE) for link in prose.images)
    return tuple((image.width, image.height) for image in found)


def _broken(corpus: Corpus, images: Mapping[str, Image]) -> Iterator[Diagnostic]:
    for prose in texts(corpus):
        for link in prose.images:
            image = images.get(link.path, NONE)
            if image.fault:
                message = f"`{link.path}` {image.fault}"
                yield Diagnostic("broken-image", message, link.span, hint=image.hint)
