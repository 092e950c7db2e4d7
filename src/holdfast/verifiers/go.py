"""Go: every example a program of its own in one module, built at once and run one process each; nothing is fetched."""

import os
import re
import secrets
from collections.abc import Iterator, Sequence

from holdfast.binding.chains import said_to_rest_on
from holdfast.model.example import Example, Level
from holdfast.model.outcome import Outcome
from holdfast.model.trial import Fault, Toolchain, Trial
from holdfast.verifiers import Bench, Unit
from holdfast.verifiers.session.matching import differs
from holdfast.world.sandbox import MIB, Limits, Session, View
from holdfast.world.toolchains import find

LANGUAGE = "go"
NAMES = ("golang",)
_LIMITS = Limits(wall=600, cpu=600, memory=4096 * MIB, data=4096 * MIB, work=1024 * MIB, home=512 * MIB, processes=1024)
_SAID = re.compile(
    r"^(?:vet: )?(?:\./)?(?P<folder>[\w-]+)/main\.go:(?P<line>\d+):(?P<column>\d+): (?P<text>.*)$", re.MULTILINE
)
_TOP = re.compile(r"\s*(?:package|import|func|type|var|const|//|/\*)")
_IMPORT = re.compile(r"^import\s*(?:\([^)]*\)|[^\n]*)\n", re.MULTILINE)
_ABSENT = re.compile(
    r"(?:no required module provides package|cannot find module providing package|is not in std) ?(?P<name>\S*)"
)
_CANARY = 'package main\nfunc main() { var a int = "holdfast" }\n'


def parse(example: Example) -> Fault | None:
    """Return nothing: what Go makes of a text only its compiler can tell."""
    return None


def reach(example: Example) -> Level:
    """Return how far an example can be tried: a text without a ``main`` of its own may still be statements."""
    return Level.COMPARED


def rests_on(found: Sequence[Example]) -> list[tuple[int, ...]]:
    """Return which earlier examples each one needs, as their author says."""
    return said_to_rest_on(found)


def toolchain(bench: Bench) -> Toolchain:
    """Return the version of Go."""
    root = _root()
    if not root:
        return Toolchain((), Level.PARSED, "there is no go", "apt-get install golang-go")
    with bench.room(View(read_only=(root,)), Limits(wall=20)) as room:
        said = room.run([f"{root}/bin/go", "version"]).stdout.decode("utf-8", "replace").strip()
    return Toolchain((("go", said),), Level.COMPARED, rests_on=(f"{root}/bin/go",))


def check(units: Sequence[Unit], bench: Bench) -> Iterator[tuple[Unit, Trial]]:
    """Let the compiler look at every program; each is a package of its own, so that none hides another."""
    with bench.room(_view(bench), _LIMITS) as room, room.session(cwd=room.work) as session:
        offsets = _lay_out(session, room.work, units)
        session.store(f"{room.work}/canary/main.go", _CANARY.encode())
        done = _go(session, "vet", "./...")
    said: dict[str, re.Match[str]] = {}
    for one in _SAID.finditer(done):
        said.setdefault(one["folder"], one)
    for number, unit in enumerate(units):
        if "canary" not in said:
            last = (done.strip().splitlines() or ["nothing"])[0]
            yield (
                unit,
                Trial(
                    Outcome.UNPROVEN,
                    Level.TYPED,
                    found=f"masked: a known fault was not reported; go says: {last[:150]}",
                    remedy="holdfast verify --select CLAIM",
                ),
            )
        else:
            yield unit, _judged(unit, said.get(f"example{number}"), offsets[number])


def run(units: Sequence[Unit], bench: Bench) -> Iterator[tuple[Unit, Trial]]:
    """Build all programs and run each in a process of its own."""
    with bench.room(_view(bench), _LIMITS) as room, room.session(cwd=room.work) as session:
        words = secrets.token_hex(16)
        offsets = _lay_out(session, room.work, units, words)
        session.run(["/bin/mkdir", "-p", f"{room.work}/bin"])
        _go(session, "build", "-o", f"{room.work}/bin/", "./...")
        for number, unit in enumerate(units):
            bench.begin(unit)
            done = session.run([f"{room.work}/bin/example{number}"], seconds=bench.timeout)
            printed, said = done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace")
            yield unit, _ended(unit.example, done.exit, printed, said, words, offsets[number], timed_out=done.timed_out)


def _ended(one: Example, code: int, printed: str, said: str, words: str, offset: int, *, timed_out: bool) -> Trial:
    if timed_out:
        return Trial(
            Outcome.UNPROVEN,
            Level.RAN,
            found="it ran too long",
            remedy="raise --timeout, or say no_run",
            output=printed,
        )
    if one.raises and code:
        return Trial(Outcome.HOLDS, Level.RAN, output=printed)
    if one.raises:
        return Trial(
            Outcome.BROKEN, Level.RAN, None, "is said to fail, and does not", "take should_panic away", printed
        )
    if code:
        at = re.search(r"main\.go:(\d+)", said)
        line = min(max(1, int(at[1]) - offset), max(1, len(one.lines))) if at else 1
        fault = Fault(line, 1, (said.strip().splitlines() or [f"exits with {code}"])[0][:200])
        return Trial(Outcome.BROKEN, Level.RAN, fault, "fails", "mend the example, or what it speaks of", printed)
    if words not in said:
        return Trial(
            Outcome.BROKEN, Level.RAN, None, "ends the process before its last line", "let it come to its end", printed
        )
    difference = differs([line.text for line in one.expected.lines], printed) if one.expected else None
    if difference:
        fault = Fault(len(one.lines), 1, difference[1])
        return Trial(
            Outcome.BROKEN, Level.COMPARED, fault, "prints something else", "holdfast verify --update output", printed
        )
    return Trial(Outcome.HOLDS, Level.COMPARED if one.expected else Level.RAN, output=printed)


def _judged(unit: Unit, said: re.Match[str] | None, offset: int) -> Trial:
    if unit.example.fails_to_compile:
        outcome = Outcome.HOLDS if said else Outcome.BROKEN
        return Trial(
            outcome, Level.TYPED, None, "" if said else "is said not to compile, and does", "take compile_fail away"
        )
    if said is None:
        return Trial(Outcome.HOLDS, Level.TYPED)
    fault = Fault(max(1, int(said["line"]) - offset), int(said["column"]), said["text"][:200])
    if _ABSENT.search(said["text"]):
        return Trial(Outcome.UNPROVEN, Level.TYPED, fault, "a package is not at hand", "go mod download")
    return Trial(Outcome.BROKEN, Level.TYPED, fault, "does not compile", "mend the example, or what it speaks of")


def _lay_out(session: Session, work: str, units: Sequence[Unit], words: str = "") -> list[int]:
    """Write each unit as a program; return how many lines stand before the example's own."""
    session.store(f"{work}/go.mod", b"module holdfast\n\ngo 1.19\n")
    offsets = []
    for number, unit in enumerate(units):
        text, offset = _program("".join(one.code for one in unit.before), unit.example.code, words)
        session.store(f"{work}/example{number}/main.go", text.encode("utf-8", "surrogateescape"))
        offsets.append(offset)
    return offsets


def _program(before: str, code: str, words: str) -> tuple[str, int]:
    """Return a whole program and the number of lines before the code; ``words`` are said when it came to its end."""
    end = f'\nfunc init() {{ holdfastEnd = func() {{ println("{words}") }} }}\nvar holdfastEnd func()\n'
    if re.search(r"^func main\s*\(\s*\)\s*\{", code, re.MULTILINE):
        code = re.sub(
            r"^func main\s*\(\s*\)\s*\{",
            "func main() { defer func() { if e := recover(); e != nil { panic(e) }; holdfastEnd() }();",
            code,
            count=1,
            flags=re.MULTILINE,
        )
        head = "" if re.match(r"\s*package\b", code) else "package main\n"
        return f"{head}{before}{code}{end}", head.count("\n") + before.count("\n")
    if all(_TOP.match(line) or line[:1] in " \t})" or not line for line in code.splitlines()):
        head = "" if re.match(r"\s*package\b", code) else "package main\n"
        return f"{head}{before}{code}{end}\nfunc main() {{ holdfastEnd() }}\n", head.count("\n") + before.count("\n")
    imports = "".join(one[0] for one in _IMPORT.finditer(before + code)).replace("\n", ";")
    body = _IMPORT.sub(lambda one: "\n" * one[0].count("\n"), code)
    return f"package main; {imports}\n{before}func main() {{\n{body}\nholdfastEnd() }}\n{end}", 2 + before.count("\n")


def _go(session: Session, *arguments: str) -> str:
    environment = {
        "GOPROXY": "off",
        "GOFLAGS": "-mod=mod",
        "GOTOOLCHAIN": "local",
        "CGO_ENABLED": "0",
        "GOTELEMETRY": "off",
    }
    done = session.run([f"{_root()}/bin/go", *arguments], environment=environment, seconds=300, output=16 * MIB)
    return done.stderr.decode("utf-8", "replace")


def _view(bench: Bench) -> View:
    return View(repository=bench.root, read_only=(_root(),))


def _root() -> str:
    program = find("go")
    return os.path.dirname(os.path.dirname(os.path.realpath(program))) if program else ""
