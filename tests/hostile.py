"""Documents, templates and settings that somebody writes who wishes a checker ill, in any size."""

from samples import document

HEAD = document("A").partition("## Context")[0] + "## Context\n\n"
BOMB = "&a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]\n" for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)
"""Nine to the power of nine words, for whoever follows the aliases."""


def documents(count: int) -> dict[str, bytes]:
    """Return texts by what there are ``count`` of, or nearly, in each."""
    bodies = {
        "quotes": ">" * count + " a",
        "brackets": "[" * count + "a" + "](b)" * count,
        "images": "![" * count + "a" + "](b.png)" * count,
        "list levels": "- " * count + "a",
        "emphasis": "*a_" * count,
        "stars": "*" * count + "a" + "*" * count,
        "links": "[a](b.md) " * count,
        "links to no name": "[a](%00) [a](b%00.md#%00) ![a](%00.png) " * (count // 100),
        "links to nowhere": "[a](b.md#c) " * (count // 10),
        "rows": "| a | b |\n|---|---|\n" + "| c | d |\n" * count,
        "headings": "".join(f"## {number % 500}. A\n\n" for number in range(count)),
        "waivers": "<!-- holdfast: waive link-broken because x -->\n\n" * (count // 10),
        "directives": "<!-- holdfast: optional -->\n\n" * count,
        "comments": "a <!-- " * count,
        "tags": "<a x=" * count,
        "code spans": "`a/b.py` " * count,
        "backticks": "".join("`" * number + "a " for number in range(1, count // 100)),
        "definitions": "".join(f"[a{number}]: b\n" for number in range(count)),
        "entities": "&#1;&amp;" * count,
        "info string": "```python " + "{a=" * count + '"\nx\n```',
        "json": "```json\n" + "[" * count + "\n```",
        "yaml": "```yaml\n" + "[" * min(count, 2000) + "\n```\n\n```yaml\na: " + BOMB + "```",
        "python": "```python\n" + ("(" * 4000 + "\n") * (count // 4000 + 1) + "```",
        "toml": "```toml\na = " + ("[" * 4000 + "\n") * (count // 4000 + 1) + "```",
        "toml keys": "```toml\n" + (".".join("a" * 2000) + " = 1\n") * (count // 4000 + 1) + "```",
        "nul": "\0" * count,
        "invisible": "\u200b\u202e" * count,
        "backslashes": "\\" * count,
        "tasks": "- ✅ a\n" * (count // 10),
        "labels": "**A:** b\n" * count,
        "fence in quotes": "> " * 25 + "```json\n" + ("> " * 25 + "[\n") * (count // 100) + "> " * 25 + "```",
    }
    texts = {name: f"{HEAD}{body}\n" for name, body in bodies.items()}
    fronts = {
        "front matter brackets": "a: " + "[" * min(count, 20_000),
        "front matter braces": "a: " + "{a: " * min(count, 20_000),
        "front matter levels": "".join(" " * level + "a:\n" for level in range(min(count, 1500))),
        "front matter dashes": "- " * count + "a",
        "front matter keys": "".join(f"k{number}: v\n" for number in range(count)) + "x: [a]",
        "front matter bomb": f"a: {BOMB}status: *i",
        "front matter circle": "a: &a [*a]\nstatus: &b {k: *b}",
        "front matter keys given twice": "title: A\ntitle: B\nstatus: Active\nstatus: [Draft]\nstatus: {a: b}",
        "front matter numbers": "a: [" + "9" * count + ", 0x" + "f" * count + "]",
        "front matter tags": "a: !!python/object/apply:os.system ['true']\nb: !!binary '='\nc: !!set [a]",
        "front matter of another program": "<<: {a: b}\n? [x, y]\n: z\n%YAML 9.9\n\t- a",
    }
    texts |= {name: f"---\n{text}\n---\n{HEAD}" for name, text in fronts.items()}
    found = {name: text.encode() for name, text in texts.items()}
    found["carriage returns"] = (HEAD + "a\r" * count).replace("\n", "\r").encode()
    found["bytes that are no text"] = HEAD.encode() + b"\xff\xed\xa0\x80" * count
    found["one long line"] = HEAD.encode() + b"word " * (count * 20)
    return found


def settings(count: int) -> dict[str, str]:
    """Return configurations by what is wrong with them."""
    return {
        "brackets": "exclude = " + "[" * count,
        "digits": "fail-on = " + "9" * count,
        "many settings": "[aliases]\n" + "".join(f"k{number} = 'x'\n" for number in range(count)),
        "a long line of states": "".join(f"[state.s{one}]\ninherits = 's{one + 1}'\n" for one in range(count)),
        "a circle of states": "[state.a]\ninherits = 'b'\n[state.b]\ninherits = 'a'\n",
        "one long line": "x" * count,
        "nul": "a\0b = 1\n",
        "a key given twice": "exclude = []\nexclude = []\n",
        "a key of many parts": ".".join("a" * count) + " = 1\n",
        "a key of many quoted parts": " . ".join(["''", '""'] * count) + " = 1\n",
        "a nul that is spelled out": 'baseline = "\\u0000"\n',
        "a nul in a list of a table": '[type.a]\ntemplate = "a.md"\ndocuments = ["docs/\\u0000"]\n',
        "a list for a word": 'corpus = ["living"]\n',
        "more bytes than are read": "#" * 80 * 4000,
        "a template that never ends": "[type.a]\ntemplate = '/dev/zero'\ndocuments = ['docs/*.md']\n",
        "a baseline that never ends": "baseline = '/dev/zero'\n",
        "no number": "unbound-below = nan\n",
    }
