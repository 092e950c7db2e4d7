"""Tries each attack twice, without walls and under strict, and prints what came of it: ``make attacks``.

An attack counts only if it succeeds without walls. All of them are small enough to do no harm then.
"""

import os
import pty
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from attack_table import load
from attack_world import World, wait_until

from holdfast.formats.escape import visible
from holdfast.world.sandbox import MIB, Limits, View, probe, strict
from holdfast.world.toolchains import program_paths, python_paths

OUTPUT = MIB // 4
PROGRAMS = {"python": sys.executable, "node": shutil.which("node") or "", "shell": "/bin/sh"}
ARGUMENTS = {"python": ("-I", "-S", "-c"), "node": ("-e",), "shell": ("-c",)}


class Outcome(NamedTuple):
    attack: object
    free: bool
    """Whether it succeeds without walls."""
    walled: bool
    """Whether it succeeds under strict."""
    said: str
    """The last it printed without walls, where it does not succeed there."""

    @property
    def word(self):
        if self.walled:
            return "SUCCEEDS"
        return "prevented" if self.free else "unproven"


def limits(attack):
    return Limits(
        wall=attack.wall, cpu=2, memory=192 * MIB, data=192 * MIB, processes=40, files=256, file_size=16 * MIB,
        sockets=200, output=OUTPUT, work=16 * MIB, home=8 * MIB, tmp=8 * MIB, shm=8 * MIB, inodes=2000,
    )  # fmt: skip


def attempt(attack, *, walled):
    """Run one attack in a world of its own; return whether it succeeded and the last it said."""
    if not PROGRAMS[attack.language]:
        return False, f"{attack.language} is not installed"
    # Sockets have short names, so the folder has one too.
    with tempfile.TemporaryDirectory(prefix="hfa", dir="/tmp") as folder:
        world = World(Path(folder))
        try:
            run = _walled if walled else _free
            stdout, stderr, terminal = run(attack, world)
            time.sleep(0.05 if attack.wants in ("connection", "alive") else 0)
            return _succeeded(attack, world, stdout, stderr, terminal), stderr[-200:].decode("utf-8", "replace").strip()
        finally:
            world.close()


def _succeeded(attack, world, stdout, stderr, terminal):
    token, secret = world.token.encode(), world.secret.encode()
    match attack.wants:
        case "secret":
            return secret in stdout + stderr + world.heard
        case "said":
            return token in stdout
        case "changed":
            return world.changed()
        case "connection":
            return wait_until(lambda: token in world.heard, 0.2)
        case "bystander":
            return wait_until(world.disturbed, 0.2)
        case "alive":
            return bool(world.alive())
        case "terminal":
            return token in terminal
        case "escape":
            return b"\x1b" in terminal
        case "flood":
            return len(stdout) + len(stderr) > 2 * OUTPUT + 100
    raise AssertionError(attack.wants)


def _command(attack, world, tty=""):
    return [PROGRAMS[attack.language], *ARGUMENTS[attack.language], attack.program(world.facts(tty))]


def _walled(attack, world, tty=None):
    language = attack.language
    paths = python_paths(PROGRAMS["python"]) if language == "python" else program_paths(PROGRAMS[language])
    if tty is None and attack.wants in ("terminal", "escape"):
        return b"", b"", _at_terminal(lambda slave: _walled(attack, world, slave))
    with strict(View(repository=str(world.repo), read_only=paths), limits(attack)) as room:
        # The descriptor and the variables are those of a careless caller.
        careless = os.open(world.home / ".npmrc", os.O_RDONLY)
        os.set_inheritable(careless, True)
        os.environ["DEPLOY_TOKEN"], os.environ["SSH_AUTH_SOCK"] = world.secret, str(world.folder / "run/agent.sock")
        try:
            finished = room.run(_command(attack, world, tty or ""))
        finally:
            os.close(careless)
    if not finished.stdout.startswith(b"begun"):
        raise AssertionError(f"{attack.name} never ran under strict: {finished}")
    if attack.wants == "escape":
        print(visible((finished.stdout + finished.stderr).decode("utf-8", "replace")))
    return finished.stdout, finished.stderr, b""


def _free(attack, world, tty=None):
    if tty is None and attack.wants in ("terminal", "escape"):
        return b"", b"", _at_terminal(lambda slave: _free(attack, world, slave))
    careless = os.open(world.home / ".npmrc", os.O_RDONLY)
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        with suppress(subprocess.TimeoutExpired):
            subprocess.run(
                _command(attack, world, tty or ""),
                cwd=world.scratch,
                env=world.environment(),
                pass_fds=(careless,),
                stdin=None if tty else subprocess.DEVNULL,
                stdout=None if tty else output,
                stderr=None if tty else errors,
                timeout=10,
                check=False,
            )
        os.close(careless)
        return _content(output), _content(errors), b""


def _content(file):
    file.seek(0)
    return file.read()


def _at_terminal(run):
    """Do something in a process that has a terminal of its own; return what that terminal received."""
    pid, master = pty.fork()
    if not pid:
        with suppress(BaseException):
            run(os.ttyname(0))
        # What was typed for the user waits in the terminal's input, and is echoed from there.
        time.sleep(0.1)
        os._exit(0)
    received = bytearray()
    with suppress(OSError):
        while chunk := os.read(master, 4096):
            received += chunk
    os.waitpid(pid, 0)
    os.close(master)
    return bytes(received)


def try_attack(attack):
    """Return what came of one attack."""
    free, said = attempt(attack, walled=False)
    walled, _ = attempt(attack, walled=True)
    return Outcome(attack, free, walled, said)


def main(arguments):
    """Try all attacks, or those whose group or name is given, and print the table; exit 1 where one succeeds."""
    chosen = [one for one in load() if not arguments or one.group in arguments or one.name in arguments]
    counts = dict.fromkeys(("prevented", "SUCCEEDS", "unproven"), 0)
    group = ""
    for outcome in map(try_attack, chosen):
        attack = outcome.attack
        if attack.group != group:
            group = attack.group
            print(f"\n{group}")
        counts[outcome.word] += 1
        print(f"  {outcome.word:<10} {attack.language:<7} {attack.name}{_reason(outcome)}", flush=True)
    print(f"\n{'  '.join(f'{count} {word}' for word, count in counts.items())}  ({probe().level})")
    return 1 if counts["SUCCEEDS"] else 0


def _reason(outcome):
    """Say why an attack proves nothing on this machine."""
    if outcome.free:
        return ""
    said = outcome.said.splitlines()
    return f": fails without walls as well{f' ({visible(said[-1])})' if said else ''}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
