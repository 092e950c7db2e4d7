"""Programs that run inside of a sandbox. They import nothing of Holdfast and are handed in as text."""

from importlib.resources import files


def source(name: str) -> bytes:
    """Return the text of one program of this folder, such as ``supervisor``."""
    return files(__name__).joinpath(f"{name}.py").read_bytes()
