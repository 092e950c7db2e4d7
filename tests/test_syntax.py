"""Examples in documents: what is let pass, what does not parse, and where."""

import json
from importlib import import_module

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.binding.document import Document
from holdfast.binding.lookup import Lookup
from holdfast.binding.plainyaml import is_plain
from holdfast.binding.syntax import LANGUAGES, known_fault, syntax_fault
from holdfast.engine.check import check
from holdfast.template.compile import compile_template
from test_rules_more import HEAD, TOP, said

FINE = {
    "python": [
        "x = 1",
        "await get(url)\nasync with lock:\n    pass",
        "return x",
        "def get(url, ...):\n    ...",
        "get(url, ..., timeout=3)\nvalues = {'a': 1, ...}",
        "def get(url: str) -> bytes",
        "class Cache(Base)",
        "class Cache:\n    def get(self): ...\n    def put(self):\n",
        "    x = 1\n    y = 2",
        "    x = 1\ny = 2",
        "try:\n    get()\nexcept OSError:\n    # nothing to be done\n",
        "else:\n    pass",
        "@app.get('/')",
        'print "hello"',
        "print x",
        "except_me = 1\ntry:\n    pass\nexcept A, e:\n    pass",
        "%timeit get()",
        "!pip install x",
        "$ python x.py",
        "In [1]: x\nOut[1]: 3",
        ">>> x = 1\n>>> x\n1",
        ">>> def f():\n...     return 1\n...\n>>> f()\n1",
        ">>> get(\n    1,\n)\n[1]",
        "Traceback (most recent call last):\n  File",
        "ValueError: no such key",
        "- old = 1\n+ new = 2",
        "from <package> import name",
        "x = {{ cookiecutter.name }}",
        "type Key = str",
        "def first[T](values: list[T]) -> T: ...",
        '"\\d"',
        "\0",
        "(" * 100_000,
    ],
    "json": [
        '{"a": 1}',
        "[1, 2]",
        '{"a": 1} // the first\n{"b": 2}',
        '{"a": 1}\n{"a": 2}\n',
        '{"a": 1, ...}',
        '{\n  // why\n  "a": 1 /* and */\n}',
        '"a": {"b": 1},',
        '{"a": token}',
        '{"a": <number>}',
        '{"a": {{ value }}}',
        "POST /cache HTTP/1.1",
        '"text"',
        "[" * 100_000,
    ],
    "toml": [
        "a = 1\n[b]\nc = [1, 2]",
        "[tool]\na = 1\n\n[tool]\na = 2",
        "a = { b = 1,\n  c = 2,\n}",
        "a = ...",
        "a = <number>",
    ],
    "yaml": [
        "a: 1\nb:\n  - c\n  - d: e\n",
        "a: [1, 2]\n---\nb: {c: d}\n",
        "a: &x 1\nb: *x\na: !Ref c\n",
        "a: {{ .Values.a }}\n",
        "a: b\n...\nc: d: e",
        "on:\n- push\n",
    ],
}

BROKEN = {
    "python": [
        ("x = (1", 0, 4),
        ("if x = 1:\n    pass", 0, 3),
        ("async with get() as reply\n    pass", 0, 25),
        (">>> x = 1\n>>> y = (\n", 1, 8),
        ("x = 1 || 2", 0, 7),
        ("def f():\n    x = 1\n   y = 2", 2, 8),
    ],
    "json": [('{"a" 1}', 0, 5), ('{"a": 1\n "b": 2}', 1, 1), ("{a: 1}", 0, 1), ('{"a": 0x5}', 0, 7)],
    "toml": [("a = panic", 0, 4), ("a = 1\n// b\nc = 2", 1, 0), ("[a", 0, 2)],
    "yaml": [("a: b: c", 0, 4), ('a: "b', 0, 5), ("a:\n\t- b", 1, 0), ("a: [1, 2\nb: 3", 1, 1)],
}


def fence(language, text):
    return f"## API\n\n```{language}\n{text}\n```\n"


@pytest.mark.parametrize(("language", "text"), [(language, text) for language, texts in FINE.items() for text in texts])
def test_what_parses_or_leaves_something_out_is_let_pass(language, text):
    assert syntax_fault(language, text.split("\n")) is None


@pytest.mark.parametrize(
    ("language", "text", "line", "column"),
    [(language, *one) for language, found in BROKEN.items() for one in found],
)
def test_what_does_not_parse_is_found_at_its_place(language, text, line, column):
    found = syntax_fault(language, text.split("\n"))
    assert found is not None
    assert (found.line, found.column) == (line, column)
    assert found.message


def test_a_comma_too_many_is_no_json():
    assert syntax_fault("json", ['{"a": 1,}']) is not None


@pytest.mark.parametrize(
    "info",
    [
        "python ignore",
        "python,notest",
        "{.python .skip}",
        "python no_parse",
        "python # invalid",
        "text",
        "jsonc",
        "json5",
        "pseudo python",
    ],
)
def test_a_block_that_says_so_is_not_judged(info):
    assert said("example-unparsable", "## API\n\n[a]\n", fence(info, "x = (")) == []


def test_a_block_that_is_announced_as_pseudo_code_is_not_judged():
    assert (
        said("example-unparsable", "## API\n\n[a]\n", "## API\n\nIn pseudo-code:\n\n```python\nfor each x:\n```\n")
        == []
    )


def test_the_place_is_that_of_the_document_in_a_list_as_well():
    document = "## API\n\n- So:\n\n  ```python\n  x = 1\n  \u00e4 = (2\n  ```\n"
    schema = compile_template(f"{HEAD}## API\n\n[a]\n".encode(), "TEMPLATE.md", "design")
    bound = Document("document.md", document.encode(), Lookup(schema))
    spans = []
    import_module("holdfast.rules.example_unparsable").judge(bound, lambda span, *args, **more: spans.append(span))
    assert [bound.parse.position(span.start) for span in spans] == [(7, 7)]
    assert [bound.parse.slice(*span) for span in spans] == ["(2"]


def test_an_unclosed_block_and_a_block_in_a_quote_are_no_reason_to_fail():
    assert said("example-unparsable", "## API\n\n[a]\n", "## API\n\n> ```python\n> x = 1\n> ```\n") == []
    assert len(said("example-unparsable", "## API\n\n[a]\n", "## API\n\n```python\nx = (")) == 1
    assert said("example-unparsable", "## API\n\n[a]\n", "## API\n\n```python\n```\n") == []


def test_examples_are_an_obligation_of_documents_that_are_kept_true(project):
    files = {"docs/TEMPLATE.md": f"{HEAD}## API\n\n[a]\n", "docs/cache.md": TOP + fence("python", "x = (")}
    for nature, count in (("living", 1), ("record", 0)):
        root = project({**files, "holdfast.toml": f'corpus = "{nature}"\n'}, name=nature)
        assert len([one for one in check(str(root)).verdicts if one.slug == "example-unparsable"]) == count


@given(st.sampled_from(sorted(LANGUAGES)), st.text(max_size=200))
def test_no_snippet_is_too_strange(language, text):
    lines = text.split("\n")
    if not text.strip():
        return
    found = syntax_fault(language, lines)
    assert found is None or 0 <= found.line < len(lines)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
def test_every_json_text_parses(value):
    assert syntax_fault("json", json.dumps(value, indent=2).split("\n")) is None


@given(
    st.dictionaries(
        st.from_regex(r"[a-z]{1,8}", fullmatch=True), st.from_regex(r"[a-z0-9 ]{0,12}", fullmatch=True), min_size=1
    )
)
def test_plain_yaml_is_known_without_a_parser(value):
    assert is_plain([f"{name}: {words.strip()}".rstrip() for name, words in value.items()])


def test_yaml_that_may_be_wrong_is_not_plain():
    for text in ("a: b: c", 'a: "b', "a: b\n  c: d", "a:\n  b: c\n d: e", "a: [b", "a\nb", "a: @b", "- a\n  - b"):
        assert not is_plain(text.split("\n")), text


def test_a_snippet_that_was_just_parsed_is_not_parsed_again():
    lines = ["{", '  "remembered": 1,', "}"]
    first = syntax_fault("json", lines)
    parsed = known_fault.cache_info().misses
    assert first is not None
    assert syntax_fault("json", list(lines)) == first
    assert known_fault.cache_info().misses == parsed


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ('{\n  "a": 1,\n}', (1, 8, "a comma too many: nothing follows it")),
        ("[\n  1,\n\n]", (1, 3, "a comma too many: nothing follows it")),
        ('{\n  "a": 1\n  "b": 2\n}', (2, 2, "a comma is missing before this")),
        ("{'a': 1}", (0, 1, "a name in double quotes is missing here")),
    ],
)
def test_a_fault_of_json_is_told_as_a_reader_would(text, fault):
    assert syntax_fault("json", text.split("\n")) == fault
