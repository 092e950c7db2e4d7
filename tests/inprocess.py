"""The command line run in the process of the tests, for facts that need it often; the others start one of their own."""

import io
import os
from collections.abc import Callable
from contextlib import chdir, redirect_stderr, redirect_stdout
from pathlib import Path
from unittest.mock import patch

import pytest

from conftest import Done
from holdfast.cli import main


def run_here(cwd: Path, *args: str, **env: str) -> Done:
    """Run a command line in a folder and return what it left behind; nobody is there to be asked."""
    out, err = io.StringIO(), io.StringIO()
    with chdir(cwd), patch.dict(os.environ, env), redirect_stdout(out), redirect_stderr(err):
        try:
            code = main(list(args))
        except SystemExit as stop:
            code = int(stop.code or 0)
    return Done(code, out.getvalue(), err.getvalue(), out.getvalue().encode("utf-8", "surrogateescape"))


@pytest.fixture(name="holdfast")
def holdfast_here() -> Callable[..., Done]:
    """Return the function in the place of the one that starts a process."""
    return run_here
