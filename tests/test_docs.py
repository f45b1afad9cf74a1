"""The documentation says what the code does: tables, examples, messages, links, options."""

from __future__ import annotations

import re
import shlex
from collections.abc import Sequence
from pathlib import Path

import pytest

from docs_examples import EXAMPLES, SEEN
from footnoted import (
    arguments,
    config,
    corrections,
    link_faults,
    parse,
    receipts,
    source_records,
    sources,
)
from footnoted.addresses import slugify
from footnoted.composing import Text, compose
from footnoted.diagnostics import ALWAYS_ERRORS, CODES, Diagnostic, Severity, render
from footnoted.fields import Key, read_mapping
from footnoted.grading import graded
from footnoted.model import (
    CAUTIONS,
    COPIES,
    KINDS,
    RELATIONS,
    STANDINGS,
    STATUSES,
    VERDICTS,
    Config,
    SourceFile,
)
from footnoted.new.command import USES, Wish, make
from footnoted.options import Options
from footnoted.rot.findings import findings
from footnoted.rot.gathering import gather
from footnoted.rot.values import Judged
from footnoted.source_records import TYPES
from sites import check_files, made, write_files

ROOT = Path(__file__).parent.parent
PAGES = (*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").glob("*.md")))
TEXTS = {path.relative_to(ROOT).as_posix(): path.read_text("utf-8") for path in PAGES}
REFERENCE, DIAGNOSTICS = TEXTS["docs/reference.md"], TEXTS["docs/diagnostics.md"]
README, THEME, DESIGN = TEXTS["README.md"], TEXTS["docs/theme.md"], TEXTS["docs/design.md"]
COMMANDS = TEXTS["docs/commands.md"]

KEY_TABLES = {
    "Keys of an essay": parse.ESSAY_KEYS,
    "Keys of an evidence page": parse.EVIDENCE_KEYS,
    "Keys of a citation": parse.CITATION_KEYS,
    "Keys of a source": source_records.KEYS,
    "Keys of a correction": corrections.KEYS,
    "Keys of a dead link": link_faults.KEYS,
    "Keys of a receipt": receipts.KEYS,
    "Keys of the settings": config.KEYS,
}
NAME_TABLES = {
    "Kinds": KINDS,
    "Verdicts": VERDICTS,
    "Relations": RELATIONS,
    "Statuses": STATUSES,
    "Copies": COPIES,
}

_FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
_LINK = re.compile(r"\[(?:[^\[\]]|\[[^\]]*\])*\]\(([^)\s]+)(?: \"[^\"]*\")?\)")
_CODE_SPAN = re.compile(r"(`+)(?!`).*?(?<!`)\1(?!`)")
# Written in the documentation, they say more about its making than about the program.
_FORBIDDEN = ("TODO", "FIXME", "XXX", "TBD", "lorem ipsum", "/home/", "/tmp/", "localhost")


@pytest.mark.parametrize("heading", KEY_TABLES)
def test_the_reference_has_a_row_for_each_key(heading: str) -> None:
    rows = _rows(_section(REFERENCE, heading))

    assert [(k.name, k.required) for k in KEY_TABLES[heading]] == [
        (row[0].strip("`"), {"yes": True, "no": False}[row[2]]) for row in rows
    ]


@pytest.mark.parametrize("heading", NAME_TABLES)
def test_the_reference_has_a_row_for_each_name(heading: str) -> None:
    rows = _rows(_section(REFERENCE, heading))

    assert list(NAME_TABLES[heading]) == [row[0].strip("`") for row in rows]


def test_the_reference_has_all_standings_cautions_and_types() -> None:
    derived = [standing for standing in STANDINGS if standing not in VERDICTS]
    section = _section(REFERENCE, "Standings and cautions")

    names = re.findall(r"^\| `([\w-]+)`", section, re.MULTILINE)

    assert [*derived, *CAUTIONS] == names
    assert list(TYPES) == re.findall(r"`([\w-]+)`", _section(REFERENCE, "Types"))


@pytest.mark.parametrize("heading", KEY_TABLES)
def test_the_example_of_a_section_has_no_mistakes(heading: str) -> None:
    if heading == "Keys of a source":
        found = sources.read_sources(_file(_yaml(REFERENCE, "Sources"))).diagnostics
    elif heading == "Keys of a correction":
        found = corrections.read_corrections(_file(_yaml(REFERENCE, heading))).diagnostics
    elif heading == "Keys of a dead link":
        found = link_faults.read_link_faults(_file(_yaml(REFERENCE, "Dead links"))).diagnostics
    elif heading == "Keys of a receipt":
        found = receipts.read_receipts(_file(_yaml(REFERENCE, heading))).diagnostics
    elif heading == "Keys of the settings":
        found = config.read_config(_file(_yaml(REFERENCE, heading)))[1]
    else:
        found = _checked(_yaml(REFERENCE, heading), KEY_TABLES[heading])

    assert not found


def test_all_yaml_can_be_read() -> None:
    for name, text in TEXTS.items():
        for language, code in _FENCE.findall(text):
            yaml = Text(name, code)
            if language == "yaml":
                assert compose(yaml) is not None, f"{name}: {code}"


def test_each_code_has_its_section_in_the_order_of_the_table() -> None:
    headings = re.findall(r"^### `([\w-]+)`$", DIAGNOSTICS, re.MULTILINE)

    assert list(CODES) == headings
    assert set(CODES) == set(EXAMPLES)


@pytest.mark.parametrize("code", EXAMPLES)
def test_the_message_in_the_documentation_is_the_real_one(code: str, content: Path) -> None:
    messages = [render(diagnostic, level) for level, diagnostic in _findings(content, code)]

    shown = dict(_FENCE.findall(_section(DIAGNOSTICS, f"`{code}`")))["text"].strip("\n")
    severity = CODES[code].severity.replace("off", "warning")  # as it is shown if turned on
    assert shown.startswith(f"{severity}[{code}]: ")
    assert shown in messages


@pytest.mark.parametrize("code", CODES)
def test_the_meaning_of_a_code_is_that_of_the_table(code: str) -> None:
    section = _section(DIAGNOSTICS, f"`{code}`")

    article = {"error": "An error", "warning": "A warning", "off": "Off"}[CODES[code].severity]
    assert f"{article}: {CODES[code].meaning}.\n" in section


def test_the_codes_that_are_always_errors_are_named() -> None:
    section = _section(DIAGNOSTICS, "Change how severe a complaint is")

    (named,) = re.findall(r"^Ten codes are always errors: (.*?)\. ", section, re.MULTILINE)

    assert len(ALWAYS_ERRORS) == 10
    assert set(re.findall(r"`([\w-]+)`", named)) == ALWAYS_ERRORS


def test_the_first_essay_of_the_readme_is_reported_as_it_says(content: Path) -> None:
    section = _section(README, "Write your first annotated essay")
    files = _first_essay()

    first = check_files(content, files)
    slipped = check_files(content, _slipped(files))

    shown = dict(_FENCE.findall(section))["text"]
    assert ["warning"] == [level for level, _ in first.findings]
    assert (("supported", 1), ("needs-evidence", 1)) == first.corpus.tally
    assert f"{len(made(first, content))} files in mine-site" in section
    assert "\n\n".join(render(d, level) for level, d in slipped.findings) == shown.strip("\n")


def test_the_first_essay_of_the_readme_is_that_of_a_new_site(tmp_path: Path) -> None:
    make(Wish(["site"], tmp_path / "mine", today="2026-11-22"))

    files = _first_essay()

    assert {"essays/born-equal.md", "evidence/first-article.md", "sources.yaml"} == set(files)
    for name, text in files.items():
        assert (tmp_path / "mine" / name).read_text("utf-8") == text


def test_what_the_readme_begins_has_the_name_that_it_says(content: Path) -> None:
    section = _section(README, "Write your first annotated essay")
    (words,) = re.findall(r"(?m)^    python build.py new (evidence .*) --content mine$", section)
    write_files(content, _first_essay())
    _, question, _, name = shlex.split(words)

    said = make(Wish(["evidence", question], content, name))

    assert f"put `../evidence/{name}.md` in place of the `#`" in section
    assert f"  [words](../evidence/{name}.md)" in said


def test_the_uses_of_new_are_documented() -> None:
    section = _section(COMMANDS, "Begin something new")
    examples = re.findall(r"(?m)^    python build.py new (\w+) .*--content mine$", section)

    assert [*USES.values()] == [row[0].strip("`") for row in _rows(section)]
    assert [*USES] == examples


def test_a_misquotation_is_reported_as_the_readme_says(content: Path) -> None:
    section = _section(README, "Keep what you quote")
    copy, shown = (code for _, code in _FENCE.findall(section))
    files = _with_copy(_first_essay(), copy)

    right = check_files(content, files)
    wrong = check_files(content, _misquoted(files))

    assert ["needs-evidence"] == [d.code for _, d in right.findings]
    assert shown.strip("\n") in [render(d, level) for level, d in wrong.findings]


def test_the_correction_of_the_readme_settles_the_warning_before_it(content: Path) -> None:
    files = _first_essay()
    site = made(check_files(content, files), content)
    (published,) = (file.content for file in site if file.path == "claims.json")
    essay = files["essays/born-equal.md"].replace("born equal]", "born equal in dignity]")
    changed = {"essays/born-equal.md": essay, "claims.json": published}

    uncorrected = check_files(content, changed)
    corrections_yaml = _yaml(README, "Correct in the open")
    corrected = check_files(content, {"corrections.yaml": corrections_yaml})

    assert "uncorrected-change" in [d.code for _, d in uncorrected.findings]
    assert ["needs-evidence"] == [d.code for _, d in corrected.findings]


def test_the_source_that_falls_in_the_readme_reaches_the_claim(content: Path) -> None:
    files = _first_essay()
    files["sources.yaml"] += _yaml(README, "When a source falls, or a link dies")

    fallen = check_files(content, files)

    assert {"needs-evidence", "source-fallen"} == {d.code for _, d in fallen.findings}
    assert ("source-withdrawn", 1) in fallen.corpus.tally


@pytest.mark.parametrize("name", TEXTS)
def test_links_lead_somewhere(name: str) -> None:
    folder = (ROOT / name).parent
    for address in _LINK.findall(_without_code(TEXTS[name])):
        if re.match(r"[a-z]+:", address):
            continue
        path, _, anchor = address.partition("#")
        target = (folder / path).resolve() if path else ROOT / name
        assert target.exists(), f"{name}: {address}"
        if anchor:
            assert anchor in _anchors(target.read_text("utf-8")), f"{name}: {address}"


def test_each_option_and_command_is_documented() -> None:
    parser = arguments.make_parser()

    options = [o for a in parser._actions for o in a.option_strings if o.startswith("--")]

    assert [] == [option for option in options if f"\n| `{option}" not in COMMANDS]
    section = _section(README, "The command line")
    others = [c for c in arguments.COMMANDS if c != "build"]
    assert [] == [command for command in others if f"build.py {command}" not in section]


def test_each_required_package_has_its_reason_in_the_readme() -> None:
    lines = [
        line
        for name in ("requirements.txt", "requirements-dev.txt")
        for line in (ROOT / name).read_text("utf-8").splitlines()
    ]
    packages = [match[1] for line in lines if (match := re.match(r"([\w-]+)==", line))]

    section = _section(README, "What it depends on")

    assert packages
    assert [] == [package for package in packages if f"`{package}`" not in section]


def test_each_template_macro_and_property_is_documented() -> None:
    theme = ROOT / "theme"
    templates = {path.name for path in (theme / "templates").glob("*.html")}
    macros = re.findall(r"{% macro (\w+)", (theme / "templates" / "parts.html").read_text())
    tokens = (theme / "style" / "20-tokens.css").read_text("utf-8")
    properties = re.findall(r"^\s+(--[\w-]+):", tokens, re.MULTILINE)

    assert templates == set(re.findall(r"^\| `([\w-]+\.html)`", THEME, re.MULTILINE))
    assert set(macros) == set(re.findall(r"^\| `(\w+)\(", _section(THEME, "Macros"), re.MULTILINE))
    documented = set(re.findall(r"`(--[\w-]+)`", _section(THEME, "Custom properties")))
    assert {*properties, "--c", "--shape", "--line"} == documented


def test_each_module_is_named_in_the_design() -> None:
    modules = [path.stem for path in (ROOT / "footnoted").glob("*.py") if path.stem != "__init__"]

    assert [] == [module for module in modules if f"`{module}`" not in DESIGN]


@pytest.mark.parametrize("name", TEXTS)
def test_no_word_is_left_that_does_not_belong(name: str) -> None:
    assert [] == [word for word in _FORBIDDEN if word.casefold() in TEXTS[name].casefold()]


def _findings(content: Path, code: str) -> Sequence[tuple[Severity, Diagnostic]]:
    """What is found in the example of a code; of links, as if they had been asked."""
    checked = check_files(content, EXAMPLES[code])
    if code not in SEEN:
        return checked.findings
    texts = {name: str(example) for name, example in EXAMPLES[code].items()}
    text = texts["sources.yaml"]
    (address,) = gather(checked.corpus, SourceFile("sources.yaml", text))
    item = Judged(address, *SEEN[code])
    config = Config(severities=(("link-moved", "warning"), ("link-blocked", "warning")))
    return graded(findings([item]), texts, config, Options(content))


def _first_essay() -> dict[str, str]:
    """The files that the README shows its reader, by their places in the content folder."""
    section = _section(README, "Write your first annotated essay")
    return dict(re.findall(r"`mine/(\S+\.\w+)`:\n\n```\w+\n(.*?)```", section, re.DOTALL))


def _slipped(files: dict[str, str]) -> dict[str, str]:
    page = "evidence/first-article.md"
    return files | {page: files[page].replace("un-udhr-1948", "un-udhr-1984")}


def _with_copy(files: dict[str, str], text: str) -> dict[str, str]:
    named = files["sources.yaml"] + "  path: files/udhr.txt\n"
    return files | {"files/udhr.txt": text, "sources.yaml": named}


def _misquoted(files: dict[str, str]) -> dict[str, str]:
    page = "evidence/first-article.md"
    return files | {page: files[page].replace("All human beings", "All humans", 1)}


def _section(text: str, heading: str) -> str:
    """What stands below `heading`, down to the next heading of any level; code does not count."""
    lines = text.split("\n")
    start = next(
        i for i, line in enumerate(lines) if re.fullmatch(rf"#+ {re.escape(heading)}", line)
    )
    code, end = False, start + 1
    while end < len(lines) and (code or not lines[end].startswith("#")):
        code ^= lines[end].startswith("```")
        end += 1
    return "\n".join(lines[start + 1 : end])


def _rows(section: str) -> list[list[str]]:
    """The cells of the first table of a section, without its head."""
    table = re.search(r"(?:^\|.*\|$\n?)+", section, re.MULTILINE)
    assert table is not None
    lines = table[0].strip().split("\n")[2:]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines]


def _yaml(text: str, heading: str) -> str:
    return dict(_FENCE.findall(_section(text, heading)))["yaml"]


def _file(text: str) -> SourceFile:
    return SourceFile("example.yaml", text)


def _checked(code: str, keys: tuple[Key, ...]) -> list[object]:
    text = Text("example.yaml", code)
    read_mapping(compose(text), keys, text)
    return list(text.found)


def _without_code(text: str) -> str:
    return _CODE_SPAN.sub("", _FENCE.sub("", text))


def _anchors(text: str) -> set[str]:
    """The anchors of the headings, as GitHub makes them."""
    anchors: set[str] = set()
    for heading in _HEADING.findall(_FENCE.sub("", text)):
        slug = slugify(heading.replace("`", ""))
        repeated = sum(1 for a in anchors if re.fullmatch(rf"{re.escape(slug)}(-\d+)?", a))
        anchors.add(f"{slug}-{repeated}" if repeated else slug)
    return anchors
