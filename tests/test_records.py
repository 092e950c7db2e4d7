"""Plain data: records are made, compared, shown and kept as data classes are."""

import copy
import pickle
from dataclasses import dataclass
from dataclasses import field as data_field
from pathlib import Path

import pytest

import holdfast
from holdfast.records import field, mutable, names_of, record, replace

EXAMPLE = Path(__file__).parent.parent / "examples" / "rotten"


@dataclass(frozen=True, slots=True)
class Model:
    """What a record is to be like."""

    name: str
    size: int = 1
    parts: list[str] = data_field(default_factory=list, compare=False)
    hidden: str = data_field(default="", repr=False)


@record
class Place:
    """A record."""

    name: str
    size: int = 1
    parts: list[str] = field(default_factory=list, compare=False)
    hidden: str = field(default="", repr=False)

    @property
    def twice(self) -> int:
        """Twice the size."""
        return self.size * 2


@mutable
class Draft:
    """A record in the making."""

    name: str

    def __post_init__(self) -> None:
        """Refuse what has no name."""
        if not self.name:
            raise ValueError("no name")


def test_a_record_is_shown_and_hashed_as_a_data_class_is():
    assert repr(Place("a", 2, ["x"], "y")).partition("(")[2] == repr(Model("a", 2, ["x"], "y")).partition("(")[2]
    assert hash(Place("a", 2, hidden="y")) == hash(Model("a", 2, hidden="y"))
    assert names_of(Place) == names_of(Place("a")) == Model.__slots__
    assert (Place("a", 3).twice, Place.__doc__, Place.__module__) == (6, "A record.", __name__)


def test_records_are_equal_where_what_counts_of_them_is():
    assert Place("a", parts=["x"]) == Place("a")
    assert Place("a") != Place("b")
    assert Place("a") != Model("a")
    assert len({Place("a"), Place("a", 1), Place("a", 2)}) == 2


def test_every_object_has_defaults_of_its_own():
    first, second = Place("a"), Place("a")
    first.parts.append("x")
    assert second.parts == []


def test_a_record_stays_as_it_was_made():
    place = Place("a")
    with pytest.raises(AttributeError, match=r"Place.name stays as it is"):
        place.name = "b"
    with pytest.raises(AttributeError, match=r"Place.name stays as it is"):
        del place.name
    with pytest.raises(AttributeError):
        place.other = 1


def test_a_draft_may_change_and_is_looked_over_when_it_is_made():
    draft = Draft("abc")
    draft.name = "d"
    assert draft == Draft("d")
    with pytest.raises(TypeError):
        hash(draft)
    with pytest.raises(ValueError, match="no name"):
        Draft("")


@pytest.mark.parametrize("given", [(), ("a", 1, [], "", "more")])
def test_what_is_missing_or_too_much_is_refused(given):
    with pytest.raises(TypeError, match=r"Place is made of name, size, parts, hidden"):
        Place(*given)


def test_what_no_field_is_called_is_refused():
    with pytest.raises((TypeError, AttributeError)):
        Place("a", colour="red")
    with pytest.raises((TypeError, AttributeError)):
        replace(Place("a"), colour="red")


def test_a_copy_differs_in_what_was_changed_and_data_classes_can_be_copied_as_well():
    assert replace(Place("a", 2, hidden="y"), size=3) == Place("a", 3, hidden="y")
    assert replace(Model("a"), size=3) == Model("a", 3)


def test_only_records_have_names():
    assert names_of(Model("a")) == names_of(3) == names_of(None) == ()


def test_records_are_copied_kept_and_matched_as_data_classes_are():
    place = Place("a", 2, ["x"], "y")
    for made in (copy.copy(place), copy.deepcopy(place), pickle.loads(pickle.dumps(place)), place.__replace__(size=2)):
        assert (made, made.parts, made.hidden) == (place, ["x"], "y")
    assert copy.deepcopy(place).parts is not place.parts
    match place:
        case Place(name, 2):
            assert name == "a"
        case _:
            pytest.fail("it does not match")


def test_what_a_check_returns_can_be_kept():
    result = holdfast.open(EXAMPLE).check()
    kept = pickle.loads(pickle.dumps((result.documents, result.verdicts)))
    assert kept == (result.documents, result.verdicts)
