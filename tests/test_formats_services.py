"""What the formats for code hosts, test reports and scanners say of a result."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import Done
from holdfast.engine.check import check
from holdfast.formats import format_names
from holdfast.model.edit import Edit, Fix
from holdfast.model.outcome import Outcome
from holdfast.model.result import Crash
from holdfast.model.severity import Limit, Severity
from holdfast.model.span import Span
from holdfast.model.verdict import Origin
from holdfast.rules import all_rules
from results import ROOT, read_github, read_junit, read_sarif, rendered, result, verdict
from samples import document, index, template

Project = Callable[..., Path]
Holdfast = Callable[..., Done]

WAIVED = verdict("waived", outcome=Outcome.WAIVED, reason="it moves next week")
UNPROVEN = verdict("unreadable", "docs/b.md", outcome=Outcome.UNPROVEN, severity=Severity.NOTE)
WARNING = verdict("it is old", "docs/c.md", severity=Severity.WARNING)
KNOWN = verdict("known", "docs/d.md", known=True)


def test_the_help_lists_every_format_there_is() -> None:
    from holdfast.cli.check import FORMATS

    assert sorted(FORMATS) == format_names()


@pytest.mark.parametrize("name", ["holds", "rotten", "foreign"])
def test_sarif_of_the_examples_is_valid_and_points_into_the_repository(name: str) -> None:
    found = check(str(ROOT / "examples" / name))
    run = read_sarif(rendered("sarif", found, pages={rule.slug: rule.page for rule in all_rules()}))
    assert len(run["results"]) == len(found.verdicts)
    for one in run["results"]:
        (location,) = one["locations"]
        assert (ROOT / location["physicalLocation"]["artifactLocation"]["uri"]).is_file()
        assert run["tool"]["driver"]["rules"][one["ruleIndex"]]["id"] == one["ruleId"]
    for rule in run["tool"]["driver"]["rules"]:
        assert rule["helpUri"] == f"https://holdfast-docs.github.io/rules/{rule['id']}/"
        assert rule["shortDescription"]["text"].endswith(".")
    assert len({one["partialFingerprints"]["holdfastFinding/v1"] for one in run["results"]}) == len(run["results"])


def test_sarif_gives_each_outcome_the_kind_the_standard_has_for_it(tmp_path: Path) -> None:
    run = read_sarif(rendered("sarif", result(str(tmp_path), verdict(), WAIVED, UNPROVEN, KNOWN)))
    told = {one["message"]["text"].split(";")[0]: one for one in run["results"]}
    assert (told["it is not there"]["kind"], told["it is not there"]["level"]) == ("fail", "error")
    assert (told["unreadable"]["kind"], told["unreadable"]["level"]) == ("open", "none")
    assert told["waived"]["suppressions"] == [
        {"kind": "inSource", "status": "accepted", "justification": "it moves next week"}
    ]
    assert told["known"]["suppressions"][0]["kind"] == "external"
    assert run["invocations"] == [{"executionSuccessful": True}]
    assert run["columnKind"] == "unicodeCodePoints"


def test_sarif_tells_of_a_crash_as_a_notification(tmp_path: Path) -> None:
    crash = Crash("link-broken", "docs/a.md", "IndexError: 3", "Traceback")
    (invocation,) = read_sarif(rendered("sarif", result(str(tmp_path), crashes=(crash,))))["invocations"]
    assert (invocation["executionSuccessful"], invocation["exitCode"]) == (False, 70)
    assert "IndexError: 3" in invocation["toolExecutionNotifications"][0]["message"]["text"]


@pytest.mark.parametrize("line_end", ["\n", "\r\n"], ids=["LF", "CRLF"])
def test_a_fix_in_sarif_gives_the_text_that_holdfast_fix_would_write(tmp_path: Path, line_end: str) -> None:
    text = f"\ufeff# Käse 🧀{line_end}{line_end}- ✅ Ω task{line_end}- ✅ other{line_end}"
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "a.md").write_bytes(text.encode())
    source = text.removeprefix("\ufeff").encode()
    start = source.index("✅".encode())
    edits = (Edit(Span(start, start + 3), "[x]"), Edit(Span(len(source), len(source)), "- more\n"))
    run = read_sarif(rendered("sarif", result(str(tmp_path), verdict(fix=Fix(edits)))))
    (fix,) = run["results"][0]["fixes"]
    (change,) = fix["artifactChanges"]
    lines = text.removeprefix("\ufeff").splitlines(keepends=True)
    for one in reversed(change["replacements"]):
        region = one["deletedRegion"]
        assert region["startLine"] == region["endLine"]
        number = region["startLine"] - 1
        lines += [""] * (number + 1 - len(lines))
        line = lines[number]
        lines[number] = (
            line[: region["startColumn"] - 1] + one["insertedContent"]["text"] + line[region["endColumn"] - 1 :]
        )
    assert "".join(lines) == text.removeprefix("\ufeff").replace("✅ Ω", "[x] Ω") + f"- more{line_end}"


def test_sarif_has_no_fix_for_a_file_that_became_shorter(tmp_path: Path) -> None:
    gone = verdict(fix=Fix((Edit(Span(50, 60), "x"),)))
    assert "fixes" not in read_sarif(rendered("sarif", result(str(tmp_path), gone)))["results"][0]


def test_sarif_names_the_line_of_the_template(tmp_path: Path) -> None:
    asked = verdict(requirement=Origin("docs/TEMPLATE.md", 7, "## Context"))
    (related,) = read_sarif(rendered("sarif", result(str(tmp_path), asked)))["results"][0]["relatedLocations"]
    assert related["physicalLocation"]["region"] == {"startLine": 7}


def test_junit_fails_exactly_where_the_run_fails(tmp_path: Path) -> None:
    found = result(str(tmp_path), verdict(), WAIVED, UNPROVEN, WARNING, KNOWN)

    def outcomes(**view: object) -> dict[str | None, str]:
        cases = read_junit(rendered("junit", found, **view)).iter("testcase")
        kinds = {"failure", "error", "skipped"}
        return {one.get("name"): next((part.tag for part in one if part.tag in kinds), "") for one in cases}

    usual = {"docs/a.md": "failure", "docs/b.md": "skipped", "docs/c.md": "", "docs/d.md": "", "docs/holds.md": ""}
    assert outcomes() == usual
    assert outcomes(fail_on=Limit.WARNING) == {**usual, "docs/c.md": "failure"}
    assert outcomes(fail_on=Limit.NOTE) == {**usual, "docs/b.md": "error", "docs/c.md": "failure"}
    assert set(outcomes(fail_on=Limit.NEVER).values()) == {"", "skipped"}


def test_junit_never_passes_a_document_that_is_not_proven(tmp_path: Path) -> None:
    (case,) = read_junit(rendered("junit", result(str(tmp_path), proven=False))).iter("testcase")
    assert [part.tag for part in case] == ["skipped"]


def test_github_gets_the_gravest_and_the_surest_first(tmp_path: Path) -> None:
    unsure = verdict("perhaps", sure=False)
    found = result(str(tmp_path), KNOWN, WARNING, UNPROVEN, unsure, verdict(), WAIVED)
    commands = read_github(rendered("github", found, known=True))
    told = [(kind, properties["title"], message.split("\n")[0]) for kind, properties, message in commands]
    assert told == [
        ("error", "link-broken", "it is not there"),
        ("error", "link-broken", "perhaps"),
        ("warning", "link-broken", "it is old"),
        ("notice", "link-broken (unproven)", "unreadable"),
        ("notice", "link-broken (in the baseline)", "known"),
    ]


def test_paths_for_services_start_at_the_repository_and_not_at_the_project(project: Project) -> None:
    root = project(
        {"part/docs/TEMPLATE.md": template(), "part/docs/a.md": document("A", status=""), "part/holdfast.toml": ""}
    )
    found = check(str(root / "part"))
    assert found.root == str(root / "part")
    assert [one["file"] for _, one, _ in read_github(rendered("github", found))] == ["part/docs/a.md"]
    assert [one["location"]["path"] for one in json.loads(rendered("gitlab", found))] == ["part/docs/a.md"]


def test_fingerprints_stay_when_lines_move(project: Project) -> None:
    files = {"docs/TEMPLATE.md": template(), "docs/a.md": document("A", status="Bogus")}

    def names() -> list[str]:
        found = check(str(project(files)), use_cache=False)
        run = read_sarif(rendered("sarif", found))
        assert [one["fingerprint"] for one in json.loads(rendered("gitlab", found))] == [
            one["partialFingerprints"]["holdfastFinding/v1"] for one in run["results"]
        ]
        return [one["partialFingerprints"]["holdfastFinding/v1"] for one in run["results"]]

    before = names()
    files["docs/a.md"] = document("A", status="Bogus").replace("# A\n", "# A\n\nA line more.\n\n")
    assert before
    assert names() == before


def test_the_summary_counts_by_rule_and_groups_by_document(tmp_path: Path) -> None:
    page = rendered(
        "markdown", result(str(tmp_path), verdict("the heading `x|y` <b> is *not*"), WARNING, WAIVED, KNOWN), known=True
    )
    assert page.startswith("## Holdfast: ")
    assert "| [link-broken](https://holdfast-docs.github.io/rules/link-broken/) | 2 | 1 |  |" in page
    assert r"the heading `x|y` \<b\> is \*not\*; _mend it_" in page
    assert page.count("\n### `docs/") == 3
    assert "_mend it_ (in the baseline)" in page


def test_the_summary_stays_below_the_limit_and_counts_what_it_leaves_out(tmp_path: Path) -> None:
    many = [verdict("ü" * 500, f"docs/{number:05}.md", line=number + 1) for number in range(3000)]
    page = rendered("markdown", result(str(tmp_path), *many))
    assert 900_000 < len(page.encode()) < 1024 * 1024
    told = page.count("**error**")
    assert page.endswith(f"\n\n{3000 - told} more do not fit on this page: run `holdfast check --all`\n")


def test_every_format_is_written_where_nothing_is_found(project: Project, holdfast: Holdfast) -> None:
    root = project({"notes.txt": "x\n"})
    for form in format_names():
        done = holdfast(root, "check", "--format", form, "--allow-empty", "-o", f"{form}.out")
        assert done.code == 0
        text = (root / f"{form}.out").read_text()
        assert bool(text) == (form not in {"text", "concise", "github"}), form


def test_jq_reads_jsonl_line_by_line(project: Project, holdfast: Holdfast) -> None:
    done = holdfast(
        project(
            {"docs/TEMPLATE.md": template(), "docs/README.md": index("a.md"), "docs/a.md": document("A", status="")}
        ),
        "check",
        "--format",
        "jsonl",
    )
    records = [json.loads(line) for line in done.out.splitlines()]
    assert [one["kind"] for one in records] == ["document", "verdict", "summary"]
    assert records[-1] == {
        "kind": "summary",
        "version": 1,
        "holds": 0,
        "broken": 1,
        "notes": 0,
        "unproven": 0,
        "stale": 0,
        "waived": 0,
    }


def test_git_is_not_needed_to_name_places(tmp_path: Path) -> None:
    assert subprocess.run(["git", "-C", str(tmp_path), "rev-parse"], capture_output=True, check=False).returncode != 0
    run = read_sarif(rendered("sarif", result(str(tmp_path), verdict())))
    assert run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "docs/a.md"


def test_the_lines_of_jsonl_have_the_keys_that_json_gives_them() -> None:
    whole = json.loads((ROOT / "schemas" / "check-v1.json").read_text())["properties"]
    lines = json.loads((ROOT / "schemas" / "check-jsonl-v1.json").read_text())["$defs"]
    for kind in ("document", "verdict"):
        assert lines[kind]["properties"] == {"kind": {"const": kind}, **whole[f"{kind}s"]["items"]["properties"]}
        assert lines[kind]["required"] == ["kind", *whole[f"{kind}s"]["items"]["required"]]
