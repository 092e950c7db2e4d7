"""What a side answered once, kept under the hash of all that it rests on, so that it need not be started again."""

import json
import os
from collections.abc import Sequence

from holdfast.digest import sha256
from holdfast.model.guide import Request, Side
from holdfast.model.trial import WHOLE
from holdfast.verifiers.replayed.answers import Played, packed, unpacked
from holdfast.verifiers.replayed.kinds import Prepared
from holdfast.world.bench import Bench
from holdfast.world.contents import content_hash, project_hash

KIND = "migration-before"
_FORM = 1
_LARGEST = 8 << 20
_COMPLETE = ("", "events", "upgrade")
"""Problems of an answer that are the side's way, and no matter of the machine's speed."""


def key_of(side: Side, prepared: Prepared, requests: Sequence[Request], bench: Bench) -> str:
    """Return the hash of what a side is started with and asked."""
    asked = [(one.method, one.target, one.headers, one.body, bool(one.fault)) for one in requests]
    programs = (sorted(prepared.files.items()), sorted(prepared.inputs.items()), prepared.command, prepared.build)
    rest = (prepared.versions, sorted(prepared.environment.items()), side.openapi, bench.level)
    return sha256(repr((_FORM, programs, rest, asked)).encode("utf-8", "surrogateescape")).hexdigest()


def recalled(key: str, document: str, bench: Bench) -> Played | None:
    """Return what was kept, where the files of the project that it rests on are what they were."""
    found = bench.recordings.recorded(KIND, key) if bench.recordings else []
    for one in found:
        try:
            played, files = unpacked(one.data["played"]), one.data["files"]
        except (KeyError, TypeError, ValueError):
            continue
        if files == _digests(played.reads, document, bench.root):
            return played
    return None


def keep(key: str, played: Played, document: str, bench: Bench) -> None:
    """Keep what was played, where it is complete."""
    whole = not played.problem and all(one is None or one.problem in _COMPLETE for one in played.answers)
    if bench.recordings is None or not whole:
        return
    data = {"played": packed(played), "files": _digests(played.reads, document, bench.root)}
    if len(json.dumps(data)) <= _LARGEST:
        bench.recordings.record(KIND, key, data)


def _digests(reads: frozenset[str], document: str, root: str) -> dict[str, str]:
    # The guide's own document is in the key.
    return {
        path: project_hash(root, document) if path == WHOLE else content_hash(os.path.join(root, path))
        for path in sorted(reads)
    }
