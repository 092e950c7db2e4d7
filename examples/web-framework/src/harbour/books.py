"""What the harbour knows, in memory."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Annotated, Literal

from fairlead import Length, Pattern, Range

Kind = Literal["pontoon", "buoy", "quay"]
Metres = Annotated[float, Range(ge=1, le=60)]


@dataclass(frozen=True, slots=True)
class Berth:
    """A place to lie."""

    number: int
    length: float
    kind: Kind


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants to book."""

    boat: Annotated[str, Length(least=1, most=40)]
    length: Metres
    arrives: date
    nights: Annotated[int, Range(ge=1, le=28)] = 1
    sign: Annotated[str, Pattern("[A-Z]{4}[0-9]?")] | None = None


@dataclass(frozen=True, slots=True)
class Booking:
    """A berth that is taken."""

    id: int
    berth: int
    boat: str
    arrives: date
    nights: int
    made: datetime


@dataclass(slots=True)
class Books:
    """All berths and bookings; each request sees the same."""

    berths: dict[int, Berth]
    bookings: dict[int, Booking] = field(default_factory=dict)
    last: int = 0


def opened() -> Books:
    """Return the books of a harbour with four berths and nobody in it."""
    berths = (Berth(1, 8.0, "pontoon"), Berth(2, 12.5, "pontoon"), Berth(3, 15.0, "buoy"), Berth(4, 24.0, "quay"))
    return Books({berth.number: berth for berth in berths})
