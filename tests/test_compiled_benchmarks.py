"""The benchmarks of compiled languages and of awkward blocks run; what they measure is no test."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from trying import HOMES, needs

BENCHMARKS = Path(__file__).parent.parent / "benchmarks"
pytestmark = needs("typescript", "node", "rust")


@pytest.mark.parametrize("script", ["typescript_examples", "awkward_examples"])
def test_a_benchmark_runs_on_a_few_examples(script, tmp_path):
    done = subprocess.run(
        [sys.executable, str(BENCHMARKS / f"{script}.py"), "--small"],
        env={**HOMES, **os.environ, "TMPDIR": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    if "Permission denied" in done.stderr or "Read-only file system" in done.stderr:
        pytest.skip("unproven: no cgroup can be made here")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "at once" in done.stdout or "reported" in done.stdout
