"""What a source file defines, read off its lines: types, functions, and the members of types.

Lines are enough here, because a name only counts where a document gives it in code as well; Python is read with ``ast``.
Nothing is imported or run.
"""

import ast
import re
from typing import NamedTuple

SUFFIXES = (".py", ".rs", ".ts", ".tsx", ".js", ".jsx", ".mjs", ".go", ".java", ".kt", ".rb", ".php", ".cs", ".swift")
_VISIBLE = r"(?:(?:pub(?:\([^)]*\))?|export|default|public|private|protected|internal|static|abstract|final|async|unsafe|const|extern(?: \"C\")?|declare|override|open|data|sealed)\s+)*"
_TYPE = re.compile(
    rf"^\s*{_VISIBLE}(?:struct|enum|trait|union|class|interface|type|protocol|object|record|module|namespace)\s+(?P<name>[A-Za-z_]\w*)"
)
_FUNCTION = re.compile(
    rf"^(?P<indent>\s*){_VISIBLE}(?:fn|function\*?|def|func|fun)\s+(?:self\.)?(?P<name>[A-Za-z_]\w*)"
)
_GO_METHOD = re.compile(
    r"^func\s*+\(\s*+(?:\w++\s*+(?=[*\w]))?\*?\s*+(?P<owner>[A-Za-z_]\w*+)[^)]*+\)\s*(?P<name>[A-Za-z_]\w*)"
)
_IMPL = re.compile(r"^\s*(?:unsafe\s+)?impl\b(?:\s*<[^{]*?>)?\s+(?:[^{]*?\bfor\s+)?(?P<name>[A-Za-z_]\w*)")
_VALUE = re.compile(rf"^\s*{_VISIBLE}(?:const|static|let|var|val)\s+(?:mut\s+)?(?P<name>[A-Za-z_]\w*)")
_METHOD = re.compile(rf"^\s+{_VISIBLE}(?:get\s+|set\s+)?(?P<name>[A-Za-z_$]\w*)\s*(?:<[^(]*>)?\([^;]*$")
_WORDS = frozenset({"if", "for", "while", "switch", "catch", "return", "function", "match", "with", "constructor"})


class Defined(NamedTuple):
    """One name that a file defines."""

    owner: str
    """The type it is a member of; empty at the top."""
    name: str


def defined(path: str, text: str) -> set[Defined]:
    """Return what a file defines; empty where its language is unknown or it cannot be parsed."""
    if path.endswith(".py"):
        return set(_python(text))
    return set(_lines(text)) if path.endswith(SUFFIXES) else set()


def _python(text: str) -> list[Defined]:
    try:
        module = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return []
    found = []
    for node in module.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            found.append(Defined("", node.name))
        elif isinstance(node, ast.ClassDef):
            found.append(Defined("", node.name))
            for member in node.body:
                if isinstance(member, ast.FunctionDef | ast.AsyncFunctionDef):
                    found.append(Defined(node.name, member.name))
                elif isinstance(member, ast.AnnAssign) and isinstance(member.target, ast.Name):
                    found.append(Defined(node.name, member.target.id))
        elif isinstance(node, ast.Assign):
            found += [Defined("", target.id) for target in node.targets if isinstance(target, ast.Name)]
    return found


def _lines(text: str) -> list[Defined]:
    found = []
    owners: list[tuple[int, str]] = []
    for line in text.splitlines():
        indent = len(line) - len(line.lstrip())
        while owners and line.strip() and indent <= owners[-1][0]:
            owners.pop()
        owner = owners[-1][1] if owners else ""
        if method := _GO_METHOD.match(line):
            found.append(Defined(method["owner"], method["name"]))
        elif impl := _IMPL.match(line):
            owners.append((indent, impl["name"]))
        elif type_ := _TYPE.match(line):
            found.append(Defined("", type_["name"]))
            owners.append((indent, type_["name"]))
        elif function := _FUNCTION.match(line):
            found.append(Defined(owner, function["name"]))
        elif value := _VALUE.match(line):
            if not indent or owner:
                found.append(Defined(owner, value["name"]))
        elif owner and (member := _METHOD.match(line)) and member["name"] not in _WORDS:
            found.append(Defined(owner, member["name"]))
    return found
