"""The image files that pages show -> what is known of each: the only module here that opens any."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable
from pathlib import Path

from footnoted.images.look import look
from footnoted.model import Image
from footnoted.read import Reader, media_place
from footnoted.warm import TICK_NS


def read_images(
    folder: Path, paths: Iterable[str], reader: Reader | None = None
) -> dict[str, Image]:
    """What is known of the files at `paths` of the content folder, by path.

    With the `reader` of an earlier call, only what changed since is read. Nothing is known of a
    file that cannot be opened: whoever publishes it says so.
    """
    reader = reader or Reader()
    return {path: _image(folder, path, reader) for path in paths}


def _image(folder: Path, path: str, reader: Reader) -> Image:
    try:
        with open(media_place(folder, path), "rb") as file:
            status = os.fstat(file.fileno())
            signature = (status.st_mtime_ns, status.st_ctime_ns, status.st_size, status.st_ino)
            known = reader.images.get(path)
            if known is not None and known[0] == signature:
                return known[1]
            image = look(file, path)
    except OSError:
        return Image()
    if time.time_ns() - status.st_mtime_ns > TICK_NS:  # else it may change again unseen
        reader.images[path] = (signature, image)
    return image
