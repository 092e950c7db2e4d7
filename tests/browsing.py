"""A real server, a real browser: `holdfast serve` as people start it, and Chromium driven through playwright-core."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import pytest

_FOLDER = Path(__file__).parent / "browser"
_CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or ""


def _missing() -> str:
    if not _CHROMIUM:
        return "there is no chromium; install it with: apt-get install chromium"
    if not shutil.which("node"):
        return "there is no node; install it with: apt-get install nodejs"
    if not (_FOLDER / "node_modules" / "playwright-core").is_dir():
        return "playwright-core is not installed; install it with: npm ci --prefix tests/browser"
    return ""


needs_browser = pytest.mark.skipif(bool(_missing()), reason=f"unproven: {_missing()}")


class Serving(NamedTuple):
    """A server that answers."""

    url: str
    token: str
    process: "subprocess.Popen[str]"


@contextmanager
def serving(folder: Path, *options: str) -> Iterator[Serving]:
    """Run `holdfast serve` in a folder, on any port that is free."""
    command = [sys.executable, "-m", "holdfast", "serve", "--port", "0", *options]
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            url = process.stdout.readline().strip()
            told = process.stderr.readline() + process.stderr.readline()
            token = re.search(r"#token=(\S+)", told)
            assert url.startswith("http://"), told + process.stderr.read()
            yield Serving(url, token[1] if token else "", process)
        finally:
            process.terminate()
            process.wait(timeout=10)


def browse(scenario: str, url: str, **asked: Any) -> dict[str, Any]:
    """Let the browser do a scenario, and return what it saw: `found`, and `console`, `requests` to elsewhere that no policy stopped, `dialogs`, and how many connections `left` for another host."""
    told = json.dumps({"url": url, "chromium": _CHROMIUM, **asked})
    done = subprocess.run(
        ["node", "drive.mjs", scenario], cwd=_FOLDER, input=told, capture_output=True, text=True, timeout=180, check=False,
        env={**os.environ, "NO_COLOR": "1"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout)


def is_quiet(seen: dict[str, Any]) -> bool:
    """Tell whether nothing complained and nothing was asked of anybody else; shows what did."""
    assert {name: seen[name] for name in ("console", "requests", "dialogs", "left")} == {
        "console": [],
        "requests": [],
        "dialogs": 0,
        "left": 0,
    }
    return True
