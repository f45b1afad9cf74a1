"""Straight quotation marks become those of the language, in text and in Markdown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from footnoted.syntax.quotation_marks import QuotationMarks, marks_of
from footnoted.syntax.smart_quotes import educate, smart_quotes

TAGS = (
    "en en-GB ar he fa zh zh-Hant ja ko de de-CH fr fr-CH es it pt pt-PT nl sv fi da nb pl cs sk "
    "hu ru uk bg el tr ro vi id"
)
LANGUAGES = TAGS.split()
NARROW_SPACE = "\u202f"
DOUBLE = "“”„«»「」״"
SINGLE = "‘’‚‹›『』׳"
FOLDED = str.maketrans(dict.fromkeys(DOUBLE + SINGLE + '"', "'") | {NARROW_SPACE: None})
PROSE = st.text(
    st.sampled_from("\"\"\"'''  ab9sS.,!?-—()[]‘’“”«»가好カשم\n\u202f") | st.characters()
)

ENGLISH = [
    ('"Hello," said the spider.', "“Hello,” said the spider."),
    ("\"'Shelob' is my name.\"", "“‘Shelob’ is my name.”"),
    ("'He said, \"I want to go.\"'", "‘He said, “I want to go.”’"),
    ("'A', 'B', and 'C' are letters.", "‘A’, ‘B’, and ‘C’ are letters."),
    ("'Oak,' 'elm,' and 'beech'", "‘Oak,’ ‘elm,’ and ‘beech’"),
    ('"a "b" c" d', "“a “b” c” d"),
    ('"She said \'he said "no" twice\' to me"', "“She said ‘he said “no” twice’ to me”"),
    ("don't, O'Neill, y'all'd've", "don’t, O’Neill, y’all’d’ve"),
    ("the '90s, the 1990's, the class of '68", "the ’90s, the 1990’s, the class of ’68"),
    ("'Tis so; 'tisn't; 'twas", "’Tis so; ’tisn’t; ’twas"),
    ('"\'Tis so," he said', "“’Tis so,” he said"),
    ("rock 'n' roll, go get 'em", "rock ’n’ roll, go get ’em"),
    ("the letters 'n', 's' and 't'", "the letters ‘n’, ‘s’ and ‘t’"),
    ("the students' work, James's", "the students’ work, James’s"),
    ("'He said \"the students' work\" was fine.'", "‘He said “the students’ work” was fine.’"),
    ("[Foo]'s, (NATO)'s, the U.S.'s, Yahoo!'s", "[Foo]’s, (NATO)’s, the U.S.’s, Yahoo!’s"),
    ('"Foo"\'s end', "“Foo”’s end"),
    ('"Yes"—"No"--"maybe"', "“Yes”—“No”--“maybe”"),
    ('"I was—" she said', "“I was—” she said"),
    ('She said—"no"—and "went—"yes"—on"', "She said—“no”—and “went—“yes”—on”"),
    ('("foo") ["bar"] {\'baz\'}', "(“foo”) [“bar”] {‘baz’}"),
    ('"(foo) bar" "foo (bar)"', "“(foo) bar” “foo (bar)”"),
    ('"x"? "y"! "z"; "w": "v"…', "“x”? “y”! “z”; “w”: “v”…"),
    ('"...and then" "…so"', "“...and then” “…so”"),
    ('end of it." Then', "end of it.” Then"),
    ('"A paragraph that goes on', "“A paragraph that goes on"),
    ('6\'2" tall, a 6" pipe, 5\' 10"', '6\'2" tall, a 6" pipe, 5\' 10"'),
    ("40°26'46\" N", "40°26'46\" N"),
    ("\"in 1999\" and 'in 1999'", "“in 1999” and ‘in 1999’"),
    ('the " key, the \' key, ""', 'the " key, the \' key, ""'),
    ("", ""),
]

OTHER_LANGUAGES = [
    ("ko", '"안녕"이라고 했다', "“안녕”이라고 했다"),
    ("ko", "\"그는 '좋다'고 했다\"며", "“그는 ‘좋다’고 했다”며"),
    ("ko", "'20대 남성'의, 'OK'라고", "‘20대 남성’의, ‘OK’라고"),
    ("en", "'(안녕)'이라고, \"BTS\"는", "‘(안녕)’이라고, “BTS”는"),
    ("zh", '他说"你好"了，"再见"，\'好\'吗', "他说“你好”了，“再见”，‘好’吗"),
    ("zh", '"你好，"他说，"我——"他说', "“你好，”他说，“我——”他说"),
    ("zh-Hant", "他說\"你'好'嗎\"了", "他說「你『好』嗎」了"),
    ("ja", '彼は"はい"と言った', "彼は「はい」と言った"),
    ("de", "\"Er sagte 'ja',\" Hans' Auto", "„Er sagte ‚ja‘,“ Hans’ Auto"),
    ("de-CH", "\"Er sagte 'ja'\"", "«Er sagte ‹ja›»"),
    ("nl", "'s avonds in 't huis \"De Zon\"", "’s avonds in ’t huis ‘De Zon’"),
    ("sv", '"Ja" sa\'n', "”Ja” sa’n"),
    ("tr", "\"Hürriyet\"'te, Ankara'da", "“Hürriyet”’te, Ankara’da"),
    ("uk", 'п\'ять "слів"', "п’ять «слів»"),
    ("ar", 'قال "مرحبا"، و"الكلمة"', "قال ”مرحبا“، و”الكلمة“"),
    ("he", 'ארה"ב, ב"הארץ", דו"חות, ג\'ירפה', "ארה״ב, ב”הארץ”, דו״חות, ג׳ירפה"),
    ("fr", '"Oui", dit-il. L\'"été"', "«\u202fOui\u202f», dit-il. L’«\u202fété\u202f»"),
    ("fr", '"Oui " dit-il', "«\u202fOui » dit-il"),
]

MARKDOWN = [
    ('*"a"* and "*a*" and **"a" b**', "<em>“a”</em> and “<em>a</em>” and <strong>“a” b</strong>"),
    ("*James*'s", "<em>James</em>’s"),
    ("\"**안녕**\"이라고 '*안녕*'이라고", "“<strong>안녕</strong>”이라고 ‘<em>안녕</em>’이라고"),
    ("'`code`' and \"[link](u)\"'s", '‘<code>code</code>’ and “<a href="u">link</a>”’s'),
    ("`'a'` `x`'s", "<code>'a'</code> <code>x</code>’s"),
    ("one\n\"two\"  \n'three'", "one\n“two”<br>\n‘three’"),
    ('\\"a\\" "b" \\\'c\\\'', "&quot;a&quot; “b” 'c'"),
    ("6\\'2\\\"", "6'2&quot;"),
    ('&quot;a&quot; "b" &#39;c&#39;', "&quot;a&quot; “b” 'c'"),
    ("<http://a.b/'c'> 'd'", "<a href=\"http://a.b/'c'\">http://a.b/'c'</a> ‘d’"),
    ('"<http://a.b/>"', '“<a href="http://a.b/">http://a.b/</a>”'),
    ('<b title="a">"b"</b>', '<b title="a">“b”</b>'),
    ('one<br>"two"', "one<br>“two”"),
    ('"![a "b"](c)"', '“<img src="c" alt="a “b”">”'),
]


@pytest.mark.parametrize(("straight", "typographic"), ENGLISH)
def test_english_marks_are_judged_by_their_neighbours(straight: str, typographic: str) -> None:
    assert educate(straight, "en") == typographic


@pytest.mark.parametrize(("language", "straight", "typographic"), OTHER_LANGUAGES)
def test_other_languages_have_their_own_marks(
    language: str, straight: str, typographic: str
) -> None:
    assert educate(straight, language) == typographic


@pytest.mark.parametrize(("source", "expected"), MARKDOWN)
def test_marks_are_judged_across_the_tokens_of_a_paragraph(source: str, expected: str) -> None:
    assert rendered(source, "en") == f"<p>{expected}</p>\n"


def test_each_paragraph_is_a_fresh_start() -> None:
    assert rendered('"open\n\n"new" 6"', "en") == "<p>“open</p>\n<p>“new” 6&quot;</p>\n"


def test_the_language_of_markdown_is_taken_from_the_environment() -> None:
    assert rendered('# "Ja"', "de") == "<h1>„Ja“</h1>\n"
    assert parser().render('"Yes"') == "<p>“Yes”</p>\n"


def test_the_longest_known_beginning_of_a_tag_decides() -> None:
    assert marks_of("de-CH-1996") == marks_of("DE-ch") == QuotationMarks("«", "»", "‹", "›")
    assert marks_of("de-AT") == marks_of("de") == QuotationMarks("„", "“", "‚", "‘")
    assert marks_of("zh-TW") == marks_of("zh-Hant-HK") == QuotationMarks("「", "」", "『", "』")
    assert marks_of("pt-BR") == marks_of("tlh") == marks_of("") == marks_of("en")


@pytest.mark.parametrize("text", ["\"a' ", "\"a 'b 'c ", "\"'", "'s "])
def test_a_long_paragraph_takes_linear_time(text: str) -> None:
    """markdown-it-py 4.3 needs half a minute for the first; quadratic time would not finish."""
    straight = text * (300_000 // len(text))

    assert len(educate(straight, "en")) == len(straight)
    assert rendered(straight, "en")


@given(PROSE, st.sampled_from(LANGUAGES))
def test_only_marks_change(text: str, language: str) -> None:
    assert educate(text, language).translate(FOLDED) == text.translate(FOLDED)


@given(PROSE, st.sampled_from([tag for tag in LANGUAGES if not tag.startswith("fr")]))
def test_each_mark_keeps_its_place_and_its_kind(text: str, language: str) -> None:
    marks = marks_of(language)
    become = {
        '"': f'"{marks.opening}{marks.closing}״',
        "'": f"'{marks.inner_opening}{marks.inner_closing}’׳",
    }

    pairs = list(zip(text, educate(text, language), strict=True))

    assert all(after in become.get(before, before) for before, after in pairs)


@given(st.text(st.sampled_from("\"' xx.,!?;9—(”")), st.sampled_from(LANGUAGES))
def test_ascii_letters_are_like_others(text: str, language: str) -> None:
    """Beside these, marks are judged in a quicker way."""
    greek = educate(text.replace("x", "χ"), language)

    assert greek == educate(text, language).replace("x", "χ")


@given(st.text(st.sampled_from("\"' aXs9.,—(가好")).map(str.strip), st.sampled_from(LANGUAGES))
def test_plain_text_and_markdown_agree(text: str, language: str) -> None:
    tokens = parser().parse(f"x {text}", {"language": language})

    shown = "".join(child.content for child in tokens[1].children or [])

    assert shown == educate(f"x {text}".strip(), language)


def parser() -> MarkdownIt:
    md = MarkdownIt("js-default", {"html": True}).disable(["smartquotes", "replacements"])
    md.core.ruler.after("inline", "smart_quotes", smart_quotes)
    return md


def rendered(source: str, language: str) -> str:
    html = parser().render(source, {"language": language})
    assert isinstance(html, str)
    return html
