"""All examples compiled as one crate; two known faults among them tell whether the compiler looked at all of it."""

import json
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from holdfast.languages.rust_crate.project import Project, manifest_for
from holdfast.languages.rust_crate.source import Module
from holdfast.world.sandbox import Room, Session
from holdfast.world.toolchains import cargo_paths

_CANARIES = {
    "canary_types": 'fn canary() { let _: u32 = "holdfast"; }\n',
    "canary_borrows": "fn canary() { let a = String::new(); drop(a); drop(a); }\n",
}
"""A program with a fault of types, and one with a fault that the compiler sees only later."""
_ROUNDS = 8
_SECONDS = 600.0
_OUTPUT = 64 << 20
_PROGRAM = 512 << 20
_NAME = "holdfast-examples"


class CompilerError(NamedTuple):
    """One error of the compiler."""

    file: str
    """The module's name; empty for what is not of the examples."""
    line: int
    column: int
    """In code points."""
    message: str


class Compiled(NamedTuple):
    """What the compiler says of all modules."""

    faults: dict[str, list[CompilerError]]
    """The errors of each module that has some, as they were first reported."""
    masked: str = ""
    """Why nothing can be believed; empty where the known faults were reported."""
    remedy: str = ""


def lay_out(session: Session, room: Room, found: Project, modules: Sequence[Module]) -> None:
    """Put modules, the known faults and, where the project has dependencies, a manifest into the sandbox."""
    texts = {**{one.name: one.text for one in modules}, **_CANARIES}
    contents = {f"{room.work}/src/{name}.rs": text.encode("utf-8", "surrogateescape") for name, text in texts.items()}
    if not found.manifest:
        # What is built has a folder to lie in.
        session.store({**contents, f"{room.work}/target/debug/.keep": b""})
        return
    edition = modules[0].edition or found.edition
    codes = "\n".join(one.text for one in modules)
    package = f'[package]\nname = "{_NAME}"\nversion = "0.0.0"\nedition = "{edition}"\n\n[workspace]\n\n'
    contents[f"{room.work}/Cargo.toml"] = (package + manifest_for(found, codes)).encode()
    if found.sources_config:
        contents[f"{room.work}/.cargo/config.toml"] = found.sources_config.encode()
    if found.lock:
        with open(found.lock, "rb") as file:
            contents[f"{room.work}/Cargo.lock"] = file.read()
    session.store(contents)
    # Cargo's home is writable and leads to what it fetched earlier, which it can only read.
    links = "".join(f"ln -sfn '{path}' '{room.home}/.cargo/{os.path.basename(path)}'\n" for path in cargo_paths())
    session.run(["/bin/sh", "-c", f"mkdir -p '{room.home}/.cargo'\n{links}"])


def check(session: Session, room: Room, found: Project, modules: Sequence[Module], *, build: bool) -> Compiled:
    """Check modules; those with an error are left out and the rest is asked again until the known faults show.

    With ``build`` what they depend on is built on the way, so that building them later is short.
    """
    faults: dict[str, list[CompilerError]] = {}
    for _ in range(_ROUNDS):
        left = [one for one in modules if one.name not in faults]
        session.store({f"{room.work}/src/main.rs": _main(left, _CANARIES, running=False).encode()})
        said, problem = _compile(session, room, found, modules[0].edition, build=build)
        if problem:
            return Compiled({}, *problem)
        known = {one.name for one in left}
        seen: dict[str, list[CompilerError]] = {}
        for one in said:
            seen.setdefault(one.file, []).append(one)
        faults |= {name: these for name, these in seen.items() if name in known}
        if modules[0].attributes and "" in seen:
            # What is wrong with the whole crate is wrong with the one example that it is made for.
            faults.setdefault(modules[0].name, seen[""])
        if seen.keys() >= _CANARIES.keys():
            return Compiled(faults)
        if not seen.keys() & known:
            break
    outside = next((one.message for one in said if not one.file), "")
    told = f"the project does not compile: {outside}" if outside else "the compiler did not report a known fault"
    return Compiled({}, told[:300], "mend what the compiler says" if outside else "")


def build(session: Session, room: Room, found: Project, modules: Sequence[Module]) -> tuple[bytes, Compiled]:
    """Build modules that compile into one program; return it, or nothing, what is wrong in which module, and why."""
    session.store({f"{room.work}/src/main.rs": _main(modules, (), running=True).encode()})
    said, problem = _compile(session, room, found, modules[0].edition, build=True)
    if problem or said:
        told = problem or (f"they do not build together: {said[0].message}"[:300], "holdfast verify --select CLAIM")
        return b"", Compiled({one.file: [one] for one in reversed(said)}, *told)
    try:
        return session.fetch(f"{room.work}/target/debug/{_NAME}", _PROGRAM), Compiled({})
    except OSError as error:
        return b"", Compiled({}, f"what was built cannot be taken over: {error}", "holdfast verify --select CLAIM")


def read_files(session: Session, room: Room, found: Project) -> frozenset[str]:
    """Return the project's files that the compiler read, relative to its root: sources, and what they include."""
    if not found.manifest:
        return frozenset()
    script = f"cat '{room.work}'/target/debug/deps/*.d '{room.work}'/target/debug/build/*/*.d 2>/dev/null"
    text = session.run(["/bin/sh", "-c", script], output=_OUTPUT).stdout.decode("utf-8", "replace")
    paths = re.findall(rf"{re.escape(found.root)}/(?:[^\s\\:]|\\ )+", text)
    return frozenset(os.path.relpath(path.replace("\\ ", " "), found.root) for path in paths)


def _main(modules: Sequence[Module], further: Sequence[str] | Mapping[str, str], *, running: bool) -> str:
    names = [one.name for one in modules]
    attributes = "".join(f"{text}\n" for one in modules for text in one.attributes)
    declared = "".join(f"mod {name};\n" for name in (*names, *further))
    arms = "".join(f'        "{name}" => {name}::holdfast_main(),\n' for name in names if running)
    return (
        f"{attributes}#![allow(warnings)]\n{declared}"
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


def _compile(
    session: Session, room: Room, found: Project, edition: str, *, build: bool
) -> tuple[list[CompilerError], tuple[str, str] | None]:
    """Run the compiler once; return its errors, or why it said nothing of the examples, with the remedy."""
    target = f"{room.work}/target/debug"
    if found.manifest:
        verb = ["build"] if build else ["check", "--keep-going"]
        command = [found.cargo, *verb, "--offline", "--quiet", "--message-format=json"]
    else:
        emit = ["--emit=link", "-o", f"{target}/{_NAME}"] if build else ["--emit=metadata", "-o", f"{target}/e.rmeta"]
        options = ["--edition", edition or found.edition, "--error-format=json", "-Cdebuginfo=0", *emit]
        command = [found.rustc, *options, f"{room.work}/src/main.rs"]
    environment = {
        "CARGO_HOME": f"{room.home}/.cargo",
        "CARGO_INCREMENTAL": "0",
        "CARGO_PROFILE_DEV_DEBUG": "0",
        "CARGO_TARGET_DIR": f"{room.work}/target",
        "PATH": f"{os.path.dirname(found.rustc)}:{session.environment['PATH']}",
        "RUSTC": found.rustc,
    }
    done = session.run(command, cwd=room.work, environment=environment, seconds=_SECONDS, output=_OUTPUT)
    if done.timed_out or done.killed_for:
        return [], (f"the compiler was ended after {done.wall:.0f} s", "holdfast verify --select CLAIM")
    lines = (done.stdout + b"\n" + done.stderr).decode("utf-8", "replace").splitlines()
    said = [one for line in lines if (one := _read(line))]
    return (said, None) if said or not done.exit else ([], _why(lines))


def _why(lines: Sequence[str]) -> tuple[str, str]:
    """Return what Cargo says where it did not come to compile anything."""
    text = [line.strip() for line in lines if line.strip() and not line.startswith("{")]
    error = next((line for line in text if line.startswith("error")), text[0] if text else "the compiler said nothing")
    absent = next((found[1] for line in text if (found := re.search(r"no matching package named `([^`]+)`", line))), "")
    more = f": {absent}" if absent and absent not in error else ""
    return f"{error}{more}"[:200], "cargo fetch, so that what the project depends on is at hand"


def _read(line: str) -> CompilerError | None:
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
    code = (message.get("code") or {}).get("code", "")
    text = f"{code + ': ' if code else ''}{message['message']}".split("\n", 1)[0]
    if text.startswith("aborting due to"):
        return None
    for span in _outer(message.get("spans", [])):
        name = os.path.basename(span["file_name"]).removesuffix(".rs")
        label = f" ({span['label']})" if span.get("label") and "mismatched types" in text else ""
        return CompilerError(name, span["line_start"], span["column_start"], f"{text}{label}".split("\n", 1)[0])
    return CompilerError("", 1, 1, text)


def _outer(spans: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield the primary spans first; what a macro made is shown where it was called."""
    for given in sorted(spans, key=lambda one: not one.get("is_primary")):
        span = given
        while span.get("expansion") and not _is_example(span):
            span = span["expansion"]["span"]
        if _is_example(span):
            yield span


def _is_example(span: dict[str, Any]) -> bool:
    return re.search(r"(?:^|/hf/work/|/work/)src/(?:example|canary)_\w+\.rs\Z", span["file_name"]) is not None
