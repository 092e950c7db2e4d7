"""Programs that run inside of a sandbox. They import nothing of Holdfast and are handed in as text."""

import os


def source(name: str) -> bytes:
    """Return the text of one program of this folder, such as ``supervisor``."""
    with open(os.path.join(os.path.dirname(__file__), f"{name}.py"), "rb") as file:
        return file.read()
