"""What a side answered, as plain data that can be kept and read again."""

import base64
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, NamedTuple


class Answer(NamedTuple):
    """The answer to one request."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    problem: str = ""
    """Why it is none, or not all of one, in one of the words of the replayer; empty where it is complete."""
    ended: int | None = None
    """How the side's first process had ended by then."""
    moment: float = 0.0
    """Seconds since the epoch at which the request was sent."""
    log: str = ""
    """What the side had printed by then, where something is wrong."""

    def header(self, name: str) -> list[str]:
        """Return the values of a header, in order."""
        return [value for key, value in self.headers if key.casefold() == name]

    @property
    def content_type(self) -> str:
        """The media type without its parameters, in lower case."""
        return next(iter(self.header("content-type")), "").partition(";")[0].strip().casefold()

    @property
    def is_json(self) -> bool:
        """Whether the side calls its body JSON."""
        return self.content_type == "application/json" or self.content_type.endswith("+json")


@dataclass(frozen=True, slots=True)
class Played:
    """What came of one side."""

    problem: str = ""
    """Why it did not start; empty where it did."""
    remedy: str = ""
    proven: bool = True
    """Whether a problem is the side's own: False for what is missing here, and for limits."""
    log: str = ""
    """What it printed until it listened, or until it ended."""
    answers: tuple[Answer | None, ...] = ()
    """One for each request; ``None`` for one that could not be sent."""
    document: str = ""
    """Its OpenAPI document; empty where it has none."""
    reads: frozenset[str] = frozenset()
    seconds: float = 0.0
    known: bool = field(default=False, compare=False)
    """Whether it was kept by an earlier run."""


def packed(played: Played) -> dict[str, Any]:
    """Return what was played as JSON can keep it."""
    data = asdict(played)
    data.pop("known")
    data["reads"] = sorted(played.reads)
    data["answers"] = [
        one and {**one._asdict(), "body": base64.b64encode(one.body).decode(), "log": ""} for one in played.answers
    ]
    return data


def unpacked(data: Mapping[str, Any]) -> Played:
    """Return what was kept; raises ``KeyError``, ``TypeError`` or ``ValueError`` for what another version kept."""
    answers = tuple(one and answer_of(one) for one in data["answers"])
    plain = {name: data[name] for name in ("problem", "remedy", "proven", "log", "document", "seconds")}
    return Played(**plain, answers=answers, reads=frozenset(data["reads"]), known=True)


def answer_of(data: Mapping[str, Any]) -> Answer:
    """Return an answer as the replayer tells it."""
    return Answer(
        status=int(data["status"]),
        headers=tuple((str(name), str(value)) for name, value in data["headers"]),
        body=base64.b64decode(data["body"]),
        problem=str(data["problem"]),
        ended=data["ended"],
        moment=float(data["moment"]),
        log=str(data.get("log", "")),
    )
