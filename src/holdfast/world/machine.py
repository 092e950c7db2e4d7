"""Classes of machines: what of a machine matters to what is measured or tried on it."""

import os
import platform
import re
from typing import NamedTuple

_ARCHITECTURES = {"amd64": "x86_64", "arm64": "aarch64"}


class Machine(NamedTuple):
    """A class of machines, as far as a result file tells; empty and 0 are unknown."""

    system: str = ""
    architecture: str = ""
    cores: int = 0

    def __str__(self) -> str:
        """Return it as people are shown it."""
        return " ".join((*filter(None, self[:2]), *([f"{self.cores} cores"] if self.cores else [])))

    def differs(self, other: "Machine") -> bool:
        """Tell whether anything that both know is not the same."""
        return any(
            one != another
            for one, another in zip(self, other, strict=True)
            if one and another
        )  # fmt: skip


def machine(system: str = "", architecture: str = "", cores: int = 0) -> Machine:
    """Return a class of machines by one name each: ``amd64`` and ``x86_64`` are the same."""
    return Machine(system, _ARCHITECTURES.get(architecture.lower(), architecture), cores)


def read_machine(text: str) -> Machine:
    """Return the class of machines that :meth:`Machine.__str__` wrote."""
    found = re.fullmatch(r"(?P<words>.*?)(?:(?:^|\s)(?P<cores>\d+) cores)?", text)
    words = [*(found["words"].split() if found else ()), "", ""]
    return machine(words[0], words[1], int(found["cores"] or 0) if found else 0)


def here() -> Machine:
    """Return the class of this machine."""
    return machine(platform.system(), platform.machine(), os.cpu_count() or 0)
