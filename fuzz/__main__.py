"""``python -m fuzz [SECONDS]``: let atheris look for bytes of which one of the laws does not hold.

It starts from the Markdown of ``examples/`` and from what was found before (``fuzz/found``). What it finds is written
to ``build/fuzz`` and belongs into ``fuzz/found`` once it is mended; the test suite holds the laws of those.
"""

import sys
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["holdfast"]):
    from fuzz.laws import hold, lookups

ROOT = Path(__file__).parent.parent
WORK = ROOT / "build" / "fuzz"
_WORDS = (
    "# ", "## ", "**Status:** ", "Active", "Draft", "---", "```", "- [ ] ", "- [x] ", "> ", "| ", "|--|", "](", "[", "<!-- ",
    " -->", "holdfast: ", "waive ", " because ", "optional", "**", "&a", "*a", "\r\n", "\ufeff", "\udcff", "1. ", "✅",
)  # fmt: skip


def main() -> None:
    """Fuzz for so many seconds; a finding ends the run with its traceback and a file."""
    seconds = int(sys.argv[1]) if len(sys.argv) > 1 else 60
    seeds = WORK / "seeds"
    seeds.mkdir(parents=True, exist_ok=True)
    (WORK / "corpus").mkdir(exist_ok=True)
    for number, path in enumerate(sorted(ROOT.glob("examples/**/*.md"))):
        (seeds / f"{number:04}.md").write_bytes(path.read_bytes())
    words = WORK / "words.dict"
    spelled = ("".join(f"\\x{byte:02x}" for byte in word.encode("utf-8", "surrogateescape")) for word in _WORDS)
    words.write_text("".join(f'"{word}"\n' for word in spelled))
    lookups()
    options = [f"-max_total_time={seconds}", "-timeout=20", "-rss_limit_mb=2048", "-max_len=8192", f"-dict={words}"]
    places = [str(WORK / "corpus"), str(ROOT / "fuzz" / "found"), str(seeds)]
    atheris.Setup([sys.argv[0], *options, f"-artifact_prefix={WORK}/", *places], hold)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
