"""Python examples run: where they fail, what they print, what they rest on, what they read."""

import os
import sys

import pytest

from holdfast.model.example import Level
from holdfast.model.outcome import Outcome
from pythonexamples import document, example, printed, ran

HOLDS, BROKEN, UNPROVEN = Outcome.HOLDS, Outcome.BROKEN, Outcome.UNPROVEN


def test_a_failure_is_named_at_its_line_and_column(tmp_path):
    (trial,) = ran(document("def f(x):\n    return 1 / x\n\n\nvalue = f(0)"), tmp_path)
    assert trial.outcome is BROKEN
    assert trial.fault is not None
    assert trial.fault[:2] == (2, 12 if sys.version_info >= (3, 11) else 1)
    assert trial.found == "ZeroDivisionError: division by zero"
    assert 'File "docs/x.md", line 14, in <module>' in trial.output
    assert "return 1 / x" in trial.output


def test_an_assert_shows_the_values_it_compared(tmp_path):
    (trial,) = ran(document("a = [1, 2]\nb = 3\nassert sum(a) == b + 1"), tmp_path)
    assert trial.found == "AssertionError: a is [1, 2], b is 3"


def test_a_chain_shares_its_names_and_its_event_loop(tmp_path):
    units = document(
        "import asyncio\nqueue = asyncio.Queue()",
        "await queue.put(1)\nfull = True",
        "assert full and await queue.get() == 1",
    )
    assert [one.outcome for one in ran(units, tmp_path)] == [HOLDS] * 3


def test_what_rests_on_a_failure_is_unproven_and_nothing_else(tmp_path):
    first, second, third = ran(document("x = 1\nassert x == 2", "print(x)", "y = 1"), tmp_path)
    assert (first.outcome, second.outcome, third.outcome) == (BROKEN, UNPROVEN, HOLDS)
    assert "rests on the example on line 10, which is broken" in second.found


def test_what_rests_on_an_example_that_is_not_run_is_unproven(tmp_path):
    held = example("x = 1", 1, highest=Level.TYPED, reason="it needs a cluster")
    (trial,) = ran(document(held, "print(x)")[1:], tmp_path)
    assert trial.outcome is UNPROVEN
    assert "line 10, which is not run: it needs a cluster" in trial.found


def test_examples_of_one_document_do_not_see_each_other(tmp_path):
    units = document("x = 1", "assert 'x' not in globals()\nassert __name__ == '__main__'")
    assert [one.outcome for one in ran(units, tmp_path)] == [HOLDS, HOLDS]


@pytest.mark.parametrize(
    ("code", "raises", "outcome"),
    [
        ("raise ValueError", "ValueError", HOLDS),
        ("raise UnicodeError", "ValueError", HOLDS),
        ("raise ValueError", "builtins.ValueError", HOLDS),
        ("raise ValueError", "*", HOLDS),
        ("raise ValueError", "KeyError", BROKEN),
        ("x = 1", "ValueError", BROKEN),
        ("async def f(): raise KeyError\nawait f()", "KeyError", HOLDS),
        ("import os\nos._exit(0)", "*", BROKEN),
    ],
)
def test_an_example_that_is_to_fail(tmp_path, code, raises, outcome):
    (trial,) = ran(document(example(code, raises=raises)), tmp_path)
    assert trial.outcome is outcome


@pytest.mark.parametrize(
    ("code", "outcome"),
    [
        ("import sys\n\nif __name__ == '__main__':\n    sys.exit(0)", HOLDS),
        ("def main():\n    raise SystemExit\n\nmain()", HOLDS),
        ("import sys\nsys.exit(0)\nassert False", BROKEN),
        ("import sys\nsys.exit(2)", BROKEN),
    ],
)
def test_to_leave_counts_as_an_end_only_at_the_end(tmp_path, code, outcome):
    (trial,) = ran(document(code), tmp_path)
    assert trial.outcome is outcome


@pytest.mark.parametrize(
    ("code", "expected", "outcome", "line"),
    [
        ("print(1)", printed("1\n"), HOLDS, 0),
        ("print(1)\n#> 1", printed("1\n", "comment", "#> "), HOLDS, 0),
        ("print(1)\n#> 1\nprint(2)\n#> 3", printed("1\n3\n", "comment", "#> "), BROKEN, 4),
        (">>> x = 1\n>>> x + 1\n2", printed("", "session"), HOLDS, 0),
        (">>> x = 1\n>>> x + 1\n3", printed("", "session"), BROKEN, 3),
        (
            ">>> 1 / 0\nTraceback (most recent call last):\n  ...\nZeroDivisionError: division by zero",
            printed("", "session"),
            HOLDS,
            0,
        ),
        (">>> 1\n1\n>>> int('a')\nTraceback (most recent call last):\nKeyError: 1", printed("", "session"), BROKEN, 5),
        (">>> print('a\\n\\nb')\na\n<BLANKLINE>\nb\n>>> {1: 2}\n{1: ...}", printed("", "session"), HOLDS, 0),
        ("import os\nos.write(1, b'early ')\nprint('late')", printed("early late\n"), HOLDS, 0),
    ],
)
def test_what_is_printed_is_compared(tmp_path, code, expected, outcome, line):
    (trial,) = ran(document(example(code, asked=Level.COMPARED, expected=expected)), tmp_path)
    assert (trial.outcome, trial.level) == (outcome, Level.COMPARED)
    assert (trial.fault.line if trial.fault else 0) == line


def test_a_session_is_shown_as_it_goes_today(tmp_path):
    code = ">>> x = 1\n>>> for one in range(2):\n...     one + x\n7\n>>> print()"
    (trial,) = ran(document(example(code, asked=Level.COMPARED, expected=printed("", "session"))), tmp_path)
    assert trial.output == ">>> x = 1\n>>> for one in range(2):\n...     one + x\n1\n2\n>>> print()\n<BLANKLINE>\n"


def test_a_module_that_is_not_installed_makes_unproven_and_names_the_command(tmp_path):
    (trial,) = ran(document("import yaml_of_nobody.part"), tmp_path)
    assert trial.outcome is UNPROVEN
    assert trial.remedy == f"{sys.executable} -m pip install yaml_of_nobody"


def test_a_module_that_the_project_lacks_makes_broken(tmp_path):
    (tmp_path / "pkg").mkdir()
    (tmp_path / "pkg" / "__init__.py").write_text("")
    (trial,) = ran(document("from pkg import part\nimport pkg.part"), tmp_path)
    assert trial.outcome is BROKEN


def test_a_relative_import_makes_unproven(tmp_path):
    (trial,) = ran(document("from .part import x"), tmp_path)
    assert (trial.outcome, trial.remedy) == (UNPROVEN, "import it by its full name")


def test_nothing_is_loaded_for_others_from_where_an_example_can_write(tmp_path):
    # Two examples name their own module, as if many needed it; a third would have it if it were loaded for all.
    code = "import os, sys\nopen('../evil_of_nobody.py', 'w').write('')\nsys.path.insert(0, os.path.abspath('..'))\nimport evil_of_nobody"
    trials = ran(document(code, code, code, "import sys\nassert 'evil_of_nobody' not in sys.modules"), tmp_path, jobs=1)
    assert [one.outcome for one in trials] == [HOLDS] * 4


def test_the_network_is_not_there_and_that_is_said(tmp_path):
    (trial,) = ran(document("import urllib.request\nurllib.request.urlopen('http://example.com')"), tmp_path)
    assert trial.outcome is UNPROVEN
    assert trial.found.startswith("it needs a network")


def test_an_example_reads_from_the_projects_folder_and_writes_to_temporary_files_only(tmp_path):
    (tmp_path / "data.txt").write_text("x")
    temporary = "import tempfile\nwith tempfile.NamedTemporaryFile('w') as file:\n    file.write('x')"
    first, second, third = ran(
        document("assert open('data.txt').read() == 'x'", "open('new.txt', 'w')", temporary), tmp_path
    )
    assert (first.outcome, second.outcome, third.outcome) == (HOLDS, UNPROVEN, HOLDS)
    assert first.reads >= {"data.txt"}
    assert second.found == "it writes into the project, which is read-only while examples are tried"
    assert os.listdir(tmp_path) == ["data.txt"]


def test_standard_input_is_empty(tmp_path):
    (trial,) = ran(document("import sys\nassert sys.stdin.read() == ''"), tmp_path)
    assert trial.outcome is HOLDS


def test_pickles_and_type_hints_find_their_classes(tmp_path):
    code = "import pickle\nfrom dataclasses import dataclass\nfrom typing import get_type_hints\n\n\n@dataclass\nclass P:\n    x: 'int'\n\n\npickle.loads(pickle.dumps(P(1)))\nassert get_type_hints(P) == {'x': int}"
    assert [one.outcome for one in ran(document(code, code), tmp_path)] == [HOLDS, HOLDS]


def test_each_example_reads_what_it_reads_although_they_share_processes(tmp_path):
    package = tmp_path / "src" / "pkg"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text("")
    (package / "a.py").write_text("from pkg.b import B\n")
    (package / "b.py").write_text("B = 1\n")
    (package / "c.py").write_text("C = 1\n")
    (tmp_path / "data.txt").write_text("x")
    data, gone = str(tmp_path / "data.txt"), str(tmp_path / "gone.txt")
    trials = ran(
        document(
            "from pkg.a import B",
            "from pkg.b import B",
            "from pkg.c import C",
            f"data = open({data!r}).read()",
            "assert data == 'x'",
            f"try:\n    open({gone!r})\nexcept OSError:\n    pass",
            "x = 1",
        ),
        tmp_path,
    )
    assert [sorted(one.reads) for one in trials] == [
        ["src/pkg/__init__.py", "src/pkg/a.py", "src/pkg/b.py"],
        ["src/pkg/__init__.py", "src/pkg/b.py"],
        ["src/pkg/__init__.py", "src/pkg/c.py"],
        ["data.txt"],
        ["data.txt"],
        ["gone.txt"],
        [],
    ]


def test_an_example_that_only_fails_beside_others_is_tried_alone(tmp_path):
    # Both change an object of a module through a name that hides it; alone each of them is right.
    code = "import json\n\nkept = json.JSONDecodeError.__doc__\ncache = json.decoder.NaN\nitems = json.encoder.ESCAPE_DCT\nassert 'z' not in items\nput = items.update\nput({'z': 1})"
    assert [one.outcome for one in ran(document(code, code), tmp_path)] == [HOLDS, HOLDS]


def test_many_examples_are_all_answered(tmp_path):
    units = document(
        *(f"import json\nx{at} = json.dumps({at})" if at % 3 else "import os\nos.getpid()" for at in range(60))
    )
    assert [one.outcome for one in ran(units, tmp_path, jobs=2)] == [HOLDS] * 60
