"""The workflows of .github: the actions they use, and the rights they ask for."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from footnoted.rot import memory
from footnoted.rot.judging import STRIKE_DAYS

FOLDER = Path(__file__).resolve().parent.parent / ".github"
# upload-pages-artifact and deploy-pages must move together.
MAJORS = {
    "actions/cache": "v6",
    "actions/cache/restore": "v6",
    "actions/cache/save": "v6",
    "actions/checkout": "v7",
    "actions/setup-python": "v7",
    "actions/configure-pages": "v6",
    "actions/upload-pages-artifact": "v5",
    "actions/deploy-pages": "v5",
    "github/codeql-action/upload-sarif": "v4",
}


def workflow(name: str) -> dict[str, Any]:
    loaded = yaml.safe_load((FOLDER / "workflows" / name).read_text("utf-8"))
    assert isinstance(loaded, dict)
    loaded["on"] = loaded.pop(True)  # YAML 1.1 reads the key `on` as true
    return loaded


def steps(job: dict[str, Any], action: str = "", command: str = "") -> list[dict[str, Any]]:
    return [
        step
        for step in job["steps"]
        if step.get("uses", "").startswith(action) and command in step.get("run", "")
    ]


@pytest.mark.parametrize("path", sorted(FOLDER.rglob("*.yml")), ids=lambda path: path.name)
def test_actions_are_of_the_known_majors(path: Path) -> None:
    jobs = yaml.safe_load(path.read_text("utf-8")).get("jobs", {})
    used = [step["uses"] for job in jobs.values() for step in job["steps"] if "uses" in step]

    for action, _, version in (use.partition("@") for use in used):
        assert MAJORS[action] == version


@pytest.mark.parametrize("name", ["pages.yml", "test.yml", "check.yml", "links.yml"])
def test_no_job_has_rights_that_it_does_not_name(name: str) -> None:
    loaded = workflow(name)

    assert loaded["permissions"] == {}
    assert all("permissions" in job for job in loaded["jobs"].values())
    assert "pull_request_target" not in loaded["on"]


def test_only_the_deployment_and_the_findings_may_write() -> None:
    jobs = workflow("pages.yml")["jobs"]

    assert jobs["build"]["permissions"] == {"contents": "read", "pages": "read"}
    assert jobs["deploy"]["permissions"] == {"pages": "write", "id-token": "write"}
    (test,) = workflow("test.yml")["jobs"].values()
    assert test["permissions"] == {"contents": "read"}
    (check,) = workflow("check.yml")["jobs"].values()
    assert check["permissions"] == {"contents": "read", "security-events": "write"}


def test_only_main_is_deployed() -> None:
    loaded = workflow("pages.yml")

    assert loaded["on"] == {
        "push": {"branches": ["main"]},
        "pull_request": None,
        "workflow_dispatch": None,
    }
    deploy = loaded["jobs"]["deploy"]
    assert deploy["if"] == "github.ref == 'refs/heads/main' && github.event_name != 'pull_request'"
    assert deploy["needs"] == "build"


def test_a_pull_request_from_a_fork_is_built_without_asking_for_pages() -> None:
    build = workflow("pages.yml")["jobs"]["build"]

    for action in ("actions/configure-pages", "actions/upload-pages-artifact"):
        (step,) = steps(build, action)
        assert step["if"] == "github.event_name != 'pull_request'"
    (step,) = steps(build, command="build.py")
    assert "if" not in step


def test_the_site_is_built_strictly_for_the_address_it_gets() -> None:
    build = workflow("pages.yml")["jobs"]["build"]

    (step,) = steps(build, command="build.py")
    assert step["run"].endswith('python build.py --strict --url "$SITE_URL" "$@"\n')
    assert step["env"] == {"SITE_URL": "${{ steps.pages.outputs.base_url }}"}


@pytest.mark.parametrize("is_published", [True, False])
def test_the_build_compares_with_the_published_claims_if_there_are_any(
    tmp_path: Path, is_published: bool
) -> None:
    """The two steps as they are, with a `curl` and a `python` that show what they were asked."""
    build = workflow("pages.yml")["jobs"]["build"]
    curl = 'echo "$@" >asked; ' + ("echo {} >published.json" if is_published else "exit 22")
    for name, script in {"curl": curl, "python": 'echo "$@" >built'}.items():
        (tmp_path / name).write_text(f"#!/bin/sh\n{script}\n")
        (tmp_path / name).chmod(0o755)
    (tmp_path / "published.json").write_text("what a cache may have left")
    (fetch,) = steps(build, command="curl")
    (make,) = steps(build, command="build.py")

    for step in (fetch, make):
        environment = {"PATH": f"{tmp_path}:/usr/bin:/bin", "SITE_URL": "https://me.example/a/"}
        command = ["bash", "-e", "-c", step["run"]]
        subprocess.run(command, cwd=tmp_path, env=environment, check=True)

    assert (tmp_path / "asked").read_text().endswith(" https://me.example/a/claims.json\n")
    published = " --published published.json" if is_published else ""
    assert (tmp_path / "built").read_text() == (
        f"build.py --strict --url https://me.example/a/{published}\n"
    )


def test_hidden_files_are_published() -> None:
    """Since its v4 the action leaves `.well-known/` out unless it is told not to."""
    (step,) = steps(workflow("pages.yml")["jobs"]["build"], "actions/upload-pages-artifact")

    assert step["with"] == {"path": "_site", "include-hidden-files": True}


def test_findings_are_shown_even_where_there_are_errors() -> None:
    (job,) = workflow("check.yml")["jobs"].values()

    (check,) = steps(job, command="build.py")
    (upload,) = steps(job, "github/codeql-action/upload-sarif")
    assert check["run"] == "python build.py check --format sarif > check.sarif"
    assert upload["with"] == {"sarif_file": "check.sarif", "category": "footnoted"}
    assert upload["if"].startswith("!cancelled() && (github.event_name != 'pull_request'")
    assert "head.repo.full_name == github.repository" in upload["if"]
    assert upload["continue-on-error"] is True


def test_no_text_of_a_stranger_becomes_part_of_a_command() -> None:
    for name in ("pages.yml", "test.yml", "check.yml"):
        for job in workflow(name)["jobs"].values():
            assert not [step["run"] for step in job["steps"] if "${{" in step.get("run", "")]


def test_the_test_workflow_is_make_test() -> None:
    (job,) = workflow("test.yml")["jobs"].values()

    assert ["make test"] == [step["run"] for step in job["steps"] if "run" in step]


def test_dependencies_are_looked_after() -> None:
    loaded = yaml.safe_load((FOLDER / "dependabot.yml").read_text("utf-8"))

    assert {"pip", "npm", "github-actions"} == {u["package-ecosystem"] for u in loaded["updates"]}


def test_links_are_asked_by_the_clock_only_and_strikes_are_remembered() -> None:
    loaded = workflow("links.yml")
    (job,) = loaded["jobs"].values()
    others = [name for name in ("pages.yml", "test.yml", "check.yml") if _asks(name)]

    restored, asked, kept = (
        *steps(job, "actions/cache/restore"),
        *steps(job, command="check --links"),
        *steps(job, "actions/cache/save"),
    )
    assert ([], {"schedule", "workflow_dispatch"}) == (others, set(loaded["on"]))
    assert {"contents": "read"} == job["permissions"]
    assert job["steps"].index(restored) < job["steps"].index(asked) < job["steps"].index(kept)
    assert restored["with"]["path"] == kept["with"]["path"] == f".cache/{memory.FILE}"
    assert kept["with"]["key"].startswith(restored["with"]["restore-keys"])


def test_two_strikes_fit_into_one_week() -> None:
    (entry,) = workflow("links.yml")["on"]["schedule"]

    first, second = map(int, entry["cron"].split()[-1].split(","))

    assert second - first >= STRIKE_DAYS


def _asks(name: str) -> bool:
    return any(steps(job, command="--links") for job in workflow(name)["jobs"].values())
