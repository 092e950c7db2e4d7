"""The pages of a thousand documents: pages a second from a warm server under 64 connections, the first page, and a static site.

The load comes from this machine as well, in a process of its own, and takes its share of the two cores.
"""

import http.client
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from generated import write_corpus
from measuring import HOLDFAST, Target, corpora, options, show_targets, user_environment

CONNECTIONS = 64
HALF_OPEN = 300
LARGEST = 100 * 1024
"""Bytes that a page may have, with all that it loads, as they go over the wire; pictures and diagrams aside."""


@contextmanager
def serving(folder: str) -> Iterator[tuple[str, float]]:
    """Start the server and yield its address and the seconds until its first page was there."""
    began = time.perf_counter()
    command = [HOLDFAST, "serve", "--port", "0"]
    environment = user_environment({})
    with subprocess.Popen(
        command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        url = process.stdout.readline().strip()
        fetch(url, "/")
        try:
            yield url, time.perf_counter() - began
        finally:
            process.terminate()


def fetch(url: str, path: str) -> tuple[int, bytes, bytes]:
    """Return the length of an answer as it goes over the wire, its beginning unpacked, and its status."""
    place = urllib.parse.urlsplit(url)
    connection = http.client.HTTPConnection(place.hostname, place.port, timeout=30)
    connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    if answer.status != 200:
        raise SystemExit(f"{path}: {answer.status}")
    import gzip

    plain = gzip.decompress(body) if answer.headers.get("Content-Encoding") == "gzip" else body
    return len(body), plain, str(answer.status).encode()


def pages_of(url: str) -> list[str]:
    """Return the paths of every document."""
    _, index, _ = fetch(url, "/search.json")
    import json

    return [
        "/documents/" + urllib.parse.quote(one["path"].removesuffix(".md")) + ".html"
        for one in json.loads(index)["documents"]
    ]


def load(url: str, paths: list[str], seconds: float) -> tuple[float, float, int]:
    """Ask from many connections at once; return pages a second, the 99th percentile in seconds, and errors."""
    program = [sys.executable, __file__, "--load", url, str(seconds)]
    done = subprocess.run(program, input="\n".join(paths), capture_output=True, text=True, check=True)
    rate, percentile, errors = done.stdout.split()
    return float(rate), float(percentile), int(errors)


def ask(url: str, seconds: float) -> None:
    """Be the load: plain sockets that are kept open, as browsers keep them."""
    import asyncio

    paths = sys.stdin.read().split("\n")
    place = urllib.parse.urlsplit(url)
    taken: list[float] = []
    errors = 0

    async def one(number: int) -> None:
        nonlocal errors
        reader, writer = await asyncio.open_connection(place.hostname, place.port, limit=1 << 20)
        turn = number * 17
        until = time.perf_counter() + seconds
        while time.perf_counter() < until:
            path = paths[turn % len(paths)]
            turn += CONNECTIONS + 1
            began = time.perf_counter()
            writer.write(f"GET {path} HTTP/1.1\r\nHost: {place.netloc}\r\nAccept-Encoding: gzip\r\n\r\n".encode())
            head = await reader.readuntil(b"\r\n\r\n")
            length = re.search(rb"content-length: (\d+)", head, re.IGNORECASE)
            body = await reader.readexactly(int(length[1])) if length else b""
            taken.append(time.perf_counter() - began)
            if b" 200 " not in head[:20] or not body:
                errors += 1
        writer.close()

    async def everybody() -> None:
        nonlocal errors
        found = await asyncio.gather(*(one(number) for number in range(CONNECTIONS)), return_exceptions=True)
        errors += sum(isinstance(each, BaseException) for each in found)

    asyncio.run(everybody())
    taken.sort()
    print(len(taken) / seconds, taken[int(len(taken) * 0.99)], errors)


def half_open(url: str) -> list[socket.socket]:
    """Open connections that begin a request and never end it."""
    place = urllib.parse.urlsplit(url)
    found = []
    for _ in range(HALF_OPEN):
        one = socket.create_connection((place.hostname, place.port))
        one.sendall(b"GET / HTTP/1.1\r\nHost: ")
        found.append(one)
    return found


def weight(url: str, path: str) -> int:
    """Return the bytes of a page with all that it loads, as they go over the wire."""
    size, plain, _ = fetch(url, path)
    text = plain.decode()
    loaded = set(re.findall(r'(?:href|src)="([^"]*assets/[^"]*)"', text.partition("</head>")[0]))
    loaded.add(f"{next(iter(loaded)).rpartition('/')[0]}/inter.woff2")
    return size + sum(fetch(url, urllib.parse.urljoin(path, one))[0] for one in loaded)


def live(url: str, folder: str, path: str, rounds: int) -> float:
    """Return the median of the seconds from writing a file to the event that carries what changed."""
    place = urllib.parse.urlsplit(url)
    file = Path(folder, path)
    before = file.read_text()
    page = f"documents/{path.removesuffix('.md')}.html"
    _, plain, _ = fetch(url, f"/{page}")
    seen = re.search(r"seen=([\w-]+)", plain.decode())[1]
    query = urllib.parse.urlencode({"page": page, "query": "", "seen": seen})
    taken = []
    with socket.create_connection((place.hostname, place.port), timeout=20) as connection:
        connection.sendall(f"GET /live?{query} HTTP/1.1\r\nHost: {place.netloc}\r\n\r\n".encode())
        reader = connection.makefile("rb")
        time.sleep(0.5)
        for number in range(rounds):
            word = f"Kelp{number}x{time.time_ns()}"
            began = time.perf_counter()
            file.write_text(f"{before}\n{word}\n")
            while word.encode() not in reader.readline():
                pass
            taken.append(time.perf_counter() - began)
            time.sleep(2)
    file.write_text(before)
    return statistics.median(taken)


def served(folder: str, small: bool) -> list[Target]:
    """Measure the server on a generated corpus."""
    subprocess.run([HOLDFAST, "check"], cwd=folder, env=user_environment({}), stdout=subprocess.DEVNULL, check=False)
    with serving(folder) as (_, first):
        pass
    with serving(folder) as (url, again):
        first = min(first, again)
        paths = pages_of(url)
        for path in paths:
            fetch(url, path)
        rate, percentile, errors = load(url, paths, 3 if small else 60)
        held = half_open(url)
        _, slow, wrong = load(url, paths, 2 if small else 10)
        for one in held:
            one.close()
        heaviest = max(
            weight(url, path) for path in ("/", "/search.html", "/graph.html", "/timeline.html", *paths[:20])
        )
        latency = live(
            url,
            folder,
            urllib.parse.unquote(paths[3]).removeprefix("/documents/").removesuffix(".html") + ".md",
            2 if small else 9,
        )
    return [
        Target(
            f"{len(paths)} documents, time a page (300 a second)",
            1000 / rate,
            1000 / 300,
            "ms",
            f"{rate:.0f} pages a second",
        ),
        Target(f"{CONNECTIONS} connections, 99th percentile", 1000 * percentile, 200, "ms", f"{errors} errors"),
        Target("errors", errors + wrong, 0),
        Target(f"the same beside {HALF_OPEN} half-open connections", 1000 * slow, 200, "ms"),
        Target("first page after the command", first, 1.0, "s"),
        Target("an edit, until it is sent", 1000 * latency, 300, "ms"),
        Target("heaviest page with all it loads", heaviest / 1024, LARGEST / 1024, "KB"),
    ]


def built(name: str, folder: str) -> list[Target]:
    """Measure a static site of real documents: cold, and after an edit of one."""
    with tempfile.TemporaryDirectory() as scratch:
        site = str(Path(scratch, "site"))
        environment = user_environment({"XDG_CACHE_HOME": str(Path(scratch, "cache"))})

        def timed() -> float:
            began = time.perf_counter()
            subprocess.run(
                [HOLDFAST, "build", site], cwd=folder, env=environment, stdout=subprocess.DEVNULL, check=True
            )
            return time.perf_counter() - began

        cold = timed()
        path = sorted(Path(folder).rglob("*.md"))[20]
        before = path.read_bytes()
        try:
            path.write_bytes(before + b"\nOne more line.\n")
            warm = timed()
        finally:
            path.write_bytes(before)
        return [
            Target(f"{name}: static site, cold", cold, 20.0, "s"),
            Target(f"{name}: static site, one document changed", warm, 2.0, "s"),
        ]


def main() -> None:
    """Measure everything; the corpora where there are some."""
    if "--load" in sys.argv:
        ask(sys.argv[2], float(sys.argv[3]))
        return
    chosen = options(__doc__ or "")
    with tempfile.TemporaryDirectory() as folder:
        write_corpus(Path(folder), 40 if chosen.small else 1000)
        targets = served(folder, chosen.small)
    for name, folder in ({} if chosen.small else corpora(chosen.corpora, "rfcs")).items():
        targets += built(name, folder)
    show_targets(targets)


if __name__ == "__main__":
    main()
