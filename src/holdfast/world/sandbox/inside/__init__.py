"""Programs that run inside of a sandbox. They import nothing of Holdfast and are handed in as text."""

import os


def source(name: str, beside: str = __file__) -> bytes:
    """Return the text of a program that lies in this folder or ``beside`` another file, such as ``supervisor.py``."""
    with open(os.path.join(os.path.dirname(beside), name), "rb") as file:
        return file.read()
