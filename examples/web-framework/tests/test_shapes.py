"""What annotations demand."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import Enum
from typing import Annotated, Any, Literal
from uuid import UUID

import pytest

from fairlead.shapes import Length, Mismatch, Pattern, Range, shape_of


class Kind(Enum):
    """A kind of berth."""

    BUOY = "buoy"


@dataclass
class Knot:
    """Something that speaks of itself."""

    name: Annotated[str, Length(least=1)]
    turns: int = 1
    parts: "list[Knot]" = field(default_factory=list)


@pytest.mark.parametrize(
    ("annotation", "text", "value"),
    [
        (int, "-7", -7),
        (float, "1e3", 1000.0),
        (bool, "true", True),
        (date, "2024-02-29", date(2024, 2, 29)),
        (datetime, "2025-03-30T12:00:00Z", datetime(2025, 3, 30, 12, tzinfo=UTC)),
        (UUID, "12345678-1234-5678-1234-567812345678", UUID("12345678-1234-5678-1234-567812345678")),
        (Kind, "buoy", Kind.BUOY),
        (Literal[1, 2], "2", 2),
        (int | None, "3", 3),
        (str, "", ""),
    ],
)
def test_text_is_read(annotation, text, value):
    assert shape_of(annotation).from_text(text) == value


@pytest.mark.parametrize(
    ("annotation", "texts"),
    [
        (int, ["1.0", "01", "+1", " 1", "1_000", "١", "", "1" * 30]),
        (float, ["nan", "inf", "1_0", ".5", "1.", "1e999"]),
        (bool, ["yes", "1", "True", ""]),
        (date, ["2025-02-29", "20250330", "2025-3-30", "2025-03-30T00:00:00Z"]),
        (datetime, ["2025-03-30", "2025-03-30T12:00:00", "2025-03-30 12:00:00Z", "2025-03-30T25:00:00Z"]),
        (Kind, ["BUOY", "quay"]),
        (type(None), ["", "null"]),
        (list[int], ["1"]),
    ],
)
def test_what_a_careful_reader_would_not_read_is_refused(annotation, texts):
    for text in texts:
        with pytest.raises(Mismatch):
            shape_of(annotation).from_text(text)


@pytest.mark.parametrize("value", [True, "1", 1.5, None, [1], float("inf")])
def test_json_is_not_converted(value):
    with pytest.raises(Mismatch, match="expected a whole number"):
        shape_of(int).from_json(value)


def test_a_whole_number_may_be_written_with_a_point():
    assert shape_of(int).from_json(1.0) == 1


def test_a_literal_tells_one_from_true():
    with pytest.raises(Mismatch):
        shape_of(Literal[1]).from_json(True)


def test_all_faults_are_told_together_with_their_places():
    value = {"name": "", "turns": "2", "parts": [{"name": "bight"}, {}, {"name": "a", "turn": 1}]}
    with pytest.raises(Mismatch) as raised:
        shape_of(Knot).from_json(value)
    told = {fault.pointer: fault.detail for fault in raised.value.faults}
    assert told == {
        "/name": "must have at least 1 characters",
        "/turns": "expected a whole number, got '2'",
        "/parts/1/name": "is missing",
        "/parts/2/turn": "is not known here",
    }


def test_a_type_may_speak_of_itself():
    assert shape_of(Knot).from_json({"name": "a", "parts": [{"name": "b"}]}) == Knot("a", parts=[Knot("b")])
    definitions: dict[str, Any] = {}
    shape_of(Knot).schema(definitions)
    assert definitions["Knot"]["properties"]["parts"]["items"] == {"$ref": "#/components/schemas/Knot"}


def test_limits_hold_and_are_described():
    shape = shape_of(Annotated[list[Annotated[int, Range(ge=0, le=9)]], Length(least=1, most=2)])
    assert shape.from_texts(["9", "0"]) == [9, 0]
    for texts, said in ((["10"], "/0: must be at most 9"), ([], "at least 1 items"), (["1", "2", "3"], "at most 2")):
        with pytest.raises(Mismatch, match=said):
            shape.from_texts(texts)
    item = {"type": "integer", "minimum": 0, "maximum": 9}
    assert shape.schema({}) == {"type": "array", "items": item, "minItems": 1, "maxItems": 2}


def test_a_pattern_has_to_match_the_whole_text():
    with pytest.raises(Mismatch, match="must match"):
        shape_of(Annotated[str, Pattern("[A-Z]{4}")]).from_text("GBRX\n")


@pytest.mark.parametrize("annotation", [object, complex, set[int], dict[int, str]])
def test_a_type_without_a_shape_is_named(annotation):
    with pytest.raises(TypeError, match="has no shape"):
        shape_of(annotation)
