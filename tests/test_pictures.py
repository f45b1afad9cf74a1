"""The page of pictures: all states are planned, and what is planned is taken."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pictures
import states


def test_every_kind_of_page_has_its_picture_in_every_state() -> None:
    planned = {(p.kind, p.deed, p.look.width, p.look.scheme, p.scripts) for p in pictures.plan()}

    every = product(states.PAGES, states.DEEDS, states.WIDTHS, states.SCHEMES, (True, False))
    assert planned >= set(every)
    assert {p.kind for p in pictures.plan() if p.deed == "print"} == set(states.PAGES)
    assert len({p.name for p in pictures.plan()}) == len(list(pictures.plan()))


def test_the_pictures_of_a_page_are_taken_and_shown(tmp_path: Path) -> None:
    """Of the smallest page, which has nothing to open."""
    folder = tmp_path / "pictures"

    assert 0 == pictures.main(["--only", "404", "--output", str(folder)])

    wanted = [p for p in pictures.plan() if p.kind == "404" and p.deed in ("as it is", "print")]
    shown = (folder / "index.html").read_text("utf-8")
    for picture in wanted:
        assert (folder / picture.name).stat().st_size > 2000
        assert f'src="{picture.name}"' in shown
    assert len(list(folder.iterdir())) == len(wanted) + 2  # with the PDF and the index
