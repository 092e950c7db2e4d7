"""Each example as a module of its own that imports what it uses of earlier ones and exports what it declares."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from holdfast.languages import Unit
from holdfast.languages.node.names import Names, names, names_of
from holdfast.model.example import Example
from holdfast.model.trial import Fault

Key = tuple[str, int]
"""An example by its document and ordinal."""
_SHIMS = {
    "require": 'import { createRequire as holdfastRequire } from "node:module"; '
    "let require = holdfastRequire(import.meta.url);",
    "module": "const module: any = { exports: {} };",
    "exports": "const exports: any = {};",
    "__dirname": "const __dirname: string = globalThis.process.cwd();",
    "__filename": 'const __filename: string = globalThis.process.cwd() + "/example.js";',
}
"""What CommonJS has and a module has not, for examples that count on it."""


_BREAK = re.compile("[\r\u2028\u2029]")
"""What ends a line to a compiler of JavaScript and not in Markdown."""


class Module(NamedTuple):
    """One example as a file."""

    name: str
    """With its ending, such as ``holdfast-1.mts``."""
    example: Example
    text: str
    """A line of imports, the code, and a line of exports."""
    lines: tuple[tuple[Example, int] | None, ...]
    """For each line of the file the example it comes from and its line there, from 1."""
    needs: tuple[Key, ...]
    """The examples whose modules it imports."""
    ambient: bool
    """Whether it speaks to every module of its program, and so needs one of its own."""


def modules(units: Sequence[Unit], *, typed: bool) -> dict[Key, Module]:
    """Return the modules of units and of all they rest on."""
    made: dict[Key, Module] = {}
    for unit in units:
        for place, example in enumerate((*unit.before, unit.example)):
            if key(example) not in made:
                name = f"holdfast-{len(made) + 1}{_ending(example, typed=typed)}"
                made[key(example)] = _module(name, example, unit.before[:place], made, typed=typed)
    return made


def key(example: Example) -> Key:
    """Return what names an example."""
    return example.document, example.ordinal


def chain(module: Module, made: dict[Key, Module]) -> list[Module]:
    """Return a module with all that it imports, each once."""
    found = {module.name: module}
    waiting = list(module.needs)
    while waiting:
        one = made[waiting.pop()]
        if one.name not in found:
            found[one.name] = one
            waiting += one.needs
    return list(found.values())


def compiled(name: str) -> str:
    """Return the name that a module has once it is compiled, which is also what imports of it say."""
    stem, _, ending = name.rpartition(".")
    return f"{stem}.{'js' if ending in ('tsx', 'jsx') else 'mjs'}"


def fault_in(module: Module, line: int, column: int, message: str) -> tuple[Fault, Key]:
    """Return a fault of a module as one of its example; ``column`` counts UTF-16 units from 1, as compilers do."""
    origin = module.lines[line - 1] if 0 < line <= len(module.lines) else None
    if origin is None:
        return Fault(1, 1, message), key(module.example)
    example, at = origin
    return Fault(at, code_point(example.lines[at - 1].text, column), message), key(example)


def code_point(text: str, column: int) -> int:
    """Return a column in code points of one in UTF-16 units, both from 1."""
    units = text.encode("utf-16-le", "surrogatepass")[: 2 * max(0, column - 1)]
    return len(units.decode("utf-16-le", "ignore")) + 1


def _ending(example: Example, *, typed: bool) -> str:
    word = example.word.casefold()
    return ".tsx" if word == "tsx" else ".mts" if typed else ".mjs"


def _module(name: str, example: Example, before: Sequence[Example], made: dict[Key, Module], *, typed: bool) -> Module:
    merged = [*_merged(example, before), example]
    inside = names("".join(one.code for one in merged), jsx=name.endswith("x")) if merged[1:] else names_of(example)
    missing = set(inside.used)
    imports, needs = [], []
    for earlier in reversed(before):
        kinds = names_of(earlier).declared
        given = sorted(missing & kinds.keys())
        missing -= set(given)
        set_up = earlier.hidden and earlier.section == example.section[: len(earlier.section)]
        if earlier not in merged and (given or set_up):
            listed = ", ".join(
                f"type {one}" if typed and kinds[one] else one for one in given if typed or not kinds[one]
            )
            # What is imported under no name runs all the same.
            imports.append(f'import {{ {listed} }} from "./{compiled(made[key(earlier)].name)}";')
            needs.append(key(earlier))
    head = " ".join([*reversed(imports), *_shims(missing, typed=typed)])
    body = [(text, (one, number)) for one in merged for number, text in enumerate(_plain(one), 1)]
    origins = [origin for text, origin in body for _ in range(1 + len(_BREAK.findall(text)))]
    return Module(
        name=name,
        example=example,
        text="\n".join([head, *(text for text, _ in body), _exports(inside, typed=typed), ""]),
        lines=(None, *origins, None),
        needs=tuple(needs),
        ambient=inside.ambient,
    )


def _merged(example: Example, before: Sequence[Example]) -> list[Example]:
    """Return the earlier examples that share one module with an example.

    Its author says so, or it changes their variables, or uses what they only say to be declared elsewhere: neither
    can be imported.
    """
    mine = names_of(example)
    found: list[Example] = []
    for place, earlier in enumerate(before):
        together = (example.group and earlier.group == example.group) or (
            example.continues and place == len(before) - 1
        )
        theirs = names_of(earlier)
        if together or mine.assigned & theirs.declared.keys() or mine.used & theirs.said:
            found += [one for one in (*_merged(earlier, before[:place]), earlier) if one not in found]
    return found


def _plain(example: Example) -> list[str]:
    """Return the lines of an example, the one that names an interpreter as a comment."""
    texts = [line.text for line in example.lines]
    if texts and texts[0].startswith("#!"):
        texts[0] = f"//{texts[0][2:]}"
    return texts


def _shims(missing: set[str], *, typed: bool) -> list[str]:
    return [
        text if typed else text.replace(": any", "").replace(": string", "")
        for one, text in _SHIMS.items()
        if one in missing
    ]


def _exports(inside: Names, *, typed: bool) -> str:
    kept = inside.declared.keys() - inside.exported - inside.said
    named = sorted(one for one in kept if typed or not inside.declared[one])
    return f"export {{ {', '.join(f'type {one}' if inside.declared[one] else one for one in named)} }};"
