"""The three servers that are compared: started on a free port of this machine, asked, and ended."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from tempfile import TemporaryDirectory

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(HERE)
_UVICORN = [sys.executable, "-m", "uvicorn", "--no-access-log", "--log-level", "warning", "--port", "{port}"]
Commands = Mapping[str, list[str]]
_PATIENCE = 60.0


class Connection:
    """One connection that is kept open; a request is sent as bytes made beforehand, so that asking costs little."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), _PATIENCE)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def ask(self, request: bytes, status: bytes) -> float:
        """Return the seconds until the whole answer is there; it has to have a status, and a length."""
        began = time.perf_counter()
        self._socket.sendall(request)
        answer = self._socket.recv(65536)
        head, _, body = answer.partition(b"\r\n\r\n")
        length = int(head.lower().partition(b"content-length:")[2].split(b"\r\n", 1)[0])
        while len(body) < length:
            body += self._socket.recv(65536)
        took = time.perf_counter() - began
        if not answer.startswith(b"HTTP/1.1 " + status):
            raise SystemExit(f"the answer is not {status.decode()}: {answer[:300]!r}")
        return took

    def close(self) -> None:
        """Hang up."""
        self._socket.close()


@contextmanager
def built() -> Generator[Commands]:
    """Compile the server in TypeScript beside links to its packages; yield the command of each server by its name."""
    with TemporaryDirectory() as folder:
        packages = os.path.join(ROOT, "node_modules")
        os.symlink(packages, os.path.join(folder, "node_modules"))
        os.symlink(os.path.join(ROOT, "package.json"), os.path.join(folder, "package.json"))
        compiler = ["node", os.path.join(packages, "typescript", "bin", "tsc"), "-p", HERE, "--outDir", folder]
        subprocess.run(compiler, check=True)
        yield {
            "Fairlead": [*_UVICORN, "--app-dir", os.path.join(ROOT, "src"), "harbour:app"],
            "FastAPI": [*_UVICORN, "--app-dir", os.path.join(HERE, "apps"), "fastapi_harbour:app"],
            "NestJS": ["node", os.path.join(folder, "nest-harbour.js")],
        }


@contextmanager
def running(words: list[str]) -> Generator[tuple[Connection, int, float]]:
    """Start a server; yield a connection, its process id, and the seconds until it took the connection."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [word.replace("{port}", str(port)) for word in words]
    began = time.perf_counter()
    process = subprocess.Popen(command, env={**os.environ, "PORT": str(port)}, cwd=ROOT)
    try:
        connection = _connected(process, port, began)
        yield connection, process.pid, time.perf_counter() - began
        connection.close()
    finally:
        process.terminate()
        process.wait(_PATIENCE)


def _connected(process: "subprocess.Popen[bytes]", port: int, began: float) -> Connection:
    while time.perf_counter() - began < _PATIENCE and process.poll() is None:
        try:
            return Connection(port)
        except ConnectionRefusedError:
            time.sleep(0.005)
    raise SystemExit(f"the server on port {port} did not start")


def resident(process: int) -> float:
    """Return the resident memory of a process, in MiB."""
    with open(f"/proc/{process}/status", encoding="ascii") as file:
        line = next(line for line in file if line.startswith("VmRSS:"))
    return int(line.split()[1]) / 1024
