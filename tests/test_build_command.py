"""`python build.py` as its users call it: exit codes, options, what is printed, what is kept."""

from __future__ import annotations

import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ESSAY = "---\ntitle: On tea\ndate: 2026-11-22\n---\n\n[Tea is old](../evidence/age.md).\n"
EVIDENCE = "---\ntitle: Is tea old?\nkind: fact\nverdict: opinion\n---\n\nIt is.\n"
QUOTED_SOURCES = """\
a: {type: report, title: A, path: files/a.txt}
b: {type: report, title: B}
"""
QUOTING = """\
---
title: Is it so?
kind: fact
verdict: supported
citations:
  - {source: a, relation: supports, quote: A word}
  - {source: b, relation: supports, quote: A word}
  - {source: b, relation: context, quote: Another}
  - {source: b, relation: context, says: In other words.}
---
"""
NEEDY = "---\ntitle: On coffee\ndate: 2026-11-21\n---\n\n[Coffee is new](#).\n"
BROKEN = "---\ntitel: On milk\ndate: 2026-11-20\n---\n\n[Milk](../evidence/milk.md).\n"
DRAFT = "---\ntitle: On water\ndate: 2026-11-19\ndraft: true\n---\n\nWater.\n"


@dataclass(frozen=True)
class Project:
    """A folder with `content/`, from which the command is called."""

    folder: Path

    def write(self, path: str, text: str) -> None:
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-W", "error", str(ROOT / "build.py"), *arguments]
        return subprocess.run(
            command, cwd=self.folder, capture_output=True, text=True, encoding="utf-8", check=False
        )

    def site(self, output: str = "_site") -> dict[str, bytes]:
        folder = self.folder / output
        return {
            path.relative_to(folder).as_posix(): path.read_bytes()
            for path in folder.rglob("*")
            if path.is_file()
        }


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """One essay with one claim, and its evidence: nothing to find fault with."""
    made = Project(tmp_path)
    made.write("content/essays/tea.md", ESSAY)
    made.write("content/evidence/age.md", EVIDENCE)
    return made


# ---- exit codes and what is printed ---------------------------------------------------


def test_a_sound_site_is_built(project: Project) -> None:
    run = project.run()

    assert (0, "") == (run.returncode, run.stderr)
    assert {"index.html", "essays/tea.html", "evidence/age.html"} <= project.site().keys()


def test_the_summary_counts_what_there_is(project: Project) -> None:
    project.write("content/essays/coffee.md", NEEDY)

    run = project.run()

    rows = [line.split(maxsplit=1) for line in run.stdout.splitlines()]
    assert ["essays", "2"] in rows
    assert ["claims", "2 (1 opinion, 1 needs-evidence)"] in rows
    assert ["evidence", "1"] in rows
    assert ["sources", "0"] in rows
    assert ["quotes", "0"] in rows
    assert ["errors", "0"] in rows
    assert ["warnings", "1"] in rows
    files = len(project.site()) - 1  # the marker is not one of the site's
    assert run.stdout.splitlines()[-1].startswith(f"{files} files in _site")
    assert run.stdout.endswith(" seconds.\n")


def test_the_summary_counts_what_became_of_quotations(project: Project) -> None:
    project.write("content/files/a.txt", "A word.")
    project.write("content/sources.yaml", QUOTED_SOURCES)
    project.write("content/evidence/quoting.md", QUOTING)

    run = project.run()

    assert "\nquotes    3 (1 found, 2 unchecked)\n" in run.stdout, run.stderr


def test_a_finding_is_printed_with_place_excerpt_and_hint(project: Project) -> None:
    project.write("content/essays/milk.md", BROKEN)

    run = project.run()

    assert run.returncode == 1
    assert (
        "error[unknown-key]: the key `titel` is not known\n"
        " --> essays/milk.md:2:1\n"
        "  |\n"
        "2 | titel: On milk\n"
        "  | ^^^^^\n"
        " = hint: did you mean `title`?\n"
    ) in run.stderr


def test_all_errors_are_found_in_one_run(project: Project) -> None:
    project.write("content/essays/milk.md", BROKEN)

    run = project.run()

    for code in ("unknown-key", "unknown-evidence"):
        assert f"error[{code}]" in run.stderr
    assert "Nothing was written" in run.stderr
    assert not (project.folder / "_site").exists()


def test_errors_leave_the_last_good_site_as_it_is(project: Project) -> None:
    project.run()
    before = project.site()
    project.write("content/essays/milk.md", BROKEN)

    run = project.run()

    assert run.returncode == 1
    assert before == project.site()
    assert {".cache", "_site", "content"} == {path.name for path in project.folder.iterdir()}


def test_what_is_deleted_leaves_the_site(project: Project) -> None:
    project.write("content/essays/coffee.md", NEEDY)
    project.run()
    (project.folder / "content/essays/coffee.md").unlink()

    project.run()

    assert "essays/coffee.html" not in project.site()


def test_a_warning_is_printed_and_the_site_built(project: Project) -> None:
    project.write("content/essays/coffee.md", NEEDY)

    run = project.run()

    assert run.returncode == 0
    assert "warning[needs-evidence]" in run.stderr
    assert "essays/coffee.html" in project.site()


def test_strict_makes_a_warning_an_error(project: Project) -> None:
    project.write("content/essays/coffee.md", NEEDY)

    run = project.run("--strict")

    assert run.returncode == 1
    assert "error[needs-evidence]" in run.stderr
    assert not (project.folder / "_site").exists()


@pytest.mark.parametrize("level", ["off", "error"])
def test_the_settings_say_how_severe_a_finding_is(project: Project, level: str) -> None:
    project.write("content/essays/coffee.md", NEEDY)
    project.write("content/site.yaml", f"diagnostics:\n  needs-evidence: {level}\n")

    run = project.run()

    assert ("needs-evidence]" in run.stderr) == (level == "error")
    assert run.returncode == (1 if level == "error" else 0)


def test_what_is_off_is_off_for_strict_too(project: Project) -> None:
    project.write("content/essays/coffee.md", NEEDY)
    project.write("content/site.yaml", "diagnostics:\n  needs-evidence: off\n")

    assert project.run("--strict").returncode == 0


def test_findings_are_in_the_order_of_files_and_lines(project: Project) -> None:
    project.write("content/essays/b.md", NEEDY)
    project.write("content/essays/a.md", NEEDY + "\n[Also](#).\n")

    places = [line.strip() for line in project.run().stderr.splitlines() if " --> " in line]

    assert ["--> essays/a.md:6:17", "--> essays/a.md:8:8", "--> essays/b.md:6:17"] == places


# ---- commands and options -------------------------------------------------------------


def test_check_writes_nothing(project: Project) -> None:
    run = project.run("check")

    assert run.returncode == 0
    assert "essays    1\n" in run.stdout
    assert ["content"] == [path.name for path in project.folder.iterdir()]


def test_check_fails_where_build_would(project: Project) -> None:
    project.write("content/essays/coffee.md", NEEDY)

    assert project.run("check").returncode == 0
    assert project.run("check", "--strict").returncode == 1


def test_content_and_output_can_be_anywhere(project: Project) -> None:
    (project.folder / "content").rename(project.folder / "my texts")

    run = project.run("--content", "my texts", "--output", "out/of the/way")

    assert run.returncode == 0
    assert "essays/tea.html" in project.site("out/of the/way")


def test_drafts_are_built_on_request(project: Project) -> None:
    project.write("content/essays/water.md", DRAFT)

    project.run()
    without = project.site()
    project.run("--drafts")

    assert "essays/water.html" not in without
    assert not [path for path, content in without.items() if b"On water" in content]
    assert "essays/water.html" in project.site()


def test_the_address_of_the_site_stands_in_its_pages(project: Project) -> None:
    project.run("--url", "https://me.example.org/essays/")

    canonical = b'<link rel="canonical" href="https://me.example.org/essays/essays/tea.html">'
    assert canonical in project.site()["essays/tea.html"]


def test_an_empty_address_is_as_good_as_none(project: Project) -> None:
    """The workflow passes one for pull requests."""
    project.write("content/site.yaml", "url: https://me.example.org\n")

    assert project.run("--url", "").returncode == 0
    assert b"https://me.example.org/essays/tea.html" in project.site()["essays/tea.html"]


def test_the_command_works_from_any_folder(project: Project, tmp_path: Path) -> None:
    elsewhere = Project(tmp_path / "elsewhere")
    elsewhere.folder.mkdir()

    run = elsewhere.run("--content", "../content", "--output", "../there", "--no-cache")

    assert run.returncode == 0
    assert "style.css" in project.site("there")
    assert not list(elsewhere.folder.iterdir())


def test_help_says_what_there_is(project: Project) -> None:
    run = project.run("--help")

    assert run.returncode == 0
    for word in ("--content", "--theme", "--output", "--strict", "--url", "--drafts", "check"):
        assert word in run.stdout


def test_an_option_of_another_command_is_refused(project: Project) -> None:
    run = project.run("check", "--port", "3000")

    assert run.returncode == 2
    assert "--port goes with serve, not with check" in run.stderr


def test_a_folder_that_holds_no_content_is_refused(project: Project) -> None:
    project.write("photos/2018/border.jpg", "an image")

    run = project.run("--content", "photos")

    assert run.returncode == 2
    assert "`photos` has no folder `essays`" in run.stderr
    assert not project.site()


# ---- themes ---------------------------------------------------------------------------


def test_a_theme_may_replace_a_single_template(project: Project) -> None:
    project.run()
    before = project.site()
    page = '{% extends "base.html" %}{% block main %}<h1>Gone</h1>{% endblock %}\n'
    project.write("mine/templates/404.html", page)

    run = project.run("--theme", "mine")

    assert run.returncode == 0
    after = project.site()
    assert b"<h1>Gone</h1>" in after["404.html"]
    assert {"404.html"} == {path for path in before if before[path] != after[path]}


def test_the_settings_may_name_the_theme(project: Project) -> None:
    project.write("content/site.yaml", "theme: mine\n")
    project.write("mine/templates/404.html", "<h1>Gone</h1>\n")

    assert project.run().returncode == 0
    assert project.site()["404.html"] == b"<h1>Gone</h1>\n"


def test_a_theme_may_replace_a_style(project: Project) -> None:
    project.write("mine/style/zz-own.css", ".claim { color: red }\n")

    assert project.run("--theme", "mine").returncode == 0
    assert b".claim{color:red}" in project.site()["style.css"]


def test_a_theme_may_replace_the_style_of_one_kind_of_page(project: Project) -> None:
    project.write("mine/style/pages/lists.css", ".entry { color: red }\n")

    assert project.run("--theme", "mine").returncode == 0
    assert project.site()["lists.css"] == b".entry{color:red}\n"
    assert b'href="lists.css"' in project.site()["claims.html"]


@pytest.mark.parametrize(
    ("template", "place"),
    [
        ("<p>\n{{ nothing }}\n", "404.html:2"),
        ("<p>\n\n{% if %}\n", "404.html:3"),
        ("{{ t('no.such.words') }}\n", "no.such.words"),
        ('{% extends "no-base.html" %}\n', "no-base.html"),
    ],
    ids=["undefined", "syntax", "words", "missing"],
)
def test_an_error_in_a_template_names_its_place(
    project: Project, template: str, place: str
) -> None:
    project.run()
    before = project.site()
    project.write("mine/templates/404.html", template)

    run = project.run("--theme", "mine")

    assert run.returncode == 2
    assert place in run.stderr
    assert "Traceback" not in run.stderr
    assert before == project.site()


def test_a_mistake_of_any_kind_in_a_template_is_no_traceback(project: Project) -> None:
    project.write("mine/templates/404.html", "<p>\n{{ 1 / 0 }}\n")

    run = project.run("--theme", "mine")

    assert run.returncode == 2
    assert "404.html:2" in run.stderr
    assert "Traceback" not in run.stderr


# ---- what cannot be carried out -------------------------------------------------------


@pytest.mark.parametrize("option", ["--content", "--theme"])
def test_a_missing_folder_is_named(project: Project, option: str) -> None:
    run = project.run(option, "nowhere")

    assert run.returncode == 2
    assert "`nowhere`" in run.stderr
    assert run.stderr.startswith("error: ")
    assert len(run.stderr.splitlines()) == 1


def test_a_theme_of_the_settings_that_is_missing_is_named(project: Project) -> None:
    project.write("content/site.yaml", "theme: nowhere\n")

    run = project.run()

    assert run.returncode in (1, 2)
    assert "nowhere" in run.stderr
    assert not (project.folder / "_site").exists()


def test_a_folder_that_is_not_ours_is_left_alone(project: Project) -> None:
    project.write("letters/to-a-friend.txt", "Dear friend")

    run = project.run("--output", "letters")

    assert run.returncode == 2
    assert "letters" in run.stderr
    assert {"to-a-friend.txt": b"Dear friend"} == project.site("letters")


@pytest.mark.parametrize("output", ["content", ".", "content/essays"])
def test_the_site_never_takes_the_place_of_the_content(project: Project, output: str) -> None:
    before = project.site("content")

    run = project.run("--output", output)

    assert run.returncode == 2
    assert before == project.site("content")


def test_the_site_is_not_put_into_the_content(project: Project) -> None:
    """The next build would take it for the author's own files."""
    run = project.run("--output", "content/site")

    assert run.returncode == 2
    assert not (project.folder / "content/site").exists()


@pytest.mark.parametrize("folder", ["content", "theme"])
def test_the_site_does_not_take_the_place_of_a_folder_that_it_holds(
    project: Project, folder: str
) -> None:
    """An author may have put the texts into the site: a build must not delete them."""
    project.run()
    shutil.copytree(project.folder / "content", project.folder / "_site/content")
    project.write("_site/theme/style/own.css", "")
    before = project.site()

    run = project.run(f"--{folder}", f"_site/{folder}")

    assert run.returncode == 2
    assert run.stderr.startswith("error: ")
    assert before == project.site()


def test_the_site_does_not_take_the_place_of_the_theme_of_the_settings(project: Project) -> None:
    project.run()
    project.write("content/site.yaml", "theme: mine\n")
    shutil.move(project.folder / "_site", project.folder / "mine")
    before = project.site("mine")

    run = project.run("--output", "mine")

    assert run.returncode == 2
    assert before == project.site("mine")


@pytest.mark.parametrize(
    "theme", ["content/.t", "..", "/", "../mine", "content", "Content", "./mine"]
)
def test_the_settings_cannot_name_a_theme_elsewhere(project: Project, theme: str) -> None:
    """Templates are code, which must not come with the texts."""
    page = "<h1>{{ 'from-the-' ~ 'texts' }}</h1>"
    for folder in ("content/.t", "content", "mine"):
        project.write(f"{folder}/templates/404.html", page)
    project.write("content/site.yaml", f"theme: {theme}\n")

    run = project.run()

    assert run.returncode in (1, 2)
    assert theme in run.stderr
    assert not (project.folder / "_site").exists()


def test_a_theme_beside_the_content_is_found_from_inside_it(project: Project) -> None:
    """`--content .` names the same folder, whose neighbour the theme is."""
    project.write("content/site.yaml", "theme: mine\n")
    project.write("mine/templates/404.html", "<h1>Gone</h1>\n")
    inside = Project(project.folder / "content")

    run = inside.run("--content", ".", "--output", "../_site", "--no-cache")

    assert run.returncode == 0, run.stderr
    assert project.site()["404.html"] == b"<h1>Gone</h1>\n"


@pytest.mark.parametrize("kind", ["static", "style"])
def test_a_link_out_of_the_theme_is_not_followed(project: Project, kind: str) -> None:
    project.write("secret", "a secret")
    project.write(f"mine/{kind}/own.css", "mine{}")
    (project.folder / f"mine/{kind}/link.css").symlink_to(project.folder / "secret")

    assert project.run("--theme", "mine").returncode == 0

    site = project.site()
    assert [path for path, content in site.items() if b"mine{}" in content]
    assert not [path for path, content in site.items() if b"a secret" in content]


def test_a_file_of_the_content_does_not_take_the_place_of_one_of_the_theme(
    project: Project,
) -> None:
    project.write("mine/static/robots.txt", "the theme's")
    project.write("content/robots.txt", "the author's")
    project.write("content/essays/coffee.md", NEEDY + "\n[Robots](../robots.txt)\n")

    run = project.run("--theme", "mine")

    assert run.returncode == 2
    assert "`robots.txt`" in run.stderr
    assert "Traceback" not in run.stderr


@pytest.mark.parametrize("code", ["yaml-syntax", "duplicate-slug", "bad-character"])
def test_what_leaves_a_page_unread_cannot_be_turned_off(project: Project, code: str) -> None:
    """A draft whose front matter could not be read would be published."""
    project.write("content/site.yaml", f"diagnostics: {{{code}: off}}\n")
    project.write("content/essays/secret.md", DRAFT.replace("On water", "On: water: secret"))

    run = project.run()

    assert run.returncode == 1
    assert "error[yaml-syntax]" in run.stderr
    assert f"error[bad-value]: `{code}` is always an error" in run.stderr
    assert not (project.folder / "_site").exists()


@pytest.mark.parametrize("url", ["javascript:alert(1)", "example.org", "https://", "https://a b/"])
def test_an_address_that_is_none_is_refused(project: Project, url: str) -> None:
    run = project.run("--url", url)

    assert run.returncode == 2
    assert "is not a web address" in run.stderr


@pytest.mark.parametrize("url", ["https://a.example.org/x?y=1", "https://a.example.org/#top"])
def test_an_address_with_an_end_that_no_site_has_is_refused(project: Project, url: str) -> None:
    run = project.run("--url", url)

    assert run.returncode == 2
    assert "no `?` and no `#`" in run.stderr


@pytest.mark.parametrize("arguments", [["--no-such-option"], ["bake"], ["--content"]])
def test_a_wrong_argument_is_no_traceback(project: Project, arguments: list[str]) -> None:
    run = project.run(*arguments)

    assert run.returncode == 2
    assert "usage:" in run.stderr
    assert "Traceback" not in run.stderr


def test_an_output_that_cannot_be_written_is_no_traceback(project: Project) -> None:
    project.write("file", "in the way")

    run = project.run("--output", "file/site")

    assert run.returncode == 2
    assert run.stderr.startswith("error: ")
    assert "Traceback" not in run.stderr


def test_no_content_at_all_is_a_site_without_essays(project: Project) -> None:
    shutil.rmtree(project.folder / "content/essays")
    shutil.rmtree(project.folder / "content/evidence")

    assert project.run().returncode == 0
    assert "index.html" in project.site()
