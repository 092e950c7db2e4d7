"""The Python API and ``holdfast export``: documents as typed data."""

import json
import re
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

import holdfast
from holdfast.errors import UsageError
from holdfast.model.bound import BoundDocument, SectionValue
from holdfast.model.role import Role

ROOT = Path(__file__).parent.parent
EXAMPLE = ROOT / "examples" / "holds"
CORE = "docs/design/01-harmonic-core.md"
PAGE = re.findall(
    r"^```python\n(.*?)^```$", (ROOT / "docs" / "api.md").read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
)


@pytest.fixture(scope="module")
def corpus():
    return holdfast.open(EXAMPLE)


@pytest.fixture(scope="module")
def core(corpus) -> BoundDocument:
    return corpus.document(CORE)


def every_section(sections: tuple[SectionValue, ...]) -> list[SectionValue]:
    return [found for one in sections for found in (one, *every_section(one.children))]


# The page


def test_the_page_has_examples():
    assert len(PAGE) >= 4


@pytest.mark.parametrize("code", PAGE, ids=range(len(PAGE)))
def test_every_example_of_the_page_runs(code):
    done = subprocess.run([sys.executable, "-c", code], cwd=EXAMPLE, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_the_page_names_every_part_of_a_document_and_a_section():
    page = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
    for type in (BoundDocument, SectionValue):
        missing = [name for name in type.__dataclass_fields__ if not re.search(rf"`{name}\b", page)]
        assert missing == []


# Opening a project


@pytest.mark.parametrize("start", [".", "docs/design", CORE])
def test_a_project_opens_from_its_root_a_folder_or_a_file(start):
    found = holdfast.open(EXAMPLE / start)
    assert Path(found.root) == EXAMPLE
    assert [one.path for one in found.documents] == sorted(one.path for one in found.documents)
    assert len(found.documents) == 6


def test_a_path_that_does_not_exist_is_refused_at_once(tmp_path):
    with pytest.raises(UsageError, match="no such file or folder") as caught:
        holdfast.open(tmp_path / "nowhere")
    assert caught.value.where == str(tmp_path / "nowhere")


def test_a_configuration_that_cannot_be_followed_is_refused_when_something_is_read(project):
    found = holdfast.open(project({"holdfast.toml": "colour = 1\n"}))
    with pytest.raises(UsageError, match="colour"):
        _ = found.documents


def test_a_document_that_is_not_there_is_a_key_error(corpus):
    with pytest.raises(KeyError):
        corpus.document("docs/design/99-nothing.md")


def test_importing_holdfast_loads_nothing_until_the_api_is_used():
    script = (
        "import sys, holdfast\n"
        "before = set(sys.modules)\n"
        "holdfast.open\n"
        "print(*sorted(name for name in before if name.startswith('holdfast')), 'pyromark' in before, 'pyromark' in sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["holdfast", "holdfast.version", "False", "True"]


def test_the_package_names_what_it_offers():
    assert sorted(holdfast.__all__) == ["Corpus", "__version__", "open"]
    assert isinstance(holdfast.open(EXAMPLE), holdfast.Corpus)
    with pytest.raises(AttributeError):
        _ = holdfast.parser


# Documents


def test_a_document_knows_what_it_is(core):
    assert (core.type, core.title, core.status, core.role, core.bound) == (
        "design",
        "Harmonic Core",
        "Active",
        Role.ACTIVE,
        True,
    )
    assert re.fullmatch(r"[0-9a-f]{12}", core.version)


def test_fields_are_typed_by_the_template(core):
    assert {id: (field.value, field.state) for id, field in core.fields.items()} == {
        "date": ("March 2025", "given"),
        "status": ("Active", "given"),
        "related": ("Tide Table Service, Surge Correction, ADR 0001", "given"),
    }


def test_an_enumerated_field_keeps_its_detail_apart(project):
    root = project(
        {
            "docs/TEMPLATE.md": "# [Title]\n\n**Status:** [Draft | Implemented]\n\n## Context\n\n[Why]\n",
            "docs/a.md": "# A\n\n**Status:** implemented (2.1)\n\n## Context\n\nSlow.\n",
        }
    )
    status = holdfast.open(root).document("docs/a.md").fields["status"]
    assert (status.value, status.detail, status.raw) == ("Implemented", "(2.1)", "implemented (2.1)")


def test_sections_come_in_the_order_of_the_text_under_the_ids_of_the_template(core):
    assert [(one.id, one.number) for one in core.sections][:3] == [
        ("executive-summary", ""),
        ("overview", "1"),
        ("background-context", "2"),
    ]
    assert [child.id for child in core.section("overview").children] == ["goals", "non-goals"]
    assert core.section("overview").child("goals") is core.section("goals")
    assert core.section("no-such-section") is None


def test_components_repeat_and_carry_their_labels(core):
    components = core.section("design").children
    assert [(one.title, one.number, one.repeated) for one in components] == [
        ("Heights", "3.1", True),
        ("Turning points", "3.2", True),
    ]
    assert all(set(one.fields) == {"rationale", "alternatives-considered"} for one in components)
    assert all(one.fields["rationale"].state == "given" for one in components)


def test_a_section_the_template_does_not_name_is_extra(project):
    root = project(
        {
            "docs/TEMPLATE.md": "# [Title]\n\n## Context\n\n[Why]\n",
            "docs/a.md": "# A\n\n## Context\n\nSlow.\n\n## Open ends\n\nNone.\n",
        }
    )
    one = holdfast.open(root).document("docs/a.md").section("open-ends")
    assert (one.match, one.state, one.prose) == ("extra", "none", "None.")


def test_a_document_that_never_used_its_template_comes_back_whole(project):
    root = project(
        {
            "docs/TEMPLATE.md": "# [Title]\n\n**Status:** [Draft | Active]\n\n## Context\n\n[Why]\n",
            "docs/a.md": "# A\n\n**Status:** Draft\n\n## Context\n\nSlow.\n",
            "docs/b.md": "# B\n\nFree text.\n",
        }
    )
    one = holdfast.open(root).document("docs/b.md")
    assert (one.bound, one.title, one.status, one.role) == (False, "B", None, Role.DRAFT)


def test_tables_are_rows_by_column(core):
    (table,) = core.section("performance-considerations").tables
    assert table.columns == ("Metric", "Target", "Actual/Expected", "Notes")
    assert table.rows[0]["Target"] == "< 2 µs"
    assert all(tuple(row) == table.columns for row in table.rows)


def test_tasks_know_whether_they_are_done(core):
    lines = (EXAMPLE / CORE).read_text(encoding="utf-8").splitlines()
    boxes = [(number, line) for number, line in enumerate(lines, 1) if re.match(r"- \[[ x]\] ", line)]
    assert [(task.place.line, task.done) for task in core.tasks] == [
        (number, line.startswith("- [x]")) for number, line in boxes
    ]
    assert all(
        line[6:].startswith(task.text.split("\n")[0][:20]) for task, (_, line) in zip(core.tasks, boxes, strict=True)
    )


def test_fences_know_their_language_and_their_code(core):
    (fence,) = core.section("python-api").fences
    assert (fence.language, fence.info) == ("python", "python")
    assert fence.code.startswith("from datetime import UTC, datetime, timedelta\n")


def test_items_leave_tasks_out(core):
    assert len(core.section("goals").items) == 3
    assert core.section("open-questions").items == ()
    assert core.section("open-questions").tasks


# Places


@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
def test_places_slice_back_to_the_text(project, bom):
    """Offsets count the bytes after the mark, lines and columns are those that people count."""
    raw = (EXAMPLE / CORE).read_bytes()
    root = project(
        {"docs/TEMPLATE.md": (EXAMPLE / "docs" / "design" / "TEMPLATE.md").read_bytes(), "docs/core.md": bom + raw}
    )
    document = holdfast.open(root).document("docs/core.md")
    sections = every_section(document.sections)
    text = {
        "section": [(one.place, one.title) for one in sections],
        "fence": [(one.place, one.code) for section in sections for one in section.fences],
        "table": [(one.place, one.columns[0]) for section in sections for one in section.tables],
        "task": [(one.place, one.text.split("\n")[0][:20]) for one in document.tasks],
        "field": [(one.place, one.value.split(",")[0]) for one in document.fields.values()],
    }
    for kind, places in text.items():
        assert places, kind
        for place, part in places:
            assert part in raw[place.start : place.end].decode(), (kind, part)
            before = raw[: place.start].decode()
            assert (place.line, place.column) == (before.count("\n") + 1, len(before) - before.rfind("\n"))


# Results


def test_check_is_the_command(corpus, holdfast):
    result = corpus.check()
    told = json.loads(holdfast(EXAMPLE, "check", "--format", "json").out)
    assert result.verdicts == ()
    assert {"holds": result.standing()[0], **result.tally().record} == told["summary"]
    assert [one.path for one in result.documents] == [one["path"] for one in told["documents"]]


def test_a_template_version_is_that_of_check():
    assert {one.policy for one in holdfast.open(EXAMPLE, template_version="latest").check().understood} == {"latest"}


# Export


def export(holdfast, *arguments):
    done = holdfast(EXAMPLE, "export", *arguments)
    assert (done.code, done.err) == (0, "")
    return done.out


@pytest.fixture
def exported(holdfast):
    return json.loads(export(holdfast))["documents"]


def test_every_document_is_exported(exported, corpus):
    assert [(one["path"], one["title"]) for one in exported] == [(one.path, one.title) for one in corpus.documents]


def test_lines_hold_the_same_as_the_whole(holdfast, exported):
    assert [json.loads(line) for line in export(holdfast, "--format", "jsonl").splitlines()] == exported


@pytest.mark.parametrize("type", ["design", "adr"])
def test_exported_documents_are_valid_against_the_schema_of_their_type(holdfast, exported, type):
    schema = json.loads(export(holdfast, "--schema", type))
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    documents = [one for one in exported if one["type"] == type]
    assert len(documents) == 3
    for document in documents:
        validator.validate(document)


def test_the_schema_refuses_what_the_template_does_not_allow(holdfast, exported):
    validator = jsonschema.Draft202012Validator(json.loads(export(holdfast, "--schema", "design")))
    document = next(one for one in exported if one["path"] == CORE)
    assert not validator.is_valid(
        {**document, "sections": {key: value for key, value in document["sections"].items() if key != "overview"}}
    )
    assert not validator.is_valid(
        {**document, "fields": {**document["fields"], "status": {**document["fields"]["status"], "value": "Parked"}}}
    )
    assert not validator.is_valid({**document, "type": "adr"})


def test_a_repeatable_section_is_exported_as_a_list(exported):
    document = next(one for one in exported if one["path"] == CORE)
    phases = document["sections"]["implementation-strategy"]["sections"]
    assert [len(value) for value in phases.values()] == [3]


@pytest.mark.parametrize(("path", "count"), [("docs/design", 3), (CORE, 1), (".", 6), ("docs", 6)])
def test_paths_narrow_what_is_exported(holdfast, path, count):
    assert len(json.loads(export(holdfast, path))["documents"]) == count


def test_a_path_to_export_that_does_not_exist_is_refused(holdfast):
    done = holdfast(EXAMPLE, "export", "docs/nothing.md")
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("holdfast: docs/nothing.md: there is no such file or folder")


def test_a_type_that_does_not_exist_is_refused_with_the_nearest(holdfast):
    done = holdfast(EXAMPLE, "export", "--schema", "desing")
    assert done.code == 2
    assert "did you mean 'design'?" in done.err
