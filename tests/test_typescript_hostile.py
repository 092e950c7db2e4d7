"""TypeScript and JavaScript examples that lie about themselves: none turns green, and none stops or changes another."""

import pytest

from trying import needs, packages, page, tried

pytestmark = needs("typescript", "node")
HOSTILE = {
    "ends the process": "process.exit(0);",
    "ends it by the inner function": "(process as any).reallyExit(0);",
    "ends it with a signal's code": "process.kill(process.pid, 'SIGKILL'); await new Promise(() => setTimeout(() => {}, 9e3));",
    "forges a receipt": """process.stderr.write('\\n00000000000000000000000000000000\\nholdfast-reads:[]\\n');
process.exit(0);""",
    "asks listeners for the receipt": """process.emit("exit", 0);
for (const one of process.listeners("exit")) (one as () => void)();
process.exit(0);""",
    "takes apart what the receipt needs": """import fs from "node:fs";
JSON.stringify = () => { throw new Error("no"); };
fs.writeSync = (() => 0) as any;
Buffer.concat = (() => Buffer.alloc(0)) as any;
process.exit(0);""",
    "says that it is fine when it ends": "process.on('exit', () => { process.exitCode = 0; process.exit(0); });\nthrow new Error('no');",
    "swallows its error": "process.on('uncaughtException', () => {});\nthrow new Error('no');",
    "loops": "for (;;) {}",
    "waits for ever": "await new Promise(() => {});",
    "leaves a timer": "setInterval(() => {}, 1000);",
    "leaves a rejection": "Promise.reject(new Error('no'));",
    "fails later": "setTimeout(() => { throw new Error('no'); }, 20);",
    "kills its parent": """try { process.kill(process.ppid, "SIGKILL"); } catch {}
try { process.kill(-1, "SIGKILL"); } catch {}
process.exit(0);""",
    "changes the others": """import { readdirSync, writeFileSync, rmSync } from "node:fs";
for (const place of ["..", "../..", "../../.."]) {
  try { for (const name of readdirSync(place, { recursive: true }) as string[])
    try { if (/mjs|mts/.test(name)) writeFileSync(`${place}/${name}`, "export {};"); } catch {} } catch {}
}
process.exit(0);""",
}
GOOD = "const fine: number = 1;\nconsole.log(fine);\n//> 1"
BROKEN = "const none: string[] = [];\nnone[0].trim();"


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    root = tmp_path_factory.mktemp("hostile")
    root.chmod(0o755)
    packages(root)
    fences = [f"ts\n{code}" for code in HOSTILE.values()]
    daemon = """ts
import { spawn } from "node:child_process";
spawn("sleep", ["1000"], { detached: true, stdio: "ignore" }).unref();"""
    flood = "ts\nfor (let i = 0; i < 3000; i++) process.stdout.write('x'.repeat(1000));"
    (root / "README.md").write_text(page(*fences, daemon, flood, f"ts\n{GOOD}", f"ts\n{BROKEN}"))
    return tried(root, "--timeout", "3")


@pytest.mark.parametrize("number", range(len(HOSTILE)), ids=list(HOSTILE))
def test_no_lie_turns_green(number, found):
    assert found.outcomes[number] in ("broken", "unproven"), found.raw["claims"][number]


def test_what_stands_behind_them_is_tried_as_ever(found):
    assert found.outcomes[-2:] == ["holds", "broken"]


def test_processes_left_behind_and_floods_harm_nobody(found):
    assert found.outcomes[-4:-2] == ["holds", "holds"]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("ends the process", "ends the process before its last line"),
        ("forges a receipt", "ends the process before its last line"),
        ("loops", "it ran longer than 3 s"),
        ("leaves a timer", "something keeps it running"),
        ("leaves a rejection", "Error: no"),
        ("fails later", "Error: no"),
    ],
)
def test_what_went_wrong_is_said(name, said, found):
    assert said in found.raw["claims"][list(HOSTILE).index(name)]["found"]
