"""What is put on a canvas is in its PNG, pixel for pixel as Pillow would put it there."""

from __future__ import annotations

import io
import random
import struct
import zlib

from PIL import Image

from footnoted.canvas import Canvas, mask_of

SIZE = (90, 70)
COLORS = {"ink": ("#101010",), "link": ("#1030c0",), "rule": ("#c0c0c0",), "paper": ("#fffff8",)}
STEPS = 12


def image_of(png: bytes) -> Image.Image:
    return Image.open(io.BytesIO(png))


def packed(png: bytes) -> bytes:
    """The bytes of the one chunk with pixels."""
    at = png.index(b"IDAT")
    (length,) = struct.unpack(">I", png[at - 4 : at])
    return png[at + 4 : at + 4 + length]


def blot(chance: random.Random, width: int, height: int) -> Image.Image:
    greys = bytes(chance.choice((0, 0, 3, 90, 255)) for _ in range(width * height))
    return Image.frombytes("L", (width, height), greys)


def test_what_is_put_over_other_things_and_over_the_edges_is_there() -> None:
    chance = random.Random(3)
    for mirrored in (False, True):
        canvas = Canvas(SIZE, COLORS, mirrored=mirrored)
        expected, firsts = Image.new("L", SIZE, 0), dict[str, int]()
        for number in range(60):
            color = chance.choice(("ink", "link", "rule"))
            first = firsts.setdefault(color, 1 + STEPS * len(firsts))
            start, top = chance.randrange(-30, 90), chance.randrange(-30, 70)
            width, height = chance.randrange(1, 40), chance.randrange(1, 40)
            left = SIZE[0] - start - width if mirrored else start
            if number % 4:
                mask = blot(chance, width, height)
                canvas.stamp(mask_of(mask), start, top, color)
                steps = [round(grey * STEPS / 255) for grey in range(256)]
                inks = mask.point([first + step - 1 if step else 0 for step in steps])
                is_inked = mask.point([255 if step else 0 for step in steps])
                expected.paste(inks, (left, top), is_inked)
            else:
                canvas.rectangle(start, top, (width, height), color)
                expected.paste(first + STEPS - 1, (left, top, left + width, top + height))

        assert image_of(canvas.png()).tobytes() == expected.tobytes()


def test_what_is_packed_has_the_sum_of_its_bytes() -> None:
    """Not all that show pictures look at the sum; those that do would refuse the file."""
    bare, drawn = (Canvas(SIZE, COLORS, mirrored=False) for _ in range(2))
    drawn.rectangle(0, 10, (4, 20), "ink")
    drawn.rectangle(3, 40, (87, 30), "link")

    for canvas in (bare, drawn):
        rows = zlib.decompress(packed(canvas.png()))
        assert (SIZE[0] + 1) * SIZE[1] == len(rows)
        assert {0} == set(rows[:: SIZE[0] + 1])


def test_a_picture_has_the_same_bytes_each_time() -> None:
    drawings = [Canvas(SIZE, COLORS, mirrored=False) for _ in range(2)]
    for canvas in drawings:
        canvas.rectangle(5, 5, (20, 20), "link")

    assert drawings[0].png() == drawings[0].png() == drawings[1].png()
