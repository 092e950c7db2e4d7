"""Every surface only translates: one corpus through all of them gives identical verdicts.

A surface adds itself to ``SURFACES``: a function from the root of a project to the records of its verdicts, as
``check --format json`` has them.
"""

import asyncio
import json
import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from lsprotocol import types

from editing import Editor, capabilities, editing
from inprocess import run_here
from test_mcp import asked

ROOT = Path(__file__).parent.parent
Records = list[dict[str, Any]]


def check(root: Path) -> Records:
    """Return what ``check --format json`` says: what every other surface has to say as well."""
    return list(json.loads(run_here(root, "check", "--all", "--format", "json").out)["verdicts"])


def python(root: Path) -> Records:
    """Return what the Python API says."""
    import holdfast
    from holdfast.formats.json import verdict_record

    return [verdict_record(one) for one in holdfast.open(root).check().verdicts]


def _editor(talk: Callable[[Editor], Any], **more: Any) -> Callable[[Path], Records]:
    async def run(root: Path) -> Records:
        async with editing(root, options={"diagnostics": "project"}, **more) as editor:
            found: list[types.Diagnostic] = await talk(editor)
            for one in found:
                _is_shown_where_it_stands(root, one)
            return [json.loads(json.dumps(_plain(one.data))) for one in found]

    return lambda root: asyncio.run(run(root))


def _plain(data: Any) -> Any:
    """Return the data of a diagnostic as plain values; the client makes objects of what it reads."""
    if isinstance(data, dict):
        return {name: _plain(value) for name, value in data.items()}
    return _plain(vars(data)) if hasattr(data, "__dict__") else data._asdict() if hasattr(data, "_asdict") else data


def _is_shown_where_it_stands(root: Path, one: types.Diagnostic) -> None:
    """What people see is what the record says."""
    data = _plain(one.data)
    assert one.code == data["slug"]
    assert one.range.start.line == data["line"] - 1
    assert data["found"] in one.message
    assert (data["remedy"] in one.message) or data["outcome"] == "waived"


async def _pushed(editor: Editor) -> list[types.Diagnostic]:
    """Wait for the first look at the project, which tells of every file at once."""
    editor.open(min(str(path.relative_to(editor.root)) for path in (editor.root / "docs").rglob("*.md")))
    await editor.until(lambda: editor.client.diagnostics)
    await editor.client.workspace_symbol_async(types.WorkspaceSymbolParams(""))
    return [one for found in editor.client.diagnostics.values() for one in found]


async def _pulled(editor: Editor) -> list[types.Diagnostic]:
    report = await editor.client.workspace_diagnostic_async(types.WorkspaceDiagnosticParams([]))
    return [one for item in report.items for one in item.items]


async def _typed(editor: Editor) -> list[types.Diagnostic]:
    """Open every document, spoil it, type it back to what it was, and pull each by itself."""
    found = []
    paths = sorted(str(path.relative_to(editor.root)) for path in (editor.root / "docs").rglob("*.md"))
    for path in paths:
        editor.open(path)
        text = (editor.root / path).read_text()
        editor.change(path, "# Nothing\n")
        editor.change(path, text)
    for path in paths:
        report = await editor.client.text_document_diagnostic_async(types.DocumentDiagnosticParams(editor.name(path)))
        found += report.items
    return found


def agent(root: Path) -> Records:
    """Return what coding agents are told by MCP."""
    (found,) = asked(root, ("verdicts", {}))
    return list(found["verdicts"])


def pages(root: Path) -> Records:
    """Return what stands on the pages of the site, which the dashboard shows as well."""
    site = root.parent / f"{root.name}-site"
    run_here(root, "build", str(site))
    return [one for page in (site / "documents").rglob("*.json") for one in json.loads(page.read_text())["verdicts"]]


SURFACES: dict[str, Callable[[Path], Records]] = {
    "python": python,
    "agent": agent,
    "pages": pages,
    "editor, pushed": _editor(_pushed),
    "editor, pulled": _editor(_pulled, can=capabilities(pulls=True)),
    "editor, typed": _editor(_typed, can=capabilities(pulls=True)),
}


def _ordered(records: Records) -> list[str]:
    return sorted(json.dumps(one, sort_keys=True) for one in records)


@pytest.fixture(scope="module", params=["rotten", "excused", "foreign"])
def corpus(request, tmp_path_factory):
    """Return a corpus that was left alone, one with a baseline and a waiver, one that never used its template."""
    root = tmp_path_factory.mktemp("surfaces") / request.param
    shutil.copytree(ROOT / "examples" / request.param.replace("excused", "rotten"), root)
    subprocess.run(["git", "init", "-q", str(root)], check=True)
    if request.param == "excused":
        letters = root / "docs/design/03-dead-letters.md"
        waiver = "# Dead letters\n\n<!-- holdfast: waive number-gap, text-invisible because it is a copy -->\n"
        letters.write_text(letters.read_text().replace("# Dead letters\n", waiver))
        run_here(root, "baseline")
        letters.write_text(letters.read_text() + "\nSee [x](nowhere.md).\n")
    return root


@pytest.mark.parametrize("surface", SURFACES)
def test_one_corpus_gives_identical_verdicts_on_every_surface(corpus, surface):
    wanted = _ordered(check(corpus))
    assert _ordered(SURFACES[surface](corpus)) == wanted
    excused = [one for one in wanted if '"waived"' in one or '"baseline": true' in one]
    assert bool(excused) == (corpus.name == "excused")
    assert len(wanted) == {"rotten": 48, "excused": 49, "foreign": 5}[corpus.name]


def _said(text: str) -> dict[str, int]:
    """Return the numbers that a text gives with the words behind them, whatever is between."""
    told = re.findall(r"(\d+) (broken|notes?|stale|waived|unproven)\b", text)
    return {word.rstrip("s"): int(number) for number, word in told}


def _cards(root: Path) -> dict[str, int]:
    """Return the numbers of the first page of the site."""
    site = root.parent / f"{root.name}-site"
    run_here(root, "build", str(site))
    facts = re.search(
        r"<h2>Obligations</h2>.*?<dl class=\"facts\">(.*?)</dl>", (site / "index.html").read_text(), re.DOTALL
    )
    assert facts
    found = {word: int(number) for word, number in re.findall(r"<dt>(\w+)</dt><dd>(\d+)</dd>", facts[1])}
    return {"broken": found.pop("errors") + found.pop("warnings"), "note": found.pop("notes"), **found}


def _screen(root: Path) -> dict[str, int]:
    """Return the numbers of ``status``, which leaves out what there is none of."""
    return {"note": 0, "stale": 0, "unproven": 0, "waived": 0, **_said(run_here(root, "status").out.splitlines()[2])}


def _json(*arguments: str) -> Callable[[Path], dict[str, int]]:
    def numbers(root: Path) -> dict[str, int]:
        summary = json.loads(run_here(root, *arguments, "--format", "json").out)["summary"]
        found = summary.get("verdicts", summary)
        return {name.rstrip("s"): found[name] for name in ("broken", "notes", "stale", "waived", "unproven")}

    return numbers


TOTALS: dict[str, Callable[[Path], dict[str, int]]] = {
    "check, text": lambda root: _said(run_here(root, "check", "--all").out.rpartition("\n\n")[2].partition("\n")[0]),
    "check, markdown": lambda root: _said(run_here(root, "check", "--format", "markdown").out.splitlines()[2]),
    "check, json": _json("check"),
    "status, text": _screen,
    "status, markdown": lambda root: _said(run_here(root, "status", "--format", "markdown").out.splitlines()[4]),
    "status, json": _json("status"),
    "the first page": _cards,
}
"""Every place that gives totals."""


@pytest.mark.parametrize("place", TOTALS)
def test_the_totals_are_the_same_wherever_they_are_told(corpus, place):
    counts = Counter(one["severity"] if one["outcome"] == "broken" else one["outcome"] for one in check(corpus))
    broken = counts["error"] + counts["warning"]
    names = ("stale", "waived", "unproven")
    assert TOTALS[place](corpus) == {"broken": broken, "note": counts["note"], **{name: counts[name] for name in names}}
