"""What is kept is believed only by the code that kept it: an installed copy by its contents, a checkout by its times."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import holdfast
from holdfast.version import __version__

_PARTS = ("__init__.py", "digest.py", "version.py", "world/__init__.py", "world/cachefolder.py")


@pytest.fixture
def copy(tmp_path):
    """Return the part of our source that makes the stamp, in a folder of its own."""
    for part in _PARTS:
        target = tmp_path / "holdfast" / part
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(Path(holdfast.__file__).parent / part, target)
    return tmp_path / "holdfast"


def _stamp(package: Path) -> str:
    script = "from holdfast.world.cachefolder import code_stamp; print(code_stamp())"
    environment = {**os.environ, "PYTHONPATH": str(package.parent), "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(
        [sys.executable, "-S", "-c", script], env=environment, capture_output=True, text=True, check=True
    ).stdout


def _install(package: Path, said: str) -> None:
    metadata = package.parent / f"holdfast-{__version__}.dist-info"
    metadata.mkdir(exist_ok=True)
    (metadata / "RECORD").write_text(said)


def _touch(package: Path, seconds: int) -> None:
    status = (package / "version.py").stat()
    os.utime(package / "version.py", (status.st_atime, status.st_mtime + seconds))


def test_the_same_release_installed_again_is_the_same_code(copy):
    _install(copy, "holdfast/version.py,sha256=a,1\n")
    before = _stamp(copy)
    _touch(copy, 3600)
    assert _stamp(copy) == before


def test_another_content_under_the_same_version_is_other_code(copy):
    _install(copy, "holdfast/version.py,sha256=a,1\n")
    before = _stamp(copy)
    _install(copy, "holdfast/version.py,sha256=b,1\n")
    assert _stamp(copy) != before


def test_an_edit_in_a_checkout_is_other_code(copy):
    before = _stamp(copy)
    _touch(copy, 3600)
    assert _stamp(copy) != before
