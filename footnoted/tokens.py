"""A style sheet -> the custom properties of its pages, for what is drawn without a browser.

    sheet       = (declaration ";" | prelude "{" sheet "}")*
    declaration = "--" name ":" value

Comments are gone already. Only what holds for every reader counts: rules of `:root`, in layers or
in none, but not those for a medium, such as paper or a reader who asks for more contrast.
"""

from __future__ import annotations

import re

from footnoted.patterns import pattern

_PIECE = pattern(r"""[{};]|(?:"[^"]*"|'[^']*'|[^{};"'])+""")
_LIGHT = pattern(r"light-dark\(((?:[^(),]|\([^()]*\))+),.*\)", re.DOTALL)


def properties(css: str) -> dict[str, tuple[str, ...]]:
    """Each custom property with its values on light pages, the one that wins first.

    >>> properties("@layer t{:root{--ink:light-dark(#211f1b,#e7e3da)}}:root{--ink:navy}")
    {'ink': ('navy', '#211f1b')}
    """
    found: list[tuple[bool, str, str]] = []
    open_blocks: list[str] = []
    held = ""
    for piece in _PIECE.findall(css):
        if piece not in "{};":
            held = piece.strip()
            continue
        if piece == "{":
            open_blocks.append(held)
        elif held.startswith("--") and _is_for_all(open_blocks):
            name, _, value = held[2:].partition(":")
            in_layer = any(block.startswith("@") for block in open_blocks)
            found.append((not in_layer, name.strip(), _light(value.strip())))
        if piece == "}" and open_blocks:
            open_blocks.pop()
        held = ""
    by_name: dict[str, tuple[str, ...]] = {}
    for _, name, value in sorted(found, key=lambda item: item[0]):  # what is in no layer wins
        by_name[name] = (value, *by_name.get(name, ()))
    return by_name


def _is_for_all(blocks: list[str]) -> bool:
    *around, selector = blocks or [""]
    is_root = ":root" in [part.strip() for part in selector.split(",")]
    return is_root and all(block.startswith("@layer") for block in around)


def _light(value: str) -> str:
    match = _LIGHT.fullmatch(value)
    return match[1].strip() if match else value
