"""CPU time of 100 TypeScript examples beside one compiler each, and of a run in which nothing changed.

    python benchmarks/typescript_examples.py [--small]

The compiler is the repository's own (``npm ci``). Of the processes one by one, as many run as tell the sum.
"""

import compiled_examples
from compiled_examples import Language, Path

SNIPPETS = [
    "interface User {{ id: number; name: string }}\nconst users: User[] = [{{ id: {n}, name: 'a' }}];\nusers.map((one) => one.name.toUpperCase());",
    "type Result<T> = {{ ok: true; value: T }} | {{ ok: false; error: string }};\nfunction parse(text: string): Result<number> {{\n  const value = Number(text);\n  return Number.isNaN(value) ? {{ ok: false, error: text }} : {{ ok: true, value }};\n}}\nparse('{n}');",
    "class Cache<K, V> {{\n  private readonly kept = new Map<K, V>();\n  get(key: K, make: () => V): V {{\n    const found = this.kept.get(key) ?? make();\n    this.kept.set(key, found);\n    return found;\n  }}\n}}\nnew Cache<string, number>().get('a', () => {n});",
    "async function wait(ms: number): Promise<number> {{\n  await new Promise((done) => setTimeout(done, 0));\n  return ms;\n}}\nawait wait({n});",
]


def one_each(repository: Path, files: list[Path]) -> str:
    compiler = repository / "node_modules/typescript/bin/tsc"
    options = "--noEmit --strict --target es2023 --module esnext --moduleResolution bundler --moduleDetection force --skipLibCheck"
    return "\n".join(f"node {compiler} {options} {file} || exit 1" for file in files)


if __name__ == "__main__":
    compiled_examples.main(Language("typescript", "ts", "mts", SNIPPETS, one_each))
