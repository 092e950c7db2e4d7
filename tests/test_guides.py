"""Migration guides are read in the words and marks that people write them with."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.binding.guides.reading import guides
from holdfast.binding.guides.words import words
from holdfast.markdown.outline import outline
from holdfast.markdown.parser import parse
from holdfast.model.guide import ABSENT
from migrations import HEAD, only, read

SIDES = "**Before**\n\n```python\nold = 1\n```\n\n**After**\n\n```python\nnew = 1\n```\n\n"


@pytest.mark.parametrize(
    ("heading", "source"),
    [
        ("From FastAPI", "FastAPI"),
        ("8.1 From FastAPI", "FastAPI"),
        ("Migrating from FastAPI", "FastAPI"),
        ("Migration from `FastAPI`", "FastAPI"),
        ("Upgrade from 1.x", "1.x"),
        ("Upgrading from v1", "v1"),
        ("Coming from Express", "Express"),
        ("Moving from Flask to Bolt", "Flask"),
        ("Flask to Bolt", "Flask"),
        ("Migration von Django", "Django"),
    ],
)
def test_a_heading_that_names_what_is_left_behind_opens_a_guide(heading, source):
    assert only(f"### {heading}\n\n{SIDES}").source == source


@pytest.mark.parametrize("heading", ["What comes from FastAPI", "Freedom", "Before you start", "Cost to build"])
def test_another_heading_opens_none(heading):
    found = read(f"### {heading}\n\n{SIDES}")
    assert [one.title for one in found if one.source != "Cost"] == []


def test_from_alone_opens_a_guide_only_below_a_migration_guide():
    text = HEAD.replace("Migration guide", "History")
    found = parse((text + "### From FastAPI\n\n" + SIDES).encode())
    assert guides(found, outline(found)) == []


def test_prose_alone_is_no_guide():
    assert read("### From FastAPI\n\nReplace the decorators. It is easy.\n") == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("**Before**", "**After**"),
        ("**Before:**", "**After:**"),
        ("__Before (FastAPI)__", "__After (Bolt)__"),
        ("#### Before", "#### After"),
        ("#### Before: the old service", "#### After: the new one"),
        ("#### FastAPI", "#### With Bolt"),
        ("In FastAPI:", "In Bolt:"),
        ("*Old*:", "New:"),
        ("**Vorher**", "**Nachher**"),
    ],
)
def test_a_side_is_told_by_a_heading_a_label_or_the_name_of_what_it_shows(before, after):
    found = only(f"### From FastAPI\n\n{before}\n\n```python\nold = 1\n```\n\n{after}\n\n```python\nnew = 1\n```\n")
    assert found.before.text("app.py") == "old = 1\n"
    assert found.after.text("app.py") == "new = 1\n"


def test_a_side_is_told_by_the_fence_itself():
    found = only(
        '### From X\n\n```python title="before/app.py"\na = 1\n```\n\n```ts after\nb;\n```\n\n'
        "```ts\n// after/src/other.ts\nc;\n```\n\n```python:before/more.py\nd = 1\n```\n"
    )
    assert [one.path for one in found.before.files] == ["app.py", "more.py"]
    assert [one.path for one in found.after.files] == ["main.ts", "src/other.ts"]


def test_files_are_named_by_attributes_labels_and_first_lines():
    found = only(
        "### From X\n\n#### Before\n\n```ts title=src/a.ts\na;\n```\n\n**`src/b.ts`**\n\n```ts\nb;\n```\n\n"
        "```ts\n// src/c.ts\nc;\n```\n\n```ts\nd;\n```\n\n```ts\ne;\n```\n\n#### After\n\n```ts\nf;\n```\n"
    )
    assert {one.path: one.text for one in found.before.files} == {
        "src/a.ts": "a;\n",
        "src/b.ts": "b;\n",
        "src/c.ts": "// src/c.ts\nc;\n",
        "main.ts": "d;\ne;\n",
    }


def test_a_label_holds_no_further_than_its_section():
    found = only("### From X\n\n#### Before\n\n```python\na = 1\n```\n\n#### Notes\n\n```python\nb = 1\n```\n")
    assert found.before.text("app.py") == "a = 1\n"
    assert found.after is None


def test_a_file_outside_of_its_side_is_a_fault():
    found = only(
        "### From X\n\n```python title=before/../../etc/x.py\na = 1\n```\n\n**After**\n\n```python\nb = 1\n```\n"
    )
    assert found.before is None or "no place" in found.before.fault


def test_a_console_block_in_a_side_is_its_command():
    found = only(
        "### From X\n\n**Before**\n\n```python\na = 1\n```\n\n```console\n$ python app.py --port $PORT\nready\n```\n"
    )
    assert found.before.command == "python app.py --port $PORT"


def requests(text):
    return only(f"### From X\n\n{SIDES}```http\n{text}\n```\n").requests


def test_http_blocks_hold_several_requests():
    one, two, three = requests(
        "@host = http://localhost:8000\n\n# a comment\nGET {{host}}/items?a=1\n  &b=2 HTTP/1.1\nAccept: text/plain\n\n"
        '### make one\nPOST /items\nContent-Type: application/json\n\n{\n  "a": 1\n}\n\n###\n/items'
    )
    assert (one.method, one.target, one.headers) == ("GET", "/items?a=1&b=2", (("Accept", "text/plain"),))
    assert (two.name, two.method, two.body) == ("make one", "POST", '{\n  "a": 1\n}')
    assert (three.method, three.target) == ("GET", "/items")


def test_an_answer_in_an_http_block_is_no_request():
    assert requests("HTTP/1.1 200 OK\nContent-Type: text/plain\n\nhello") == ()


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("GET ws://localhost/chat", "websocket"),
        ("GET /chat\nUpgrade: websocket", "websocket"),
        ("WEBSOCKET /chat", "websocket"),
        ("GET /items/{{id}}", "{{id}} is defined nowhere"),
        ("GET items", "no path"),
        ("GET /a\nthis is no header", "no header"),
        ("GET /ü", "with %"),
    ],
)
def test_what_cannot_be_sent_says_why(text, fault):
    (one,) = requests(text)
    assert fault in one.fault


def curls(text):
    return only(f"### From X\n\n{SIDES}```console\n{text}\n```\n").requests


def test_curl_lines_are_requests():
    one, two, three, four = curls(
        "$ curl -s localhost:8000/items/1 | jq\n{}\n"
        "$ curl -X PUT http://localhost/items/1 \\\n    -H 'X-A: b' --json '{\"a\": 1}'\n"
        "$ curl -I 'http://localhost/?a=1&b=2'\n"
        "$ curl -G localhost/find -d q=a --data-urlencode 'r=b c' -u me:secret"
    )
    assert (one.method, one.target) == ("GET", "/items/1")
    assert (two.method, two.target, two.body) == ("PUT", "/items/1", '{"a": 1}')
    assert ("Content-Type", "application/json") in two.headers
    assert (three.method, three.target) == ("HEAD", "/?a=1&b=2")
    assert (four.method, four.target) == ("GET", "/find?q=a&r=b%20c")
    assert four.headers == (("Authorization", "Basic bWU6c2VjcmV0"),)


def test_a_quotation_mark_in_a_comment_opens_nothing():
    one, two = curls("$ curl localhost/a  # what's there\n$ curl localhost/b")
    assert (one.target, two.target) == ("/a", "/b")


@pytest.mark.parametrize("prompt", ["[me@host x]$ ", "bash-5.2$ ", "(venv) $ ", "me@host:~$ "])
def test_a_request_behind_a_prompt_of_any_kind_is_read(prompt):
    (one,) = curls(f"{prompt}curl localhost/a\n{{}}")
    assert one.target == "/a"


def test_a_form_is_sent_as_curl_sends_it():
    (one,) = curls("$ curl localhost/items -d a=1 -d b=2")
    assert (one.method, one.body) == ("POST", "a=1&b=2")
    assert one.headers == (("Content-Type", "application/x-www-form-urlencoded"),)


def test_what_curl_is_asked_for_and_is_not_read_is_named():
    form, file, *_ = curls("$ curl -F a=@x localhost/\n$ curl -d @body.json localhost/")
    assert form.fault == "curl -F is not read"
    assert "file behind @" in file.fault


def declared(text):
    return only(f"### From X\n\n{SIDES}**Differences**\n\n{text}\n").declared


def test_a_table_declares_differences():
    one, two, three = declared(
        "| Endpoint | What | X | New | Why |\n|---|---|---|---|---|\n"
        "| `POST /items` | status | 422 | `400` | one code |\n"
        "| every 404 | body | | | |\n"
        "| HEAD /items | header `Allow` | GET | none | |"
    )
    assert (one.what, one.before, one.after) == ("status", "422", "400")
    assert (one.where.methods, one.where.path) == ({"POST"}, "/items")
    assert (two.what, two.part, two.before, two.after, two.where.statuses) == ("body", "", None, None, {404})
    assert (three.what, three.part, three.after) == ("header", "allow", ABSENT)


def test_a_table_without_a_column_for_the_part_tells_it_by_its_values():
    one, two, three = declared(
        "| Where | Before | After |\n|---|---|---|\n| all | 422 | 400 |\n| `GET /` | `Allow: GET` | none |\n| `GET /` | `a` | `b` |"
    )
    assert (one.what, two.what, two.part, three.what) == ("status", "header", "allow", "body")
    assert (two.before, two.after) == ("GET", ABSENT)


@pytest.mark.parametrize(
    ("item", "what", "part", "before", "after", "path"),
    [
        ("422 becomes 400", "status", "", "422", "400", ""),
        ("400 instead of 422", "status", "", "422", "400", ""),
        ("`POST /items` 422 → 400 (for bad input)", "status", "", "422", "400", "/items"),
        ("`POST /items`: 422 -> 400; one code", "status", "", "422", "400", "/items"),
        ("status of `/items` 405 => 404", "status", "", "405", "404", "/items"),
        ("`GET /items/1`: `$.price` `1.0` → `1`", "body", "$.price", "1.0", "1", "/items/1"),
        ("GET /items: header `Allow` `GET` → none", "header", "allow", "GET", ABSENT, "/items"),
        ("numbers: 1.0 becomes 1", "numbers", "", "1.0", "1", ""),
        ("Error bodies: `detail` becomes `errors`", "body", "", "detail", "errors", ""),
        ("`GET /items`: body", "body", "", None, None, "/items"),
    ],
)
def test_an_item_of_a_list_declares_a_difference(item, what, part, before, after, path):
    (one,) = declared(f"- {item}")
    if item.startswith("status of"):
        assert (one.before, one.after) == (before, after)
        return
    assert (one.what, one.part, one.before, one.after, one.where.path) == (what, part, before, after, path)


def test_a_projects_own_words_name_the_parts():
    aliases = {"before": ("The legacy service",), "differences": ("What your clients will notice",)}
    found = only(
        "### From X\n\n**The legacy service**\n\n```python\na = 1\n```\n\n**After**\n\n```python\nb = 1\n```\n\n"
        "#### What your clients will notice\n\n- 422 becomes 400\n",
        aliases,
    )
    assert found.before.text("app.py") == "a = 1\n"
    assert len(found.declared) == 1


def test_offsets_point_into_the_document():
    text = f"### From X\n\n{SIDES}```http\nGET /ä\n###\nGET /b\n```\n\n**Differences**\n\n- 422 becomes 400\n"
    found = only(text)
    whole = (HEAD + text).encode()
    assert whole[found.requests[1].at :].startswith(b"GET /b")
    assert whole[slice(*found.declared[0].span)] == b"- 422 becomes 400"
    assert whole[found.before.span.start :].startswith(b"```python\nold")


PIECES = [
    *("### From X", "#### Before", "**After**", "**Differences**", "```python", "```http", "```console", "```", "~~~"),
    *("GET /a", "###", "curl 'open", "$ curl \\", "@a = {{a}}", "| Request | Before | After |", "|---|---|---|"),
    *(
        "| `GET /` | 1 | 2 |",
        "- 422 becomes 400",
        "- → →: `",
        "- a: b: c -> d (e) — f; g",
        "> quoted",
        "# before/../x.py",
    ),
    *(
        "\x00",
        "`" * 30,
        "é" * 5,
        "**",
        "title=before/",
        "{.python title='before/a.py'}",
        "\t",
        "a" * 500,
        "a." * 300,
        "",
    ),
]


@given(st.lists(st.sampled_from(PIECES), max_size=40))
def test_whatever_a_text_holds_is_read_without_an_error(pieces):
    for one in read("\n".join(pieces)):
        raw = (HEAD + "\n".join(pieces)).encode()
        assert all(0 <= request.at <= len(raw) for request in one.requests)
        assert all(declared.span.start <= declared.span.end <= len(raw) for declared in one.declared)


def test_a_quotation_that_never_ends_costs_one_look(tmp_path):
    text = "$ curl 'x\n" + "y\n" * 20_000
    assert len(curls(text)) == 1


def test_a_guide_has_at_most_a_thousand_requests():
    found = requests("\n###\n".join(["GET /"] * 1001))
    assert [one.fault for one in found[-2:]] == ["", "a guide has at most 1000 requests"]


def test_the_page_about_guides_shows_what_is_read():
    page = (Path(__file__).parent.parent / "docs" / "migration-guides.md").read_text()
    shown = re.findall(r"^````markdown\n(.*?)^````$", page, re.MULTILINE | re.DOTALL)
    found = parse(f"# Web\n\n{shown[0]}".encode())
    (one,) = guides(found, outline(found))
    assert [request.shown for request in one.requests] == ["GET /items/1", "GET /items/one"]
    assert [(declared.what, declared.before, declared.after) for declared in one.declared] == [
        ("status", "422", "400"),
        ("body", None, None),
    ]
    found = parse(f"# Web\n\n## Migration guide\n\n{shown[1]}".encode())
    assert [one.source for one in guides(found, outline(found))] == ["requests"]
    items = re.search(r"```markdown\n((?:- .*\n)+)```", page)[1]
    assert [(one.what, one.part, one.before, one.after) for one in declared(items)] == [
        ("status", "", "422", "400"),
        ("status", "", "422", "400"),
        ("body", "$.price", "1.0", "1"),
        ("header", "allow", "GET", ABSENT),
        ("body", "", None, None),
    ]


def test_every_name_on_the_page_names_what_it_says():
    page = (Path(__file__).parent.parent / "docs" / "migration-guides.md").read_text()
    known = words({})
    for label in ("Before", "After", "Old", "New", "Then", "Now", "Was", "Becomes"):
        assert f"*{label}*" in page
        assert known.role(label, "FastAPI", "") in ("before", "after")
    for label in (
        "Differences",
        "What changes",
        "Breaking changes",
        "Behaviour changes",
        "Incompatibilities",
        "Known differences",
    ):
        assert f"*{label}*" in page
        assert known.role(label, "FastAPI", "") == "differences"


HOSTILE = {
    "guides in a guide": "#### From Y\n\n" + SIDES,
    "remarks": "**Differences**\n\n- a → b" + " (x)" * 20_000,
    "ticks": "**Differences**\n\n- " + "`" * 100_000 + " → b",
    "rows": "**Differences**\n\n| Where | Before | After |\n|---|---|---|\n" + "| `GET /` | 1 | 2 |\n" * 5_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_text_that_is_made_to_be_slow_is_read(name):
    # Each of these took minutes with a reader that looks at everything from every place.
    repeated = HOSTILE[name] * (1000 if name == "guides in a guide" else 1)
    assert read(f"### From X\n\n{SIDES}{repeated}\n")
