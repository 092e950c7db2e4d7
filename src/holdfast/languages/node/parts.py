"""What an example that is no module is a part of: cut out of a class, of an object, of a session of Node."""

from holdfast.languages.node.names import knows_jsx, names
from holdfast.languages.session.partial import LONGEST, in_pieces
from holdfast.model.example import Example

_WHOLES = {
    "a class": "class X {{\n{}\n}}\n",
    "an object": "({{\n{}\n}});\n",
    "a type": "type X = {{\n{}\n}};\n",
    "an expression": "f(\n{}\n);\n",
    "a list": "[\n{}\n];\n",
    "a switch": "switch (x) {{\n{}\n}}\n",
    "a type of its own": "type X =\n{}\n;\n",
}
"""What a part may be cut out of, with its place in it."""


def part_of(example: Example) -> str:
    """Return what an example that does not parse is a part of, such as ``a class``; empty where it fits nowhere."""
    if any(line.text.startswith("> ") for line in example.lines):
        return "a session of Node"
    jsx = knows_jsx(example)
    if not example.code.strip() or len(example.code) > LONGEST:
        return ""
    pieces = in_pieces(example.code, lambda code: names(code, jsx=jsx).fault is None or bool(_whole(code, jsx=jsx)))
    return _whole(example.code, jsx=jsx) or ("something, in pieces," if pieces else "")


def _whole(code: str, *, jsx: bool) -> str:
    return next((one for one, text in _WHOLES.items() if names(text.format(code), jsx=jsx).fault is None), "")
