"""Programs that run inside of a sandbox, handed in as text: the replayer, and what starts a side of each kind."""

from holdfast.world.sandbox import inside


def source(name: str) -> bytes:
    """Return the text of one program of this folder, such as ``replayer.py``."""
    return inside.source(name, __file__)
