"""The preview, as an author uses it: a real process, real HTTP, a real browser.

Each test edits files in a copy of a small site and looks at what the browser shows.
"""

from __future__ import annotations

import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from playwright.sync_api import Browser, Page, expect

from previewed import ESSAY, EVIDENCE, ROOT, Preview, open_connected, request

pytestmark = pytest.mark.alone

LONG = "\n\n".join(f"Paragraph {n}." for n in range(80)) + "\n\n## The end\n\nIt ends."


@pytest.fixture
def preview(tmp_path: Path) -> Iterator[Preview]:
    running = Preview(tmp_path)
    yield running
    running.end(signal.SIGKILL)


@pytest.fixture
def page(browser: Browser, preview: Preview) -> Iterator[Page]:
    """The essay in the browser, connected to the preview."""
    context = browser.new_context(viewport={"width": 900, "height": 400})
    opened = context.new_page()
    open_connected(opened, f"{preview.url}essays/essay.html")
    expect(opened.locator(".text")).to_contain_text("The first text.")
    yield opened
    context.close()


def test_a_save_is_shown(preview: Preview, page: Page) -> None:
    preview.essay("The second text.")

    expect(page.locator(".text")).to_contain_text("The second text.")


def test_a_save_while_the_preview_starts_is_shown(tmp_path: Path) -> None:
    """It was read before, and is watched a moment later."""
    running = Preview(tmp_path)
    running.essay("Saved at once.")
    give_up = time.monotonic() + 30

    while "Saved at once." not in request(running, f"{running.base}essays/essay.html")[1]:
        assert time.monotonic() < give_up
        time.sleep(0.05)
    running.end(signal.SIGKILL)


def test_a_change_of_an_evidence_page_is_shown_in_the_essay(preview: Preview, page: Page) -> None:
    changed = EVIDENCE.format(text="Because.").replace("Is it so?", "Was it so?")

    preview.write("evidence/poll.md", changed)

    expect(page.locator(".claims")).to_contain_text("Was it so?")


def test_an_error_takes_the_place_of_its_page_and_goes_when_mended(
    preview: Preview, page: Page
) -> None:
    preview.essay("A note[^x] that is not there.")
    expect(page.locator("pre")).to_contain_text(
        "error[undefined-note]: the note `x` is not defined"
    )
    expect(page.locator("pre")).to_contain_text("--> essays/essay.md:7:7")
    expect(page.locator("header")).to_have_text("Site")
    expect(page.locator("h1")).to_have_text("This page cannot be shown yet")

    preview.essay("No note.")

    expect(page.locator(".text")).to_contain_text("No note.")
    expect(page.locator("#page-findings")).to_have_count(0)


def test_an_error_elsewhere_lies_over_the_last_good_page(preview: Preview, page: Page) -> None:
    preview.write("evidence/poll.md", "no front matter")

    expect(page.locator("#page-findings")).to_contain_text("error[front-matter]")
    expect(page.locator(".text")).to_contain_text("The first text.")


def test_a_style_changes_without_loading_the_page_again(browser: Browser, tmp_path: Path) -> None:
    own = tmp_path / "own/style"
    own.mkdir(parents=True)
    preview = Preview(tmp_path, "--theme", "own")
    try:
        page = browser.new_page()
        open_connected(page, preview.url)
        page.evaluate("window.mark = 'still here'")

        (own / "99-own.css").write_text("h1 { color: rgb(1, 2, 3) }")

        expect(page.locator("h1").first).to_have_css("color", "rgb(1, 2, 3)")
        assert "still here" == page.evaluate("window.mark")
        page.close()
    finally:
        preview.end(signal.SIGKILL)


def test_the_page_stays_where_the_reader_was(preview: Preview, page: Page) -> None:
    long = "\n\n".join(f"Paragraph {n}." for n in range(80))
    preview.essay(long)
    expect(page.locator(".text")).to_contain_text("Paragraph 79.")
    page.evaluate("scrollTo(0, 700)")
    page.wait_for_function("scrollY === 700")

    preview.essay(f"{long}\n\nThe end.")

    expect(page.locator(".text")).to_contain_text("The end.")
    page.wait_for_function("scrollY === 700")  # the browser scrolls after it has loaded


@pytest.mark.parametrize("errors", [1, 3])
@pytest.mark.parametrize("fragment", ["", "#the-end"])
def test_after_errors_the_reader_is_where_they_were(
    browser: Browser, preview: Preview, errors: int, fragment: str
) -> None:
    """The error stands in the place of the page, and is shorter."""
    page = _far_down(browser, preview, fragment)
    for number in range(errors):
        preview.put(f"{LONG}[^{number}]")
        expect(page.locator("pre")).to_contain_text(f"the note `{number}` is not defined")

    preview.put(f"{LONG}\n\nMended.")

    expect(page.locator(".text")).to_contain_text("Mended.")
    page.wait_for_function("document.readyState === 'complete' && scrollY === 700")

    page.evaluate("scrollTo(0, 900)")
    preview.put(f"{LONG}\n\n## Another part")
    expect(page.locator(".text")).to_contain_text("Another part")
    page.wait_for_function("document.readyState === 'complete' && scrollY === 900")
    page.context.close()


def test_who_comes_to_a_mended_page_by_a_link_is_where_it_leads(
    browser: Browser, preview: Preview
) -> None:
    """Only the page that took the error's place goes back."""
    page = _far_down(browser, preview)
    preview.put(f"{LONG}[^x]")
    expect(page.locator("pre")).to_contain_text("the note `x` is not defined")
    page.goto(preview.url)
    preview.put(f"{LONG}\n\nMended.")
    expect(page.locator("#page-findings")).to_have_count(0)

    page.goto(f"{preview.url}essays/essay.html")

    expect(page.locator(".text")).to_contain_text("Mended.")
    page.wait_for_function("document.readyState === 'complete'")
    assert 0 == page.evaluate("scrollY")
    page.context.close()


def _far_down(browser: Browser, preview: Preview, fragment: str = "") -> Page:
    """A long essay, opened for the first time, so that no browser moves it but for the reader."""
    preview.put(LONG)
    path = "essays/essay.html"
    give_up = time.monotonic() + 30
    while "Paragraph 79." not in request(preview, f"{preview.base}{path}")[1]:
        assert time.monotonic() < give_up
        time.sleep(0.02)
    page = browser.new_context(viewport={"width": 900, "height": 400}).new_page()
    open_connected(page, f"{preview.url}{path}{fragment}")
    page.evaluate("scrollTo(0, 700)")
    page.wait_for_function("scrollY === 700")
    return page


def test_new_deleted_and_renamed_files_are_noticed(preview: Preview, page: Page) -> None:
    page.goto(f"{preview.url}essays.html")
    old = preview.content / "essays/essay.md"
    listed = page.locator("main")

    shutil.copy(old, old.with_name("second.md"))
    expect(listed.locator("a[href='essays/second.html']")).to_have_count(1)

    old.with_name("second.md").rename(old.with_name("third.md"))
    expect(listed.locator("a[href='essays/third.html']")).to_have_count(1)
    expect(listed.locator("a[href='essays/second.html']")).to_have_count(0)

    old.with_name("third.md").unlink()
    expect(listed.locator("a[href='essays/third.html']")).to_have_count(0)


def test_an_editor_that_saves_by_renaming_is_understood(preview: Preview, page: Page) -> None:
    for number in range(3):
        text = ESSAY.format(title="An essay", text=f"Saved as {number}.")
        other = preview.content / "essays/.essay.md.swap"
        other.write_text(text)
        os.replace(other, preview.content / "essays/essay.md")

        expect(page.locator(".text")).to_contain_text(f"Saved as {number}.")


def test_no_save_is_lost(preview: Preview, page: Page) -> None:
    """A reload that comes while the browser is busy with another must not be dropped."""
    random = Random(1)
    for number in range(40):
        preview.essay(f"This is save {number}.")
        if random.random() < 0.3:
            expect(page.locator(".text")).to_contain_text(f"This is save {number}.")
        time.sleep(random.choice((0, 0.01, 0.05, 0.2)))

    expect(page.locator(".text")).to_contain_text("This is save 39.")


def test_the_site_stands_under_the_path_it_will_be_published_at(tmp_path: Path) -> None:
    preview = Preview(tmp_path, site="title: Site\nurl: https://me.example.org/repo\n")
    try:
        assert "/repo/" == preview.base
        assert 200 == request(preview, "/repo/essays/essay.html")[0]
        assert 200 == request(preview, "/repo/essays/essay")[0]  # as on Pages
        assert 404 == request(preview, "/repo/nowhere.html")[0]
        assert 404 == request(preview, "/nowhere.html")[0]
    finally:
        preview.end(signal.SIGKILL)


@pytest.mark.parametrize(
    ("asked", "led_to"),
    [
        ("/", "/repo/"),
        ("/repo", "/repo/"),
        ("/essays/essay.html?show=all", "/repo/essays/essay.html?show=all"),
        ("/sitemap.xml", "/repo/sitemap.xml"),
        ("//sitemap.xml", "/repo/sitemap.xml"),
        ("//evil.example", None),
        ("/repo//evil.example", None),
        ("/%5Cevil.example", None),
        ("/nowhere.html", None),
    ],
)
def test_what_is_asked_for_outside_the_path_leads_into_it(
    moving: Preview, asked: str, led_to: str | None
) -> None:
    assert led_to == location(moving, asked)


def test_an_open_page_follows_the_site_to_another_path_and_back(
    preview: Preview, page: Page
) -> None:
    address = f"http://127.0.0.1:{preview.port}"
    assert preview.process.stdout is not None
    for url, base in (("/small", "/small/"), ("/small/er", "/small/er/"), ("", "/")):
        preview.write("site.yaml", f"title: Site\nurl: https://me.example.org{url}\n")

        expect(page).to_have_url(f"{address}{base}essays/essay.html")
        expect(page.locator(".text")).to_contain_text("The first text.")
        assert f"{address}{base} " in preview.process.stdout.readline()

    assert "/x" == location(preview, "/small/er/x")
    assert "/x" == location(preview, "/small/x")
    assert "/evil.example" == location(preview, "/small//evil.example")
    assert "/%5Cevil.example" == location(preview, "/small/%5Cevil.example")
    assert 403 == request(preview, "/small/x", Host="evil.example.org")[0]


@pytest.fixture(scope="module")
def moving(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    site = "title: Site\nurl: https://me.example.org/repo\n"
    running = Preview(tmp_path_factory.mktemp("moving"), site=site)
    yield running
    running.end(signal.SIGKILL)


def location(preview: Preview, path: str) -> str | None:
    """Where the server leads who asks for `path`; None if it says that nothing is there."""
    connection = http.client.HTTPConnection("127.0.0.1", preview.port, timeout=30)
    connection.putrequest("GET", path)
    connection.endheaders()
    response = connection.getresponse()
    assert response.status in (302, 404)
    connection.close()
    return response.getheader("Location")


def test_what_does_not_exist_is_answered_with_the_404_page(preview: Preview) -> None:
    status, body = request(preview, "/nowhere/at/all")

    assert 404 == status
    assert "This page does not exist" in body


def test_another_host_is_refused(preview: Preview) -> None:
    """A name of an attacker's that was pointed at 127.0.0.1 must not read drafts."""
    assert 403 == request(preview, "/", Host="evil.example.org")[0]
    assert 403 == request(preview, "/", Host=f"evil.example.org:{preview.port}")[0]
    assert 403 == request(preview, "/livereload.js", Host="evil.example.org")[0]
    assert 200 == request(preview, "/", Host=f"localhost:{preview.port}")[0]


def test_another_site_cannot_listen(preview: Preview) -> None:
    status, _ = request(
        preview,
        "/1/livereload",
        Upgrade="websocket",
        Connection="Upgrade",
        Origin="https://evil.example.org",
        **{"Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==", "Sec-WebSocket-Version": "13"},
    )

    assert 403 == status


@pytest.mark.parametrize(
    "path",
    ["/../content/site.yaml", "/%2e%2e/content/site.yaml", "//etc/passwd", "/%00", "/site.yaml"],
)
def test_nothing_but_the_site_is_served(preview: Preview, path: str) -> None:
    assert 404 == request(preview, path)[0]


def test_a_name_that_is_not_text_does_not_end_the_preview(preview: Preview, page: Page) -> None:
    """The watcher fails at it, and must begin anew."""
    odd = preview.content / os.fsdecode(b"essays/\xff.md")
    odd.write_text("text")
    time.sleep(0.5)
    odd.unlink()

    preview.essay("The second text.")

    expect(page.locator(".text")).to_contain_text("The second text.")


def test_a_content_folder_that_was_put_back_is_followed(preview: Preview, page: Page) -> None:
    """As when a branch is checked out."""
    away = preview.content.with_name("away")
    preview.content.rename(away)
    time.sleep(0.5)
    away.rename(preview.content)
    time.sleep(1)

    preview.essay("The second text.")

    expect(page.locator(".text")).to_contain_text("The second text.")


def test_a_file_that_is_gone_is_not_found(preview: Preview) -> None:
    time.sleep(0.5)  # the address is printed before the watcher is up
    preview.write("files/a.txt", "text")
    preview.essay("[a](../files/a.txt)")
    _wait_for(preview, "/files/a.txt", 200)

    (preview.content / "files/a.txt").unlink()

    _wait_for(preview, "/files/a.txt", 404)


def test_a_file_of_no_known_kind_is_not_shown_as_a_page(preview: Preview) -> None:
    time.sleep(0.5)  # the address is printed before the watcher is up
    preview.write("files/raw", "<script>alert(1)</script>")
    preview.essay("[a](../files/raw)")
    _wait_for(preview, "/files/raw", 200)

    connection = http.client.HTTPConnection("127.0.0.1", preview.port, timeout=30)
    connection.request("GET", "/files/raw")

    response = connection.getresponse()
    assert response.getheader("Content-Type") == "application/octet-stream"
    assert b"<script>alert(1)</script>" == response.read()
    connection.close()


def test_the_feed_and_the_sitemap_are_served_as_on_pages(tmp_path: Path) -> None:
    """Below the path of the site, letter for letter, without a script."""
    site = "title: Site\nurl: https://me.example.org/repo\n"
    preview = Preview(tmp_path, site=site)
    try:
        command = [sys.executable, str(ROOT / "build.py"), "--no-cache"]
        subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
        for name in ("essays.xml", "sitemap.xml"):
            connection = http.client.HTTPConnection("127.0.0.1", preview.port, timeout=10)
            connection.request("GET", f"/repo/{name}")
            response = connection.getresponse()
            assert response.status == 200
            assert response.getheader("Content-Type") == "application/xml"
            assert response.read() == (tmp_path / "_site" / name).read_bytes()
            connection.close()
    finally:
        preview.end(signal.SIGKILL)


def test_a_port_that_is_taken_is_passed_over(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        preview = Preview(tmp_path, "--port", str(port))
        try:
            assert port < preview.port <= port + 20
        finally:
            preview.end(signal.SIGKILL)


def test_ctrl_c_ends_it_cleanly(preview: Preview) -> None:
    request(preview, "/")

    assert 0 == preview.end()


def test_a_content_folder_that_goes_and_comes_back_is_watched_again(
    preview: Preview, page: Page
) -> None:
    """Some editors and version control replace whole folders."""
    away = preview.content.with_name("away")
    preview.content.rename(away)
    expect(page.locator("#page-findings")).to_contain_text("No such file")

    away.rename(preview.content)
    expect(page.locator("#page-findings")).to_have_count(0)
    preview.essay("Saved after that.")

    expect(page.locator(".text")).to_contain_text("Saved after that.")


def test_after_a_save_the_author_is_told_what_is_new(preview: Preview) -> None:
    """All that stands as before is a number, also where it moved within its file."""
    old = "warning[needs-evidence]: the claim `old` needs evidence"
    new = "warning[needs-evidence]: the claim `new` needs evidence"
    preview.put("[Old](#) is [old](#).")
    first = preview.said("2 new, 0 gone, 0 as before.\n")
    assert 1 == first.count(old)

    preview.put("It moved.\n\n[Old](#) is [old](#).\n\n[This](#) is [new](#).")

    second = preview.said("2 new, 0 gone, 2 as before.\n").removeprefix(first)
    assert 1 == second.count(new)
    assert old not in second


def test_an_error_is_told_after_every_save_until_it_is_gone(preview: Preview) -> None:
    preview.put("A note[^x].")
    error = "error[undefined-note]: the note `x` is not defined"
    first = preview.said("1 new, 0 gone, 0 as before.\n1 error, at essays/essay.md:7:7.\n")
    assert 1 == first.count(error)

    preview.put("More.\n\nA note[^x].")
    assert 1 == preview.said("\n1 error, at essays/essay.md:9:7.\n").count(error)

    preview.put("More.\n\nA note[^x], and one[^y].")
    preview.said("2 errors, the first at essays/essay.md:9:7.\n")

    preview.put("No note.")
    gone = "0 new, 2 gone, 0 as before.\nNo errors any more, the pages show what you saved.\n"
    preview.said(gone)


def test_of_several_errors_the_place_told_is_in_the_file_just_saved(preview: Preview) -> None:
    preview.put("A note[^x].")
    preview.said("\n1 error, at essays/essay.md:7:7.\n")

    preview.write("evidence/poll.md", EVIDENCE.format(text="A note[^y]."))

    preview.said("\n2 errors, the first of the file you saved at evidence/poll.md:6:7.\n")


def test_a_folder_that_is_gone_for_a_moment_makes_nothing_new(preview: Preview) -> None:
    preview.put("This is [old](#).")
    first = preview.said("1 new, 0 gone, 0 as before.\n")
    away = preview.content.with_name("away")
    preview.content.rename(away)
    preview.said(f"'{preview.content.name}'\n")

    away.rename(preview.content)

    said = preview.said("No errors any more, the pages show what you saved.\n")
    assert said.count("warning[") == first.count("warning[")


def _wait_for(preview: Preview, path: str, status: int) -> None:
    """The answer to `path` is `status`, within ten seconds."""
    for _ in range(100):
        if request(preview, path)[0] == status:
            return
        time.sleep(0.1)
    raise AssertionError(path)
