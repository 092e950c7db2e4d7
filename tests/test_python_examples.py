"""Python examples as text: what parses, what rests on what, who shares a process, what counts as the same output."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.languages import python as verifier
from holdfast.languages.python_run.compare import difference
from holdfast.languages.python_run.plan import is_plain, planned
from holdfast.languages.python_run.reads import Modules
from holdfast.languages.python_run.source import source_of
from holdfast.model.example import Level
from pythonexamples import document, example


@pytest.mark.parametrize(
    "code",
    [
        "await get()",
        "async with lock:\n    ...",
        ">>> x = 1\n>>> x\n1",
        ">>> for x in y:\n...     print(x)\n1\n2",
        "  x = 1\n  y = 2",
        "def f(): ...",
    ],
)
def test_python_that_is_meant_as_it_stands_parses(code):
    assert verifier.parse(example(code)) is None


@pytest.mark.parametrize(
    ("code", "line", "column"),
    [
        ("x = (", 1, 5),
        ("x = 1\ny = = 2", 2, 5),
        ("call(a, …)", 1, 9),
        ("name = <your name>", 1, 8),
        ("def f():\nreturn", 2, 1),
        ("  x = 1\n  y = = 2", 2, 7),
        (">>> x = 1\n>>> y = = 2\n", 2, 9),
    ],
)
def test_what_does_not_parse_is_named_with_its_place(code, line, column):
    fault = verifier.parse(example(code))
    assert fault is not None
    assert fault[:2] == (line, column)


def rests(*codes):
    return [tuple(one.ordinal for one in unit.before) for unit in document(*codes)]


def test_an_example_rests_on_those_that_define_its_names():
    assert rests("x = 1", "y = 2", "print(x)") == [(), (), (1,)]


def test_the_latest_definition_counts():
    assert rests("x = 1", "x = 2", "print(x)") == [(), (), (2,)]


def test_what_is_needed_is_needed_with_what_it_needs():
    assert rests("x = 1", "def f(): return x", "f()") == [(), (1,), (1, 2)]


@pytest.mark.parametrize(
    "code",
    [
        "x = 0\nprint(x)",
        "for x in range(3): print(x)",
        "def f(x): return x",
        "[x for x in range(3)]",
        "import m as x\nx.y",
        "class A:\n    x = 1\n    y = x",
        "f = lambda x: x",
        "try: pass\nexcept OSError as x: print(x)",
        "with open('f') as x: x.read()",
        "match 1:\n    case x: print(x)",
    ],
)
def test_an_example_that_defines_its_names_stands_alone(code):
    assert rests("x = 1", code) == [(), ()]


@pytest.mark.parametrize(
    "code",
    [
        "x = x + 1",
        "x += 1",
        "@x\ndef f(): ...",
        "def f(a=x): ...",
        "def f(): return x",
        "class A(x): ...",
        "class A:\n    y = x",
        "[y for y in x]",
        "lambda: x",
        "def f(a: x): ...",
    ],
)
def test_a_name_that_is_used_before_it_is_defined_is_needed(code):
    assert rests("x = 1", code) == [(), (1,)]


def test_builtins_are_never_needed():
    assert rests("print = 1", "print(len([]))") == [(), ()]


def test_what_an_author_says_comes_on_top():
    assert [
        tuple(one.ordinal for one in unit.before) for unit in document("x = 1", example("y = 2", 2, continues=True))
    ] == [
        (),
        (1,),
    ]


def test_plain_examples_of_a_document_share_a_process():
    processes = planned(document("x = 1", "y = 2", "import os", "print(x)"))
    assert [[step.example.ordinal for step in one.steps] for one in processes] == [[1, 2, 4], [3]]


def test_each_document_has_a_process_of_its_own():
    units = document("x = 1", example("x = 2", 2, document="docs/y.md"))
    assert len(planned(units)) == 2


@pytest.mark.parametrize(
    "code",
    [
        "import os\nos._exit(0)",
        "import json\njson.dumps = None",
        "from json import decoder\ndecoder.x = 1",
        "exec('1')",
        "f.__globals__",
        "setattr(a, 'b', 1)",
        "def (",
        "import json\njson.codec['x'] = 1",
    ],
)
def test_what_could_reach_others_has_a_process_of_its_own(code):
    assert not is_plain(example(code))


def test_an_object_of_its_own_is_an_examples_to_change():
    assert is_plain(example("class A:\n    def __init__(self): self.x = 1\na = A()\na.x = 2"))


@pytest.mark.parametrize(
    ("said", "got"),
    [
        ("1\n", "1\n"),
        ("1\n", "1  \n\n"),
        ("a\n...\nz\n", "a\nb\nc\nz\n"),
        ("a\n...\nz\n", "a\nz\n"),
        ("<A at 0x...>\n", "<A at 0x7f00>\n"),
        ("a\n<BLANKLINE>\nb\n", "a\n\nb\n"),
        ("...\n", ""),
    ],
)
def test_output_is_the_same_where_nothing_that_counts_differs(said, got):
    assert difference(said, got) is None


@pytest.mark.parametrize(
    ("said", "got", "line"),
    [("1\n", "2\n", 1), ("a\nb\n", "a\nc\n", 2), ("a\n", "a\nb\n", 2), ("a\nb\n", "a\n", 2), ("a...z\n", "a\n", 1)],
)
def test_another_output_parts_at_a_line(said, got, line):
    found = difference(said, got)
    assert found is not None
    assert found.line == line


@given(st.lists(st.text("ab .", max_size=4), max_size=5))
def test_every_output_is_like_itself(lines):
    text = "".join(f"{line}\n" for line in lines)
    assert difference(text, text) is None


def test_a_session_keeps_its_lines():
    source = source_of(example(">>> x = 1\n>>> if x:\n...     print(x)\n1\n>>> x\n1", asked=Level.COMPARED))
    assert source.text == "x = 1\nif x:\n    print(x)\n\nx\n\n"
    assert [one.wanted for one in source.statements] == ["", "1\n", "1\n"]


def test_files_behind_imports_are_found_without_importing(tmp_path):
    package = tmp_path / "src" / "pkg"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text("raise SystemExit\n")
    (package / "a.py").write_text("from .b import (\n    B,\n)\nimport json\n")
    (package / "b.py").write_text("B = 1\n")
    modules = Modules(str(tmp_path), [str(tmp_path / "src"), str(tmp_path)])
    assert modules.behind(["from pkg import a"]) == {"src/pkg/__init__.py", "src/pkg/a.py", "src/pkg/b.py"}
    assert modules.behind(["import pkg.b"]) == {"src/pkg/__init__.py", "src/pkg/b.py"}
    assert modules.behind(["import pkg.gone"]) == {"src/pkg/__init__.py", "src/pkg/gone.py"}
    assert modules.behind(["import json"]) == frozenset()
