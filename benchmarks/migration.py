"""A migration guide with 100 requests: tried for the first time, after a change of *after* alone, and unchanged.

Both sides are FastAPI with uvicorn, in the environment that this script runs in, each in a sandbox of its own.
"""

import tempfile
from itertools import count
from pathlib import Path

from measuring import HOLDFAST, Run, Target, options, race, show_figures, show_targets

TEMPLATE = "# [Title]\n\n**Status:** [Draft | Active]\n\n## Goals\n\n## Migration guide (if applicable)\n"
APP = """
from fastapi import FastAPI
from pydantic import BaseModel

app = FastAPI()


class Item(BaseModel):
    name: str
    price: float = 1.0


@app.get("/items/{id}")
def read(id: int) -> Item:
    return Item(name=f"item {id}", price=id / 2)


@app.post("/items", status_code=201)
def make(item: Item) -> Item:
    return item
"""


def requests(size: int) -> str:
    """Return so many requests, among them some that are refused."""
    made = []
    for number in range(size):
        if number % 3 == 2:
            body = '{"price": 1}' if number % 2 else f'{{"name": "lamp {number}"}}'
            made.append(f"POST /items\nContent-Type: application/json\n\n{body}\n")
        else:
            made.append(f"GET /items/{number if number % 5 else 'one'}\n")
    return "\n###\n".join(made)


def guide(size: int, *, before: int = 0, after: int = 0) -> str:
    """Return a document; the numbers stand in comments of its sides, so that it changes and means the same."""
    return (
        "# Web\n\n**Status:** Active\n\n## Goals\n\nSpeed.\n\n## Migration guide\n\n### From FastAPI\n\n"
        f"**Before**\n\n```python\n# {before}{APP}```\n\n**After**\n\n```python\n# {after}{APP}```\n\n"
        f"**Requests**\n\n```http\n{requests(size)}```\n"
    )


def main() -> None:
    """Measure, and hold the figures against what the guide's users can expect."""
    chosen = options(__doc__ or "")
    size = 5 if chosen.small else 100
    number = count(1)
    with tempfile.TemporaryDirectory() as name:
        document = Path(name) / "project" / "docs" / "01-web.md"
        document.parent.mkdir(parents=True)
        (document.parent / "TEMPLATE.md").write_text(TEMPLATE)
        state = {"XDG_STATE_HOME": f"{name}/state", "XDG_CACHE_HOME": f"{name}/cache"}
        command = [HOLDFAST, "verify"]
        where = str(document.parent.parent)
        Path(name).chmod(0o755)

        def anew() -> None:
            document.write_text(guide(size, before=next(number), after=next(number)))

        def changed() -> None:
            document.write_text(guide(size, after=next(number)))

        runs = {
            "both sides started": Run(command, where, state, anew),
            "only after started": Run(command, where, state, changed),
            "unchanged": Run(command, where, state),
        }
        figures = race(runs, chosen.rounds, memory=False)
        show_figures(f"a guide with {size} requests", figures)
    show_targets(
        [
            Target("only after changed", figures["only after started"].wall, 2.0, "s", "about a second when quiet"),
            Target("unchanged", 1000 * figures["unchanged"].wall, 300, "ms"),
        ]
    )


if __name__ == "__main__":
    main()
