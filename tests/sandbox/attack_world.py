"""The world that attacks are after: a home, a repository, listeners and a neighbour, all made for the occasion."""

import ctypes
import hashlib
import os
import secrets
import selectors
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import suppress
from functools import cache
from pathlib import Path

_HOME = [
    ".ssh/id_ed25519",
    ".npmrc",
    ".aws/credentials",
    ".cargo/credentials.toml",
    ".docker/config.json",
    ".bash_history",
    ".bashrc",
]
_COVERED = [
    ".env",
    "services/api/.env.production",
    "certs/server.pem",
    ".npmrc",
    "infra/terraform.tfstate",
    ".aws/credentials",
]
_NEIGHBOUR = """
import os, signal, sys, time
kept = open("bystander.secret")
signal.signal(signal.SIGUSR1, lambda *_: open("signalled", "w").close())
print("ready", flush=True)
while True: time.sleep(1)
"""


@cache
def _template():
    """Make what all worlds have in common, once."""
    kept = tempfile.TemporaryDirectory(prefix="hft")
    _KEPT.append(kept)
    folder = Path(kept.name)
    home, repo = folder / "home", folder / "repo"
    for name in ("home", "repo", "scratch", "tmp", "run", "neighbour"):
        (folder / name).mkdir()
    for name in _HOME:
        _write(home / name, f"token = {World.secret}\n")
    _write(home / ".netrc", f"machine example.org login me password {World.secret}\n")
    (home / ".netrc").chmod(0o600)
    _write(folder / "neighbour/bystander.secret", World.secret)
    for name in ("README.md", ".venv/lib/module.py", "node_modules/left-pad/index.js"):
        _write(repo / name, "// nothing\n")
    _commit(repo)
    for name in _COVERED:
        _write(repo / name, f"token={World.secret}\n")
    _write(repo / "nested/.git/config", World.secret)
    return folder


def _commit(repo):
    def git(*arguments):
        # Only the name of the author is needed, and no configuration of this machine's.
        identity = ("-c", "user.name=a", "-c", "user.email=a@b", "-c", "gc.auto=0")
        subprocess.run(["git", *identity, "-C", repo, *arguments], check=True, capture_output=True)

    git("init", "-q", "--template=")
    (repo / ".git/hooks").mkdir()
    _write(repo / "deleted.txt", World.secret)
    git("add", "README.md", "deleted.txt")
    git("commit", "-q", "-m", "one")
    git("rm", "-q", "deleted.txt")
    git("commit", "-q", "-m", "two")
    git("config", "remote.origin.url", f"https://me:{World.secret}@example.org/a.git")


def _write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


_KEPT = []


class World:
    """A folder with all of it. ``token`` is what an attack shows, ``secret`` what it must never get."""

    secret = f"hush{secrets.token_hex(8)}"

    def __init__(self, folder: Path):
        self.token = f"won{secrets.token_hex(8)}"
        self.folder = folder
        self.home, self.repo, self.scratch = folder / "home", folder / "repo", folder / "scratch"
        shutil.copytree(_template(), folder, dirs_exist_ok=True)
        (self.repo / "link-to-home").symlink_to(self.home)
        self.heard = bytearray()
        self._listen()
        self._neighbour()
        self.before = self._picture()

    def facts(self, tty=""):
        return {
            "TOKEN": self.token,
            "HOME": str(self.home),
            "REPO": str(self.repo),
            "WORLD": str(self.folder),
            "SCRATCH": str(self.scratch),
            "PORT": self.ports["tcp"],
            "PORT6": self.ports["tcp6"],
            "UDP": self.ports["udp"],
            "ABSTRACT": self.abstract,
            "BYSTANDER": self.neighbour.pid,
            "MESSAGES": self.key,
            "MACHINE": os.uname().nodename,
            "TTY": tty,
        }

    def environment(self):
        """What a user's shell has."""
        return {
            **{name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ},
            "HOME": str(self.home),
            "TMPDIR": str(self.scratch),
            "SSH_AUTH_SOCK": str(self.folder / "run/agent.sock"),
            "DEPLOY_TOKEN": self.secret,
        }

    def changed(self):
        return self._picture() != self.before

    def disturbed(self):
        pid = self.neighbour.pid
        signalled = (self.folder / "neighbour/signalled").exists()
        return self.neighbour.poll() is not None or signalled or os.getpriority(os.PRIO_PROCESS, pid) != self.niceness

    def alive(self):
        """Return the processes that carry the token, those of the world itself aside."""
        found = []
        for name in filter(str.isdigit, os.listdir("/proc")):
            with suppress(OSError):
                words = Path(f"/proc/{name}/cmdline").read_bytes().split(b"\0")
                if self.token.encode() in words:
                    found.append(int(name))
        return found

    def close(self):
        self.neighbour.kill()
        self.neighbour.wait()
        self.neighbour.stdout.close()
        self.stop.set()
        self.thread.join()
        libc = ctypes.CDLL(None)
        libc.shmctl(self.shared[0], 0, None)
        libc.msgctl(self.shared[1], 0, None)
        for pid in self.alive():
            with suppress(OSError):
                os.kill(pid, 9)

    def _picture(self):
        """Return a digest of names, contents, modes, times and attributes below the home, the repository and tmp."""
        digest = hashlib.sha256()
        for top in (self.home, self.repo, self.folder / "tmp"):
            for folder, _, files in sorted(os.walk(top)):
                for name in sorted(files):
                    path = os.path.join(folder, name)
                    state = os.lstat(path)
                    digest.update(
                        f"{path} {state.st_mode} {state.st_size} {state.st_nlink} {state.st_mtime_ns}".encode()
                    )
                    digest.update(repr(os.listxattr(path, follow_symlinks=False)).encode())
        return digest.hexdigest()

    def _listen(self):
        run = self.folder / "run"
        self.abstract = f"holdfast-{self.token}"
        servers = {
            "tcp": socket.create_server(("127.0.0.1", 0)),
            "agent": _unix(run / "agent.sock"),
            "docker": _unix(run / "docker.sock"),
            "dev": _unix(self.repo / "dev.sock"),
            "abstract": _unix(f"\0{self.abstract}"),
        }
        with suppress(OSError):
            servers["tcp6"] = socket.create_server(("::1", 0), family=socket.AF_INET6)
        datagrams = {
            "udp": socket.socket(socket.AF_INET, socket.SOCK_DGRAM),
            "log": socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM),
        }
        datagrams["udp"].bind(("127.0.0.1", 0))
        datagrams["log"].bind(str(run / "log.sock"))
        self.ports = {
            name: one.getsockname()[1] for name, one in {**servers, **datagrams}.items() if name[:3] in ("tcp", "udp")
        }
        self.ports.setdefault("tcp6", 0)
        os.mkfifo(self.repo / "events.fifo")
        pipe = os.open(self.repo / "events.fifo", os.O_RDWR | os.O_NONBLOCK)
        self.stop = threading.Event()
        self.thread = threading.Thread(target=self._serve, args=(servers, datagrams, pipe), daemon=True)
        self.thread.start()

    def _serve(self, servers, datagrams, pipe):
        with selectors.DefaultSelector() as selector:
            for one in servers.values():
                selector.register(one, selectors.EVENT_READ, "accept")
            for one in datagrams.values():
                selector.register(one, selectors.EVENT_READ, "read")
            selector.register(pipe, selectors.EVENT_READ, "read")
            while not self.stop.is_set():
                for key, _ in selector.select(0.02):
                    if key.data == "accept":
                        selector.register(key.fileobj.accept()[0], selectors.EVENT_READ, "read")
                        continue
                    with suppress(OSError):
                        chunk = os.read(key.fd, 4096)
                        self.heard += chunk
                        if not chunk:
                            selector.unregister(key.fileobj)
                            key.fileobj.close()
            for key in list(selector.get_map().values()):
                os.close(key.fd) if isinstance(key.fileobj, int) else key.fileobj.close()

    def _neighbour(self):
        self.neighbour = subprocess.Popen(
            [sys.executable, "-I", "-S", "-c", _NEIGHBOUR, self.secret],
            cwd=self.folder / "neighbour",
            env={"NEIGHBOUR": self.secret},
            stdout=subprocess.PIPE,
            start_new_session=True,
        )
        self.neighbour.stdout.readline()
        self.niceness = os.getpriority(os.PRIO_PROCESS, self.neighbour.pid)
        self.key = 0x5EC0 + os.getpid() % 1000
        self._segments()

    def _segments(self):
        """Make a queue and a segment under a key, as a database of the user's has; :meth:`close` removes them."""
        libc = ctypes.CDLL(None)
        self.shared = (libc.shmget(self.key, 4096, 0o1666), libc.msgget(self.key, 0o1666))


def _unix(path):
    server = socket.socket(socket.AF_UNIX)
    server.bind(str(path))
    server.listen()
    return server


def wait_until(condition, seconds):
    """Return whether something came true in time."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.01)
    return True
