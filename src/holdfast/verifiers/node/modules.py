"""Each example as a module of its own that imports what it uses of earlier ones and exports what it declares."""

from collections.abc import Sequence
from typing import NamedTuple

from holdfast.model.example import Example
from holdfast.model.trial import Fault
from holdfast.verifiers import Unit
from holdfast.verifiers.node.names import declared, exported, is_type, used

_AMBIENT = 1
"""Lines that stand before the code of an example."""


class Module(NamedTuple):
    """One example as a file."""

    name: str
    """Without its ending."""
    example: Example
    text: str
    """One line of imports, the code, and one line of exports."""


def stem(example: Example, numbers: dict[tuple[str, int], int]) -> str:
    """Return the file name of an example, without its ending."""
    return f"holdfast-{numbers.setdefault((example.document, example.ordinal), len(numbers) + 1)}"


def modules(units: Sequence[Unit]) -> dict[tuple[str, int], Module]:
    """Return the modules of units and of all they rest on, by document and ordinal."""
    numbers: dict[tuple[str, int], int] = {}
    made: dict[tuple[str, int], Module] = {}
    for unit in units:
        for place, example in enumerate((*unit.before, unit.example)):
            key = (example.document, example.ordinal)
            if key not in made:
                before = (*unit.before, unit.example)[:place]
                made[key] = Module(stem(example, numbers), example, _text(example, before, numbers))
    return made


def fault_in(line: int, column: int, message: str) -> Fault:
    """Return a fault of a module as one of its example."""
    return Fault(max(1, line - _AMBIENT), column, message)


def _text(example: Example, before: Sequence[Example], numbers: dict[tuple[str, int], int]) -> str:
    missing = used(example.code)
    imports = []
    for earlier in reversed(before):
        kinds = declared(earlier.code)
        given = sorted(missing & kinds.keys())
        missing -= set(given)
        if given or earlier.hidden or earlier.group:
            names = ", ".join(f"type {name}" if is_type(kinds[name]) else name for name in given)
            # What is imported under no name runs all the same.
            imports.append(f'import {{ {names} }} from "./{stem(earlier, numbers)}.mjs";')
    kinds = declared(example.code)
    named = sorted(kinds.keys() - exported(example.code))
    exports = ", ".join(f"type {name}" if is_type(kinds[name]) else name for name in named)
    return f"{' '.join(reversed(imports))}\n{example.code}\nexport {{ {exports} }};\n"
