"""The claim ledger: sorted and filtered in Chromium, its state in the address, quick when long.

`site` has three essays, one of them in Korean; `long` has ten thousand claims.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

import build
import chromium
from chromium import violations
from html_pages import Element, read_page
from sites import write_files

ROOT = Path(__file__).resolve().parent.parent

# Claims by essay, newest first: the evidence each rests on, `-` for none.
ESSAYS = {"zebra": "mixed good - bad", "apple": "good good mixed", "사과": "bad"}
EVIDENCE = {
    "good": ("supported", "figure"),
    "mixed": ("mixed", "fact"),
    "bad": ("contradicted", "figure"),
}


def files(essays: dict[str, str]) -> dict[str, str | bytes]:
    """A site in which claim `n` of an essay is called `essay n`."""
    made: dict[str, str | bytes] = {"site.yaml": "title: The Desk\n", "sources.yaml": SOURCES}
    for day, (name, claims) in enumerate(essays.items()):
        text = "\n\n".join(
            f"So [{name} {n}]({'#' if slug == '-' else f'../evidence/{slug}.md'})."
            for n, slug in enumerate(claims.split(), 1)
        )
        head = f"---\ntitle: The {name}\ndate: 2026-01-{28 - day}\n---\n"
        made[f"essays/e{day}.md"] = head + text
    for slug, (verdict, kind) in EVIDENCE.items():
        made[f"evidence/{slug}.md"] = (
            f"---\ntitle: Is it {slug}?\nkind: {kind}\nverdict: {verdict}\ncitations:\n"
            "  - {source: paper, relation: context}\n---\nYes.\n"
        )
    return made


SOURCES = "paper: {type: report, title: On paper}\n"


def built(top: Path, essays: dict[str, str]) -> Path:
    write_files(top / "content", files(essays))
    arguments = ["--no-cache", "--content", str(top / "content"), "--output", str(top / "site")]
    assert 0 == build.main(arguments)
    return top / "site" / "claims.html"


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built(tmp_path_factory.mktemp("ledger"), ESSAYS)


@pytest.fixture
def page(browser: Browser, ledger: Path) -> Iterator[Page]:
    """The ledger, opened from the disk."""
    made = browser.new_page(viewport={"width": 1440, "height": 900})
    made.goto(ledger.as_uri())
    yield made
    made.close()


def shown(page: Page) -> list[str]:
    return page.locator(".ledger tbody .words").all_inner_texts()


def query(page: Page) -> str:
    return page.url.partition("?")[2]


def sort_by(page: Page, column: str) -> None:
    page.get_by_role("button", name=column, exact=True).click()


# ---- without scripts ------------------------------------------------------------------


def test_without_scripts_the_table_is_whole_and_plain(browser: Browser, ledger: Path) -> None:
    page = browser.new_page(java_script_enabled=False)
    page.goto(ledger.as_uri())

    assert 8 == len(shown(page))
    assert not page.locator(".filters").is_visible()
    assert 0 == page.locator(".ledger button:visible").count()
    shares = page.locator(".tally .legend li").all_inner_texts()
    assert shares == ["3 supported", "2 mixed", "2 contradicted", "1 without evidence"]
    page.close()


def test_it_is_a_real_table(ledger: Path) -> None:
    table = one(read_page("claims.html", ledger.read_text("utf-8")).root, "table")

    heads = [head.text for head in one(table, "thead").all("th", scope="col")]
    assert heads == ["No.", "Claim", "Standing", "Kind", "Evidence", "Essay"]
    assert all(len(row.all("td")) == 6 for row in one(table, "tbody").all("tr"))
    assert one(table, "caption").text


def test_a_site_of_one_essay_names_it_above_and_not_in_each_row(tmp_path: Path) -> None:
    table = one(
        read_page("c", built(tmp_path, {"only": "good -"}).read_text("utf-8")).root, "table"
    )

    assert "The only" in one(table, "caption").text
    assert "The only" not in one(table, "tbody").text
    assert 5 == len(one(table, "thead").all("th"))


def test_a_site_without_claims_has_no_table(tmp_path: Path) -> None:
    page = read_page("c", built(tmp_path, {"none": ""}).read_text("utf-8"))

    assert not page.root.all("table")
    assert not page.root.all("script")


def one(element: Element, tag: str) -> Element:
    (found,) = element.all(tag)
    return found


# ---- sorting --------------------------------------------------------------------------


def test_columns_sort_both_ways_and_say_so(page: Page) -> None:
    """Verdicts from good to bad, kinds in their order, essays by title, equals as they were."""
    at_first = shown(page)
    sort_by(page, "Standing")
    assert shown(page) == [
        *("zebra 2", "apple 1", "apple 2"),
        *("zebra 1", "apple 3", "zebra 4", "사과 1", "zebra 3"),
    ]
    head = page.locator("th[data-sort=standing]")
    assert "ascending" == head.get_attribute("aria-sort")

    sort_by(page, "Standing")
    assert shown(page)[:3] == ["zebra 3", "zebra 4", "사과 1"]
    assert "descending" == head.get_attribute("aria-sort")
    sort_by(page, "Kind")
    assert shown(page)[:2] == ["zebra 1", "apple 3"]
    assert "zebra 3" == shown(page)[-1]
    assert 1 == page.locator("[aria-sort]").count()
    sort_by(page, "Essay")
    assert [words.split()[0] for words in shown(page)] == ["apple"] * 3 + ["zebra"] * 4 + ["사과"]
    sort_by(page, "No.")
    assert shown(page)[:3] == ["zebra 1", "apple 1", "사과 1"]

    page.get_by_role("button", name="Show all claims").click()
    page.wait_for_function("!document.querySelector('[aria-sort]')")
    assert shown(page) == at_first


# ---- filtering ------------------------------------------------------------------------


def test_filters_narrow_the_table_and_count_what_each_choice_would_show(page: Page) -> None:
    def counts() -> list[str]:
        return page.locator(".choices .count").all_inner_texts()

    def kinds() -> list[str]:
        return page.locator("[name=kind] option").all_inner_texts()

    result = page.get_by_role("status")
    assert "8 of 8 claims" == result.inner_text()
    assert counts() == ["3", "2", "2", "1"]
    page.get_by_label("Contradicted").check()
    page.get_by_label("Needs evidence").check()

    assert shown(page) == ["zebra 3", "zebra 4", "사과 1"]
    assert "3 of 8 claims" == result.inner_text()
    assert counts() == ["3", "2", "2", "1"]
    assert kinds() == ["All", "Fact (0)", "Figure (2)"]
    page.get_by_label("Essay").select_option("e0")
    assert shown(page) == ["zebra 3", "zebra 4"]
    assert counts() == ["1", "1", "1", "1"]
    page.get_by_label("Kind").select_option("figure")
    assert shown(page) == ["zebra 4"]
    visible = "getComputedStyle(document.querySelector('.bar .contradicted')).display"
    assert page.evaluate(visible) != "none"
    assert not page.locator(".bar .supported").is_visible()

    page.get_by_role("button", name="Show all claims").click()
    page.wait_for_function("document.querySelectorAll('.ledger tbody tr').length === 8")
    assert page.get_by_role("button", name="Show all claims").count() == 0


def test_essays_are_counted_whatever_they_are_called(browser: Browser, tmp_path: Path) -> None:
    """Also by names that every object of the language has."""
    made = files({"zebra": "mixed good", "apple": "good", "maple": "bad bad bad"})
    names = ("valueOf", "constructor", "toString")
    for day, name in enumerate(names):
        made[f"essays/{name}.md"] = made.pop(f"essays/e{day}.md")
    page = browser.new_page()
    failures: list[str] = []
    page.on("pageerror", lambda error: failures.append(str(error)))
    write_files(tmp_path / "content", made)
    arguments = ["--content", str(tmp_path / "content"), "--output", str(tmp_path / "site")]
    assert 0 == build.main(["--no-cache", *arguments])
    page.goto((tmp_path / "site/claims.html").as_uri())
    sort_by(page, "Essay")

    essays = page.locator("[name=essay] option").all_inner_texts()
    assert sorted(essays[1:]) == ["The apple (1)", "The maple (3)", "The zebra (2)"]
    assert [words[:5] for words in shown(page)] == ["apple"] + ["maple"] * 3 + ["zebra"] * 2
    assert not failures
    page.close()


def test_what_is_shown_is_said_right_after_the_choices(page: Page) -> None:
    choice, result = (
        page.locator(part).last.bounding_box() for part in (".filters .choice", ".filters output")
    )

    assert choice
    assert result
    assert 8 <= result["x"] - (choice["x"] + choice["width"]) <= 32


def test_nothing_that_fits_is_an_empty_table_and_said(page: Page) -> None:
    page.get_by_label("Needs evidence").check()
    page.get_by_label("Kind").select_option("fact")

    assert [] == shown(page)
    assert "0 of 8 claims" == page.get_by_role("status").inner_text()


# ---- the address ----------------------------------------------------------------------


def test_the_state_is_in_the_address_and_outlives_a_reload(page: Page) -> None:
    page.get_by_label("Contradicted").check()
    page.get_by_label("Mixed").check()
    page.get_by_label("Essay").select_option("e0")
    sort_by(page, "No.")
    sort_by(page, "No.")
    state = shown(page)

    assert "standing=mixed,contradicted&essay=e0&sort=-number" == query(page)
    assert state == ["zebra 4", "zebra 1"]
    page.reload()
    assert state == shown(page)
    assert page.get_by_label("Mixed").is_checked()
    assert "e0" == page.get_by_label("Essay").input_value()
    assert "descending" == page.locator("th[data-sort=number]").get_attribute("aria-sort")
    page.get_by_role("button", name="Show all claims").click()

    page.wait_for_function("!location.search")


@pytest.mark.parametrize(
    "search",
    [
        "standing=nonsense&kind=<b>&essay=../x&sort=drop",
        "standing=,,&sort=--number",
        "sort=constructor&kind=__proto__",
        "%&&=",
    ],
)
def test_an_address_that_makes_no_sense_shows_all(page: Page, ledger: Path, search: str) -> None:
    failures: list[str] = []
    page.on("pageerror", lambda error: failures.append(str(error)))
    page.goto(f"{ledger.as_uri()}?{search}")

    assert 8 == len(shown(page))
    assert not failures


def test_what_else_is_in_the_address_stays(page: Page, ledger: Path) -> None:
    page.goto(f"{ledger.as_uri()}?from=mail#page-ledger")

    page.get_by_label("Mixed").check()

    assert page.url.endswith("?from=mail&standing=mixed#page-ledger")


# ---- room and readers -----------------------------------------------------------------


@pytest.mark.parametrize("width", [320, 390, 820, 1440])
def test_it_fits_moves_nothing_and_is_accessible(
    browser: Browser, ledger: Path, width: int
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900})
    chromium.hide_until_read(page)
    page.goto(ledger.as_uri())
    shift = chromium.shift(page, 300)
    page.get_by_label("Mixed").check()
    sort_by(page, "Standing")

    assert 0 == shift
    assert [] == violations(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.locator("th[data-sort] button").first.is_visible()
    page.close()


def test_the_keyboard_reaches_every_choice(page: Page) -> None:
    page.locator(".site nav a").last.focus()
    reached: list[str] = []
    for _ in range(16):
        page.keyboard.press("Tab")
        reached.append(
            page.evaluate("document.activeElement.name || document.activeElement.textContent")
        )
    page.get_by_label("Mixed").focus()
    page.keyboard.press("Space")

    assert reached[:6] == ["standing"] * 4 + ["kind", "essay"]
    assert {"No.", "Standing", "Kind", "Essay"} <= set(reached)
    assert 2 == len(shown(page))


# ---- ten thousand claims --------------------------------------------------------------

TIMED = """(selector) => new Promise((done) => {
    const start = performance.now();
    document.querySelector(selector).click();
    document.body.getBoundingClientRect();
    requestAnimationFrame(() => setTimeout(() => done(performance.now() - start)));
})"""


def test_ten_thousand_claims_are_sorted_and_filtered_at_once(
    browser: Browser, tmp_path: Path
) -> None:
    """In a good second on a machine that has other work; all of them are there on paper."""
    many = {f"e{n}": "good mixed bad good - " * 200 for n in range(10)}
    address = built(tmp_path, many).as_uri()
    page = browser.new_page()
    page.goto(address)
    status = page.get_by_role("status")
    assert "10000 of 10000 claims" == status.inner_text()
    choices = ["[value=mixed]", "th[data-sort=standing] button", "th[data-sort=number] button"]

    times = [page.evaluate(TIMED, choice) for choice in choices]

    assert sorted(times)[1] < 1500
    assert "2000 of 10000 claims" == status.inner_text()
    assert 500 == page.locator(".ledger tbody tr").count()
    page.get_by_role("button", name="Show more claims").click()
    assert 1000 == page.locator(".ledger tbody tr").count()
    assert page.evaluate("document.activeElement.closest('tr').rowIndex") == 501
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert 2000 == page.locator(".ledger tbody tr").count()
    page.close()
