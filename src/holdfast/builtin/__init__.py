"""The built-in templates, as data: ``NAME.md`` is the type ``NAME``."""

import os

NAMES = ("design", "nygard", "madr", "adr", "rfc")
"""In the order in which they are tried on documents without a template of their own."""

PLAIN = "plain"
"""What asks for nothing: of documents that follow no template, only what they say of the world and of each other is judged."""


def builtin_template(name: str) -> bytes:
    """Return the text of a built-in template.

    Raises ``KeyError`` when there is none of this name.
    """
    if name == PLAIN:
        return b"# Title\n"
    if name not in NAMES:
        raise KeyError(name)
    with open(os.path.join(os.path.dirname(__file__), f"{name}.md"), "rb") as file:
        return file.read()
