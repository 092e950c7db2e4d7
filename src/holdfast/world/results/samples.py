"""samples: the plain format for benchmarks of one's own; any script can write it.

::

    {"metrics": {"cold start": {"unit": "ms", "samples": [41.2, 40.8, 43.0]}},
     "machine": {"system": "Linux", "architecture": "x86_64", "cores": 2},
     "commit": "1f2e3d4", "dirty": false}

Only ``metrics`` is compulsory; a unit is one that tables know (``ms``, ``MiB``, ``req/s``, ``files``).
"""

from typing import Any

from holdfast.world.machine import machine
from holdfast.world.results.series import Results, Series
from holdfast.world.results.source import ResultError, Source, mapping, numbers

FORMAT = "samples"


def recognises(source: Source) -> bool:
    """Tell by its first metric."""
    data = None if source.is_folder else source.json()
    found = data.get("metrics") if isinstance(data, dict) else None
    return isinstance(found, dict) and any(isinstance(one, dict) and "samples" in one for one in found.values())


def read(source: Source) -> Results:
    """Read a result file; units are left as they are written, in ``Series.part``."""
    data = mapping(source.json(), source.path)
    series = []
    for name, one in mapping(data.get("metrics"), "metrics").items():
        kept = numbers(mapping(one, name).get("samples"), f"samples of {name}")
        if not kept:
            raise ResultError(f"{name} has no samples", "measure it")
        series.append(Series(name, str(one.get("unit", "")), "?", kept))
    about: dict[str, Any] = data["machine"] if isinstance(data.get("machine"), dict) else {}
    cores = about.get("cores")
    return Results(
        FORMAT,
        tuple(series),
        machine(
            str(about.get("system", "")), str(about.get("architecture", "")), cores if isinstance(cores, int) else 0
        ),
        str(data.get("commit", "") or ""),
        dirty=data.get("dirty") is True,
        tool=FORMAT,
    )
