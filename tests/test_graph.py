"""``holdfast graph``: edges, orphans and cycles, and pictures that no title can break out of."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.engine.graph import Edge, Graph, graph
from holdfast.engine.session import Session
from holdfast.formats import View
from holdfast.formats.graphed import FORMATS
from holdfast.model.entry import Entry
from inprocess import holdfast_here  # noqa: F401 - a fixture.
from samples import document, template

SCHEMA = json.loads((Path(__file__).parent.parent / "schemas" / "graph-v1.json").read_text())


def made(project, *, name="project", **texts):
    return project(
        {
            "docs/TEMPLATE.md": template(),
            **{f"docs/{key.strip('_').replace('_', '-')}.md": text for key, text in texts.items()},
        },
        name=name,
    )


def edges(root):
    return [(one.kind, one.source[5:7], one.target[5:7]) for one in graph(Session(str(root))).edges]


def fielded(title, line, status="Active"):
    return document(title, status=status).replace("**Status", f"{line}\n**Status")


@pytest.mark.parametrize(
    ("line", "status", "edge"),
    [
        ("**Supersedes:** [A](01-a.md)", "Active", ("supersedes", "02", "01")),
        ("**Supersedes:** 01", "Active", ("supersedes", "02", "01")),
        ("**Replaces:** ADR-1", "Active", ("supersedes", "02", "01")),
        ("**Superseded by:** [A](01-a.md)", "Deprecated", ("supersedes", "01", "02")),
        ("**Author:** me", "Superseded by [A](01-a.md)", ("supersedes", "01", "02")),
        ("**Author:** me", "Superseded by 01", ("supersedes", "01", "02")),
        ("**Requires:** 01", "Active", ("requires", "02", "01")),
        ("**Depends on:** [A](01-a.md)", "Active", ("requires", "02", "01")),
        ("**Related:** [A](01-a.md)", "Active", ("links", "02", "01")),
    ],
)
def test_what_a_document_says_of_another(project, line, status, edge):
    root = made(project, _01_a=document("A"), _02_b=fielded("B", line, status), _03_c=document("C"))
    assert edges(root) == [edge]


def test_of_several_kinds_the_strongest_counts_and_a_link_to_itself_is_none(project):
    text = fielded("B", "**Supersedes:** [A](01-a.md)") + "\n[A](01-a.md), [B](02-b.md), [C](03-c)\n"
    root = made(project, _01_a=document("A"), _02_b=text, _03_c=document("C"))
    assert edges(root) == [("links", "02", "03"), ("supersedes", "02", "01")]


def test_orphans_and_cycles_are_named(project, holdfast):
    root = made(
        project,
        _01_a=fielded("A", "**Requires:** 02"),
        _02_b=fielded("B", "**Requires:** 03"),
        _03_c=fielded("C", "**Requires:** 01, 04"),
        _04_d=fielded("D", "**Supersedes:** [E](05-e.md)"),
        _05_e=fielded("E", "**Supersedes:** [D](04-d.md)"),
        _06_f=document("F"),
    )
    done = holdfast(root, "graph")
    assert done.code == 0
    assert "  docs/06-f.md   F\n" in done.out
    assert "cycle: docs/01-a.md requires docs/02-b.md requires docs/03-c.md requires docs/01-a.md\n" in done.out
    assert "cycle: docs/04-d.md supersedes docs/05-e.md supersedes docs/04-d.md\n" in done.out
    assert done.out.endswith("6 documents   2 supersedes · 4 requires · 0 links   1 orphan · 2 cycles\n")
    value = json.loads(holdfast(root, "graph", "--format", "json").out)
    jsonschema.Draft202012Validator(SCHEMA).validate(value)
    assert value["orphans"] == ["docs/06-f.md"]


def test_a_path_narrows_it_to_what_has_to_do_with_it(project, holdfast):
    root = made(
        project, _01_a=document("A"), _02_b=fielded("B", "**Requires:** 01"), _03_c=fielded("C", "**Requires:** 02")
    )
    value = json.loads(holdfast(root, "graph", "docs/01-a.md", "--format", "json").out)
    assert [one["path"] for one in value["documents"]] == ["docs/01-a.md", "docs/02-b.md"]
    assert "docs/02-b.md   B" not in holdfast(root, "graph", "docs/01-a.md").out
    assert holdfast(root, "graph", "docs/nothing.md").code == 2


STRING = r'"(?:[^"\\\n]|\\["\\n])*"'
DOT = re.compile(
    rf"digraph documents \{{\n  rankdir=LR;\n  node \[[^\n]*\];\n"
    rf'(?:  {STRING} \[label={STRING}, fillcolor="#[0-9a-f]{{6}}"\];\n)*'
    rf'(?:  {STRING} -> {STRING} \[style=(?:bold|dashed|solid), tooltip="\w+"\];\n)*\}}'
)
MERMAID = re.compile(
    r"flowchart LR(?:\n  d\d+\[\"(?:[\w .,/-]|#\d+;)*<br/>(?:[\w .,/-]|#\d+;)*\"\])*(?:\n  d\d+ (?:-->|==>\|supersedes\||-\.->\|requires\|) d\d+)*"
)


def pictured(titles):
    paths = [f"docs/{number}.md" for number in range(len(titles))]
    nodes = {
        path: Entry(path, "document", title=title, status=title) for path, title in zip(paths, titles, strict=True)
    }
    return Graph("/", nodes, tuple(Edge("requires", one, paths[0]) for one in paths[1:]), (), (), frozenset(nodes))


HOSTILE = [
    '"]; evil -> "',
    "\\",
    '\\"',
    "a\nb",
    "\x1b[2J",
    "`end`",
    'x"] --> y["',
    "<script>",
    "#quot;",
    "click d0 call()",
    "𝒳 été",
]


@given(st.lists(st.text(max_size=60) | st.sampled_from(HOSTILE), min_size=1, max_size=5))
def test_no_title_breaks_out_of_a_picture(titles):
    found = pictured(titles)
    assert DOT.fullmatch("\n".join(FORMATS["dot"](found, View())))
    assert MERMAID.fullmatch("\n".join(FORMATS["mermaid"](found, View())))


def test_graphviz_reads_it():
    if not shutil.which("dot"):
        pytest.skip("Graphviz is not installed")
    text = "\n".join(FORMATS["dot"](pictured(HOSTILE), View()))
    done = subprocess.run(["dot", "-Tplain"], input=text.encode(), capture_output=True, check=True)
    assert done.stdout.count(b"\nnode ") == len(HOSTILE)


def test_the_order_does_not_depend_on_the_run(project, holdfast):
    root = made(project, _01_a=document("A"), _02_b=fielded("B", "**Requires:** 01"), _03_c=document("C"))
    for form in FORMATS:
        assert (
            holdfast(root, "graph", "--format", form).out == holdfast(root, "graph", "--format", form, "--no-cache").out
        )
