"""The bench: all that a verifier is given of the world to try claims with."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from holdfast.errors import Refused
from holdfast.model.example import Level
from holdfast.model.trial import Toolchain
from holdfast.world.ledger.recordings import Recordings
from holdfast.world.sandbox import Limits, Room, View


@dataclass(frozen=True, slots=True)
class Bench:
    """Where claims are tried."""

    root: str
    """Absolute path of the project; read-only inside the sandbox, at the same path."""
    room: Callable[[View, Limits], Room]
    """Opens a sandbox, or what the user trusts in place of one; the only way to run anything.

    Raises :class:`~holdfast.errors.Refused` where there is none.
    """
    level: str
    """The level of its sandboxes; empty where there are none."""
    timeout: float = 10.0
    """Seconds that one claim may run."""
    jobs: int = 2
    settings: Mapping[str, Any] = field(default_factory=dict)
    """The ``[verify]`` table of the configuration, with a table for each language or kind that needs one."""
    begin: Callable[[Any], None] = lambda claim: None
    """To be called when a claim begins to be tried, for people who watch."""
    refused: Refused | None = None
    """Why there is no sandbox."""
    again: bool = False
    """Whether the user wants also what is known to be found out anew."""
    online: bool = False
    """Whether the user lets verifiers ask the network."""
    measure: bool = False
    """Whether the user lets verifiers run the commands that measure."""
    recordings: Recordings | None = None
    """What earlier runs kept; ``None`` where nothing can be kept."""
    toolchain: Toolchain = Toolchain((), Level.COMPARED)
    """What there is to try the claims at hand with."""
