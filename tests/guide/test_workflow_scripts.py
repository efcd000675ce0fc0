"""What workflows install; their scripts, in a repository of their own, with a stand-in for gh."""

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

SCRIPTS = Path(__file__).parents[2] / ".github"
GH = """#!/usr/bin/env bash
# Notes each call; answers `list` from a file, and fails `pr create` where it is forbidden.
echo "$*" >> "$NOTES"
case "$1 $2" in
  "auth setup-git") ;;
  *" list") cat "$ANSWER" ;;
  "pr create") test -z "$FORBIDDEN" ;;
esac
"""
PASSED, FAILED = "Tests passed\nAudit passed\n", "Tests passed\nAudit failed\n"


@dataclass
class Repository:
    """A clone with a remote, a lock and a stand-in for gh."""

    folder: Path

    def git(self, *arguments: str, where: str = "clone") -> str:
        command = ["git", "-C", str(self.folder / where), *arguments]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout

    def run(self, script: str, *arguments: str, answer: str = "", forbidden: str = "") -> list[str]:
        """The calls of gh by a script; `answer` is what it lists."""
        (self.folder / "answer").write_text(answer)
        notes = self.folder / "notes"
        notes.write_text("")
        environment = os.environ | {
            "PATH": f"{self.folder / 'bin'}:{os.environ['PATH']}",
            "NOTES": str(notes),
            "ANSWER": str(self.folder / "answer"),
            "FORBIDDEN": forbidden,
            "BRANCH": "renew-locks",
        }
        clone = self.folder / "clone"
        command = [str(clone / ".github" / script), *arguments]
        subprocess.run(command, cwd=clone, env=environment, check=True, capture_output=True)
        return notes.read_text().splitlines()

    def renewed(self, report: str, *, patch: bool = True) -> None:
        """What the first job of the workflow leaves."""
        lock = self.folder / "clone" / "requirements" / "site.txt"
        made = self.folder / "clone" / "build" / "renewal"
        made.mkdir(parents=True)
        lock.write_text("jinja2==2\n")
        (made / "locks.patch").write_text(self.git("diff", "--binary") if patch else "")
        (made / "report.md").write_text(report)
        self.git("checkout", "--quiet", "requirements")


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    made = Repository(tmp_path)
    subprocess.run(["git", "init", "--quiet", "--bare", tmp_path / "remote"], check=True)
    subprocess.run(["git", "init", "--quiet", "-b", "main", tmp_path / "clone"], check=True)
    clone = tmp_path / "clone"
    shutil.copytree(SCRIPTS, clone / ".github")
    (clone / "requirements").mkdir()
    (clone / "requirements" / "site.txt").write_text("jinja2==1\n")
    (clone / ".gitignore").write_text("build/\n")
    made.git("remote", "add", "origin", str(tmp_path / "remote"))
    made.git("add", "--all")
    who = ("-c", "user.name=Test", "-c", "user.email=test@example.org")
    made.git(*who, "commit", "--quiet", "--message", "Start")
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "gh").write_text(GH)
    (tmp_path / "bin" / "gh").chmod(0o755)
    return made


def test_renewed_locks_are_pushed_and_proposed(repository: Repository) -> None:
    repository.renewed(PASSED)
    calls = repository.run("propose.sh")
    pushed = repository.git("show", "renew-locks:requirements/site.txt", where="remote")
    assert pushed == "jinja2==2\n"
    assert calls[-1].startswith("pr create --head renew-locks --title Renewed locks: tests passed")


def test_an_open_proposal_is_brought_up_to_date(repository: Repository) -> None:
    repository.renewed(FAILED)
    calls = repository.run("propose.sh", answer="7\n")
    assert calls[-1].startswith("pr edit renew-locks --title Renewed locks: tests passed")
    assert not any(call.startswith("pr create") for call in calls)


def test_where_no_workflow_may_propose_an_issue_tells_of_the_branch(repository: Repository) -> None:
    repository.renewed(PASSED)
    calls = repository.run("propose.sh", forbidden="yes")
    assert calls[-1].startswith("issue create --title Renewed locks: tests passed (branch renew-lo")


@pytest.mark.parametrize(("report", "told"), [(PASSED, False), (FAILED, True)])
def test_with_nothing_new_an_issue_tells_of_a_vulnerability_alone(
    repository: Repository, report: str, told: bool
) -> None:
    repository.renewed(report, patch=False)
    calls = repository.run("propose.sh")
    assert [call.partition(" --title ")[0] for call in calls if "list" not in call] == (
        ["issue create"] if told else []
    )


def test_an_open_issue_gets_a_comment_instead_of_a_second_one(repository: Repository) -> None:
    report = repository.folder / "report.txt"
    report.write_text("gone: …\n")
    assert repository.run("tell.sh", "Gone", str(report), answer="12\n")[1:] == [
        f"issue comment 12 --body-file {report}"
    ]
    assert repository.run("tell.sh", "Gone", str(report))[1:] == [
        f"issue create --title Gone --body-file {report}"
    ]


def test_the_report_begins_with_what_passed_and_the_patch_holds_the_locks(
    repository: Repository,
) -> None:
    clone = repository.folder / "clone"
    (clone / ".ci").mkdir()
    (clone / ".ci" / "run").write_text("#!/bin/sh\necho 3 passed\n")
    (clone / ".ci" / "run").chmod(0o755)
    (clone / "Makefile").write_text("audit:\n\t@echo one vulnerability; exit 1\n")
    (clone / "requirements" / "site.txt").write_text("jinja2==3\n")
    repository.run("renewal.sh")
    made = clone / "build" / "renewal"
    report = (made / "report.md").read_text()
    assert report.startswith("Tests passed\nAudit failed\n")
    assert "3 passed" in report
    assert "one vulnerability" in report
    patch = (made / "locks.patch").read_text()
    assert "+jinja2==3" in patch
    assert "Makefile" not in patch


BROWSERS = {"webkit2gtk-driver", "xvfb"}  # the runner has the others, and Java


@pytest.mark.parametrize(
    ("workflow", "office"), [("test", True), ("renew", True), ("thorough", True), ("faults", False)]
)
def test_a_workflow_installs_what_make_may_install_as_root_only(
    workflow: str, *, office: bool
) -> None:
    makefile = (SCRIPTS.parent / "Makefile").read_text("utf-8")
    (documents,) = re.findall(r"^OFFICE := (.+)$", makefile, re.MULTILINE)
    text = (SCRIPTS / "workflows" / f"{workflow}.yml").read_text("utf-8")
    assert BROWSERS | (set(documents.split()) if office else set()) <= set(text.split())
