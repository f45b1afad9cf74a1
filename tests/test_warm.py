"""A warm build gives the same bytes and the same findings as a cold one, whatever came before.

The property: after any sequence of edits, a build with the cache equals one without, byte for
byte. The rest: what the cache does when it is damaged, shared, or not wanted.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path
from random import Random
from typing import Any

import pytest
from jinja2 import DictLoader, Environment
from msgspec.structs import replace

import build
from footnoted import building, kept, receipts, renewing, unchanged, workers
from footnoted.making import maker_of
from footnoted.options import Options
from footnoted.pages import Page
from footnoted.pipeline import check, plan
from footnoted.preview import Preview
from footnoted.replacing import replacing
from footnoted.templating import compiled
from footnoted.theme_folder import load
from image_files import png

ROOT = Path(__file__).resolve().parent.parent
GOLDEN = ROOT / "tests/sites/golden/content"
SEQUENCES, EDITS = 300, 2
FILES = {kept.FILE, renewing.FILE, unchanged.FILE}
SOURCE = (
    "a:\n  type: report\n  title: {title}\n  url: https://a.example.org/1\n  path: files/a.txt\n"
)
COPIES = ("a word, word for word", "a word, word fur word", "word by word", "In other words", "\0")
ESSAY = "---\ntitle: {title}\ndate: 2026-01-{day:02}\n{more}---\n{text}\n"
OFF = (
    "diagnostics:\n  unused-evidence: off\n  no-citation: off\n"
    "  quote-not-found: warning\n  missing-copy: warning\n  missing-image: warning\n"
    "  unknown-essay: warning\n  correction-now: warning\n"
)
EVIDENCE = "---\ntitle: Is {title} so?\nkind: fact\nverdict: {verdict}\n{more}---\n{text}\n"


class Project:
    """A small site, its output and its cache; and a second output that knows no cache."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.content, self.theme = folder / "content", folder / "theme"
        self.warm, self.cold, self.cache = folder / "warm", folder / "cold", folder / "cache"
        self.random = Random(seed)
        self.moment = 1_000_000
        (self.theme / "templates").mkdir(parents=True)
        self.write("site.yaml", f"title: Site\nurl: https://me.example.org\n{OFF}")
        self.write("sources.yaml", SOURCE.format(title="A"))
        self.edit_copy()
        self.edit_kept()
        self.edit_receipt()
        self.edit_image()
        for name in "ab":
            self.edit_essay(name)
            self.edit_evidence(name)

    def write(self, path: str, text: str) -> None:
        target = self.content / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8")

    def words(self) -> str:
        return " ".join(self.random.choices(("peace", "war", "poll", "it's", '"so"', "*now*"), k=6))

    def image(self) -> str:
        """Mostly nothing; else an image, which may not be there, or a link to it."""
        sign = self.random.choice(("", "!", "!"))
        shown = f"{sign}[an image](../images/{self.random.choice('ab')}.png)"
        return self.random.choice(("", "", shown))

    def title(self) -> str:
        return " ".join(self.random.choices(("Peace", "war", "poll", "treaty"), k=3))

    def edit_essay(self, name: str) -> None:
        links = f"[{self.words()}](../evidence/{self.random.choice('abc')}.md)"
        note = f"[^n]\n\n[^n]: [Source](https://a.example.org/{self.random.randint(1, 2)}), x."
        text = f"{self.words()} {links}.{self.image()}{self.random.choice(('', note))}"
        day = self.random.randint(1, 28)
        more = self.random.choice(("", "", "tags: a\n", "summary: S\n", "draft: true\n"))
        essay = ESSAY.format(title=self.title(), day=day, more=more, text=text)
        self.write(f"essays/{name}.md", essay)

    def edit_prose(self) -> None:
        """A paragraph more, which other pages know nothing of."""
        file = self.random.choice(self.files())
        file.write_text(f"{file.read_text('utf-8')}\n{self.words()} {self.image()}\n", "utf-8")

    def edit_several(self) -> None:
        """As when others' edits are fetched: some that other pages see, some that they do not."""
        for _ in range(self.random.randint(2, 4)):
            self.edit_prose()
        if self.random.random() < 0.3:
            self.edit_essay("a")

    def edit_evidence(self, name: str) -> None:
        quote = self.random.choice(("word for word", "word by word", "a word […] word"))
        cited = f"citations:\n  - source: a\n    relation: supports\n    quote: {quote}\n"
        relation = self.random.choice(("supports", "contradicts", "context"))
        bearing = f"bears_on:\n  {self.random.choice('ab')}: {relation}\n"
        more = self.random.choice(("", cited, bearing, cited + bearing))
        more += self.random.choice(("", "", "recheck: 2026-01-14\n"))
        verdict = self.random.choice(("supported", "mixed", "opinion", "contradicted"))
        text = EVIDENCE.format(
            title=name, verdict=verdict, more=more, text=self.words() + self.image()
        )
        self.write(f"evidence/{name}.md", text)

    def edit(self) -> str:
        """One change at random; returns what it was."""
        edits = {
            "prose": self.edit_prose,
            "prose of several": self.edit_several,
            "essay": lambda: self.edit_essay(self.random.choice("abc")),
            "evidence": lambda: self.edit_evidence(self.random.choice("abcd")),
            "delete": lambda: self.random.choice(self.files()).unlink(),
            "rename": self.rename,
            "sources": self.edit_sources,
            "copy": self.edit_copy,
            "image": self.edit_image,
            "links": self.edit_links,
            "kept": self.edit_kept,
            "receipt": self.edit_receipt,
            "correction": self.edit_correction,
            "settings": self.edit_settings,
            "template": self.edit_template,
            "damage": self.damage,
            "spoil": self.spoil,
            "touch": lambda: os.utime(self.random.choice(self.files())),
        }
        name = self.random.choice(list(edits))
        edits[name]()
        return name

    def age(self) -> None:
        """Everything was edited long ago, each time at another moment: times can be trusted."""
        for file in (*self.content.rglob("*"), *self.theme.rglob("*")):
            if file.stat().st_mtime > 2_000_000 and file.is_file():
                self.moment += 1
                os.utime(file, (self.moment, self.moment))

    def files(self) -> list[Path]:
        found = sorted(self.content.rglob("*.md"))
        return found or [self.content / "site.yaml"]

    def rename(self) -> None:
        file = self.random.choice(self.files())
        file.rename(file.with_stem(self.random.choice("abcde")))

    def edit_links(self) -> None:
        state = self.random.choice(("dead", "failing"))
        fault = f"https://a.example.org/1: {{state: {state}, since: 2026-11-15}}\n"
        self.write("links.yaml", self.random.choice(("", fault)))

    def edit_sources(self) -> None:
        titles = [self.random.choice(("A", "B")) for _ in range(2)]
        status = self.random.choice(("", "  status: retracted\n", "  derived-from: b\n"))
        records = f"b:\n  type: book\n  title: {titles[0]}\n" * self.random.randint(0, 1)
        records += SOURCE.format(title=titles[1])
        if self.random.random() < 0.5:
            records = records.replace("  path: files/a.txt\n", "")
        self.write("sources.yaml", records + status)

    def edit_copy(self) -> None:
        """What quotations are compared with comes, changes, also by a letter, or goes."""
        copy = self.content / "files/a.txt"
        if copy.exists() and self.random.random() < 0.2:
            copy.unlink()
        else:
            self.write("files/a.txt", self.random.choice(COPIES))

    def edit_image(self) -> None:
        """An image comes, is replaced by a larger or smaller or broken one, or goes."""
        image = self.content / f"images/{self.random.choice('ab')}.png"
        if image.exists() and self.random.random() < 0.2:
            image.unlink()
            return
        image.parent.mkdir(exist_ok=True)
        whole = png(self.random.randint(1, 9), self.random.randint(1, 9))
        image.write_bytes(self.random.choice((whole, whole, whole[:20])))

    def edit_kept(self) -> None:
        """The same for a copy that the command `keep` made, which lies in a hidden folder."""
        copy = self.content / ".copies/a.txt"
        if copy.exists() and self.random.random() < 0.3:
            copy.unlink()
        else:
            self.write(".copies/a.txt", self.random.choice(COPIES[:3]))

    def edit_receipt(self) -> None:
        """A receipt of this copy or another, of one quotation or none, of one day or another."""
        text = receipts.text_digest(self.random.choice(COPIES[:3]))
        day = f"2026-11-{self.random.randint(21, 24)}"
        found = receipts.bytes_digest(b"word for word")
        listed = self.random.choice(("", f"  quotations:\n    - {found}\n"))
        self.write("receipts.yaml", f"a:\n  date: {day}\n  text: {text}\n{listed}")

    def edit_correction(self) -> None:
        """One of a page that may be there and say so, or not; or none."""
        page = self.random.choice(("essay: a", "essay: b", "evidence: a"))
        more = self.random.choice(("", ", minor: true", ", now: war"))
        record = f"- {{date: 2026-02-0{self.random.randint(1, 9)}, {page}, was: x, why: y{more}}}\n"
        self.write("corrections.yaml", self.random.choice(("", record)))

    def edit_settings(self) -> None:
        language = self.random.choice(("en", "de", "ko"))
        html = self.random.choice(("true", "false"))
        url = self.random.choice(("", "url: https://me.example.org\n"))  # with posters
        title = self.title()
        self.write("site.yaml", f"title: {title}\nlanguage: {language}\nhtml: {html}\n{url}{OFF}")

    def edit_template(self) -> None:
        """A template of the site's own comes, changes or goes."""
        own = self.theme / "templates/404.html"
        if own.exists() and self.random.random() < 0.5:
            own.unlink()
        else:
            own.write_text('{% extends "base.html" %}{% block main %}<h1>' + self.words())
            own.write_text(own.read_text() + "</h1>{% endblock %}")

    def damage(self) -> None:
        """A file of the cache is cut short, overwritten or gone."""
        for file in sorted(self.cache.glob("*")):
            content = file.read_bytes()
            cut = self.random.randrange(len(content)) if content else 0
            file.write_bytes(self.random.choice((content[:cut], b"", content[cut:], b"\0" * 99)))

    def spoil(self) -> None:
        """Somebody edits the published site by hand."""
        pages = sorted(self.warm.rglob("*.html"))
        if pages:
            self.random.choice(pages).write_text("spoilt")

    def build(self, output: Path, *more: str) -> tuple[int, dict[str, bytes]]:
        arguments = ["--content", str(self.content), "--output", str(output), *more]
        code = build.main([*arguments, "--theme", str(self.theme)])
        files = sorted(output.rglob("*")) if output.exists() else []
        return code, {str(f.relative_to(output)): f.read_bytes() for f in files if f.is_file()}


def without_seconds(text: str) -> str:
    return re.sub(r"[\d.]+ seconds", "", text)


@pytest.mark.parametrize("group", range(10))
def test_a_warm_build_equals_a_cold_one(
    group: int,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """In one group of five, whatever can be done by two processes is."""
    monkeypatch.setattr(workers, "WORTH_IT", 48 if group % 5 else 2)
    for number in range(SEQUENCES // 10):
        project = Project(tmp_path / str(number), group * 1000 + number)
        history = []
        for _ in range(EDITS):
            history.append(project.edit())
            if project.random.random() < 0.5:
                project.age()
                for _ in range(2):  # then a third has nothing to do
                    project.build(project.warm, "--cache", str(project.cache))
                capsys.readouterr()
            code, site = project.build(project.warm, "--cache", str(project.cache))
            told = without_seconds(capsys.readouterr().err)
            expected_code, expected = project.build(project.cold, "--no-cache")

            assert expected_code == code, history
            assert without_seconds(capsys.readouterr().err) == told, history
            if code == 0:
                assert expected == site, history


@pytest.mark.parametrize("group", range(4))
def test_a_preview_that_went_through_edits_equals_a_new_one(group: int, tmp_path: Path) -> None:
    """The preview links only what is new; nothing that it shows may be old."""
    for number in range(15):
        project = Project(tmp_path / str(number), 5000 + group * 100 + number)
        options = Options(project.content, project.theme)
        preview, history = Preview(options), []
        for _ in range(6):
            preview.rebuild()
            history.append(project.edit())
            if project.random.random() < 0.5:
                project.age()
            preview.rebuild([str(project.content), str(project.theme)])

            fresh = Preview(options)
            fresh.rebuild()
            assert fresh.state.findings == preview.state.findings, history
            if fresh.state.trouble is None:
                assert shown(fresh) == shown(preview), history


def test_what_a_page_is_made_of_is_all_that_it_shows(tmp_path: Path) -> None:
    """Its key covers no more: of two pages made of the same, nothing may differ."""
    seen: dict[str, str] = {}
    for number in range(20):
        project = Project(tmp_path / str(number), 9000 + number)
        options = Options(project.content, project.theme)
        for _ in range(3):
            project.edit()
            corpus = check(options).corpus
            theme = load(corpus.config, options)
            maker = maker_of(corpus, theme)
            for page in plan(corpus, theme):
                if isinstance(page, Page):
                    bare = replace(page, made_of=(), values=dict)
                    shows = [repr(getattr(bare, name)) for name in bare.__struct_fields__]
                    shows.append(repr(page.values(*page.made_of)))
                    whole = maker.key(bare, "".join(shows).encode())
                    assert whole == seen.setdefault(maker.key(page, b""), whole), page.path
    assert len(seen) > 100


def shown(preview: Preview) -> dict[str, bytes]:
    """Every page that the preview shows."""
    site = preview.state.site
    assert site is not None
    return {path: preview.content(path)[1] for path in site.plan.paths()}


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "build.py"), *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=60)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A project whose files are old enough to be trusted by their times."""
    shutil.copytree(GOLDEN, tmp_path / "content")
    for file in (tmp_path / "content").rglob("*"):
        os.utime(file, (1, 1))
    return tmp_path


def test_a_build_with_nothing_to_do_says_so_and_repeats_its_findings(folder: Path) -> None:
    first, second = run(folder), run(folder)

    assert "nothing has changed" in second.stdout
    assert first.stderr == second.stderr != ""
    assert first.stdout.splitlines()[:-1] == second.stdout.splitlines()[:-1]


def test_nothing_but_python_itself_is_imported_to_find_that_out(folder: Path) -> None:
    run(folder)
    done = subprocess.run(
        [sys.executable, "-X", "importtime", str(ROOT / "build.py")],
        cwd=folder,
        capture_output=True,
        text=True,
    )

    assert "nothing has changed" in done.stdout
    imported = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    ours = {name for name in imported if name.startswith("footnoted")}
    assert {"footnoted", "footnoted.unchanged"} == ours
    assert not imported & {"argparse", "re", "typing", "pathlib", "dataclasses", "json"}


def test_two_sites_do_not_drive_each_other_out_of_the_cache(folder: Path) -> None:
    """Each content folder has a part of the cache of its own, without a word."""
    shutil.copytree(folder / "content", folder / "mine")
    mine = ("--content", "mine", "--output", "mine-site")
    for words in ((), mine):
        run(folder, *words)

    for words in ((), mine, (), mine):
        assert "nothing has changed" in run(folder, *words).stdout
    run(folder, "--content=./mine/", "--output", "mine-site")  # the same in other words
    assert 1 == len([path for path in (folder / ".cache").iterdir() if path.is_dir()])


def test_the_same_words_in_another_folder_are_another_build(folder: Path, tmp_path: Path) -> None:
    """The cache is shared, and what the words mean is not."""
    cache = ["--cache", str(folder / ".cache")]
    run(folder, *cache)
    other = folder / "other"
    shutil.copytree(GOLDEN, other / "content")

    assert "nothing has changed" in run(folder, *cache).stdout
    assert "nothing has changed" not in run(other, *cache).stdout
    assert (other / "_site/index.html").exists()


def test_a_record_with_a_byte_that_differs_is_not_used(folder: Path) -> None:
    run(folder)
    file = folder / ".cache" / unchanged.FILE
    content = file.read_bytes()
    assert unchanged.load(str(file.parent))

    for at in range(0, len(content), 97):
        file.write_bytes(content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :])
        assert not unchanged.load(str(file.parent)), at


def test_what_could_not_be_written_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("old")

    with suppress(OSError), replacing(tmp_path / "file") as file:
        file.write(b"new")
        raise OSError

    assert ["old"] == [path.read_text() for path in tmp_path.iterdir()]


def test_what_a_killed_build_left_in_the_cache_goes(tmp_path: Path) -> None:
    left, written = tmp_path / "file.123", tmp_path / "file.456"
    for path in (left, written, tmp_path / "file.txt", tmp_path / "other.123"):
        path.write_text("x")
    os.utime(left, (1, 1))
    os.utime(tmp_path / "file.txt", (1, 1))
    os.utime(tmp_path / "other.123", (1, 1))

    with replacing(tmp_path / "file") as file:
        file.write(b"new")

    names = {path.name for path in tmp_path.iterdir()}
    assert {"file", "file.456", "file.txt", "other.123"} == names


def test_other_arguments_are_another_build(folder: Path) -> None:
    for _ in range(3):
        run(folder)

    assert "nothing has changed" not in run(folder, "--url", "https://other.example.org").stdout
    assert 1 == run(folder, "--strict").returncode


def test_an_edit_of_equal_length_within_a_tick_of_the_clock_is_seen(folder: Path) -> None:
    """Time and size are the same: only a file whose time is long past is trusted by them."""
    file = folder / "content/site.yaml"
    text = file.read_text()
    file.write_text(text + "# a\n")
    stat = file.stat()
    for _ in range(3):
        run(folder)

    file.write_text(text + "# b\n")
    os.utime(file, ns=(stat.st_atime_ns, stat.st_mtime_ns))

    assert "nothing has changed" not in run(folder).stdout


def test_the_cache_is_one_folder_that_may_go(folder: Path) -> None:
    run(folder, "--cache", "there")
    assert {"content", "_site", "there"} == {path.name for path in folder.iterdir()}
    assert {kept.FILE, renewing.FILE, unchanged.FILE} == {
        path.name for path in (folder / "there").iterdir()
    }

    shutil.rmtree(folder / "there")

    assert 0 == run(folder, "--cache", "there").returncode


def test_the_cache_does_not_grow_with_what_is_gone(folder: Path) -> None:
    run(folder)
    before = (folder / ".cache" / kept.FILE).stat().st_size
    for number in range(5):
        other = folder / f"content/evidence/other-{number}.md"
        other.write_text(EVIDENCE.format(title="x", verdict="opinion", more="", text="Words."))
        run(folder)
        other.unlink()
    run(folder)

    assert before == (folder / ".cache" / kept.FILE).stat().st_size


def test_two_builds_at_once_leave_a_sound_cache(folder: Path) -> None:
    threads = [threading.Thread(target=run, args=(folder,)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert 0 == run(folder).returncode
    assert {kept.FILE, renewing.FILE, unchanged.FILE} == {
        path.name for path in (folder / ".cache").iterdir()
    }
    run(folder, "--no-cache", "--output", "cold")
    pages = sorted(path.relative_to(folder / "cold") for path in (folder / "cold").rglob("*.html"))
    assert all(
        (folder / "cold" / p).read_bytes() == (folder / "_site" / p).read_bytes() for p in pages
    )


def test_pages_that_show_the_same_are_the_files_of_the_old_site(folder: Path) -> None:
    """Else a warm build would be right, and slow: no other test could tell."""
    run(folder)
    before = {path: path.stat().st_ino for path in (folder / "_site").rglob("*.html")}
    essay = next((folder / "content/essays").glob("*.md"))
    with essay.open("a") as file:
        file.write("\nOne paragraph more.\n")

    run(folder)

    changed = [path for path, inode in before.items() if path.stat().st_ino != inode]
    assert [folder / f"_site/essays/{essay.stem}.html"] == changed


def test_timings_name_the_stages(folder: Path) -> None:
    shown = run(folder, "--timings").stderr

    assert all(stage in shown for stage in ("read, parse and link", "render and write"))


def test_a_changed_copy_changes_what_a_warm_build_says(folder: Path) -> None:
    for _ in range(2):
        assert 0 == run(folder).returncode
    copy = folder / "content/files/report.txt"
    text = copy.read_text()

    copy.write_text(text.replace("nine", "five"))
    os.utime(copy, (2, 2))
    changed = run(folder)
    copy.write_text(text)
    os.utime(copy, (3, 3))

    assert 1 == changed.returncode
    assert "the copy has `five`, the quotation `nine`" in changed.stderr
    assert 0 == run(folder).returncode


def test_a_cache_that_cannot_be_written_is_no_error(folder: Path) -> None:
    (folder / "taken").write_text("a file\n")

    done = run(folder, "--cache", "taken")

    assert 0 == done.returncode
    assert done.stderr.startswith("warning: nothing can be kept for the next build: ")
    assert (folder / "_site/index.html").exists()


def test_pages_that_another_build_put_there_are_not_taken_over(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the look at the old site and the new one, another build took its place."""
    monkeypatch.chdir(folder)
    (folder / "content/essays/other.md").write_text("---\ntitle: T\ndate: 2026-01-01\n---\nX.\n")
    mine, other = ["--url", "https://a.example.org"], ["--url", "https://b.example.org"]
    for _ in range(2):
        build.main([*mine, "--cache", "one"])
    write, is_first = building.write, [True]

    def write_after_another(*arguments: Any) -> dict[str, str]:
        if is_first.pop() if is_first else False:
            build.main([*other, "--cache", "two"])
        return write(*arguments)

    monkeypatch.setattr(building, "write", write_after_another)
    (folder / "content/essays/other.md").write_text("---\ntitle: U\ndate: 2026-01-01\n---\nX.\n")
    build.main([*mine, "--cache", "one"])

    pages = [path.read_bytes() for path in (folder / "_site").rglob("*.html")]
    assert not [page for page in pages if b"b.example.org" in page]


def test_a_theme_that_shares_its_templates_is_followed(folder: Path) -> None:
    shared = folder / "shared"
    shared.mkdir()
    (shared / "404.html").write_text("one")
    (folder / "theme").mkdir()
    (folder / "theme/templates").symlink_to(shared)
    for file in (shared / "404.html", *(folder / "content").rglob("*")):
        os.utime(file, (1, 1))
    for _ in range(3):
        run(folder, "--theme", "theme")

    (shared / "404.html").write_text("another")

    assert "nothing has changed" not in run(folder, "--theme", "theme").stdout
    assert "another" == (folder / "_site/404.html").read_text()


def test_an_edit_that_hides_its_time_is_seen(folder: Path) -> None:
    """`touch -r` gives a file an old time; when its entry changed is not so easily set back."""
    file = folder / "content/site.yaml"
    for _ in range(3):
        run(folder)
    stat, text = file.stat(), file.read_text()

    file.write_text(text.replace("title: ", "title: X", 1)[: len(text)])
    os.utime(file, ns=(stat.st_atime_ns, stat.st_mtime_ns))

    assert "nothing has changed" not in run(folder).stdout


def test_compiled_templates_that_are_damaged_or_of_other_code_are_not_used(tmp_path: Path) -> None:
    templates = {"a.html": "one {{ 1 + 1 }}"}

    def rendered(code: bytes) -> str:
        cache = compiled._Compiled(tmp_path, code)
        environment = Environment(loader=DictLoader(templates), bytecode_cache=cache)
        return environment.get_template("a.html").render()

    assert "one 2" == rendered(b"code")
    (file,) = tmp_path.iterdir()
    content = file.read_bytes()
    for at in range(0, len(content), 7):
        file.write_bytes(content[:at] + bytes([content[at] ^ 255]) + content[at + 1 :])
        assert "one 2" == rendered(b"code")
    file.write_bytes(content)
    assert "one 2" == rendered(b"other code")
    assert content != file.read_bytes()


def test_a_preview_with_words_that_cannot_be_read_says_so_everywhere(folder: Path) -> None:
    (folder / "theme/strings").mkdir(parents=True)
    preview = Preview(Options(folder / "content", folder / "theme"))
    preview.rebuild()
    assert 200 == preview.content("claims.html")[0]

    (folder / "theme/strings/en.yaml").write_text("x: [")
    preview.rebuild([str(folder / "theme/strings/en.yaml")])

    for path in ("claims.html", "index.html", "claims.html", "method.html"):
        status, content, _ = preview.content(path)
        assert (200, True) == (status, b"en.yaml" in content)


def test_a_preview_follows_a_theme_that_lies_in_the_content(folder: Path) -> None:
    template = folder / "content/own/templates/404.html"
    template.parent.mkdir(parents=True)
    template.write_text("one")
    preview = Preview(Options(folder / "content", folder / "content/own"))
    preview.rebuild()
    assert b"one" == preview.content("404.html")[1]

    template.write_text("two")
    preview.rebuild([str(template.resolve())])

    assert b"two" == preview.content("404.html")[1]


def test_a_preview_whose_theme_changed_place_shows_the_new_one(folder: Path) -> None:
    for name in ("one", "two"):
        (folder / name / "templates").mkdir(parents=True)
        (folder / name / "templates/404.html").write_text(name)
    (folder / "theme").symlink_to("one")
    preview = Preview(Options(folder / "content", folder / "theme"))
    preview.rebuild()
    assert b"one" == preview.content("404.html")[1]

    (folder / "theme").unlink()
    (folder / "theme").symlink_to("two")
    preview.rebuild()

    assert b"two" == preview.content("404.html")[1]
