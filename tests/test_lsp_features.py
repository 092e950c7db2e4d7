"""What an editor is answered about a place: hover, completion, navigation, renaming, outlines, actions, lenses."""

import shutil
from pathlib import Path

import pytest
from lsprotocol import types

from holdfast.engine.claims import find_claims
from holdfast.engine.freshness import Files
from holdfast.lsp.actions import actions
from holdfast.lsp.completion import completion
from holdfast.lsp.hover import hover
from holdfast.lsp.lenses import evidence, lenses
from holdfast.lsp.navigation import definition, references
from holdfast.lsp.rename import CannotRename, followed, prepare_rename, rename
from holdfast.lsp.symbols import document_symbols, folding, workspace_symbols
from holdfast.model.example import Level
from holdfast.model.outcome import Outcome
from holdfast.model.trial import Evidence, Fault, Trial
from holdfast.world.ledger.ledger import Ledger
from lspdesk import Table

ROTTEN = Path(__file__).parent.parent / "examples" / "rotten"
TEMPLATE = """# [Title]

**Status:** [Draft | Active | Deprecated]
**Date:** [YYYY-MM-DD]
**Related:** [Links]

## 1. Context

[2-3 sentences: why]

## 2. Design

[How]

## 3. Targets

| Metric | Target | Actual |
|--------|--------|--------|
| [Metric] | [Target] | [Actual] |

## 4. Risks

[What may go wrong]
"""
CACHE = """# Cache

**Status:** Draft
**Date:** 2026-01-02
**Related:** [Store](./02-store.md)

## 1. Context

Reads are slow. They have to be fast. [The store](02-store.md#2-design) is what is read.

## 2. Design

```python
print(1)
```

## 3. Targets

| Metric | Target | Actual |
|--------|--------|--------|
| Time of a read | < 5 ms | 3 ms |

## 4. Risks

- It grows.
"""
STORE = """# Store

**Status:** Active
**Date:** 2026-01-03
**Related:** [Cache](./01-cache.md)

## 1. Context

Things are kept. They stay.

## 2. Design

Rows.

## 3. Targets

| Metric | Target | Actual |
|--------|--------|--------|
| Rows a second | > 100 | 120 |
"""
FILES = {
    "docs/TEMPLATE.md": TEMPLATE,
    "docs/01-cache.md": CACHE,
    "docs/02-store.md": STORE,
    "docs/README.md": "# Designs\n\n- [Cache](01-cache.md): Draft\n- [Store](02-store.md): Active\n",
    "holdfast.toml": 'corpus = "living"\n',
}


@pytest.fixture
def table(project):
    return Table(project(FILES))


def shown(table, path, text, more=0):
    found = hover(table.desk, types.HoverParams(**table.at(path, text, more)))
    return found.contents.value if found else ""


def offered(table, path, text, more=0):
    found = completion(table.desk, types.CompletionParams(**table.at(path, text, more)))
    return {one.label: one for one in found.items}


def typed(project, path, old, new):
    """Return a table on which a document has been changed and not saved."""
    text = FILES[path].replace(old, new)
    assert text != FILES[path]
    return Table(project(FILES), {path: text})


def places(table, found):
    """Return locations as path and 1-based line."""
    root = table.uri("")
    return [(one.uri.removeprefix(root).lstrip("/"), one.range.start.line + 1) for one in found]


def test_a_heading_shows_what_its_section_has_to_hold_and_the_template_line(table):
    said = shown(table, "docs/01-cache.md", "Context")
    assert "required" in said
    assert "2 to 3 sentences" in said
    assert "docs/TEMPLATE.md" in said.replace("\\", "")
    assert "`## 1. Context`" in said


def test_a_field_shows_its_values_its_role_and_the_template_line(table):
    said = shown(table, "docs/01-cache.md", "Draft").replace("\\", "")
    assert "one of Draft, Active, Deprecated" in said
    assert "counts as draft" in said
    assert "`**Status:** [Draft | Active | Deprecated]`" in said


def test_a_link_shows_the_document_it_leads_to(table):
    said = shown(table, "docs/01-cache.md", "The store").replace("\\", "")
    assert "Store" in said
    assert "`docs/02-store.md#2-design`, Active" in said


def test_nothing_of_a_document_becomes_markup_in_a_hover(project):
    files = {**FILES, "docs/02-store.md": STORE.replace("# Store", "# <img src=x> ![a](http://evil.example/a.png)")}
    said = shown(Table(project(files)), "docs/01-cache.md", "The store")
    assert "<img" not in said.replace("\\<img", "")
    assert "![a]" not in said


def test_an_editor_that_knows_no_markdown_gets_plain_text(project):
    table = Table(project(FILES), can=types.ClientCapabilities())
    found = hover(table.desk, types.HoverParams(**table.at("docs/01-cache.md", "Context")))
    assert found.contents.kind is types.MarkupKind.PlainText
    assert "**" not in found.contents.value


def test_plain_prose_shows_nothing(table):
    assert shown(table, "docs/01-cache.md", "Reads are slow") == ""


def test_a_status_is_completed_with_the_values_of_the_template(project):
    table = typed(project, "docs/01-cache.md", "**Status:** Draft", "**Status:** ")
    found = offered(table, "docs/01-cache.md", "**Status:** ", len("**Status:** "))
    assert list(found) == ["Draft", "Active", "Deprecated"]
    assert "docs/TEMPLATE.md:3" in found["Draft"].documentation
    assert list(offered(Table(project(FILES)), "docs/01-cache.md", "Draft", 2)) == ["Draft", "Active", "Deprecated"]


def test_a_value_replaces_what_was_typed_of_it(table):
    item = offered(table, "docs/01-cache.md", "Draft", 3)["Active"]
    start, end = item.text_edit.range.start, item.text_edit.range.end
    assert (start.line, start.character, end.character) == (2, len("**Status:** "), len("**Status:** Dra"))


def test_a_missing_section_is_offered_after_the_marks_of_a_heading(project):
    table = typed(project, "docs/02-store.md", "| 120 |\n", "| 120 |\n\n## \n")
    found = offered(table, "docs/02-store.md", "\n## \n", 4)
    assert list(found) == ["4. Risks"]
    assert "required" in found["4. Risks"].detail


def test_a_missing_field_is_offered_on_a_line_of_the_header_in_the_style_of_the_others(project):
    table = typed(project, "docs/01-cache.md", "**Date:** 2026-01-02\n", "\n")
    found = offered(table, "docs/01-cache.md", "**Status:** Draft\n", len("**Status:** Draft\n"))
    assert found["Date"].text_edit.new_text == "**Date:** "


STYLES = {
    "front matter": (
        "---\ntitle: <Title>\nstatus: <Draft|Final>\nowner: <who>\n---\n",
        "---\ntitle: Cache\nstatus: \n\n---\n",
        {2: ["Draft", "Final"], 3: ["owner"]},
        "owner: ",
    ),
    "bullets": (
        "# [Title]\n\n- Status: [Draft | Final]\n- Owner: [who]\n",
        "# Cache\n\n- Status: \n\n",
        {2: ["Draft", "Final"], 3: ["Owner"]},
        "- Owner: ",
    ),
    "lines": (
        "# [Title]\n\nStatus: [Draft | Final]\nOwner: [who]\n",
        "# Cache\n\nStatus: \n\n",
        {2: ["Draft", "Final"], 3: ["Owner"]},
        "Owner: ",
    ),
}


@pytest.mark.parametrize("style", STYLES)
def test_fields_and_values_are_offered_in_every_style_of_header(project, style):
    head, mine, wanted, line = STYLES[style]
    body = "\n## Context\n\n{}\n"
    other = mine.replace("tatus: ", "tatus: Draft")
    files = {"docs/TEMPLATE.md": head + body.format("[Why]"), "docs/a.md": mine + body.format("Slow.")}
    files |= {f"docs/{name}.md": other + body.format("Slow.") for name in "bcd"}
    table = Table(project(files))
    for number, labels in wanted.items():
        path = "docs/a.md" if len(labels) > 1 else "docs/b.md"
        at = types.Position(number, len(mine.split("\n")[number]))
        found = completion(table.desk, types.CompletionParams(table.name(path), at)).items
        assert [one.label for one in found] == labels
        if len(labels) == 1:
            assert found[0].text_edit.new_text == line


def test_a_status_that_is_a_section_is_completed_as_well(project):
    record = "# {0}. X{0}\n\nDate: 2024-01-02\n\n## Status\n\n{1}\n\n## Context\n\nA.\n\n## Decision\n\nB.\n\n## Consequences\n\nC.\n"
    files = {f"docs/adr/000{n}-x.md": record.format(n, "Accepted" if n > 1 else "") for n in (1, 2, 3)}
    table = Table(project(files))
    found = completion(table.desk, types.CompletionParams(table.name("docs/adr/0001-x.md"), types.Position(6, 0))).items
    assert [one.label for one in found] == ["Proposed", "Accepted", "Rejected", "Deprecated", "Superseded"]


def test_documents_are_offered_in_a_link_with_their_titles(project):
    table = typed(project, "docs/01-cache.md", "Reads are slow.", "Reads are slow, see [x](")
    found = offered(table, "docs/01-cache.md", "[x](", 4)
    assert found["02-store.md"].detail == "Store, Active"
    assert "README.md" in found
    assert "01-cache.md" not in found


def test_the_anchors_of_the_file_that_a_link_names_are_offered(project):
    table = typed(project, "docs/01-cache.md", "Reads are slow.", "See [x](02-store.md#) and [y](#)")
    assert "2-design" in offered(table, "docs/01-cache.md", "02-store.md#)", len("02-store.md#"))
    assert "4-risks" in offered(table, "docs/01-cache.md", "[y](#", 5)
    assert "4-risks" not in offered(table, "docs/01-cache.md", "02-store.md#)", len("02-store.md#"))


def test_metrics_of_other_documents_are_offered_in_the_first_column_of_a_table_of_targets(project):
    table = typed(project, "docs/01-cache.md", "| 3 ms |\n", "| 3 ms |\n| R\n")
    found = offered(table, "docs/01-cache.md", "\n| R\n", 4)
    assert found["Rows a second"].detail == "as in 02-store.md"
    assert "Time of a read" in found


def test_rules_are_offered_in_a_waiver_those_that_were_found_first(project):
    table = typed(project, "docs/02-store.md", "Rows.", "Rows.\n\n<!-- holdfast: waive  -->")
    found = offered(table, "docs/02-store.md", "waive ", 6)
    assert next(iter(found)) == "section-missing"
    assert "waiver-invalid" not in found


def test_nothing_is_offered_inside_of_an_example(project):
    table = typed(project, "docs/01-cache.md", "print(1)", "# [x](")
    assert offered(table, "docs/01-cache.md", "[x](", 4) == {}


def test_definition_of_a_link_is_the_document_and_its_heading(table):
    found = definition(table.desk, types.DefinitionParams(**table.at("docs/01-cache.md", "The store")))
    assert places(table, found) == [("docs/02-store.md", 11)]
    found = definition(table.desk, types.DefinitionParams(**table.at("docs/01-cache.md", "[Store]", 2)))
    assert places(table, found) == [("docs/02-store.md", 1)]


def test_definition_of_a_heading_is_the_line_of_the_template_that_asks_for_it(table):
    found = definition(table.desk, types.DefinitionParams(**table.at("docs/01-cache.md", "## 2. Design")))
    assert places(table, found) == [("docs/TEMPLATE.md", 11)]


def test_the_references_of_a_document_are_the_links_to_it(table):
    context = types.ReferenceContext(include_declaration=False)
    for where in (("docs/02-store.md", "# Store"), ("docs/01-cache.md", "[Store]")):
        found = references(table.desk, types.ReferenceParams(context=context, **table.at(*where)))
        assert sorted(places(table, found)) == [("docs/01-cache.md", 5), ("docs/01-cache.md", 9), ("docs/README.md", 4)]


def test_the_references_of_a_heading_are_the_links_to_its_anchor(table):
    context = types.ReferenceContext(include_declaration=True)
    found = references(
        table.desk, types.ReferenceParams(context=context, **table.at("docs/02-store.md", "## 2. Design"))
    )
    assert places(table, found) == [("docs/02-store.md", 11), ("docs/01-cache.md", 9)]


def changed(edit):
    """Return the changes of a workspace edit: path's last part to new texts, and renames as pairs."""
    texts, renames = {}, []
    for one in edit.document_changes:
        if isinstance(one, types.RenameFile):
            renames.append((one.old_uri.rpartition("/")[2], one.new_uri.rpartition("/")[2]))
        else:
            texts[one.text_document.uri.rpartition("/")[2]] = [edit.new_text for edit in one.edits]
    return texts, renames


def test_a_document_is_renamed_with_every_link_to_it(table):
    at = table.at("docs/02-store.md", "# Store", 3)
    placeholder = prepare_rename(table.desk, types.PrepareRenameParams(**at))
    assert placeholder.placeholder == "02-store.md"
    edit, _ = rename(table.desk, types.RenameParams(new_name="02-shelf.md", **at))
    texts, renames = changed(edit)
    assert renames == [("02-store.md", "02-shelf.md")]
    assert texts["01-cache.md"] == ["./02-shelf.md", "02-shelf.md#2-design"]
    assert texts["README.md"] == ["02-shelf.md"]


def test_a_document_is_renamed_from_a_link_to_it_and_unsaved_text_counts(project):
    table = typed(project, "docs/01-cache.md", "Reads are slow.", "Reads are slow, see [x](02-store.md).")
    edit, _ = rename(table.desk, types.RenameParams(new_name="02-shelf.md", **table.at("docs/01-cache.md", "[x]", 1)))
    assert len(changed(edit)[0]["01-cache.md"]) == 3


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("01-cache.md", "is there already"),
        ("02-store", "no longer be a Markdown file"),
        ("../../x.md", "outside"),
        ("\0.md", "no name"),
        ("\ud800.md", "no name"),
    ],
)
def test_a_name_that_cannot_be_is_refused_with_the_reason(table, name, said):
    with pytest.raises(CannotRename, match=said):
        rename(table.desk, types.RenameParams(new_name=name, **table.at("docs/02-store.md", "# Store", 3)))


def test_an_editor_that_cannot_rename_files_is_told_the_command(project):
    table = Table(project(FILES), can=types.ClientCapabilities())
    with pytest.raises(CannotRename, match=r"holdfast mv docs/02-store\.md NEW"):
        rename(table.desk, types.RenameParams(new_name="x.md", **table.at("docs/02-store.md", "# Store", 3)))


def test_plain_prose_cannot_be_renamed(table):
    assert prepare_rename(table.desk, types.PrepareRenameParams(**table.at("docs/01-cache.md", "Reads"))) is None


def test_links_follow_a_file_that_the_editor_renames_itself(table):
    pair = types.FileRename(table.uri("docs/02-store.md"), table.uri("docs/old/02-store.md"))
    texts, renames = changed(followed(table.desk, types.RenameFilesParams([pair])))
    assert renames == []
    assert texts["README.md"] == ["old/02-store.md"]
    assert texts["02-store.md"] == ["../01-cache.md"]


def test_the_symbols_of_a_document_are_its_sections_nested(table):
    (title,) = document_symbols(table.desk, types.DocumentSymbolParams(table.name("docs/01-cache.md")))
    assert title.name == "Cache"
    assert [one.name for one in title.children] == ["1 Context", "2 Design", "3 Targets", "4 Risks"]


def test_the_symbols_of_the_workspace_are_its_documents_by_title_number_and_path(table):
    def names(query):
        return [one.name for one in workspace_symbols(table.desk, types.WorkspaceSymbolParams(query))]

    assert names("") == ["Cache", "Store"]
    assert names("STO") == ["Store"]
    assert names("01 cache") == ["Cache"]
    assert names("nowhere") == []


def test_sections_tables_and_examples_fold(table):
    found = folding(table.desk, types.FoldingRangeParams(table.name("docs/01-cache.md")))
    lines = CACHE.splitlines()
    assert {(lines[one.start_line].split(" ")[0], lines[one.end_line]) for one in found} >= {
        ("#", "- It grows."),
        ("##", "```"),
        ("```python", "```"),
        ("|", "| Time of a read | < 5 ms | 3 ms |"),
    }


def done(table, path, only=None, line=None):
    page = table.desk.page(table.uri(path))
    end = types.Position(line if line is not None else 10_000, 0)
    start = types.Position(line, 0) if line is not None else types.Position(0, 0)
    context = types.CodeActionContext(diagnostics=[], only=only)
    found = actions(table.desk, types.CodeActionParams(table.name(path), types.Range(start, end), context))
    return page, {one.title: one for one in found}


def applied(page, action):
    """Return the text after an action."""
    (change,) = action.edit.document_changes
    text = page.ruler.source
    for edit in sorted(change.edits, key=lambda one: page.ruler.offset(one.range.start), reverse=True):
        span = page.ruler.span(edit.range)
        text = text[: span.start] + edit.new_text.encode() + text[span.end :]
    return text.decode()


def test_a_missing_section_can_be_added_from_the_template(table):
    page, found = done(table, "docs/02-store.md")
    (title,) = [one for one in found if one.startswith("Add missing section")]
    assert "Risks" in title
    assert "## 4. Risks\n\n" in applied(page, found[title])


def test_every_safe_fix_is_an_action_and_one_action_makes_all_of_them(tmp_path):
    shutil.copytree(ROTTEN, tmp_path / "rotten")
    table, path = Table(tmp_path / "rotten"), "docs/design/03-dead-letters.md"
    page, found = done(table, path)
    safe = [one for one in table.project.live.verdicts(path) if one.fixable == "safe"]
    assert len([one for one in found.values() if one.is_preferred]) == len(safe) == 3
    _, found = done(table, path, only=["source.fixAll"])
    (everything,) = found.values()
    assert everything.kind == "source.fixAll.holdfast"
    mended = Table(table.root, {path: applied(page, everything)}).project.live.verdicts(path)
    assert [one.slug for one in mended if one.fixable == "safe"] == []


def test_a_fix_is_named_by_what_becomes_what(project):
    table = typed(project, "docs/01-cache.md", "02-store.md#2-design", "old/02-store.md#2-design")
    _, found = done(table, "docs/01-cache.md")
    assert "Fix link-broken: old/02-store.md#2-design → 02-store.md#2-design" in found


def test_an_action_is_offered_only_where_its_finding_stands(table):
    assert done(table, "docs/02-store.md", line=8)[1] == {}
    assert done(table, "docs/02-store.md", line=0)[1] != {}


def test_a_waiver_is_void_until_its_reason_is_given_and_then_covers_the_finding(table):
    page, found = done(table, "docs/02-store.md")
    text = applied(page, found["Waive section-missing in this document, with a reason"])
    assert "<!-- holdfast: waive section-missing because  -->" in text
    open_ = Table(table.root, {"docs/02-store.md": text})
    slugs = {one.slug for one in open_.project.live.verdicts("docs/02-store.md")}
    assert slugs >= {"section-missing", "waiver-invalid"}
    given = Table(table.root, {"docs/02-store.md": text.replace("because  -->", "because it cannot fail -->")})
    (one,) = [one for one in given.project.live.verdicts("docs/02-store.md") if one.slug == "section-missing"]
    assert (one.outcome, one.reason) == (Outcome.WAIVED, "it cannot fail")


def test_a_waiver_covers_no_more_than_the_section_of_the_finding(project):
    table = typed(project, "docs/01-cache.md", "Reads are slow.", "See [x](nowhere.md).")
    page, found = done(table, "docs/01-cache.md")
    text = applied(page, found["Waive link-broken in Context, with a reason"])
    assert text.index("waive link-broken") > text.index("## 1. Context")


def test_an_editor_with_snippets_puts_the_cursor_where_the_reason_goes(project):
    table = Table(project(FILES))
    table.desk.capabilities.workspace.workspace_edit.snippet_edit_support = True
    _, found = done(table, "docs/02-store.md")
    (change,) = found["Waive section-missing in this document, with a reason"].edit.document_changes
    assert "because ${1:reason} -->" in change.edits[0].snippet.value


def keep(table, path, outcome, **more):
    """Write down how every example of a document went when it was tried."""
    live = table.project.live
    claims = find_claims(live.plan, live.config, lambda one: one == path)
    digests = Files(live.root).digests(frozenset(["docs/README.md"]))
    trial = Trial(outcome, Level.RAN, reads=frozenset(digests), seconds=0.5, **more)
    ledger = Ledger(live.root)
    ledger.append(
        [
            Evidence(
                one.id, path, one.inputs, trial, Level.RAN, files=digests, moment=1_700_000_000, commit="0123456789"
            )
            for one in claims
        ]
    )
    ledger.close()
    table.look()


def lens_titles(table, path):
    return [one.command.title for one in lenses(table.desk, types.CodeLensParams(table.name(path)))]


def test_an_example_that_was_never_tried_says_so_and_has_no_lens(table):
    assert "never tried" in shown(table, "docs/01-cache.md", "print")
    assert lens_titles(table, "docs/01-cache.md") == []


def test_an_example_that_holds_shows_its_evidence_and_has_no_lens(table):
    keep(table, "docs/01-cache.md", Outcome.HOLDS)
    said = shown(table, "docs/01-cache.md", "print").replace("\\", "")
    assert "holds" in said
    assert "2023-11-14 22:13 UTC at 0123456" in said
    assert "docs/README.md" in said
    assert lens_titles(table, "docs/01-cache.md") == []


def test_a_stale_example_has_a_lens_that_says_what_changed(table):
    keep(table, "docs/01-cache.md", Outcome.HOLDS)
    (table.root / "docs/README.md").write_text("# Other\n")
    assert lens_titles(table, "docs/01-cache.md") == ["stale: docs/README.md changed since it was tried; it held then"]
    assert "stale" in shown(table, "docs/01-cache.md", "print")


def test_a_broken_example_has_a_lens_whose_command_shows_the_evidence(table):
    keep(
        table,
        "docs/01-cache.md",
        Outcome.BROKEN,
        found="fails: boom",
        fault=Fault(1, 1, "boom"),
        output="Traceback\nboom",
    )
    (lens,) = lenses(table.desk, types.CodeLensParams(table.name("docs/01-cache.md")))
    assert lens.command.title == "broken: fails: boom"
    assert lens.range.start.line + 1 == CACHE[: CACHE.index("```python")].count("\n") + 1
    said = evidence(table.desk, *lens.command.arguments)
    assert "broken" in said
    assert "boom" in said
    assert "holdfast verify docs/01-cache.md" in said
    assert "Traceback" in shown(table, "docs/01-cache.md", "print")
