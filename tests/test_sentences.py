"""The sentence around a span is found by where sentences end, in any script."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from footnoted.sentences import sentence_around

# A bar stands where one sentence ends and the next may begin.
CASES = {
    "plain": "One two.| Three four!| Five?| Six",
    "acronyms": "The U.S. President met the U.N. Council.| In the U.S.| A poll fell at 8 a.m.| It",
    "acronyms inside": "The U.S. Senate sat until 9 p.m. Monday. | A D.C. 12 ran.",
    "titles": "Mr. Kim met Dr. Lee, Gen. Park and Mrs. Moon.| Prof. Cho came.",
    "numbered things": "See No. 3, p. 4, pp. 5–6, fig. 7 and Vol. IX of it.| No. 10 said no.",
    "no as a word": "He said no.| She left.| No.| He stayed.",
    "words that also abbreviate": "It is art.| Picasso agreed in Jan.| Then, on Feb. 3, he left.",
    "latin abbreviations": "Smith vs. Jones, e.g. Kim, i.e. Lee, Cho et al. Park, etc.| The end.",
    "initials": "J. R. Smith and J. A. Kim saw George W. Bush.| He left.| Plan B.| It failed.",
    "companies": "Apple Inc. Chairman Cook met Ford Motor Co.| The deal fell.| King Jr. spoke.",
    "degrees and places": "She has a Ph.D.| She is from St. Louis on Mt. Hood.",
    "decimals": "It was 75.9 percent.| 12.5 were for it.| $3 was .5 of it.| Example.com fell.",
    "years": "It was in 2018.| In 2019.| 12 people came.",
    "a list number": "1. The first one.| Then 2.| The rest.",
    "ellipses": "It was over…| Then it … ended... and so on.| He said no more...| She left.",
    "spaced ellipsis": "It was . . . over. . . .| Then it ended.",
    "omissions": "The […] President said it.| […] Then he [...] Left.| (…) He came.",
    "closing marks": "“Go!”| ‘No.’| “He said ‘go.’”| (He left.)| [She did.]| He left (at 9).| So.",
    "a question inside": "“Why did he go?” he asked.| “Go!” she cried; “now?”, he said.",
    "a quotation begins": "He left.| “She stayed.”| ‘So.’| (It rained.)| — And then.| ¿Qué?| ¡No!",
    "lower case": "The so-called ver. of approx. half.| Yahoo! is one. iPhone is another.",
    "semicolon": "He came; macOS did not; “She” left: The end.",
    "interrobang": "What?!| No!!!| Really?..| Yes.",
    "other quotation marks": "„Gut.“| Er ging.| »Hej.«| Han gik.| «\u202fOui.\u202f»| Il part.",
    "german days": "Am 3. Oktober 1990 kam sie.| Am 1. Mai ging er.| Es war der 3.| Dann kam er.",
    "russian": "— Привет! — сказал он.| Он ушёл и т. д. и т. п.",
    "chinese": "他走了。|她来了！|什么？|“是。”|“不！”|（见下。）|“好吗？”他说。|3．5是数。|完",
    "japanese": "「はい。」と言った。|彼は行った。|『え？』、と。",
    "korean": "그는 갔다.| 왜?| 네.| “가자.”라고 했다.| 75.9%였다.| 문 대통령(당시)은 왔다.",
    "korean dates": "2018. 4. 27. 판문점에서 만났다.| 2018.6.12. 다시 만났다.| 2018. 9.에 또.",
    "arabic": "هل ذهب؟| نعم.| لا، ذهب؛ ثم عاد.",
    "urdu": "وہ گیا۔| وہ آیا۔",
    "hindi": "वह गया।| वह आया।|फिर वह गया॥",
    "georgian": "წავიდა.| მოვიდა.",
    "line breaks": "One\ntwo.|\nThree.|  \n Four.",
    "blanks": "  One. |  Two.  ",
}


@pytest.mark.parametrize("barred", CASES.values(), ids=CASES.keys())
def test_the_sentence_around_any_of_its_characters_is_the_whole_of_it(barred: str) -> None:
    text = barred.replace("|", "")
    offset = 0
    for piece in barred.split("|"):
        start = offset + len(piece) - len(piece.lstrip())
        end = offset + len(piece.rstrip())
        offset += len(piece)
        spans = [(place, place + 1) for place in range(start, end) if not text[place].isspace()]

        found = {sentence_around(text, *span) for span in [*spans, (start, end), (start, start)]}

        assert {text[slice(*span)] for span in found} == {piece.strip()}
        assert found == {(start, end)}


def test_a_span_over_two_sentences_gets_both() -> None:
    text = "One. Two. Three. Four."

    assert text[slice(*sentence_around(text, 7, 11))] == "Two. Three."
    assert text[slice(*sentence_around(text, 0, len(text)))] == text


def test_blanks_at_the_ends_of_a_span_belong_to_no_sentence() -> None:
    text = "One. Two. Three."

    assert sentence_around(text, 4, 10) == (5, 9)


def test_an_empty_span_stands_for_the_sentence_there_or_next_or_last() -> None:
    text = "One.  Two.  "

    assert sentence_around(text, 2, 2) == (0, 4)
    assert sentence_around(text, 5, 5) == (6, 10)
    assert sentence_around(text, 11, 12) == (6, 10)


@pytest.mark.parametrize("text", ["", "  \n"])
def test_a_blank_text_has_an_empty_sentence(text: str) -> None:
    start, end = sentence_around(text, 0, len(text))

    assert start == end


UNITS = [
    ". ",
    "a. ",
    "U.S. ",
    "[…] ",
    ". [...] ",
    ".” ",
    "! ‘",
    "“ ",
    "。”",
    "2018. 4. ",
    "1234",
    "  ",
]


@pytest.mark.parametrize("unit", UNITS)
def test_a_long_paragraph_takes_linear_time(unit: str) -> None:
    """Quadratic time would not finish; the second question about a text costs next to nothing."""
    text = f"x {unit * (300_000 // len(unit))} y"

    for offset in range(0, len(text), 100):
        start, end = sentence_around(text, offset, offset + 1)

        assert 0 <= start < end <= len(text)


@given(st.text(st.sampled_from("Aa1. !?…。”“’)( \n[]") | st.characters()), st.data())
def test_whole_sentences_cover_the_span(text: str, draw: st.DataObject) -> None:
    start = draw.draw(st.integers(0, len(text)))
    end = draw.draw(st.integers(start, len(text)))
    covered = text[start:end]

    first, last = sentence_around(text, start, end)

    sentence = text[first:last]
    assert sentence == sentence.strip()
    if covered.strip():
        assert first <= start + len(covered) - len(covered.lstrip())
        assert last >= end - len(covered) + len(covered.rstrip())
        assert sentence_around(text, first, last) == (first, last)
