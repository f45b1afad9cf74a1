"""What in a sentence wants evidence: figures, dates, attributions and quotations, by language.

In a case, what is to be found stands between braces, behind the first letter of its kind.
"""

from __future__ import annotations

import re

import pytest

from footnoted.coverage.finding import needs
from footnoted.coverage.quotations import quotations, trace
from footnoted.diagnostics import NOWHERE
from footnoted.model import Citation, LinkedCitation, Source

# Words that stand in small letters elsewhere in the essay, and so are no names.
WORDS = frozenset({"trade", "critics"})
CASES = {
    "en": """\
F{91 in a hundred} were for it, F{nine in ten}, F{two thirds} and F{a third} of them; a third time.
It cost F{$3.5 billion}, F{€40} each, F{12.5%} or F{3 percentage points} more.
Late in August F{a tenth} named it, F{thousands} died, and prices F{doubled}.
Between F{20} and F{30} people, F{20}–30 dogs or F{1,500} cats; F{forty-six} men.
F{Forty-six} sailors died. He wrote F{twelve} plays and F{3} books, as of Mark, F{12} in all.
F{Half} the country slept; the southern half of it, the other half of the time, was awake.
The 38th president, on page 3 of section 2, Article 9, the twenty-first century (2), [3].
The F-35, the G7, COVID-19, Apollo 11, Windows 11, at 9:30 on 9/11, a 10-year plan, aged 45.
One would think so; no one, two soldiers, ten days. May I? They may march in March.
The 73 is low. It was the 73. But the F{28,500} troops stay.
In D{2018} output fell, since D{1990}; the 2018 election, the summer of 2018, the 1970s.
On D{27 April 2018}, D{April 27, 2018}, D{2018-04-27}, D{6 to 8 August} and D{28 and 29 April 2018}.
Since D{December 2024} they met in May, and until D{June 2024} in April.
A{Smith} said so. A{President Moon Jae-in}, the South’s president, had said no.
The A{White House} denied it, and in April A{Moon} warned of it.
“It is so,” wrote A{Virginia Woolf}. By A{SIPRI}’s estimate it rose.
According to the A{Congressional Budget Office} it fell; according to critics it did not.
A{Kim} has come round to it, saying that it was over.
Trade said so.
Critics said so.
He said so. The minister said so. Nobody said so.
What Berger said is unknown, and so is whether she argued.
Whether Berger wrote it, who knows.
""",
    "de": """\
Am D{3. Oktober 1990} kam sie, D{Seit 1990} wuchs sie, D{6. bis 8. August} blieb sie.
F{Zwei Drittel}, F{neun von zehn}, F{Jeder dritte} Bayer, die F{Hälfte} der Frauen, F{2,5 Prozent}.
F{3,5 Millionen} Euro, F{fünfzig} Mark, F{12.000} Menschen und F{40 €}; zwei Hunde, ein Ei.
Auf Seite 3, Artikel 5, Kapitel 2, der 3. Versuch, im 20. Jahrhundert.
A{Angela Merkel} sagte nein, weil A{Scholz} schrieb, es gehe.
„Das ist so“, sagte A{Robert Habeck}. Es ist alt, so A{Habermas}.
Laut A{Statistischem Bundesamt} sank sie; laut Umfrage stieg sie.
Der Minister sagte es. Kritiker sagten es. Er sagte es. Man sagt es.
""",
    "ko": """\
D{2018년 4월 27일} 두 정상이 만났고, D{2018년에} 생산이 줄었다.
응답자 F{1,500}명의 F{90.7%}가, 또는 F{73퍼센트}가 찬성했다.
F{열 명 중 아홉} 명이, 국민의 F{절반}이, 병력 F{3만 명}이 그랬다.
제3조와 38도선, 세 번째 회담, 5년 동안.
A{문재인 대통령}은 평화가 온다고 말했다.
A{통계청}에 따르면 줄었고, 보도에 따르면 늘었다.
그는 평화가 온다고 말했다.
""",
    "fr": """\
Le D{27.04.2018}, F{51 %} des Français et F{12 000} soldats, dit Macron.
""",
}
_LINES = [(tag, line) for tag, text in CASES.items() for line in text.splitlines()]
_KINDS = {"F": "figure", "D": "date", "A": "attribution"}


@pytest.mark.parametrize(("language", "case"), _LINES)
def test_what_wants_evidence_is_found(language: str, case: str) -> None:
    sentence = re.sub(r"[FDA]\{(.*?)\}", r"\1", case)

    found = [
        (need.kind, sentence[need.start : need.end]) for need in needs(sentence, language, WORDS)
    ]

    expected = [(_KINDS[kind], words) for kind, words in re.findall(r"([FDA])\{(.*?)\}", case)]
    assert expected == found


def test_a_country_does_not_change_the_language() -> None:
    assert needs("Es waren fünfzig.", "de-AT", WORDS) == needs("Es waren fünfzig.", "de", WORDS)


def test_a_sentence_without_end_ends_the_search_in_time() -> None:
    """A stranger's pull request is checked too."""
    for text in ("Aa " * 200_000, "1,1" * 200_000, "“" * 200_000, "‘a " * 200_000):
        needs(text, "en", WORDS)
        assert not list(quotations(text, "en"))


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "He “likes” it, “a safe bet” and “no bet”.", ["“a safe bet”"]),
        ("en", "“Is a Peace Deal Impossible?” asks “The Art of the Deal”.", []),
        (
            "en",
            "‘That’s it, isn’t it,’ he said of the dogs’ own bones.",
            ["‘That’s it, isn’t it,’"],
        ),
        ("en", "She said „das ist so“ and «c’est la vie» too.", ["„das ist so“", "«c’est la vie»"]),
        ("de", "„Das Ist So“, sagte er.", ["„Das Ist So“"]),
        ("fr", "«\u202fC’est la vie\u202f», dit-il.", ["«\u202fC’est la vie\u202f»"]),
        ("ja", "「平和は遠いと言った」と「平和」", ["「平和は遠いと言った」"]),
    ],
)
def test_quotations_are_three_words_or_more_and_no_titles(
    language: str, text: str, expected: list[str]
) -> None:
    assert expected == [text[n.start : n.end] for n in quotations(text, language)]


def _cited(check: str, quote: str, translation: str = "") -> LinkedCitation:
    source = Source("a")
    citation = Citation("a", "supports", NOWHERE, quote=quote, translation=translation)
    return LinkedCitation(citation, source, check)


QUOTE = "Peace is not at hand, and perhaps it never was."


@pytest.mark.parametrize(
    ("quotation", "cited", "expected"),
    [
        ("“Peace is not at hand,”", [("found", QUOTE)], "traced"),
        ("“not at hand, and perhaps it”", [("found", QUOTE)], "traced"),
        ("“Peace is not […] it never was.”", [("found", QUOTE)], "traced"),
        ("“Peace is at hand”", [("found", QUOTE)], "not-quoted"),
        ("“eace is not at”", [("found", QUOTE)], "not-quoted"),
        ("“Peace is not at hand”", [("unchecked", QUOTE)], "unchecked"),
        ("“Peace is not at hand”", [("not-found", QUOTE)], "unchecked"),
        ("“Peace is not at hand”", [("unchecked", QUOTE), ("found", QUOTE)], "traced"),
        ("“peace is far away”", [("found", "평화는 멀다", "peace is far away")], "traced"),
        ("“Peace is not at hand”", [("", "")], "not-quoted"),
        ("“Peace is not at hand”", None, "no-claim"),
    ],
)
def test_a_quotation_is_traced_word_for_word_to_one_that_is_checked(
    quotation: str, cited: list[tuple[str, ...]] | None, expected: str
) -> None:
    citations = None if cited is None else [_cited(*item) for item in cited]

    assert expected == trace(quotation, citations)
