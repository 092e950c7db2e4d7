"""Console sessions are run and compared; scripts are parsed by a shell and never run."""

import pytest

from holdfast.languages.session.matching import differs
from holdfast.languages.session.transcript import commands
from holdfast.model.example import Example, Line
from holdfast.model.span import Position, Span
from trying import needs, page, tried

pytestmark = needs("bash")


def session(text):
    lines = tuple(Line(line, 0) for line in text.splitlines())
    return Example("a.md", 1, "console", "console", "console", lines, Span(0, 1), Position(1, 1))


@pytest.mark.parametrize(
    "prompt",
    ["$ ", "% ", "(venv) $ ", "user@host:~/x$ ", "[user@host x]$ ", "~/src $ ", "bash-5.2$ ", "  $ ", "❯ "],
)
def test_prompts_of_all_kinds_are_read(prompt):
    (found,) = commands(session(f"{prompt}echo a\na"))
    assert (found.text, found.output, found.column) == ("echo a", ("a",), len(prompt) + 1)


@pytest.mark.parametrize("line", ["a $ b", "costs 3 $ each", "# a remark", "> quoted", "100 % sure", "$HOME is set"])
def test_what_only_looks_like_a_prompt_is_output(line):
    (found,) = commands(session(f"$ cat x\n{line}"))
    assert found.output == (line,)


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("$ echo a \\\n    b\nab", "echo a \\\n    b"),
        ("$ echo a \\\n> b\nab", "echo a \\\nb"),
        ("$ cat <<END\n> a\n> $ b\n> END\nab", "cat <<END\na\n$ b\nEND"),
        ("$ cat <<'END'\na\n$ b\nEND\nab", "cat <<'END'\na\n$ b\nEND"),
        ("$ for i in 1; do\n>   echo $i\n> done\nab", "for i in 1; do\n  echo $i\ndone"),
        ("$ echo 'a\n> b'\nab", "echo 'a\nb'"),
        ("$ true &&\n> echo ab\nab", "true &&\necho ab"),
        ("$ ls |\n  sort\nab", "ls |\n  sort"),
        ("$ cat <<END\nit's\nEND\nab", "cat <<END\nit's\nEND"),
        ("$ echo ab # it's\nab", "echo ab # it's"),
    ],
)
def test_commands_go_on_over_several_lines(text, command):
    (found,) = commands(session(text))
    assert (found.text, found.output) == (command, ("ab",))


@pytest.mark.parametrize(
    ("expected", "printed", "fits"),
    [
        (["a", "...", "z"], "a\nb\nc\nz\n", True),
        (["a", "..."], "a\n", True),
        (["took ... ms"], "took 12 ms\n", True),
        (["took ... ms"], "took 12 s\n", False),
        (["a...a"], "a\n", False),
        (["a"], "\x1b[31ma\x1b[0m  \n\n", True),
        (["a"], "a\nb\n", False),
        (["a", "b"], "a\n", False),
        (["..." * 50 + "x"], "a" * 100_000, False),
    ],
)
def test_output_is_compared_but_for_what_is_left_out(expected, printed, fits):
    assert (differs(expected, printed) is None) is fits


def test_a_session_keeps_what_its_commands_leave(tmp_path):
    tmp_path.chmod(0o755)
    state = "console\n$ cd /tmp && x=3\n$ y() { echo y$1; }\n$ y $x; pwd\ny3\n/tmp\n$ false\n$ echo $?\n1\n$ alias z='echo zed'\n$ z\nzed"
    found_ends = "console\n$ read x; echo \"[$x]\"\n[]\n$ sh -c 'exit 3'\n$ echo $?\n3\n$ set -e\n$ echo on\non"
    (tmp_path / "README.md").write_text(page(state, found_ends, "console\n$ echo $x\n\n$ echo end\nend"))
    assert tried(tmp_path).outcomes == ["holds"] * 3


def test_what_breaks_and_what_proves_nothing(tmp_path):
    tmp_path.chmod(0o755)
    (tmp_path / "README.md").write_text(
        page(
            "console\n$ echo a\na\n$ echo é; echo b\né\nc",
            "console\n$ false\n$ echo a\na",
            "console\n$ notthere --x\nfine",
            "console\n$ touch x && echo ok\nok",
            "console\n$ if then\n$ echo a",
            "console\n$ sleep 30; echo a\na",
            "console\n$ kill -9 $PPID; kill -9 -1; echo a\nb",
            "console\n$ echo a\na",
        )
    )
    found = tried(tmp_path, "--timeout", "2")
    assert found.at(24) == 'broken 1 console: prints "b", and the document says "c"'
    assert "exits with 1" in found.at(20 * 2)
    assert "notthere is not here" in found.at(60)
    assert "read-only here" in found.at(80)
    assert "cannot parse it" in found.at(100)
    assert "longer than 2 s" in found.at(120)
    assert [one.split()[0] for one in (found.at(60), found.at(80), found.at(120))] == ["unproven"] * 3
    assert found.outcomes[-2] in ("broken", "unproven")
    assert found.outcomes[-1] == "holds"


def test_scripts_are_parsed_and_never_run(tmp_path):
    tmp_path.chmod(0o755)
    (tmp_path / "README.md").write_text(
        page(
            "sh\nnpm install <name>\nfalse\nnotthere | grep x",
            "bash\nif [ -f x ]; then\n  echo",
            "bash\n$ npm test && (\n",
            "shell\n$ npm test\n$ make <target>\nok (3 s)",
        )
    )
    found = tried(tmp_path)
    assert found.outcomes == ["holds", "broken", "broken", "holds"]
