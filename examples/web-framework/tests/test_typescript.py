"""The interface that the TypeScript client is typed by."""

from pathlib import Path
from typing import Annotated

from fairlead import App, Body
from fairlead.typescript import interfaces
from harbour import app

KEPT = Path(__file__).parent.parent / "clients" / "typescript" / "harbour.ts"


def test_the_interface_beside_the_client_is_that_of_the_application():
    assert interfaces(app.description, "Harbour") == KEPT.read_text(encoding="utf-8")


def test_every_kind_of_type_has_one_in_typescript():
    kinds = App("Kinds")

    @kinds.post("/")
    def every(body: Annotated[dict[str, list[int | bool | None]], Body()]) -> str:
        return str(body)

    assert "body: Record<string, Array<number | boolean | null>>; returns: string }" in interfaces(
        kinds.description, "Kinds"
    )
