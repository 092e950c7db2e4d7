"""CPU time of running 300 Python examples, and of the types of 1,000, beside the tools that do the same.

    python benchmarks/python_examples.py run       # sybil, pytest-markdown-docs, mktestdocs
    python benchmarks/python_examples.py types     # one checker process for each example

All contenders run in turn, several rounds of them, on the same documents and the same interpreter, with pydantic
installed, in a virtual environment of the benchmark's own. CPU time is that of a cgroup, so that processes which
nobody waits for count as well; without the right to make one (cgroup v1 ``cpuacct``) nothing is measured.
"""

import argparse
import contextlib
import os
import statistics
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

PEERS = [
    "sybil==10.1.0",
    "pytest==9.2.0",
    "pytest-markdown-docs==0.9.2",
    "mktestdocs==0.2.5",
    "pydantic==2.14.3",
    "fastapi==0.165.0",
]
GROUP = Path("/sys/fs/cgroup/cpuacct/holdfast-benchmark")
APP = """from fastapi import Depends, FastAPI, HTTPException
from pydantic import BaseModel, Field


class Order(BaseModel):
    id: int
    lines: list[str] = Field(min_length=1)


app = FastAPI(title="Shop {n}")
orders: dict[int, Order] = {{}}


def store() -> dict[int, Order]:
    return orders


@app.post("/orders", status_code=201)
async def create(order: Order, kept: dict[int, Order] = Depends(store)) -> Order:
    kept[order.id] = order
    return order


@app.get("/orders/{{number}}")
async def read(number: int, kept: dict[int, Order] = Depends(store)) -> Order:
    if number not in kept:
        raise HTTPException(404)
    return kept[number]


assert "/orders" in app.openapi()["paths"]
"""
MODELS = """from datetime import datetime
from enum import Enum

from pydantic import BaseModel, Field, ValidationError, field_validator


class State(str, Enum):
    open = "open"
    paid = "paid"


class Address(BaseModel):
    street: str
    city: str = "Berlin"


class Customer(BaseModel):
    name: str = Field(min_length=1)
    home: Address
    since: datetime

    @field_validator("name")
    @classmethod
    def tidy(cls, value: str) -> str:
        return value.strip()


class Invoice(BaseModel):
    number: int = {n}
    state: State = State.open
    customer: Customer
    lines: dict[str, float] = {{}}


text = '{{"customer": {{"name": " Ada ", "home": {{"street": "x"}}, "since": "2025-01-01T00:00:00"}}}}'
invoice = Invoice.model_validate_json(text)
assert invoice.customer.name == "Ada" and invoice.number == {n}
try:
    Invoice.model_validate_json("{{}}")
except ValidationError as error:
    assert error.error_count() == 1
"""
SNIPPETS = [
    APP,
    MODELS,
    "import json\nfrom dataclasses import asdict, dataclass\n\n\n@dataclass\nclass User:\n    name: str\n    age: int = {n}\n\n\nassert json.loads(json.dumps(asdict(User('a')))) == {{'name': 'a', 'age': {n}}}\n",
    'import re\n\nfound = re.match(r"(\\w+)-(\\d+)", "item-{n}")\nassert found and int(found[2]) == {n}\n',
    "import asyncio\n\n\nasync def work(value: int) -> int:\n    await asyncio.sleep(0)\n    return value * 2\n\n\nassert asyncio.run(work({n})) == 2 * {n}\n",
]
"""What the API sections of design documents show: an app with routes, models, a dataclass, a pattern, a coroutine."""


def documents(folder, count, each):
    """Write documents with so many examples in all."""
    made = []
    for number in range(count // each):
        parts = [f"# Document {number}\n"]
        for at in range(each):
            parts.append(f"\n## Part {at}\n\n```python\n{SNIPPETS[at % len(SNIPPETS)].format(n=number + at + 1)}```\n")
        path = folder / f"test_doc_{number:03}.md"
        path.write_text("".join(parts))
        made.append(path)
    return made


def measured(command, folder):
    """Run a command in a cgroup of its own and return the CPU milliseconds of all that came of it."""
    GROUP.mkdir(exist_ok=True)
    (GROUP / "cpuacct.usage").write_text("0")

    def enter():
        (GROUP / "cgroup.procs").write_text(str(os.getpid()))

    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, preexec_fn=enter, check=False)
    if done.returncode:
        sys.exit(f"{command} failed:\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}")
    return int((GROUP / "cpuacct.usage").read_text()) / 1e6, done.stdout


def rounds(contenders, folder, count):
    """Return for each contender its CPU milliseconds in every round; they take turns."""
    found = {name: [] for name in contenders}
    for _ in range(count):
        for name, command in contenders.items():
            found[name].append(measured(command, folder)[0])
    return found


def table(found, units, ours):
    base = statistics.median(found[ours])
    for name, times in found.items():
        middle = statistics.median(times)
        print(f"{name:24} {middle / units:8.2f} ms each   {middle:9.0f} ms   ours takes {base / middle:5.2f} of it")


def run(python, folder, count):
    """Compare running."""
    documents(folder, 300, 10)
    (folder / "conftest.py").write_text(
        "from sybil import Sybil\nfrom sybil.parsers.markdown import PythonCodeBlockParser\n"
        'pytest_collect_file = Sybil(parsers=[PythonCodeBlockParser()], patterns=["*.md"]).pytest()\n'
    )
    (folder / "mk").mkdir()
    (folder / "mk" / "test_mk.py").write_text(
        "import pathlib, pytest\nfrom mktestdocs import check_md_file\n"
        '@pytest.mark.parametrize("path", sorted(pathlib.Path("..").glob("*.md")), ids=str)\n'
        "def test_file(path):\n    check_md_file(fpath=path, memory=False)\n"
    )
    pytest = [str(python), "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    contenders = {
        "holdfast": [sys.executable, __file__, "ours", "run", str(folder), str(python)],
        "sybil": [*pytest, "-p", "no:markdown-docs", "."],
        "pytest-markdown-docs": [*pytest, "--noconftest", "--markdown-docs", "--ignore=mk", "."],
        "mktestdocs": [*pytest, "--rootdir=mk", "--confcutdir=mk", "mk"],
    }
    contenders["mktestdocs"] = ["sh", "-c", f"cd mk && exec {python} -m pytest -q -p no:cacheprovider --confcutdir=. ."]
    table(rounds(contenders, folder, count), 300, "holdfast")


def types(python, folder, count):
    """Compare checking types; of the processes one by one, so many that the sum can be told are run."""
    documents(folder, 1000, 10)
    one = folder / "one"
    one.mkdir()
    sample = 10
    for at in range(sample):
        (one / f"example_{at}.py").write_text(SNIPPETS[at % len(SNIPPETS)].format(n=at + 1))
    tools = Path(sys.executable).parent
    ty = f"{tools / 'ty'} check --python {python} -q"
    mypy = f"{tools / 'mypy'} --python-executable {python} --cache-dir /dev/null --no-error-summary"
    alone = {
        name: ["sh", "-c", f"for file in one/*.py; do {command} $file || exit 1; done"]
        for name, command in {"ty, one each": ty, "mypy, one each": mypy}.items()
    }
    found = rounds(
        {"holdfast": [sys.executable, __file__, "ours", "types", str(folder), str(python)], **alone}, folder, count
    )
    for name in alone:
        found[name] = [time * 1000 / sample for time in found[name]]
    table(found, 1000, "holdfast")


def ours(what, folder, python):
    """Run or check all documents of a folder through the verifier, as the engine does."""
    from holdfast.binding.examples import examples
    from holdfast.markdown.outline import outline
    from holdfast.markdown.parser import parse
    from holdfast.model.example import Level
    from holdfast.verifiers import Bench, Unit
    from holdfast.verifiers import python as verifier
    from holdfast.world.sandbox import strict

    units = []
    for path in sorted(Path(folder).glob("*.md")):
        parsed = parse(path.read_bytes())
        found = [one.wanting(Level.RAN) for one in examples(path.name, parsed, outline(parsed))]
        for one, needed in zip(found, verifier.rests_on(found), strict=True):
            if verifier.parse(one):
                sys.exit(f"{path.name}:{one.position.line} does not parse")
            units.append(Unit(one, tuple(found[at] for at in needed)))
    bench = Bench(root=str(folder), room=strict, level="strict", jobs=2, settings={"python": python})
    answers = (verifier.run if what == "run" else verifier.check)(units, bench)
    outcomes = [str(trial.outcome) for _, trial in answers]
    if outcomes != ["holds"] * len(units):
        sys.exit(f"{len(outcomes)} answers, {outcomes.count('holds')} of {len(units)} hold")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=["run", "types", "ours"])
    parser.add_argument("rest", nargs="*")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--peers", type=Path, help="a virtual environment that has them already")
    options = parser.parse_args()
    if options.what == "ours":
        ours(*options.rest)
        return
    with tempfile.TemporaryDirectory(prefix="holdfast-benchmark-") as place:
        os.chmod(place, 0o755)
        folder = Path(place) / "docs"
        folder.mkdir()
        peers = options.peers or Path(place) / "peers"
        if not options.peers:
            venv.create(peers, with_pip=True)
            subprocess.run([peers / "bin" / "pip", "install", "-q", *PEERS], check=True)
        try:
            (run if options.what == "run" else types)(peers / "bin" / "python", folder, options.rounds)
        finally:
            with contextlib.suppress(OSError):
                GROUP.rmdir()


if __name__ == "__main__":
    main()
