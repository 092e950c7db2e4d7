"""Scripted repositories: every commit has its day, and nothing of the machine's git leaks in."""

import os
import subprocess
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

_FIRST = datetime(2024, 1, 1, 12, tzinfo=UTC)
_WHO = {
    f"GIT_{who}_{what}": f"nobody{at}"
    for who in ("AUTHOR", "COMMITTER")
    for what, at in (("NAME", ""), ("EMAIL", "@example.org"))
}


class Repo:
    """A repository that is written by a script, one commit a day from 2024-01-01 on."""

    def __init__(self, root: Path) -> None:
        """Make an empty repository in a folder."""
        self.root = root
        self.days = 0
        root.mkdir(parents=True, exist_ok=True)
        self.git("init", "-q", "-b", "main")

    def git(self, *arguments: str | bytes, config: tuple[str, ...] = ()) -> str:
        """Run git with the date of the day and return what it prints."""
        day = (_FIRST + timedelta(days=self.days)).isoformat()
        clean = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        environment = {
            **clean,
            **_WHO,
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_AUTHOR_DATE": day,
            "GIT_COMMITTER_DATE": day,
        }
        options = [word for one in ("protocol.file.allow=always", *config) for word in ("-c", one)]
        done = subprocess.run(
            ["git", *options, *arguments], cwd=self.root, env=environment, capture_output=True, check=False
        )
        assert done.returncode == 0, done.stderr.decode()
        return os.fsdecode(done.stdout).strip()

    def write(self, files: Mapping[str, str | bytes]) -> None:
        """Write files into the work tree."""
        for path, content in files.items():
            target = self.root / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content.encode() if isinstance(content, str) else content)

    def commit(self, files: Mapping[str, str | bytes] | None = None, *, days: int = 1) -> str:
        """Write files, commit all there is to commit, let ``days`` pass, and return the commit's id."""
        self.write(files or {})
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", f"Day {self.days}")
        self.days += days
        return self.head

    def move(self, old: str, new: str, files: Mapping[str, str | bytes] | None = None) -> str:
        """Rename a file or folder and commit."""
        (self.root / new).parent.mkdir(parents=True, exist_ok=True)
        self.git("mv", old, new)
        return self.commit(files)

    def remove(self, *paths: str) -> str:
        """Delete files and commit."""
        self.git("rm", "-q", "-r", *paths)
        return self.commit()

    def branch(self, name: str, at: str = "HEAD") -> None:
        """Start a branch and check it out."""
        self.git("checkout", "-q", "-b", name, at)

    def switch(self, name: str) -> None:
        """Check a branch out."""
        self.git("checkout", "-q", name)

    def merge(self, name: str, files: Mapping[str, str | bytes] | None = None) -> str:
        """Merge a branch, always with a commit, which brings in further files as well."""
        self.git("merge", "-q", "--no-ff", "--no-commit", name)
        return self.commit(files)

    def clone(self, name: str, *options: str) -> Path:
        """Clone beside the repository as from another machine, and return the clone's root."""
        self.git("clone", "-q", *options, f"file://{self.root}", str(self.root.parent / name))
        return self.root.parent / name

    @property
    def head(self) -> str:
        """Id of the commit that is checked out."""
        return self.git("rev-parse", "HEAD")
