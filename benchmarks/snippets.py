"""Python examples as design documents show them: a heavy set with FastAPI and pydantic, and a light one without."""

from pathlib import Path

_APP = """from fastapi import Depends, FastAPI, HTTPException
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
_MODELS = """from datetime import datetime
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
_DATACLASS = """import json
from dataclasses import asdict, dataclass


@dataclass
class User:
    name: str
    age: int = {n}


assert json.loads(json.dumps(asdict(User("a")))) == {{"name": "a", "age": {n}}}
"""
_PATTERN = """import re

found = re.match(r"(\\w+)-(\\d+)", "item-{n}")
assert found and int(found[2]) == {n}
"""
_COROUTINE = """import asyncio


async def work(value: int) -> int:
    await asyncio.sleep(0)
    return value * 2


assert asyncio.run(work({n})) == 2 * {n}
"""
_SUM = "total = sum(range({n}))\nassert total == {n} * ({n} - 1) // 2\n"
_FUNCTION = """def shout(word: str) -> str:
    return word.upper() + "!" * {n}


assert shout("a").endswith("!")
"""
_COUNTER = """from collections import Counter

counts = Counter("holdfast" * {n})
assert counts["h"] == {n}
"""
HEAVY = (_APP, _MODELS, _DATACLASS, _PATTERN, _COROUTINE)
"""Of five examples two build an application or models with pydantic, as the API sections of services do."""
LIGHT = (_DATACLASS, _PATTERN, _SUM, _FUNCTION, _COUNTER)
"""Plain assertions, functions, dataclasses and patterns, with nothing but the standard library."""
EACH = 10
"""Examples in one document."""
_TEMPLATE = "# [Title]\n\n**Status:** [Draft | Active | Deprecated]\n\n## API\n\n[How it is used]\n"


def write_documents(folder: Path, snippets: tuple[str, ...], count: int) -> None:
    """Write a template and documents in force with so many examples in all."""
    folder.mkdir(parents=True)
    (folder / "TEMPLATE.md").write_text(_TEMPLATE)
    for number in range(count // EACH):
        parts = [f"# Document {number}\n\n**Status:** Active\n\n## API\n"]
        for at in range(EACH):
            code = snippets[at % len(snippets)].format(n=number * EACH + at + 1)
            parts.append(f"\n### Part {at}\n\n```python\n{code}```\n")
        (folder / f"test_doc_{number:03}.md").write_text("".join(parts))
