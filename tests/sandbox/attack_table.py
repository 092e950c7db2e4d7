"""The table of attacks: small programs, each with what it is after and how its success is seen from outside."""

import json
import tomllib
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent / "attacks"
WANTS = {
    "secret": "a secret that lies outside appears in what the command prints or sends",
    "changed": "something outside has changed on the disk",
    "connection": "a listener outside was reached",
    "bystander": "a process outside was ended, signalled or changed",
    "alive": "a process of the attack lives on after its end",
    "terminal": "the user's terminal received something",
    "escape": "the user's terminal received an escape sequence",
    "flood": "more output was kept than the limit allows",
    "said": "the command was given what it asked for, and says so",
}
PYTHON = """
import ctypes, os, signal, socket, struct, subprocess, sys, time
libc = ctypes.CDLL(None, use_errno=True)
libc.syscall.restype = ctypes.c_long
libc.mmap.restype = ctypes.c_void_p
def call(x86, arm, *arguments):
    number = x86 if os.uname().machine == "x86_64" else arm
    return libc.syscall(*[ctypes.c_long(one) if isinstance(one, int) else one for one in (number, *arguments)])
def won(): print(TOKEN, flush=True)
os.write(1, b"begun\\n")
"""
NODE = """
const fs = require('fs'), net = require('net'), os = require('os'), cp = require('child_process'), dgram = require('dgram');
function won() { fs.writeSync(1, TOKEN + '\\n'); }
fs.writeSync(1, 'begun\\n');
"""


@dataclass(frozen=True)
class Attack:
    name: str
    group: str
    language: str
    wants: str
    code: str
    wall: float = 20.0
    """Seconds it has under strict."""

    def program(self, facts):
        """Return the source, with the facts of the world as variables of the language."""
        if self.language == "shell":
            # A shell's own HOME stays what it is.
            lines = [f"{name if name != 'HOME' else 'HOME_OUTSIDE'}='{value}'\n" for name, value in facts.items()]
            return "".join(lines) + "won() { echo $TOKEN; }\necho begun\n" + self.code
        if self.language == "node":
            return NODE + "".join(f"const {name} = {json.dumps(value)};\n" for name, value in facts.items()) + self.code
        return PYTHON + "".join(f"{name} = {value!r}\n" for name, value in facts.items()) + self.code


def load():
    """Return all attacks, by file and in the order of the file."""
    found = []
    for path in sorted(FOLDER.glob("*.toml")):
        for entry in tomllib.loads(path.read_text())["attack"]:
            found.append(Attack(group=path.stem, **entry))
    return found
