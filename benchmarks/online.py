"""What asking the network costs: many links and many versions, against local servers.

``python benchmarks/online.py [--links N] [--versions N] [--hosts N]``: N links to pages on so many hosts (addresses of
the loopback network, each of which counts as a host of its own), and N libraries at one registry. Reported are wall and
processor time, the largest memory, and the most sockets open at once, held against what the limits allow.
"""

import argparse
import multiprocessing
import os
import subprocess
import tempfile
import time
from pathlib import Path

from measuring import HOLDFAST, Target, show_targets, user_environment

PAGE = b"<h1 id=here>There</h1>" + b"<p>words</p>" * 200
HEAD = (
    b'HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nETag: "1"\r\nContent-Length: %d\r\nConnection: keep-alive\r\n\r\n'
    % len(PAGE)
)
SAME = b'HTTP/1.1 304 Not Modified\r\nETag: "1"\r\n\r\n'
TEMPLATE = Path(__file__).parent.parent / "tests" / "seed" / "design-template.md"
EACH = 100
"""So many claims a document."""
HEADER = "# Cache {}\n\n**Date:** January 2025\n**Status:** Active\n**Related:** none\n\n## Executive Summary\n\nA cache.\n\n## 10. References\n\n"


def serve(ready) -> None:
    """Answer everything, on every address of the loopback network; runs in a process of its own."""
    import asyncio

    async def answer(reader, writer) -> None:
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                method, path, _ = head.split(b" ", 2)
                if path.startswith(b"/index/"):
                    name = path.rpartition(b"/")[2]
                    body = b"".join(
                        b'{"name":"%s","vers":"%d.%d.0","yanked":false}\n' % (name, a, b)
                        for a in range(3)
                        for b in range(20)
                    )
                    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body) + body)
                elif b"if-none-match" in head.lower():
                    writer.write(SAME)
                else:
                    writer.write(HEAD if method == b"HEAD" else HEAD + PAGE)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    async def main() -> None:
        server = await asyncio.start_server(answer, "0.0.0.0", 0, backlog=1024)
        ready.send(server.sockets[0].getsockname()[1])
        await server.serve_forever()

    asyncio.run(main())


def corpus(root: Path, links: list[str], libraries: list[str]) -> None:
    """Write documents that hold them."""
    folder = root / "docs" / "design"
    folder.mkdir(parents=True)
    (folder / "00-TEMPLATE.md").write_text(TEMPLATE.read_text())
    lines = [
        ("### Specifications", [f"- [page]({url})" for url in links]),
        (
            "### Libraries/Crates",
            [f"- [{name}](https://crates.io/crates/{name}) 1.{number % 20}" for number, name in enumerate(libraries)],
        ),
    ]
    count = 0
    for title, items in lines:
        for start in range(0, len(items), EACH):
            count += 1
            text = HEADER.format(count) + title + "\n\n" + "\n".join(items[start : start + EACH]) + "\n"
            (folder / f"{count:03}-cache.md").write_text(text)
    (root / "holdfast.toml").write_text(
        '[type.design]\ntemplate = "docs/design/00-TEMPLATE.md"\ndocuments = ["docs/design/[0-9]*-cache.md"]\ncorpus = "living"\n'
    )
    subprocess.run(["git", "init", "-q", str(root)], check=True)


def measured(command: list[str], cwd: Path, environment: dict[str, str]) -> tuple[float, float, float, int, str]:
    """Run a command; return wall and processor seconds, the largest memory in MB, the most sockets, and its last line."""
    before = os.times()
    began = time.monotonic()
    child = subprocess.Popen(
        command,
        cwd=cwd,
        env=user_environment(environment),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    most, memory = 0, 0.0
    base = f"/proc/{child.pid}"
    while child.poll() is None:
        try:
            fds = [os.readlink(f"{base}/fd/{one}") for one in os.listdir(f"{base}/fd")]
            most = max(most, sum(one.startswith("socket:") for one in fds))
            memory = max(memory, int(Path(f"{base}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6)
        except OSError:
            pass
        time.sleep(0.02)
    wall = time.monotonic() - began
    after = os.times()
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return wall, cpu, memory, most, (child.stdout.read().strip().splitlines() or [""])[-1]


def main() -> None:
    """Measure, and say whether anything was open that the limits do not allow."""
    from holdfast.verifiers.libraries.registry import LIMITS as OF_REGISTRIES
    from holdfast.world.http.limits import Limits

    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--links", type=int, default=10_000)
    parser.add_argument("--versions", type=int, default=5_000)
    parser.add_argument("--hosts", type=int, default=200)
    parser.add_argument("--small", action="store_true", help="as little as shows that the script runs")
    # What other benchmarks are told (corpora, rounds) says nothing here.
    options, _ = parser.parse_known_args()
    if options.small:
        options.links, options.versions, options.hosts = 60, 30, 6
    ours, theirs = multiprocessing.Pipe(duplex=False)
    server = multiprocessing.Process(target=serve, args=(theirs,), daemon=True)
    server.start()
    port = ours.recv()
    bounds = {"link": Limits().sockets, "release": OF_REGISTRIES.sockets}
    targets: list[Target] = []
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder)
        (base / "config" / "holdfast").mkdir(parents=True)
        (base / "config" / "holdfast" / "online.toml").write_text('allow = ["127.0.0.0/8"]\n')
        (base / ".cargo").mkdir()
        (base / ".cargo" / "config.toml").write_text(
            f'[source.crates-io]\nreplace-with = "m"\n[source.m]\nregistry = "sparse+http://127.0.0.1:{port}/index/"\n'
        )
        environment = {
            "HOME": str(base),
            "CARGO_HOME": str(base / ".cargo"),
            "XDG_CONFIG_HOME": str(base / "config"),
            "XDG_STATE_HOME": str(base / "state"),
            "NO_PROXY": "127.0.0.0/8",
            "no_proxy": "127.0.0.0/8",
            "XDG_CACHE_HOME": str(base / "cache"),
        }

        def links(hosts: int) -> list[str]:
            return [
                f"http://127.1.{n % hosts // 250}.{n % hosts % 250 + 1}:{port}/page/{n}{'#here' if n % 5 == 0 else ''}"
                for n in range(options.links)
            ]

        rounds = [
            (f"{options.links:,} links, {options.hosts} hosts", "link", links(options.hosts), []),
            (f"{options.links:,} links, one host", "link", links(1), []),
            (
                f"{options.versions:,} versions, one registry",
                "release",
                [],
                [f"crate-{n}" for n in range(options.versions)],
            ),
        ]
        print(f"{'':40}{'wall':>9}{'processor':>12}{'memory':>10}{'sockets':>9}")
        for number, (what, kind, pages, libraries) in enumerate(rounds):
            root = base / f"project{number}"
            corpus(root, pages, libraries)
            for again, title in (((), what), (("--again",), f"{what}, again")):
                command = [HOLDFAST, "verify", "--online", "--select", kind, *again]
                wall, cpu, memory, most, said = measured(command, root, environment)
                count = len(pages) + len(libraries)
                if f"{count} hold" not in said:
                    raise SystemExit(f"{title}: not all of them hold: {said}")
                print(f"{title:40}{wall:7.1f} s{cpu:10.1f} s{memory:7.0f} MB{most:9}", flush=True)
                # The event loop keeps a pair of sockets for itself.
                targets.append(Target(f"{title}, sockets", most, bounds[kind] + 2))
                targets.append(Target(f"{title}, memory", memory, 160, "MB"))
    show_targets(targets)
    server.terminate()


if __name__ == "__main__":
    main()
