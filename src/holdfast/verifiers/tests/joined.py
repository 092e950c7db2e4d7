"""Which results belong to a test that a document names: each tool spells names in its own way."""

from collections.abc import Callable, Sequence

from holdfast.world.junit import Ran
from holdfast.world.testcases import Case


def results_of(case: Case, ran: Sequence[Ran]) -> list[Ran]:
    """Return what came of a test: of every parameter where none is named."""
    same = _SAME[case.way]
    return [one for one in ran if same(case, one)]


def _pytest(case: Case, one: Ran) -> bool:
    """``tests/test_x.py::TestA::test_y`` is ``test_y`` of the class ``tests.test_x.TestA``."""
    name, bracket, parameter = one.name.partition("[")
    if name != case.name or (case.parameter and f"{bracket}{parameter}" != case.parameter):
        return False
    module = case.path.removeprefix("./").removesuffix(".py").replace("/", ".")
    wanted = ".".join(filter(None, (module, *case.parts[:-1])))
    return not wanted or _ends(one.group, wanted) or (not case.path and wanted in one.group)


def _rust(case: Case, one: Ran) -> bool:
    """Nextest has the crate as the class, and the path of modules as the name."""
    wanted = "::".join(case.parts)
    return one.name == wanted or one.name.endswith(f"::{wanted}") or wanted.endswith(f"::{one.name}")


def _go(case: Case, one: Ran) -> bool:
    """A subtest has its test's name in front, and spaces as underscores."""
    return one.name == f"{case.name}{case.parameter.replace(' ', '_')}"


def _javascript(case: Case, one: Ran) -> bool:
    """Vitest joins titles with ``>`` and has the file as the class; jest joins them with spaces."""
    titles = (" > ".join(case.parts), " ".join(case.parts))
    in_file = "." in one.group and one.group.rpartition(".")[2] in (
        "ts",
        "tsx",
        "js",
        "jsx",
        "mts",
        "cts",
        "mjs",
        "cjs",
    )
    if in_file and case.path and not _ends(one.group.replace("/", "."), case.path.replace("/", ".")):
        return False
    return one.name in titles or any(one.name.endswith((f" > {title}", f" {title}")) for title in titles)


def _ends(one: str, other: str) -> bool:
    """Tell whether one dotted name is the end of the other: tools run in different folders."""
    return one == other or one.endswith(f".{other}") or other.endswith(f".{one}")


_SAME: dict[str, Callable[[Case, Ran], bool]] = {"pytest": _pytest, "rust": _rust, "go": _go, "javascript": _javascript}
