"""Where the ledger of a project lies."""

import os

from holdfast.world.state import state_folder


def ledger_path(root: str) -> str:
    """Return the path of a project's ledger; projects are told apart by the real path of their root."""
    from holdfast.digest import sha256

    name = sha256(os.path.realpath(root).encode("utf-8", "surrogateescape")).hexdigest()[:16]
    return os.path.join(state_folder(), f"ledger-{name}.sqlite")
