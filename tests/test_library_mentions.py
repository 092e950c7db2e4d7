"""Libraries with versions as people write them: in lists, in tables, in the style of each ecosystem."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.binding.libraries import mentions
from holdfast.binding.libraryitem import in_text
from holdfast.markdown.outline import enclosing, outline
from holdfast.markdown.parser import parse

ITEMS = {
    "[serde](https://crates.io/crates/serde) 1.0 - Serialisation": ("cargo", "serde", "1.0"),
    "[serde](https://docs.rs/serde/1.0.2/serde/) - Serialisation": ("cargo", "serde", "1.0.2"),
    "[serde](https://lib.rs/crates/serde) (1.0)": ("cargo", "serde", "1.0"),
    "[serde 1.0](https://serde.rs)": ("", "serde", "1.0"),
    "[`tokio`](https://tokio.rs) - v1.40, a runtime": ("", "tokio", "v1.40"),
    "**axum** (0.7): the web": ("", "axum", "0.7"),
    '`tower-http = "0.6"`': ("cargo", "tower-http", "0.6"),
    'tokio = { version = "1.40", features = ["full"] }': ("cargo", "tokio", "1.40"),
    "[httpx](https://www.python-httpx.org/) >= 0.28": ("", "httpx", ">= 0.28"),
    "[HTTPX](https://pypi.org/project/httpx/) 0.28": ("pypi", "httpx", "0.28"),
    "[HTTPX](https://pypi.org/project/httpx/0.28.1/)": ("pypi", "httpx", "0.28.1"),
    "httpx[http2]==0.28.1 for HTTP": ("pypi", "httpx", "==0.28.1"),
    "pydantic~=2.5": ("pypi", "pydantic", "~=2.5"),
    "@nestjs/core@^10.0.0": ("npm", "@nestjs/core", "^10.0.0"),
    "[@nestjs/core](https://www.npmjs.com/package/@nestjs/core) v10.4": ("npm", "@nestjs/core", "v10.4"),
    "zod 4": ("", "zod", "4"),
    "zod@4.1.3": ("", "zod", "4.1.3"),
    "org.slf4j:slf4j-api:2.0.9": ("maven", "org.slf4j:slf4j-api", "2.0.9"),
    "[slf4j](https://central.sonatype.com/artifact/org.slf4j/slf4j-api) 2.0": ("maven", "org.slf4j:slf4j-api", "2.0"),
    "golang.org/x/net v0.30.0": ("golang", "golang.org/x/net", "v0.30.0"),
    "[chi](https://pkg.go.dev/github.com/go-chi/chi/v5) v5.1.0": ("golang", "github.com/go-chi/chi/v5", "v5.1.0"),
    "pkg:cargo/serde@1.0.2 by its package URL": ("cargo", "serde", "1.0.2"),
    "pkg:npm/%40nestjs/core@10.4.0": ("npm", "@nestjs/core", "10.4.0"),
    "pkg:maven/org.slf4j/slf4j-api@2.0.9": ("maven", "org.slf4j:slf4j-api", "2.0.9"),
    "lodash (version 4.17 or later)": ("", "lodash", "4.17 or later"),
    "[ ] **msgspec** 0.18.x": ("", "msgspec", "0.18.x"),
    "✅ msgspec 0.18": ("", "msgspec", "0.18"),
    "[x](https://crates.io/crates/x) 1.0": ("cargo", "x", "1.0"),
    "redis: 5.0+": ("", "redis", "5.0+"),
}
NONE_SAID = [
    "[petgraph](https://github.com/petgraph/petgraph) - Graphs of 3 dependencies",
    "[Tokio tutorial](https://tokio.rs/tutorial) 2",
    "PostgreSQL 16 database",
    "Uses 3 workers",
    "rand 2024",
    "left-pad 2x faster",
    "cache 10 MB",
    "`validator` (~25 deps)",
    "zod (< 2.5 MB gzipped)",
    "serde, the newest",
    "",
    "- [ ]",
]


@pytest.mark.parametrize(("item", "expected"), ITEMS.items())
def test_an_item_names_a_library_with_a_version(item, expected):
    found = in_text(f"- {item}")
    assert (found.ecosystem, found.name, found.said) == expected
    assert f"- {item}"[found.start : found.end].replace("%40", "@") == found.said


@pytest.mark.parametrize("item", NONE_SAID)
def test_no_other_number_is_taken_for_a_version(item):
    found = in_text(f"- {item}")
    assert found is None or not found.said


@given(st.text(max_size=120))
def test_any_text_is_read(item):
    found = in_text(item)
    assert found is None or 0 <= found.start <= found.end <= len(item)


def read(text):
    tree = parse(text.encode())
    return [
        (one.library.ecosystem, one.library.name, tree.slice(*one.version))
        for one in mentions(tree, outline(tree), None)
        if one.library.said
    ]


def test_a_heading_says_what_the_list_below_it_is_about():
    assert read("# A\n\n## Crates\n\n- serde 1.0\n  - its derive 2.0\n") == [("cargo", "serde", "1.0")]
    assert read("# A\n\n## Dependencies\n\n### Python\n\n- attrs 23.1\n") == [("pypi", "attrs", "23.1")]
    assert read("# A\n\n### Libraries/Crates\n\n- zod 4.1\n") == [("", "zod", "4.1")]
    assert read("# A\n\n## Releases\n\n- serde 1.0\n") == []


def test_a_table_needs_a_column_for_versions():
    table = "# Ä\n\n| Crate | Version | Why |\n|---|---|---|\n| [serde](https://serde.rs) | `1.0` | ä |\n| axum | the newest | |\n"
    assert read(table) == [("cargo", "serde", "1.0")]
    assert read(table.replace("Version", "Stars")) == []
    assert read("# A\n\n| Name | Version |\n|---|---|\n| HTTP | 1.1 |\n") == []
    assert read("# A\n\n## Dependencies\n\n| Name | Version |\n|---|---|\n| attrs | 23.1 |\n") == [
        ("", "attrs", "23.1")
    ]


@given(st.lists(st.sampled_from(["# A", "## B", "### C", "text", "# D", ""]), max_size=12))
def test_the_headings_around_a_place_are_those_whose_sections_hold_it(lines):
    tree = parse("\n\n".join(lines).encode())
    headings = outline(tree)
    for offset in range(len(tree.source) + 1):
        around = [one for one in headings if one.start <= offset < max(one.end, one.start + 1)]
        if offset < len(tree.source):
            assert enclosing(headings, offset) == around


def test_what_stands_in_a_quotation_is_somebody_elses():
    assert read("# A\n\n## Crates\n\n> - serde 1.0\n\n- tokio 1.0\n") == [("cargo", "tokio", "1.0")]
