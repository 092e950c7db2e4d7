"""Guides replayed for real: FastAPI, NestJS, a server of one's own; what answers the same, what does not, what is declared."""

import json
import venv

import pytest

from holdfast.model.outcome import Outcome
from holdfast.verifiers import verifier_of
from migrations import PACKAGES, bench, claims, guide, needs_nest, needs_sandbox, side, tried

pytestmark = needs_sandbox
HOLDS, BROKEN, UNPROVEN, STALE = Outcome.HOLDS, Outcome.BROKEN, Outcome.UNPROVEN, Outcome.STALE

FASTAPI = """
from fastapi import FastAPI

app = FastAPI()


@app.get("/items/{id}")
def read(id: int) -> dict:
    return {"id": id, "price": 1.0, "note": None, "at": "2025-01-01T00:00:00Z"}
"""
PLAIN = """
import json

async def app(scope, receive, send):
    if scope["type"] != "http":
        return
    body, status = ANSWERS.get((scope["method"], scope["path"]), ('{"error": "not found"}', 404))
    await send({"type": "http.response.start", "status": status, "headers": [(b"content-type", b"application/json")]})
    await send({"type": "http.response.body", "body": body.encode()})

ANSWERS = %r
"""


def plain(**answers):
    """An application without a framework; names such as ``GET_items_1`` stand for method and path."""
    table = {}
    for name, body in answers.items():
        method, *path = name.split("_")
        table[method, "/" + "/".join(path)] = body if isinstance(body, tuple) else (body, 200)
    return PLAIN % table


def outcomes(found):
    return {name: trial.outcome for name, trial in found.items()}


def test_a_port_that_answers_the_same_holds(tmp_path):
    same = plain(GET_items_1='{"at": "2025-01-01T00:00:00.000+00:00", "note": null, "id": 1, "price": 1.00}')
    text = guide(side("before", FASTAPI), side("after", same), "GET /items/1")
    found = tried(tmp_path, text)
    assert found.pop("OpenAPI documents").found == "before serves one, after serves none"
    assert outcomes(found) == {"before starts": HOLDS, "after starts": HOLDS, "GET /items/1": HOLDS}


def test_an_undeclared_difference_breaks_its_request_and_is_shown(tmp_path):
    other = plain(GET_items_1='{"id": 1, "price": 1, "at": "2025-01-02T00:00:00Z"}')
    text = guide(side("before", FASTAPI), side("after", other), "GET /items/1\n\n### a word\nGET /items/one")
    found = tried(tmp_path, text)
    assert found["GET /items/1"].outcome is BROKEN
    assert found["GET /items/1"].detail == (
        "status        200",
        "body $.price  1.0 → 1",
        "body $.note   null → none",
        'body $.at     "2025-01-01T00:00:00Z" → "2025-01-02T00:00:00Z"',
    )
    assert found["GET /items/one (a word)"].found == "answers otherwise than before: status, body"


def test_declared_differences_hold_and_those_that_do_not_appear_are_stale(tmp_path):
    other = plain(
        GET_items_1='{"id": 1, "price": 1, "note": null, "at": "2025-01-01T00:00:00Z"}', GET_items_one=('{"e": 1}', 400)
    )
    listed = "- numbers: 1.0 becomes 1\n- `GET /items/one` 422 → 400\n- every 422: body\n- openapi\n- every 404: body\n- `POST /items` 422 → 400"
    found = tried(
        tmp_path, guide(side("before", FASTAPI), side("after", other), "GET /items/1\n###\nGET /items/one", listed)
    )
    assert {name: one for name, one in outcomes(found).items() if one is not HOLDS} == {
        "difference 'every 404: body'": STALE,
        "difference 'POST /items 422 → 400'": STALE,
    }


def test_a_declared_difference_of_a_request_that_is_not_there_says_so(tmp_path):
    text = guide(
        side("before", plain(GET_="1")),
        side("after", plain(GET_="1")),
        "### one\nGET /",
        "- unknown paths: 1 becomes 2",
    )
    trial = tried(tmp_path, text)["difference 'unknown paths: 1 becomes 2'"]
    assert (trial.outcome, trial.found) == (STALE, "no request is called 'unknown paths'")


def test_a_side_that_does_not_start_shows_the_end_of_its_log_at_its_fence(tmp_path):
    text = guide(side("before", plain()), side("after", "import sys\nprint('almost')\nraise ValueError('no')"), "GET /")
    found = tried(tmp_path, text)
    after = found["after starts"]
    assert (after.outcome, after.found, after.at) == (BROKEN, "it ended with 1 before it listened", 0)
    assert after.detail[-1] == "ValueError: no"
    assert "almost" in after.detail
    (claim,) = (one for one in claims(tmp_path, text) if one.name == "after starts")
    assert (tmp_path / "docs/web.md").read_bytes()[claim.of.span.start :].startswith(b"```python\nimport sys")
    assert found["GET /"].found == "its after does not start"


def test_what_is_not_installed_is_unproven_with_the_command_that_installs_it(tmp_path):
    found = tried(
        tmp_path, guide(side("before", "import nowhere_to_be_found\n\napp = 1"), side("after", plain()), "GET /")
    )
    before = found["before starts"]
    assert (before.outcome, before.found) == (UNPROVEN, "nowhere_to_be_found is not installed")
    assert before.remedy.endswith("-m pip install nowhere_to_be_found")


def test_requests_see_what_those_before_them_did(tmp_path):
    counting = """
    from fastapi import FastAPI
    app = FastAPI(openapi_url=None)
    items = []
    @app.post("/items", status_code=201)
    def make():
        items.append(1)
        return len(items)
    @app.get("/items")
    def count():
        return len(items)
    """
    import textwrap

    code = textwrap.dedent(counting)
    text = guide(side("before", code), side("after", code), "POST /items\n###\nPOST /items\n###\nGET /items")
    asked = claims(tmp_path, text)
    found = tried(tmp_path, text)
    assert all(one.outcome is HOLDS for one in found.values())
    assert len({one.inputs for one in asked}) == len(asked)
    changed = claims(tmp_path, text.replace("POST /items\n###\nGET", "GET /items\n###\nGET"))
    assert changed[2].inputs == asked[2].inputs
    assert changed[4].inputs != asked[4].inputs


def test_streams_are_unproven_by_name(tmp_path):
    streaming = """
import asyncio
from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI(openapi_url=None)

@app.get("/events")
async def events():
    return StreamingResponse(iter(["data: 1\\n\\n"]), media_type="text/event-stream")

@app.get("/endless")
async def endless():
    async def ticks():
        while True:
            yield "tick\\n"
            await asyncio.sleep(0.05)
    return StreamingResponse(ticks(), media_type="text/plain")
"""
    text = guide(
        side("before", streaming), side("after", streaming), "GET /events\n###\nGET /endless\n###\nGET ws://x/chat"
    )
    found = tried(tmp_path, text, timeout=1.0)
    assert found["GET /events"].found == "before answers with server-sent events, which are not replayed"
    assert found["GET /endless"].found == "before answers without an end: it is not over after 1 s"
    assert found["GET /chat"].found == "a websocket is not replayed"
    assert {found[name].outcome for name in ("GET /events", "GET /endless", "GET /chat")} == {UNPROVEN}


def test_openapi_documents_are_compared(tmp_path):
    other = (
        FASTAPI.replace("id: int", "id: str, page: int = 1")
        .replace('"/items/{id}"', '"/items/{key}"')
        .replace("id: str", "key: str")
        .replace('"id": id', '"id": 1')
    )
    other += '\n\n@app.get("/more")\ndef more() -> int:\n    return 1\n'
    found = tried(tmp_path, guide(side("before", FASTAPI), side("after", other), "GET /items/1"))
    lines = "\n".join(found["OpenAPI documents"].detail)
    assert found["OpenAPI documents"].outcome is BROKEN
    assert "GET /more: operation" in lines
    assert "query parameter page" in lines
    assert "path parameter 1 schema.type" in lines
    listed = "- `GET /more`: openapi\n- `GET /items/{id}`: openapi\n"
    meant = tried(tmp_path, guide(side("before", FASTAPI), side("after", other), "GET /items/1", listed))
    assert all(one.outcome is HOLDS for one in meant.values()), outcomes(meant)


def test_a_guide_without_requests_gets_some_from_openapi(tmp_path):
    making = FASTAPI + "\n\n@app.post('/items')\ndef make(item: dict) -> dict:\n    return item\n"
    other = making.replace("return item", "return {'made': item}")
    text = guide(side("before", making), side("after", other), "").replace("```http\n\n```\n\n", "")
    found = tried(tmp_path, text)
    assert found["requests made from OpenAPI"].outcome is BROKEN
    assert "POST /items" in found["requests made from OpenAPI"].detail
    same = tried(tmp_path, guide(side("before", making), side("after", making), "").replace("```http\n\n```\n\n", ""))
    assert {one.outcome for one in same.values()} == {HOLDS}


def test_what_before_answered_is_known_until_what_it_rests_on_changes(tmp_path, tmp_path_factory, monkeypatch):
    from holdfast.verifiers.replayed import replaying
    from holdfast.world.ledger.ledger import Ledger

    (tmp_path / "shared.py").write_text("VALUE = 1\n")
    before = plain(GET_="1").replace("import json", "import json\nimport shared")
    started = []
    original = replaying.play
    monkeypatch.setattr(replaying, "play", lambda side, *rest: started.append(side.name) or original(side, *rest))
    ledger = Ledger(str(tmp_path), str(tmp_path_factory.mktemp("state") / "ledger"))
    for after in ("1", "2", "1"):
        tried(
            tmp_path,
            guide(side("before", before), side("after", plain(GET_=after))),
            recordings=ledger.recordings("", ""),
        )
    assert sorted(started) == ["after", "after", "after", "before"]
    (tmp_path / "shared.py").write_text("VALUE = 2\n")
    tried(tmp_path, guide(side("before", before), side("after", plain(GET_="1"))), recordings=ledger.recordings("", ""))
    assert sorted(started[4:]) == ["after", "before"]
    ledger.close()


def test_a_command_that_listens_on_its_port_is_a_side(tmp_path):
    server = "from http.server import *\nimport os\n\nclass H(BaseHTTPRequestHandler):\n    def do_GET(self):\n        self.send_response(200)\n        self.send_header('Content-Type', 'application/json')\n        self.end_headers()\n        self.wfile.write(b'{\"ok\": true}')\n\nHTTPServer(('127.0.0.1', int(os.environ['PORT'])), H).serve_forever()"
    before = side("before", server) + "```console\n$ python3 app.py\n```\n\n"
    found = tried(tmp_path, guide(before, side("after", plain(GET_='{"ok": true}'))))
    assert {one.outcome for one in found.values()} == {HOLDS}


STREAMING = """
import json, sys

ready = []

async def app(scope, receive, send):
    if scope["type"] == "lifespan":
        await receive()
        ready.append("yes")
        await send({"type": "lifespan.startup.complete"})
        await receive()
        return
    asked = await receive()
    if scope["path"] == "/fails":
        raise ValueError("no")
    served = {"uvicorn": "uvicorn" in sys.modules} if scope["path"] == "/who" else {}
    parts = [json.dumps(part).encode() for part in (ready, scope["path"], scope["query_string"].decode(), asked["body"].decode(), served)]
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"application/x-ndjson")]})
    for part in parts:
        await send({"type": "http.response.body", "body": part, "more_body": True})
    await send({"type": "http.response.body"})
"""


def test_a_small_server_serves_where_the_environment_has_none_and_is_named_like_what_is_left_behind(tmp_path):
    venv.create(tmp_path / "bare", symlinks=True, with_pip=False)
    settings = {"migration": {"environments": {"FastAPI": {"python": "bare/bin/python"}}}}
    asked = "GET /a%20b?c=%2F\n###\nHEAD /\n###\nPOST /x\n\nbody\n###\nGET /fails\n###\nGET /who"
    found = tried(tmp_path, guide(side("before", STREAMING), side("after", STREAMING), asked), settings)
    who = found.pop("GET /who")
    assert "false" in who.detail[1]
    assert "true" in who.detail[1]
    assert outcomes(found) == dict.fromkeys(found, HOLDS)


def test_another_object_and_another_place_of_the_document_are_named_on_a_fence(tmp_path):
    named = FASTAPI.replace("app = FastAPI()", "api = FastAPI(openapi_url='/spec')").replace("@app", "@api")
    info = 'python title="before/web/service.py" app="web.service:api" openapi="/spec"'
    found = tried(tmp_path, guide(side("before", named, info), side("after", FASTAPI), "GET /items/1"))
    assert outcomes(found) == dict.fromkeys(found, HOLDS)


def test_texts_are_compared_line_by_line(tmp_path):
    text = "from fastapi import FastAPI\nfrom fastapi.responses import PlainTextResponse\n\napp = FastAPI(openapi_url=None)\n\n@app.get('/')\ndef read():\n    return PlainTextResponse('one\\ntwo\\nthree\\n')\n"
    found = tried(tmp_path, guide(side("before", text), side("after", text.replace("two", "2")), "GET /"))
    assert [line.split(maxsplit=1)[-1].strip() for line in found["GET /"].detail[1:]] == [
        "@@ -1,3 +1,3 @@",
        "one",
        "-two",
        "+2",
        "three",
    ]


def test_library_migrations_print_the_same(tmp_path):
    text = "### Migrating from `requests`\n\n" + side("before", "print(1 + 1)") + side("after", "print(4 // 2)")
    found = tried_printed(tmp_path, text)
    assert outcomes(found) == {"after prints what before prints": HOLDS}
    other = tried_printed(tmp_path, text.replace("4 // 2", "'two'"))["after prints what before prints"]
    assert (other.outcome, other.found, other.detail) == (BROKEN, "it prints something else", ("2 → two",))
    meant = tried_printed(
        tmp_path, text.replace("4 // 2", "'two'") + "**Differences**\n\n- output `2` → `two`\n- output `3` → `4`\n"
    )
    assert list(outcomes(meant).values()) == [HOLDS, HOLDS, STALE]
    silent = tried_printed(tmp_path, text.replace("print(1 + 1)", "x = 1").replace("print(4 // 2)", "y = 1"))
    assert silent["after prints what before prints"].outcome is UNPROVEN
    asserting = tried_printed(tmp_path, text.replace("print(1 + 1)", "assert 1").replace("print(4 // 2)", "assert 2"))
    assert asserting["after prints what before prints"].outcome is HOLDS
    failing = tried_printed(tmp_path, text.replace("print(4 // 2)", "raise ValueError('no')"))[
        "after prints what before prints"
    ]
    assert failing.outcome is BROKEN
    assert "after does not come to its end" in failing.found


def test_a_guide_without_servers_compares_each_before_with_the_after_behind_it(tmp_path):
    pair = side("before", "x = {}\nprint(x)") + side("after", "x = {}\nprint(x + 0)")
    text = (
        "### Migrating from 1.x\n\n#### Sums\n\n"
        + pair.replace("{}", "1")
        + "#### Products\n\n"
        + pair.replace("{}", "'a'")
    )
    (first, second) = (trial for _, trial in tried_all(tmp_path, text))
    assert first.outcome is HOLDS
    assert second.outcome is BROKEN
    assert "after does not come to its end" in second.found


def tried_all(root, text):
    from holdfast.records import replace

    asked = claims(root, text)
    here = bench(root)
    verifier = verifier_of("migration")
    return list(verifier.attempt(asked, replace(here, toolchain=verifier.toolchain(asked[0], here))))


def tried_printed(root, text):
    return {claim.name: trial for claim, trial in tried_all(root, text)}


NEST = """
import { readFileSync } from 'node:fs';
import { Body, Controller, Get, Injectable, Module, Param, ParseIntPipe, Post } from '@nestjs/common';

const root = process.env.HOLDFAST_ROOT;
const { other } = await import(`${root}/other.mjs`);
const known = JSON.parse(readFileSync(`${root}/prices.json`, 'utf8'));

@Injectable()
export class Prices {
  of(id: number) {
    return { id, price: known.price + other };
  }
}

@Controller('items')
export class Items {
  constructor(private readonly prices: Prices) {}

  @Get(':id')
  one(@Param('id', ParseIntPipe) id: number) {
    return this.prices.of(id);
  }

  @Post()
  make(@Body() body: unknown) {
    return body;
  }
}

@Module({ controllers: [Items], providers: [Prices] })
export class AppModule {}
"""
PORT = """
from fastapi import FastAPI, Request

app = FastAPI(openapi_url=None)


@app.get("/items/{id}")
def read(id: int):
    return {"id": id, "price": 1.5}


@app.post("/items", status_code=201)
async def make(request: Request):
    return await request.json()
"""


@needs_nest
@pytest.mark.parametrize("builder", ["swc", "tsc"])
def test_nest_is_built_with_metadata_and_replayed_against_fastapi(tmp_path, monkeypatch, builder):
    from holdfast.verifiers.replayed.node import Packages

    has = Packages.has
    if builder == "tsc":
        monkeypatch.setattr(Packages, "has", lambda self, name: name != "@swc/core" and has(self, name))
    # One finds its packages beside the document, the other in an environment of its own.
    folder = tmp_path / ("docs" if builder == "swc" else "old/legacy")
    folder.mkdir(parents=True)
    (folder / "node_modules").symlink_to(PACKAGES)
    settings = {"migration": {"environments": {"legacy": {"node_modules": "old/legacy"}}}} if builder == "tsc" else {}
    info = 'ts title="before/app.module.ts"' + (" environment=legacy" if builder == "tsc" else "")
    asked = 'GET /items/1\n###\nPOST /items\nContent-Type: application/json\n\n{"a": [1, null]}\n###\nGET /items/one\n###\nGET /nowhere'
    listed = "| Request | Before | After |\n|---|---|---|\n| `GET /items/one` | 400 | 422 |\n| every 400 | | |\n| every 404 | | |"
    text = guide(side("before", NEST, info), side("after", PORT), asked, listed)
    (tmp_path / "prices.json").write_text('{"price": 1}')
    (tmp_path / "other.mjs").write_text("export const other = 0.5;\n")
    found = tried(tmp_path, text, settings)
    assert outcomes(found) == dict.fromkeys(found, HOLDS), [(one.found, one.detail) for one in found.values()]
    assert found["GET /items/1"].reads == {"prices.json", "other.mjs"}


def test_nest_without_its_packages_is_unproven(tmp_path):
    found = tried(tmp_path, guide(side("before", NEST, "ts"), side("after", PORT), "GET /items/1"))
    assert found["before starts"].outcome is UNPROVEN
    assert found["before starts"].found == "@nestjs/common is not installed"
    assert found["before starts"].remedy.startswith("npm install @nestjs/common @nestjs/core")


def test_headers_that_count_are_compared_as_what_they_mean(tmp_path):
    from holdfast.verifiers.replayed.answers import Answer
    from holdfast.verifiers.replayed.differing import differences

    before = Answer(
        200,
        (
            ("Allow", "GET, POST"),
            ("Content-Type", "application/json"),
            ("Date", "a"),
            ("Set-Cookie", "a=1; Path=/; HttpOnly"),
        ),
        b"",
    )
    after = Answer(
        200,
        (
            ("allow", "POST,GET"),
            ("content-type", "application/json; charset=utf-8"),
            ("Server", "b"),
            ("set-cookie", "a=2; httponly; path=/"),
        ),
        b"",
    )
    assert differences(before, after, "") == []
    moved = differences(
        Answer(307, (("Location", "http://127.0.0.1:8000/a?b"),), b""), Answer(307, (("Location", "/a?b"),), b""), ""
    )
    assert moved == []
    lost = differences(before, after._replace(headers=after.headers[:1]), "")
    assert [one.part for one in lost] == ["content-type", "set-cookie"]
    assert [
        one.part for one in differences(before, after._replace(headers=(*after.headers, ("ETag", "x"))), "", ["ETag"])
    ] == ["etag"]


def test_find_names_one_claim_for_each_part(tmp_path):
    text = guide(
        side("before", FASTAPI), side("after", FASTAPI), "GET /items/1\n###\nGET /items/2", "- 422 becomes 400"
    )
    assert [one.name for one in claims(tmp_path, text)] == [
        "before starts",
        "after starts",
        "GET /items/1",
        "GET /items/2",
        "difference '422 becomes 400'",
        "OpenAPI documents",
    ]
    assert json.dumps([one.id for one in claims(tmp_path, text)]) == json.dumps(
        [one.id for one in claims(tmp_path, text)]
    )


def test_what_the_user_trusts_runs_without_walls_on_ports_of_its_own(tmp_path):
    from holdfast.world.sandbox import trusted

    found = tried(
        tmp_path, guide(side("before", FASTAPI), side("after", FASTAPI), "GET /items/1"), room=trusted, level="trusted"
    )
    assert {one.outcome for one in found.values()} == {HOLDS}, {n: (o.found, o.detail) for n, o in found.items()}


def test_a_further_kind_of_side_is_one_module(tmp_path, monkeypatch):
    from types import SimpleNamespace

    from holdfast.verifiers.replayed import kinds
    from holdfast.verifiers.replayed.kinds import command

    def prepare(side, ground):
        from holdfast.records import replace

        return command.prepare(replace(side, command="exec python3 main.oddlang"), ground)

    odd = SimpleNamespace(
        KIND="odd", fits=lambda side: any(one.path.endswith(".oddlang") for one in side.files), prepare=prepare
    )
    kinds.all_kinds.cache_clear()
    monkeypatch.setattr(kinds, "plugins", lambda group: [("odd", odd)] if group == "holdfast.sides" else [])
    server = "import os\nfrom http.server import *\nclass H(BaseHTTPRequestHandler):\n    def do_GET(self):\n        self.send_error(418)\nHTTPServer(('127.0.0.1', int(os.environ['PORT'])), H).serve_forever()"
    found = tried(tmp_path, guide(side("before", server, "oddlang"), side("after", plain()), "GET /"))
    kinds.all_kinds.cache_clear()
    assert found["before starts"].outcome is HOLDS
    assert "418 → 404" in found["GET /"].detail[0]


def test_a_package_that_a_side_can_do_without_is_not_missed(tmp_path):
    optional = "try:\n    import nowhere_to_be_found\nexcept ImportError:\n    nowhere_to_be_found = None\n" + plain(
        GET_="1"
    )
    found = tried(tmp_path, guide(side("before", optional), side("after", optional)))
    assert outcomes(found) == dict.fromkeys(found, HOLDS)
