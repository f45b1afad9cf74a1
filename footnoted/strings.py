"""The words of a theme in one language, as code and templates ask for them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from msgspec import Struct


class Strings(Struct, frozen=True):
    """The words of the theme in one language; English where the language has none."""

    language: str
    words: Mapping[str, str]
    date: Callable[[str], str]  # an EDTF date as people of this language write it

    def __call__(self, key: str, **values: object) -> str:
        """The words for `key`; with a count `n` of 1, those of `key.one` if there are any."""
        if values and values.get("n") == 1 and f"{key}.one" in self.words:
            key = f"{key}.one"
        try:
            words = self.words[key]
        except KeyError:
            raise LookupError(f"theme/strings has no words for `{key}`") from None
        return words.format(**values) if values else words

    def name_of(self, language: str) -> str:
        """The name of a language, or its tag if the theme has no name for it."""
        return self.words.get(f"language.{language.partition('-')[0]}", language)


def teller(strings: Strings) -> Callable[..., str]:
    """The strings as a function, which takes half as long to call, with their attributes."""
    words = strings.words

    def t(key: str, **values: object) -> str:
        return strings(key, **values) if values or key not in words else words[key]

    t.__dict__.update({name: getattr(strings, name) for name in dir(strings) if name[0] != "_"})
    return t
