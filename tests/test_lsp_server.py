"""The language server as an editor meets it: a process of its own, spoken to over its pipes by pytest-lsp."""

import asyncio
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from lsprotocol import types
from pygls.exceptions import JsonRpcException

from editing import SERVER, answered, capabilities, editing, message

ROTTEN = Path(__file__).parent.parent / "examples" / "rotten"
LETTERS = "docs/design/03-dead-letters.md"
TEMPLATE = "# [Title]\n\n**Status:** [Draft | Active]\n\n## Context\n\n[Why]\n\n## Risks\n\n[What]\n"
CACHE = "# Cache\n\n**Status:** Draft\n\n## Context\n\nSlow.\n\n## Risks\n\nNone.\n"
FILES = {
    "docs/TEMPLATE.md": TEMPLATE,
    "docs/cache.md": CACHE,
    "docs/store.md": CACHE.replace("Cache", "Store"),
    "docs/README.md": "# Designs\n\n- [Cache](cache.md)\n- [Store](store.md)\n",
}
TYPE = '[type.design]\ntemplate = "docs/TEMPLATE.md"\ndocuments = ["docs/*.md"]\n'
LINK = "Slow, see [x](nowhere.md)."

pytestmark = pytest.mark.asyncio


@pytest.fixture
def rotten(tmp_path):
    root = tmp_path / "rotten"
    shutil.copytree(ROTTEN, root)
    subprocess.run(["git", "init", "-q", str(root)], check=True)
    return root


def marked(editor, path, text):
    """Return the text under the diagnostics of each rule, as an editor that counts in UTF-32 marks it."""
    lines = text.split("\n")
    found = {}
    for one in editor.diagnostics(path):
        start, end = one.range.start, one.range.end
        assert start.line == end.line
        found[one.code] = lines[start.line][start.character : end.character]
    return found


async def test_a_document_is_told_of_when_it_is_opened_and_again_as_somebody_types(project):
    async with editing(project(FILES)) as editor:
        editor.open("docs/cache.md")
        editor.change("docs/cache.md", ((8, 0, 8, 8), "## Dangers"))
        await editor.until(lambda: editor.slugs("docs/cache.md") == ["section-missing"])
        (one,) = editor.diagnostics("docs/cache.md")
        assert one.source == "holdfast"
        assert one.severity is types.DiagnosticSeverity.Warning or one.severity is types.DiagnosticSeverity.Error
        assert "template: TEMPLATE.md:9  ## Risks" in one.message
        assert "remedy: " in one.message
        assert one.related_information is None or one.related_information[0].location.uri.endswith("TEMPLATE.md")
        editor.change("docs/cache.md", ((8, 0, 8, 10), "## Risks"))
        await editor.until(lambda: editor.slugs("docs/cache.md") == [])


async def test_what_only_the_other_files_tell_follows_in_a_pause_and_moves_along_with_the_text(project):
    async with editing(project(FILES)) as editor:
        editor.open("docs/cache.md", CACHE.replace("Slow.", LINK))
        await editor.until(lambda: editor.slugs("docs/cache.md") == ["link-broken"])
        editor.change("docs/cache.md", ((5, 0, 5, 0), "One.\n\nTwo.\n\n"))
        await editor.until(lambda: editor.diagnostics("docs/cache.md")[0].range.start.line == 10)


async def test_a_change_tells_of_the_other_open_documents_that_it_broke(project):
    files = {**FILES, "docs/store.md": FILES["docs/store.md"].replace("Slow.", "See [it](cache.md#context).")}
    async with editing(project(files)) as editor:
        editor.open("docs/store.md")
        editor.open("docs/cache.md")
        await editor.until(
            lambda: editor.uri("docs/store.md") not in editor.client.diagnostics or not editor.slugs("docs/store.md")
        )
        editor.change("docs/cache.md", ((4, 0, 4, 10), "## Context and more"))
        await editor.until(lambda: editor.slugs("docs/store.md") == ["anchor-broken"])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32", ""])
async def test_positions_are_counted_as_both_sides_agreed(project, encoding):
    text = CACHE.replace("Slow.", "𝒮low 🐢 é, see [x](nowhere.md).").replace("\n", "\r\n")
    async with editing(project(FILES), capabilities(*([encoding] if encoding else []))) as editor:
        editor.open("docs/cache.md", text)
        await editor.until(lambda: editor.slugs("docs/cache.md") == ["link-broken"])
        (one,) = editor.diagnostics("docs/cache.md")
        line = text.split("\r\n")[6]
        units = {"utf-8": "utf-8", "utf-32": "utf-32-le"}.get(encoding, "utf-16-le")
        size = {"utf-8": 1, "utf-32": 4}.get(encoding, 2)
        at = len(line[: line.index("[x]")].encode(units)) // size
        assert (one.range.start.line, one.range.start.character) == (6, at)
        assert one.range.end.character == at + len("[x](nowhere.md)")
        # The same unit the other way round: the link is replaced where it was told to be.
        editor.change("docs/cache.md", ((6, at, 6, one.range.end.character), "nothing"))
        await editor.until(lambda: editor.slugs("docs/cache.md") == [])


async def test_the_first_encoding_that_the_editor_names_is_the_one(project):
    async with editing(project(FILES), capabilities("utf-8", "utf-16")) as editor:
        assert editor.client.capabilities.general.position_encodings[0] == "utf-8"
        editor.open("docs/cache.md", "\u2028\x0c𝒮 " + CACHE.replace("Slow.", LINK))
        # Neither of these two characters ends a line of the protocol.
        await editor.until(lambda: "link-broken" in editor.slugs("docs/cache.md"))
        (one,) = [one for one in editor.diagnostics("docs/cache.md") if one.code == "link-broken"]
        assert one.range.start.line == 6


async def test_an_editor_that_pulls_is_not_pushed_to_and_gets_all_at_once(rotten):
    can = capabilities(pulls=True)
    async with editing(rotten, can, options={"diagnostics": "project"}) as editor:
        editor.open(LETTERS)
        ask = types.DocumentDiagnosticParams(editor.name(LETTERS))
        report = await editor.client.text_document_diagnostic_async(ask)
        assert "link-broken" in [one.code for one in report.items] or "anchor-broken" in [
            one.code for one in report.items
        ]
        ask.previous_result_id = report.result_id
        again = await editor.client.text_document_diagnostic_async(ask)
        assert again.kind == "unchanged"
        whole = await editor.client.workspace_diagnostic_async(types.WorkspaceDiagnosticParams([]))
        assert len(whole.items) > 8
        known = [types.PreviousResultId(one.uri, one.result_id) for one in whole.items]
        whole = await editor.client.workspace_diagnostic_async(types.WorkspaceDiagnosticParams(known))
        assert {one.kind for one in whole.items} == {"unchanged"}
        assert editor.client.diagnostics == {}


async def test_an_editor_that_can_pull_again_is_told_when_more_is_known(project):
    can = capabilities(pulls=True)
    can.workspace.diagnostics = types.DiagnosticWorkspaceClientCapabilities(refresh_support=True)
    async with editing(project(FILES), can) as editor:
        ask = types.DocumentDiagnosticParams(editor.name("docs/cache.md"))
        editor.open("docs/cache.md")
        assert (await editor.client.text_document_diagnostic_async(ask)).items == ()
        known = editor.client.diagnostic_refresh_count
        editor.change("docs/cache.md", ((6, 0, 6, 5), LINK), ((8, 0, 8, 8), "## Dangers"))
        at_once = (await editor.client.text_document_diagnostic_async(ask)).items
        assert "section-missing" in [one.code for one in at_once]
        await editor.until(lambda: editor.client.diagnostic_refresh_count > known)
        told = (await editor.client.text_document_diagnostic_async(ask)).items
        assert [one.code for one in told] == ["section-missing", "link-broken"]


async def test_a_template_that_cannot_be_read_is_told_where_it_stands(project):
    files = {**FILES, "docs/TEMPLATE.md": TEMPLATE + "\n<!-- holdfast: nonsense -->\n", "holdfast.toml": TYPE}
    async with editing(project(files)) as editor:
        editor.open("docs/cache.md")
        await editor.until(lambda: editor.diagnostics("docs/TEMPLATE.md"))
        assert editor.diagnostics("docs/TEMPLATE.md")[0].range.start.line == 12


async def test_closing_without_saving_brings_back_what_is_on_the_disk(project):
    async with editing(project(FILES), options={"diagnostics": "project"}) as editor:
        editor.open("docs/cache.md", CACHE.replace("Slow.", LINK))
        await editor.until(lambda: editor.slugs("docs/cache.md") == ["link-broken"])
        editor.close("docs/cache.md")
        await editor.until(lambda: editor.slugs("docs/cache.md") == [])


async def test_a_file_that_is_not_saved_yet_is_a_document_already(project):
    async with editing(project(FILES)) as editor:
        editor.open("docs/new.md", CACHE.replace("## Risks\n\nNone.\n", "").replace("Cache", "New"))
        await editor.until(lambda: "section-missing" in editor.slugs("docs/new.md"))


async def test_a_file_that_is_deleted_breaks_the_links_to_it_and_one_that_comes_back_mends_them(project):
    root = project(FILES)
    async with editing(root) as editor:
        editor.open("docs/README.md")
        (root / "docs/store.md").unlink()
        editor.touched("docs/store.md", types.FileChangeType.Deleted)
        await editor.until(lambda: editor.slugs("docs/README.md") == ["index-dangling"])
        (root / "docs/store.md").write_text(FILES["docs/store.md"])
        editor.touched("docs/store.md", types.FileChangeType.Created)
        await editor.until(lambda: editor.slugs("docs/README.md") == [])


async def test_a_file_that_changes_behind_the_back_of_the_editor_is_noticed(project):
    """As by a checkout in a terminal; most editors tell of documents only, and some of nothing."""
    root = project(FILES)
    async with editing(root) as editor:
        editor.open("docs/README.md")
        await editor.until(lambda: editor.uri("docs/README.md") in editor.client.diagnostics)
        (root / "docs/store.md").unlink()
        await editor.until(lambda: editor.slugs("docs/README.md") == ["index-dangling"])


async def test_a_template_that_is_being_written_counts_before_it_is_saved(project):
    async with editing(project(FILES)) as editor:
        editor.open("docs/cache.md")
        editor.open("docs/TEMPLATE.md", TEMPLATE + "\n## Costs\n\n[How much]\n")
        await editor.until(lambda: editor.slugs("docs/cache.md") == ["section-missing"])


async def test_a_configuration_with_a_mistake_is_told_at_its_line_and_then_all_is_well_again(project):
    root = project({**FILES, "holdfast.toml": "[severity]\nsection-mising = 'error'\n"})
    async with editing(root) as editor:
        editor.open("docs/cache.md", CACHE.replace("## Risks", "## Dangers"))
        await editor.until(lambda: editor.diagnostics("holdfast.toml"))
        (one,) = editor.diagnostics("holdfast.toml")
        assert one.range.start.line == 1
        assert "section-missing" in one.message
        (root / "holdfast.toml").write_text("[severity]\nsection-missing = 'note'\n")
        editor.touched("holdfast.toml")
        await editor.until(lambda: editor.slugs("docs/cache.md") == ["section-missing"])
        await editor.until(lambda: not editor.diagnostics("holdfast.toml"))
        assert editor.diagnostics("docs/cache.md")[0].severity is types.DiagnosticSeverity.Information


async def test_several_folders_are_several_projects(project):
    one, other = project(FILES, name="one"), project(FILES, name="other")
    async with editing(one, folders=[one, other]) as editor:
        for root in (one, other):
            editor.open((root / "docs/cache.md").as_uri(), CACHE.replace("Slow.", LINK))
            await editor.until(lambda root=root: editor.slugs((root / "docs/cache.md").as_uri()) == ["link-broken"])
        found = await editor.client.workspace_symbol_async(types.WorkspaceSymbolParams("cache"))
        assert len(found) == 2
        gone = types.WorkspaceFolder(uri=other.as_uri(), name="other")
        editor.close((other / "docs/cache.md").as_uri())
        event = types.WorkspaceFoldersChangeEvent(added=[], removed=[gone])
        editor.client.workspace_did_change_workspace_folders(types.DidChangeWorkspaceFoldersParams(event))
        found = await editor.client.workspace_symbol_async(types.WorkspaceSymbolParams("cache"))
        assert len(found) == 1


async def test_a_document_outside_of_every_folder_is_told_of_where_a_repository_is_around_it(project, tmp_path):
    root, outside = project(FILES, name="one"), project(FILES, name="outside")
    loose = tmp_path / "loose.md"
    loose.write_text(CACHE)
    async with editing(root) as editor:
        editor.open(loose.as_uri(), CACHE)
        editor.open("untitled:Untitled-1", CACHE.replace("Slow.", LINK))
        editor.open((outside / "docs/cache.md").as_uri(), CACHE.replace("Slow.", LINK))
        await editor.until(lambda: editor.slugs((outside / "docs/cache.md").as_uri()) == ["link-broken"])
        assert editor.slugs(loose.as_uri()) == editor.slugs("untitled:Untitled-1") == []
        for uri in (loose.as_uri(), "untitled:Untitled-1", "file:///nowhere/at/all.md", "git:/x?y", "file://[bad"):
            name = types.TextDocumentIdentifier(uri)
            here = {"text_document": name, "position": types.Position(0, 0)}
            assert await editor.client.text_document_hover_async(types.HoverParams(**here)) is None
            assert not await editor.client.text_document_definition_async(types.DefinitionParams(**here))
            assert not await editor.client.text_document_code_lens_async(types.CodeLensParams(name))
        symbols = await editor.client.text_document_document_symbol_async(
            types.DocumentSymbolParams(types.TextDocumentIdentifier("untitled:Untitled-1"))
        )
        assert symbols[0].name == "Cache"


async def test_a_folder_that_is_a_link_is_told_of_by_the_name_the_editor_uses(project, tmp_path):
    project({**FILES, "docs/cache.md": CACHE.replace("Slow.", LINK)})
    linked = tmp_path / "linked"
    linked.symlink_to(tmp_path / "project")
    async with editing(linked, options={"diagnostics": "project"}) as editor:
        editor.open("docs/cache.md")
        await editor.until(lambda: editor.slugs("docs/cache.md") == ["link-broken"])
        assert all(one.startswith(linked.as_uri()) for one in editor.client.diagnostics)


async def test_a_change_that_is_older_than_the_text_is_passed_over(project):
    async with editing(project(FILES)) as editor:
        editor.open("docs/cache.md")
        editor.change("docs/cache.md", ((6, 0, 6, 5), LINK), version=7)
        editor.change("docs/cache.md", ((0, 0, 12, 0), ""), version=6)
        editor.change("docs/never-opened.md", "x", version=2)
        await editor.until(lambda: editor.slugs("docs/cache.md") == ["link-broken"])
        assert editor.diagnostics("docs/cache.md")[0].range.start.line == 6


async def test_a_place_that_is_not_in_the_text_is_the_nearest_that_is(project):
    async with editing(project(FILES)) as editor:
        editor.open("docs/cache.md")
        editor.change(
            "docs/cache.md", ((6, 4, 6, 10_000), ", see [x](nowhere.md)."), ((10_000, 0, 20_000, 7), "\nend\n")
        )
        await editor.until(lambda: editor.slugs("docs/cache.md") == ["link-broken"])
        far = types.HoverParams(text_document=editor.name("docs/cache.md"), position=types.Position(99_999, 99_999))
        assert await editor.client.text_document_hover_async(far) is None


async def test_a_very_large_text_is_told_to_be_too_large_and_the_server_goes_on(project):
    async with editing(project(FILES)) as editor:
        editor.open("docs/cache.md", CACHE + "a line of text\n" * 750_000)
        await editor.until(lambda: editor.slugs("docs/cache.md") == ["file-unreadable"])
        assert "larger than 10 MB" in editor.diagnostics("docs/cache.md")[0].message
        about = types.DocumentSymbolParams(editor.name("docs/cache.md"))
        assert not await editor.client.text_document_document_symbol_async(about)
        editor.open("docs/store.md", CACHE.replace("Slow.", LINK))
        await editor.until(lambda: editor.slugs("docs/store.md") == ["link-broken"])


async def test_a_large_text_is_judged_in_pauses_and_answers_are_about_what_it_holds_now(project):
    async with editing(project(FILES)) as editor:
        large = CACHE + "a line of text\n" * 30_000
        editor.open("docs/cache.md", large)
        await editor.until(lambda: editor.uri("docs/cache.md") in editor.client.diagnostics)
        editor.change("docs/cache.md", ((4, 0, 4, 0), f"{LINK}\n\n"))
        where = types.HoverParams(text_document=editor.name("docs/cache.md"), position=types.Position(6, 4))
        shown = await editor.client.text_document_hover_async(where)
        assert "Context" in shown.contents.value
        await editor.until(lambda: editor.slugs("docs/cache.md") == ["link-broken"])


async def test_nothing_that_a_document_contains_is_executed(project, tmp_path):
    trap = tmp_path / "trap"
    bad = f"\n```python\nopen({str(trap)!r}, 'w')\n```\n\n```sh\ntouch {trap}\n```\n\n```console\n$ touch {trap}\n```\n"
    files = {**FILES, "docs/cache.md": CACHE.replace("Draft", "Active") + bad, "holdfast.toml": 'corpus = "living"\n'}
    async with editing(project(files), options={"diagnostics": "project"}) as editor:
        editor.open("docs/cache.md")
        editor.save("docs/cache.md")
        name = editor.name("docs/cache.md")
        for line in range(25):
            where = types.HoverParams(text_document=name, position=types.Position(line, 1))
            await editor.client.text_document_hover_async(where)
        await editor.client.text_document_code_lens_async(types.CodeLensParams(name))
        command = types.ExecuteCommandParams("holdfast.evidence", [name.uri, "x"])
        await editor.client.workspace_execute_command_async(command)
        assert not trap.exists()


SPOILED = """
import sys
from holdfast.records import replace
import holdfast.rules as rules

def fail(*arguments):
    raise IndexError("list index out of range")

def spoiled(original=rules.all_rules()):
    return tuple(replace(rule, {part}=fail) if rule.slug == "{slug}" else rule for rule in original)

rules.all_rules = spoiled
from holdfast.cli import main
sys.exit(main(["lsp"]))
"""


@pytest.mark.parametrize(("slug", "part"), [("section-missing", "judge"), ("link-broken", "survey")])
async def test_a_rule_that_fails_names_itself_and_the_server_goes_on(project, slug, part):
    command = [sys.executable, "-c", SPOILED.format(slug=slug, part=part)]
    files = {**FILES, "docs/README.md": "# Designs\n"}
    async with editing(project(files), options={"diagnostics": "project"}, command=command) as editor:
        editor.open("docs/cache.md", CACHE.replace("**Status:** Draft\n", ""))
        await editor.until(lambda: "field-missing" in editor.slugs("docs/cache.md"))
        everything = [one for path in FILES for one in editor.diagnostics(path)]
        await editor.until(lambda: any(one.code == slug for path in FILES for one in editor.diagnostics(path)))
        (first, *_) = [one for path in FILES for one in editor.diagnostics(path) if one.code == slug] or everything
        assert first.message.startswith("unproven: this rule failed: IndexError")
        editor.change("docs/cache.md", CACHE)
        await editor.until(lambda: "field-missing" not in editor.slugs("docs/cache.md"))


async def test_messages_that_make_no_sense_are_answered_or_passed_over(project):
    """What no client library would send: not JSON, not a request, parameters of another kind, an order before the first."""
    process = await asyncio.create_subprocess_exec(
        *SERVER, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )

    async def ask(number, method, params):
        process.stdin.write(message({"jsonrpc": "2.0", "id": number, "method": method, "params": params}))
        while True:
            found = await asyncio.wait_for(answered(process), 30)
            if found.get("id") == number and "method" not in found:
                return found

    root = project(FILES)
    early = await ask(1, "textDocument/hover", {"textDocument": {"uri": "x"}, "position": {"line": 0, "character": 0}})
    assert early["error"]["code"] == -32002
    started = await ask(2, "initialize", {"processId": None, "rootUri": root.as_uri(), "capabilities": {}})
    assert started["result"]["serverInfo"]["name"] == "holdfast"
    for body in (b"{", b"[]", b'"x"', b"\xff\xfe", {"jsonrpc": "1.0"}, {"jsonrpc": "2.0", "method": "no/such"}, b"{}"):
        process.stdin.write(message(body))
    process.stdin.write(b"Nonsense: yes\r\n\r\n")
    process.stdin.write(message({"jsonrpc": "2.0", "method": "textDocument/didChange", "params": {"textDocument": 7}}))
    process.stdin.write(message({"jsonrpc": "2.0", "method": "textDocument/didOpen", "params": None}))
    wrong = await ask(3, "textDocument/hover", {"textDocument": {"uri": 7}, "position": "here"})
    assert wrong["error"]["code"] == -32602
    assert (await ask(4, "no/such", {}))["error"]["code"] == -32601
    assert (await ask(5, "workspace/executeCommand", {"command": "rm", "arguments": []}))["error"]["code"] == -32602
    assert (await ask(6, "workspace/symbol", {"query": "nothing"}))["result"] == []
    assert (await ask(7, "shutdown", None))["result"] is None
    process.stdin.write(message({"jsonrpc": "2.0", "method": "exit"}))
    assert await asyncio.wait_for(process.wait(), 30) == 0


async def test_the_server_ends_when_its_editor_is_gone(project):
    process = await asyncio.create_subprocess_exec(
        *SERVER, cwd=project(FILES), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    process.stdin.close()
    assert await asyncio.wait_for(process.wait(), 30) == 0


async def test_a_rename_that_cannot_be_is_told_in_the_words_of_mv(project):
    can = capabilities(name="visual-studio-code@1.65.2")
    async with editing(project(FILES), can) as editor:
        editor.open("docs/cache.md")
        await editor.until(lambda: True)
        ask = types.RenameParams(editor.name("docs/cache.md"), types.Position(0, 3), "store.md")
        await editor.client.workspace_symbol_async(types.WorkspaceSymbolParams(""))
        await _ready(editor)
        with pytest.raises(JsonRpcException, match=r"docs/store\.md: is there already; choose another name"):
            await editor.client.text_document_rename_async(ask)


async def _ready(editor):
    """Wait until the project is open."""
    for _ in range(3000):
        if await editor.client.workspace_symbol_async(types.WorkspaceSymbolParams("")):
            return
        await asyncio.sleep(0.01)
    pytest.fail("the project was not opened")
