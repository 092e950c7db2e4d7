"""``holdfast completion``: what a shell offers behind a command line; each is asked as somebody at its prompt asks it."""

import os
import pty
import select
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

_BASH = """
source {script}
line=({words})
COMP_LINE="${{line[*]}}" COMP_POINT=${{#COMP_LINE}} COMP_WORDS=("${{line[@]}}") COMP_CWORD=$(({count} - 1))
read -r _ _ function _ < <(complete -p holdfast | grep -o -- '-F [^ ]*' | sed 's/^/x /')
"$function" holdfast "${{COMP_WORDS[COMP_CWORD]}}" "${{COMP_WORDS[COMP_CWORD-1]}}"
printf '%s\\n' "${{COMPREPLY[@]}}"
"""
_ZSHRC = """
fpath=({folder} $fpath)
autoload -Uz compinit
compinit -u -D
compadd() {{
  if [[ ${{@[1,(i)(-|--)]}} == *-[ODA]\\ * ]]; then builtin compadd "$@"; return; fi
  local -a hits
  builtin compadd -O hits "$@"
  (($#hits)) && print -rl -- $hits >>| {told}
  builtin compadd "$@"
}}
tell() {{ zle list-choices; print -r -- "{end}" >>| {told}; exit }}
zle -N tell
bindkey '^I' tell
"""
"""Every match that a completion adds is written down; at the end of the first one the shell goes."""
_END = "#end"
_WAIT = 30.0

Offered = Callable[..., list[str]]


def completion(shell: str) -> str:
    command = [sys.executable, "-m", "holdfast", "completion", shell]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def by_bash(script: Path, cwd: Path, *words: str) -> list[str]:
    quoted = " ".join(f"'{word}'" for word in ("holdfast", *words))
    text = _BASH.format(script=script, words=quoted, count=len(words) + 1)
    done = subprocess.run(["bash", "--norc", "-c", text], cwd=cwd, check=True, capture_output=True, text=True)
    return done.stdout.split()


def by_fish(script: Path, cwd: Path, *words: str) -> list[str]:
    text = f"source {script}; complete -C '{' '.join(('holdfast', *words))}'"
    done = subprocess.run(
        ["fish", "--no-config", "-c", text], cwd=cwd, env=_env(cwd), check=True, capture_output=True, text=True
    )
    assert done.stderr == ""
    return [line.partition("\t")[0].rstrip("/") for line in done.stdout.splitlines()]


def by_zsh(script: Path, cwd: Path, *words: str) -> list[str]:
    home = cwd.parent / f"{cwd.name}-home"
    home.mkdir()
    told = home / "told"
    (home / ".zshrc").write_text(_ZSHRC.format(folder=script.parent, told=told, end=_END))
    ours, theirs = pty.openpty()
    env = {**_env(home), "ZDOTDIR": str(home), "TERM": "dumb"}
    # In a session of its own, or it would wait to be in the foreground of ours.
    shell = subprocess.Popen(
        ["zsh", "-i"], cwd=cwd, env=env, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True
    )
    os.close(theirs)
    os.write(ours, " ".join(("holdfast", *words)).encode() + b"\t")
    shown = _read_out(shell, ours)
    os.close(ours)
    lines = told.read_text().splitlines() if told.exists() else []
    assert lines[-1:] == [_END], shown
    return lines[:-1]


def _read_out(shell: subprocess.Popen[bytes], ours: int) -> bytes:
    """Read what a shell shows until it ends, so that it never waits for a reader."""
    shown = b""
    until = time.monotonic() + _WAIT
    try:
        while shell.poll() is None and time.monotonic() < until:
            if select.select([ours], [], [], 0.05)[0]:
                shown += os.read(ours, 1 << 16)
    except OSError:  # It has closed its side.
        pass
    try:
        shell.wait(max(0.1, until - time.monotonic()))
    finally:
        shell.kill()
        shell.wait()
    return shown


def _env(home: Path) -> dict[str, str]:
    return {
        **os.environ,
        "HOME": str(home),
        "XDG_CONFIG_HOME": str(home),
        "XDG_DATA_HOME": str(home),
        "LANG": "C.UTF-8",
    }


_WAYS = {"bash": ("holdfast.bash", by_bash), "zsh": ("_holdfast", by_zsh), "fish": ("holdfast.fish", by_fish)}


@pytest.fixture(scope="module", params=list(_WAYS))
def offered(request, tmp_path_factory) -> Offered:
    name, ask = _WAYS[request.param]
    if shutil.which(request.param) is None:
        pytest.skip(f"{request.param} is not here: apt-get install {request.param}")
    script = tmp_path_factory.mktemp("completion") / name
    script.write_text(completion(request.param))
    return lambda cwd, *words: ask(script, cwd, *words)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["sta"], ["status"]),
        (["config", ""], ["show"]),
        (["review", "--format", ""], ["json", "markdown", "text"]),
        (["check", "--format", "j"], ["json", "jsonl", "junit"]),
        (["check", "--select", "link-"], ["link-broken", "link-dead", "link-moved"]),
        (["template", "show", "--form"], ["--format"]),
        (["explain", "section-m"], ["section-missing"]),
        (["verify", "--select", "link-"], []),
        (["mv", "doc"], ["docs"]),
        (["mv", "docs", "doc"], ["docs"]),
        (["index", "doc"], ["docs"]),
        (["diff", "doc"], []),
    ],
)
def test_a_shell_is_offered_what_a_command_takes(offered, tmp_path, words, expected):
    (tmp_path / "docs").mkdir()
    assert sorted(offered(tmp_path, *words)) == expected


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_a_command_is_described_in_the_words_of_the_overview(shell):
    script = completion(shell)
    assert "show the state of the design on one screen" in script
    assert "Show the state of the design: documents by status" not in script
    assert "every setting with its source" in script
