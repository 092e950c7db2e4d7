"""All examples compiled as one crate; two known faults among them tell whether the compiler looked at all of it."""

import json
import os
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from holdfast.model.trial import Fault
from holdfast.verifiers.rust_crate.project import Project
from holdfast.verifiers.rust_crate.source import Module
from holdfast.world.sandbox import Room, Session

_CANARIES = {
    "canary_types": 'fn canary() { let _: u32 = "holdfast"; }\n',
    "canary_borrows": "fn canary() { let a = String::new(); drop(a); drop(a); }\n",
}
"""A program with a fault of types, and one with a fault that the compiler sees only later."""
_ROUNDS = 6
_SECONDS = 300.0


class Said(NamedTuple):
    """One error of the compiler."""

    file: str
    """The module's name."""
    line: int
    column: int
    message: str


class Compiled(NamedTuple):
    """What the compiler says of all modules."""

    faults: dict[str, Said]
    """The first error of each module."""
    masked: str = ""
    """Why nothing can be believed; empty where the known faults were reported."""
    remedy: str = ""


def lay_out(session: Session, room: Room, found: Project, modules: Sequence[Module]) -> None:
    """Put modules, the known faults and, where the project has dependencies, a manifest into the sandbox."""
    for one in modules:
        session.store(f"{room.work}/src/{one.name}.rs", one.text.encode("utf-8", "surrogateescape"))
    for name, text in _CANARIES.items():
        session.store(f"{room.work}/src/{name}.rs", text.encode())
    if found.manifest:
        package = f'[package]\nname = "holdfast-examples"\nversion = "0.0.0"\nedition = "{found.edition}"\n'
        session.store(
            f"{room.work}/Cargo.toml", f"{package}\n[workspace]\n\n[dependencies]\n{found.manifest}\n".encode()
        )
        if found.lock:
            with open(found.lock, "rb") as file:
                session.store(f"{room.work}/Cargo.lock", file.read())


def check(session: Session, room: Room, found: Project, modules: Sequence[Module]) -> Compiled:
    """Check modules; those with an error are left out and the rest is asked again until the known faults show."""
    faults: dict[str, Said] = {}
    for _ in range(_ROUNDS):
        left = [one.name for one in modules if one.name not in faults]
        session.store(f"{room.work}/src/main.rs", _main([*left, *_CANARIES], running=()).encode())
        said, problem = _compile(session, room, found, build=False)
        if problem:
            return Compiled({}, *problem)
        for one in said:
            faults.setdefault(one.file, one)
        if faults.keys() >= _CANARIES.keys():
            return Compiled({name: one for name, one in faults.items() if name not in _CANARIES})
        for name in _CANARIES:
            faults.pop(name, None)
        if not any(one.file in left for one in said):
            return Compiled({}, "the compiler did not report a known fault")
    return Compiled({}, "the compiler did not report a known fault")


def build(session: Session, room: Room, found: Project, modules: Sequence[Module]) -> tuple[str, Compiled]:
    """Build the modules that compile into one program; return its path, empty where that fails."""
    names = [one.name for one in modules]
    session.store(f"{room.work}/src/main.rs", _main(names, running=names).encode())
    said, problem = _compile(session, room, found, build=True)
    if problem or said:
        return "", Compiled({one.file: one for one in said}, *(problem or ("they do not build together",)))
    return f"{room.work}/target/debug/holdfast-examples", Compiled({})


def _main(names: Sequence[str], *, running: Sequence[str]) -> str:
    modules = "".join(f"mod {name};\n" for name in names)
    arms = "".join(f'        "{name}" => {name}::holdfast_main(),\n' for name in running)
    return (
        f"#![allow(warnings)]\n{modules}"
        "fn main() -> std::process::ExitCode {\n"
        "    let mut words = String::new();\n"
        "    let _ = std::io::Read::read_to_string(&mut std::io::stdin(), &mut words);\n"
        "    let which = std::env::args().nth(1).unwrap_or_default();\n"
        "    let code = match which.as_str() {\n"
        f"{arms}        _ => std::process::ExitCode::from(97),\n"
        "    };\n"
        '    eprintln!("\\n{}", words.trim());\n'
        "    code\n}\n"
    )


def _compile(session: Session, room: Room, found: Project, *, build: bool) -> tuple[list[Said], tuple[str, str] | None]:
    """Run the compiler once; return its errors, or why it said nothing of the examples, with the remedy."""
    if found.manifest:
        verb = "build" if build else "check"
        command = [found.cargo, verb, "--offline", "--quiet", "--message-format=json", "--keep-going"][
            : 5 if build else 6
        ]
    else:
        emit = (
            ["--emit=link", "-o", f"{room.work}/target/debug/holdfast-examples"]
            if build
            else ["--emit=metadata", "-o", f"{room.work}/target/examples.rmeta"]
        )
        command = [
            found.rustc,
            "--edition",
            found.edition,
            "--error-format=json",
            "-Cdebuginfo=0",
            *emit,
            f"{room.work}/src/main.rs",
        ]
        session.run(["/bin/mkdir", "-p", f"{room.work}/target/debug"])
    environment = {"CARGO_HOME": f"{room.home}/.cargo", "CARGO_TARGET_DIR": f"{room.work}/target", "RUSTC": found.rustc}
    if found.manifest:
        _cargo_home(session, room)
    done = session.run(command, cwd=room.work, environment=environment, seconds=_SECONDS, output=64 << 20)
    if done.timed_out or done.killed_for:
        return [], (f"the compiler was ended after {done.wall:.0f} s", "holdfast verify --select CLAIM")
    lines = (done.stdout + b"\n" + done.stderr).decode("utf-8", "replace").splitlines()
    said = [one for line in lines if (one := _read(line))]
    if done.exit and not said:
        return [], _why(lines)
    return said, None


def _cargo_home(session: Session, room: Room) -> None:
    """Give Cargo a home of its own that leads to what it fetched earlier, which it can only read."""
    from holdfast.world.toolchains import cargo_paths

    links = "".join(f"ln -sfn '{path}' '{room.home}/.cargo/{os.path.basename(path)}'\n" for path in cargo_paths())
    session.run(["/bin/sh", "-c", f"mkdir -p '{room.home}/.cargo'\n{links}"])


def _why(lines: Sequence[str]) -> tuple[str, str]:
    text = [line.strip() for line in lines if line.strip() and not line.startswith("{")]
    error = next((line for line in text if line.startswith("error")), text[0] if text else "the compiler said nothing")
    return error[:200], "cargo fetch, so that what the project depends on is at hand"


def _read(line: str) -> Said | None:
    """Read one line of the compiler, or of Cargo around it."""
    if not line.startswith("{"):
        return None
    try:
        message: dict[str, Any] = json.loads(line)
    except ValueError:
        return None
    message = message.get("message", message) if message.get("reason") == "compiler-message" else message
    if message.get("level") != "error" or not isinstance(message.get("message"), str):
        return None
    for span in _outer(message.get("spans", [])):
        name = os.path.basename(span["file_name"]).removesuffix(".rs")
        code = (message.get("code") or {}).get("code", "")
        return Said(
            name,
            span["line_start"],
            span["column_start"],
            f"{code + ': ' if code else ''}{message['message']}".split("\n", 1)[0],
        )
    return None


def _outer(spans: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield the primary spans first; what a macro made is shown where it was called."""
    for given in sorted(spans, key=lambda one: not one.get("is_primary")):
        span = given
        while span.get("expansion") and not _is_example(span):
            span = span["expansion"]["span"]
        if _is_example(span):
            yield span


def _is_example(span: dict[str, Any]) -> bool:
    return os.path.basename(os.path.dirname(span["file_name"])) == "src" and "/.cargo/" not in span["file_name"]


def fault_of(module: Module, said: Said) -> tuple[Fault, int]:
    """Return an error as a fault of an example, and that example's ordinal; what we wrote around it counts to the unit itself."""
    origin = module.lines[said.line - 1] if said.line <= len(module.lines) else None
    if origin is None:
        return Fault(1, 1, said.message), module.unit.example.ordinal
    example, line = origin
    hidden = example.lines[line - 1].text.lstrip().startswith("# ")
    return Fault(line, said.column + 2 * hidden, said.message), example.ordinal
