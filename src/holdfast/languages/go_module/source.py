"""One example as a package of Go: a file for each example of its chain, and one that runs it."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from holdfast.binding.chains import resting_on_names
from holdfast.languages import Unit
from holdfast.model.example import Example

_TEXT = re.compile(r'//[^\n]*|/\*.*?\*/|"(?:[^"\\\n]|\\.)*"|`[^`]*`|\'(?:[^\'\\\n]|\\.)*\'', re.DOTALL)
_PACKAGE = re.compile(r"^\s*package\s+(?P<name>\w+)", re.MULTILINE)
_MAIN = re.compile(r"^func\s+main\s*\(", re.MULTILINE)
_DECLARED = re.compile(r"^(?:func|type|var|const)\s+(?P<name>\w+)", re.MULTILINE)
_TOP = re.compile(r"(?:package|import|func|type|var|const)\b|[)}\s]|\Z")
_IMPORT = re.compile(r"^import\s*(?:\([^)]*\)|[^\n(]+)", re.MULTILINE)
_VARIABLE = re.compile(r"^(?:var\s+(?P<var>\w+)|(?P<names>\w+(?:\s*,\s*\w+)*)\s*:=)", re.MULTILINE)
_WORD = re.compile(r"(?<![.\w])[A-Za-z_]\w*")
_QUALIFIER = re.compile(r"(?<![.\w])(?P<name>[a-z]\w*)\.[A-Z]")
_STANDARD = """
bufio bytes context encoding/base64 encoding/json errors fmt io log maps math net/http os path/filepath regexp slices
sort strconv strings sync sync/atomic testing time unicode
"""
STANDARD = {name.rpartition("/")[2]: name for name in _STANDARD.split()}
"""Packages of the standard library that a fragment may use without an import, by the name it calls them."""


class Package(NamedTuple):
    """One unit as files of one folder."""

    name: str
    unit: Unit
    files: dict[str, str]
    program: bool
    """Whether it can be run; a package with another name than ``main`` can only be compiled."""


def rests_on(found: Sequence[Example]) -> list[tuple[int, ...]]:
    """Return which earlier examples each one needs: those whose declarations it uses, and those its author names."""
    return resting_on_names(found, _used, _given)


def _used(example: Example) -> set[str]:
    return set(_WORD.findall(bare(example.code))) - declared(example.code)


def _given(earlier: Example, example: Example) -> frozenset[str]:
    """Return what an earlier example declares for one: nothing where both declare a name, or are of two packages."""
    theirs = declared(earlier.code)
    together = not declared(example.code) & theirs and package_of(example) == package_of(earlier)
    return theirs if together else frozenset()


@lru_cache(maxsize=2048)
def declared(code: str) -> frozenset[str]:
    """Return the names that a text declares for its package."""
    return frozenset(one["name"] for one in _DECLARED.finditer(bare(code))) - {"main", "init"}


def bare(code: str) -> str:
    """Blank out comments and strings, line ends aside."""
    return _TEXT.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), code)


def package_of(example: Example) -> str:
    """Return the package that an example says it is of."""
    found = _PACKAGE.search(bare(example.code))
    return found["name"] if found else "main"


def package(name: str, unit: Unit, words: str) -> Package:
    """Return a unit as a package; ``words`` makes names that the example cannot know."""
    kind = package_of(unit.example)
    files: dict[str, str] = {}
    statements: list[Example] = []
    for one in (*unit.before, unit.example):
        if fragment(one):
            statements.append(one)
        else:
            files[f"part{one.ordinal}.go"] = _whole(one, own=one is unit.example, kind=kind, words=words)
    if kind != "main":
        return Package(name, unit, files, program=False)
    if statements:
        files["statements.go"] = _statements(statements, words)
    has_main = any(_MAIN.search(bare(unit.example.code)) for _ in (1,)) or bool(statements)
    files["holdfast.go"] = _runner(words, called=has_main)
    return Package(name, unit, files, program=True)


def fragment(example: Example) -> bool:
    """Tell whether an example is statements, which stand inside of a function."""
    depth = 0
    for line in bare(example.code).splitlines():
        if depth == 0 and not _TOP.match(line):
            return True
        depth += line.count("{") + line.count("(") - line.count("}") - line.count(")")
    return False


def _whole(example: Example, *, own: bool, kind: str, words: str) -> str:
    """Return a text of declarations, its ``main`` under another name."""
    code = _MAIN.sub(
        f"func {'holdfastMain' + words if own else f'holdfastMain{example.ordinal}'}(", example.code, count=1
    )
    given = "" if _PACKAGE.search(bare(code)) else f"package {kind}; {_imports(bare(code))}"
    if not given:
        return f"//line {line_file(example)}:1:1\n{code}"
    return f"{given}\n//line {line_file(example)}:1:1\n{code}"


def _statements(parts: Sequence[Example], words: str) -> str:
    """Return one function of the statements of several examples; what they declare counts as used."""
    imports: list[str] = []
    body: list[str] = []
    for one in parts:
        plain = bare(one.code)
        spans = [found.span() for found in _IMPORT.finditer(plain)]
        code = one.code
        for start, end in spans:
            imports.append(
                " ".join(code[start:end].split("\n"))
                if "(" not in code[start:end]
                else code[start:end].replace("\n", ";")
            )
            code = code[:start] + re.sub(r"[^\n]", " ", code[start:end]) + code[end:]
        names = [
            name for found in _VARIABLE.finditer(plain) for name in re.split(r"\s*,\s*", found["names"] or found["var"])
        ]
        used = "".join(f"_ = {name}; " for name in dict.fromkeys(names) if name != "_")
        body.append(f"//line {line_file(one)}:1:1\n{code}\n//line holdfast.go:1\n{used}")
    whole = "\n".join(one.code for one in parts)
    given = "; ".join(dict.fromkeys(one.replace("(;", "(").strip() for one in imports)) or _imports(bare(whole))
    return f"package main; {given}\nfunc holdfastMain{words}() {{\n" + "\n".join(body) + "\n}\n"


def _imports(plain: str) -> str:
    """Return imports of the standard packages that a text without any speaks of."""
    if _IMPORT.search(plain):
        return ""
    names = {one["name"] for one in _QUALIFIER.finditer(plain)} & STANDARD.keys()
    local = set(re.findall(r"\b(\w+)\s*(?:,\s*\w+\s*)?:=|\bvar\s+(\w+)|\((\w+)\s", plain))
    taken = {name for found in local for name in found}
    return "; ".join(f'import "{STANDARD[name]}"' for name in sorted(names - taken))


def _runner(words: str, *, called: bool) -> str:
    """Return the program's ``main``: it reads the words of the receipt, and says them when the example is at its end."""
    call = f"holdfastMain{words}()" if called else ""
    return (
        'package main; import holdfastIO "io"; import holdfastOS "os"\n'
        f"func main() {{ words, _ := holdfastIO.ReadAll(holdfastOS.Stdin); {call}; "
        'holdfastOS.Stderr.WriteString("\\n" + string(words) + "\\n") }\n'
    )


def line_file(example: Example) -> str:
    """Return the file name under which the compiler speaks of an example."""
    return f"holdfast_example_{example.ordinal}.go"
