"""Where the story is told: a repository made for it, in which commands are run as a person runs them."""

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from tempfile import TemporaryDirectory

from holdfast.engine.tour.files import HISTORY
from holdfast.engine.tour.story import Edit
from holdfast.errors import UsageError
from holdfast.world.git import INSTALL, NOT_INSTALLED

_BRANCHED = "2024-11-05T09:00:00+00:00"
_SAFE = (
    "core.hooksPath=/dev/null",
    "commit.gpgSign=false",
    "core.autocrlf=false",
    "color.ui=auto",
    "core.pager=cat",
    "core.abbrev=7",
    "log.decorate=no",
)
"""Settings under which git does here what it does everywhere."""


class Stage:
    """A repository, and the surroundings in which commands are run."""

    def __init__(self, root: str, state: str, environment: Mapping[str, str]) -> None:
        """Take an absolute path, and a folder for what Holdfast remembers."""
        self.root = root
        clean = {name: value for name, value in environment.items() if not name.startswith("GIT_")}
        who = {
            f"GIT_{who}_{what}": value
            for who in ("AUTHOR", "COMMITTER")
            for what, value in (("NAME", "Ada"), ("EMAIL", "ada@ferry.example"), ("DATE", _BRANCHED))
        }
        settings = {"GIT_CONFIG_COUNT": str(len(_SAFE))}
        for number, one in enumerate(_SAFE):
            key, _, value = one.partition("=")
            settings |= {f"GIT_CONFIG_KEY_{number}": key, f"GIT_CONFIG_VALUE_{number}": value}
        self.environment = {
            **clean,
            **who,
            **settings,
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_NOSYSTEM": "1",
            "XDG_CACHE_HOME": os.path.join(state, "cache"),
            "XDG_STATE_HOME": os.path.join(state, "state"),
            "XDG_CONFIG_HOME": os.path.join(state, "config"),
        }

    def command(self, words: Sequence[str]) -> list[str]:
        """Return a command line of the story as it is run: our own program is the one that runs this."""
        return [sys.executable, "-P", "-m", *words] if words[0] == "holdfast" else list(words)

    def edit(self, one: Edit) -> tuple[bytes, bytes]:
        """Make an edit, and return the text before and after it."""
        path = os.path.join(self.root, one.path)
        with open(path, encoding="utf-8", newline="") as file:
            before = after = file.read()
        for old, new in one.replaced:
            after = after.replace(old, new)
        with open(path, "w", encoding="utf-8", newline="") as file:
            file.write(after)
        return before.encode(), after.encode()

    def build(self) -> None:
        """Make the repository with its history.

        Raises :class:`~holdfast.errors.UsageError` where there is no git.
        """
        self._git("init", "--quiet", "--initial-branch=main")
        for moment, message, files in HISTORY:
            for path, text in files.items():
                target = os.path.join(self.root, path)
                os.makedirs(os.path.dirname(target), exist_ok=True)
                with open(target, "w", encoding="utf-8", newline="") as file:
                    file.write(text)
            self._git("add", "--all")
            dates = {"GIT_AUTHOR_DATE": moment, "GIT_COMMITTER_DATE": moment}
            self._git("commit", "--quiet", "-m", message, environment={**self.environment, **dates})

    def _git(self, *words: str, environment: Mapping[str, str] | None = None) -> None:
        try:
            subprocess.run(
                ["git", *words],
                cwd=self.root,
                env=environment or self.environment,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                check=True,
            )
        except FileNotFoundError as error:
            raise UsageError(f"demo: {NOT_INSTALLED}", remedy=INSTALL) from error
        except subprocess.CalledProcessError as error:
            said = error.stderr.decode("utf-8", "replace").strip().splitlines()
            raise UsageError(f"demo: git failed: {said[0] if said else words[0]}", remedy="do what git says") from error


@contextmanager
def stage(folder: str = "", environment: Mapping[str, str] | None = None) -> Iterator[Stage]:
    """Yield a stage with its repository, in a folder that is kept, or in one of its own that is gone afterwards.

    Raises :class:`~holdfast.errors.UsageError` for a folder that is not empty, and where there is no git.
    """
    with TemporaryDirectory(prefix="holdfast-demo-") as temporary:
        root = os.path.abspath(folder) if folder else os.path.join(temporary, "ferry")
        try:
            os.makedirs(root, exist_ok=True)
            full = bool(os.listdir(root))
        except OSError as error:
            reason = (error.strerror or type(error).__name__).lower()
            raise UsageError(
                f"--into: {reason}", where=folder, remedy="name a folder that is empty or not there"
            ) from error
        if full:
            raise UsageError("--into: is not empty", where=folder, remedy="name a folder that is empty or not there")
        made = Stage(root, temporary, os.environ if environment is None else environment)
        made.build()
        yield made
