"""Start-up is a feature: what each path loads is held by a list, so that a heavy import is noticed at once."""

import os
import subprocess
import sys
from pathlib import Path

EXAMPLE = Path(__file__).parent.parent / "examples" / "holds"
REPLAY = {
    "holdfast",
    "holdfast.__main__",
    "holdfast.digest",
    "holdfast.version",
    "holdfast.world",
    "holdfast.world.cachefolder",
    "holdfast.world.output",
    "holdfast.world.replay",
    "holdfast.world.root",
}
"""All of Holdfast that a run over unchanged files loads."""
HEAVY = {
    "asyncio",
    "dataclasses",
    "difflib",
    "hashlib",
    "holdfast.model.claim",
    "holdfast.model.trial",
    "importlib.metadata",
    "inspect",
    "logging",
    "multiprocessing",
    "rich",
    "socket",
    "subprocess",
    "tempfile",
    "tomllib",
    "traceback",
    "unittest",
    "urllib.parse",
    "urllib.request",
}
"""Modules that ``check`` does without; a cold run needs ``tomllib`` and ``subprocess`` (git)."""


def _loaded(arguments, cwd, cache):
    """Run the command line in a fresh process and return the modules it loaded."""
    script = (
        "import sys\n"
        f"sys.argv[1:] = {arguments!r}\n"
        "from holdfast.__main__ import main\n"
        "code = main()\n"
        "sys.stdout.flush()\n"
        "print('MODULES', *sorted(sys.modules), file=sys.stderr)\n"
    )
    environment = {**os.environ, "XDG_CACHE_HOME": str(cache)}
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=cwd, env=environment, capture_output=True, text=True, check=True
    )
    return set(done.stderr.split("MODULES", 1)[1].split())


def test_an_unchanged_run_loads_no_parser_no_model_and_no_rule(tmp_path):
    _loaded(["check"], EXAMPLE, tmp_path)
    loaded = _loaded(["check"], EXAMPLE, tmp_path)
    assert {name for name in loaded if name.startswith("holdfast")} <= REPLAY
    assert not loaded & {"argparse", "dataclasses", "hashlib", "json", "re", "sqlite3", "typing", *HEAVY}


def test_help_loads_neither_the_engine_nor_a_database(tmp_path):
    script = "import sys\nfrom holdfast.cli import build_parser\nbuild_parser([]).format_help()\nprint(*sys.modules)"
    loaded = set(
        subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout.split()
    )
    assert not loaded & {"holdfast.engine", "holdfast.model", "sqlite3", "json", "dataclasses"}


def test_a_cold_run_loads_nothing_heavy(tmp_path):
    loaded = _loaded(["check", "--no-cache"], EXAMPLE, tmp_path)
    assert loaded & (HEAVY - {"tomllib", "subprocess"}) == set()
