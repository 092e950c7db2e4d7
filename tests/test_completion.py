"""``holdfast completion``: what a shell offers behind a command line."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

BASH = shutil.which("bash")
SCRIPT = """
source {script}
line=({words})
COMP_LINE="${{line[*]}}" COMP_POINT=${{#COMP_LINE}} COMP_WORDS=("${{line[@]}}") COMP_CWORD=$(({count} - 1))
read -r _ _ function _ < <(complete -p holdfast | grep -o -- '-F [^ ]*' | sed 's/^/x /')
"$function" holdfast "${{COMP_WORDS[COMP_CWORD]}}" "${{COMP_WORDS[COMP_CWORD-1]}}"
printf '%s\\n' "${{COMPREPLY[@]}}"
"""


def completion(shell: str) -> str:
    command = [sys.executable, "-m", "holdfast", "completion", shell]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


@pytest.fixture(scope="module")
def script(tmp_path_factory) -> Path:
    if BASH is None:
        pytest.skip("bash is not here")
    made = tmp_path_factory.mktemp("completion") / "holdfast.bash"
    made.write_text(completion("bash"))
    return made


def offered(script: Path, cwd: Path, *words: str) -> list[str]:
    quoted = " ".join(f"'{word}'" for word in ("holdfast", *words))
    text = SCRIPT.format(script=script, words=quoted, count=len(words) + 1)
    done = subprocess.run([BASH, "--norc", "-c", text], cwd=cwd, check=True, capture_output=True, text=True)
    return done.stdout.split()


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["sta"], ["status"]),
        (["review", "--format", ""], ["json", "markdown", "text"]),
        (["check", "--format", "j"], ["json", "jsonl", "junit"]),
        (["check", "--select", "link-"], ["link-broken", "link-dead", "link-moved"]),
        (["explain", "section-m"], ["section-missing"]),
        (["verify", "--select", "link-"], []),
        (["mv", "doc"], ["docs"]),
        (["index", "doc"], ["docs"]),
        (["diff", "doc"], []),
    ],
)
def test_a_shell_is_offered_what_a_command_takes(script, tmp_path, words, expected):
    (tmp_path / "docs").mkdir()
    assert sorted(offered(script, tmp_path, *words)) == expected


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_a_command_is_described_in_the_words_of_the_overview(shell):
    script = completion(shell)
    assert "show the state of the design on one screen" in script
    assert "Show the state of the design: documents by status" not in script
