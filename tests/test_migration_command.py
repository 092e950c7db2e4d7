"""``verify`` and ``check`` on documents with migration guides, as a person runs them."""

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from migrations import needs_sandbox

TEMPLATE = "# [Title]\n\n**Status:** [Draft | Active | Deprecated]\n\n## Goals\n\n[What for]\n\n## Migration guide (if applicable)\n"
APP = """
import json
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
{more}
async def app(scope, receive, send):
    if scope["type"] != "http":
        return
    status, body = ANSWERS.get(scope["path"], (404, {{"error": "nothing here"}}))
    await send({{"type": "http.response.start", "status": status, "headers": [(b"content-type", b"application/json")]}})
    await send({{"type": "http.response.body", "body": json.dumps(body).encode()}})

ANSWERS = {answers}
"""


def app(more="", **answers):
    return APP.format(more=more, answers={f"/{name}": one for name, one in answers.items()}).strip()


def document(before, after, requests, differences="", status="Active"):
    return (
        f"# Web\n\n**Status:** {status}\n\n## Goals\n\nSpeed.\n\n## Migration guide\n\n### From FastAPI\n\n"
        f"**Before**\n\n```python\n{before}\n```\n\n**After**\n\n```python\n{after}\n```\n\n"
        f"**Requests**\n\n```http\n{requests}\n```\n{differences}"
    )


def files(*parts, **more):
    return {"docs/design/TEMPLATE.md": TEMPLATE, "docs/design/01-web.md": document(*parts, **more)}


BEFORE = app(one=(200, {"price": 1.0}), two=(422, {"detail": "no"}), gone=(404, {"a": 1}))
AFTER = app(one=(200, {"price": 1}), two=(400, {"detail": "no"}), gone=(404, {"a": 1}))
REQUESTS = "GET /one\n\n### two\nGET /two\n\n###\nGET /gone"


@needs_sandbox
def test_differences_are_shown_at_their_requests_and_answered_by_evidence_the_second_time(project, holdfast):
    root = project(files(BEFORE, AFTER, REQUESTS))
    first, second = holdfast(root, "verify"), holdfast(root, "verify")
    assert first.code == second.code == 1
    text = (root / "docs/design/01-web.md").read_text().splitlines()
    at = text.index("GET /one") + 1
    assert f"{at}:1  error    migration-differs  GET /one: answers otherwise than before: body" in first.out
    assert "| body $.price  1.0 → 1" in first.out
    assert "| status  422 → 400" in first.out
    assert "6 claims   4 hold · 2 broken" in first.out
    assert "0 from evidence, 6 tried" in first.out
    assert "6 from evidence, 0 tried" in second.out
    told = [[line for line in one.out.splitlines() if "from evidence" not in line] for one in (first, second)]
    assert told[0] == told[1]


TABLE = "\n**Differences**\n\n| Request | What | Before | After | Why |\n|---|---|---|---|---|\n| `GET /gone` | status | 410 | 404 | an old story |\n"


@needs_sandbox
def test_update_writes_the_missing_rows_and_takes_out_those_that_do_not_appear(project, holdfast):
    root = project(files(BEFORE, AFTER, REQUESTS, TABLE + "\nThe end.\n"))
    done = holdfast(root, "verify", "--update", "differences")
    text = (root / "docs/design/01-web.md").read_text()
    assert text.partition("|---|---|---|---|---|\n")[2] == (
        "| `GET /one` | `$.price` | `1.0` | `1` |  |\n| `GET /two` | status | 422 | 400 |  |\n\nThe end.\n"
    )
    assert "written" in done.out
    assert holdfast(root, "verify").code == 0
    assert holdfast(root, "verify", "--update", "differences").code == 0
    assert (root / "docs/design/01-web.md").read_text() == text


@needs_sandbox
@pytest.mark.parametrize(
    ("listing", "written"),
    [
        pytest.param(
            "\n**Differences**\n\n* `GET /two`: status 422 → 400\n",
            "\n**Differences**\n\n* `GET /two`: status 422 → 400\n* `GET /one`: `$.price` `1.0` → `1`\n",
            id="a list goes on with its own mark",
        ),
        pytest.param(
            "",
            "\n**Differences**\n\n| Request | What | Before | After |\n|---|---|---|---|\n"
            "| `GET /one` | `$.price` | `1.0` | `1` |\n| `GET /two` | status | 422 | 400 |\n",
            id="without one a table is added behind the requests",
        ),
        pytest.param(
            "\n#### What changes\n\nNothing is declared yet.\n",
            "\n#### What changes\n\n| Request | What | Before | After |\n|---|---|---|---|\n"
            "| `GET /one` | `$.price` | `1.0` | `1` |\n| `GET /two` | status | 422 | 400 |\n\nNothing is declared yet.\n",
            id="below a heading that is there",
        ),
        pytest.param(
            "\n**Differences**\n\n| Endpoint | FastAPI | Now |\n|:--|--|--|\n| `/two` | 422 | 400 |",
            "\n**Differences**\n\n| Endpoint | FastAPI | Now |\n|:--|--|--|\n| `/two` | 422 | 400 |\n| `GET /one` | `1.0` | `1` |",
            id="a table of fewer columns, at the end of the file",
        ),
    ],
)
def test_update_keeps_to_the_style_that_is_there(project, holdfast, listing, written):
    root = project(files(BEFORE, AFTER, REQUESTS, listing))
    holdfast(root, "verify", "--update", "differences")
    assert (root / "docs/design/01-web.md").read_text().endswith("```\n" + written)
    assert holdfast(root, "verify").code == 0


@needs_sandbox
def test_update_keeps_the_ends_of_lines(project, holdfast):
    text = document(BEFORE, AFTER, REQUESTS, TABLE).replace("\n", "\r\n")
    root = project({"docs/design/TEMPLATE.md": TEMPLATE, "docs/design/01-web.md": text.encode()})
    holdfast(root, "verify", "--update", "differences")
    raw = (root / "docs/design/01-web.md").read_bytes()
    assert raw.count(b"\n") == raw.count(b"\r\n")
    assert b"| `GET /two` | status | 422 | 400 |  |\r\n" in raw


@needs_sandbox
def test_a_file_of_the_project_that_a_side_reads_makes_its_claims_stale(project, holdfast):
    own = app("from prices import PRICE", one=(200, {"price": 1.0})).replace("'price': 1.0", "'price': PRICE")
    root = project({**files(BEFORE, own, "GET /one"), "prices.py": "PRICE = 1.0\n"})
    assert holdfast(root, "verify").code == 0
    assert "migration-differs" not in holdfast(root, "check", "--all").out
    (root / "prices.py").write_text("PRICE = 2.0\n")
    checked = holdfast(root, "check", "--all").out
    assert "migration-differs" in checked
    assert "prices.py changed since it was tried" in checked
    assert "| body $.price  1.0 → 2.0" in holdfast(root, "verify").out


@needs_sandbox
def test_fences_of_a_guide_are_no_examples_of_their_own(project, holdfast):
    root = project(files(BEFORE, BEFORE, REQUESTS))
    claims = json.loads(holdfast(root, "verify", "--format", "json").out)["claims"]
    assert {one["kind"] for one in claims if one["outcome"]} == {"migration"}
    assert {one["asked"] for one in claims if one["kind"] == "example"} == {"listed"}


def test_a_draft_is_asked_nothing(project, holdfast):
    done = holdfast(project(files(BEFORE, AFTER, REQUESTS, status="Draft")), "verify", "--select", "migration")
    assert done.code == 0
    assert "0 claims" in done.out


def test_a_guide_that_shows_one_side_is_listed(project, holdfast):
    text = document(BEFORE, AFTER, REQUESTS).replace("**After**", "**Here**")
    root = project({"docs/design/TEMPLATE.md": TEMPLATE, "docs/design/01-web.md": text})
    done = holdfast(root, "verify", "--list")
    assert "From FastAPI (shows no after)" in done.out


def test_a_guide_with_a_fence_that_is_not_to_be_run_is_not_tried(project, holdfast):
    text = document(BEFORE, AFTER, REQUESTS).replace("```python", '```python ignore="needs a broker"', 1)
    root = project({"docs/design/TEMPLATE.md": TEMPLATE, "docs/design/01-web.md": text})
    claims = json.loads(holdfast(root, "verify", "--select", "migration", "--format", "json").out)["claims"]
    assert [(one["outcome"], one["found"]) for one in claims] == [("waived", "needs a broker")]


@needs_sandbox
def test_an_environment_that_nobody_defined_is_named(project, holdfast):
    text = document(BEFORE, AFTER, REQUESTS).replace("```python", "```python environment=legcy", 1)
    root = project(
        {
            "docs/design/TEMPLATE.md": TEMPLATE,
            "docs/design/01-web.md": text,
            "holdfast.toml": '[verify.migration.environments.legacy]\npython = "python3"\n',
        }
    )
    done = holdfast(root, "verify")
    assert done.code == 3
    assert "there is no environment 'legcy'" in done.out
    assert "did you mean" in done.out
    assert "legacy" in done.out


@needs_sandbox
def test_without_a_sandbox_nothing_is_started(project, holdfast, tmp_path):
    empty = tmp_path / "empty"
    empty.mkdir()
    done = holdfast(project(files(BEFORE, AFTER, REQUESTS)), "verify", PATH=str(empty))
    assert done.code == 4
    assert "6 unproven" in done.out


def test_a_key_that_no_configuration_has_is_refused(project, holdfast):
    root = project({**files(BEFORE, AFTER, REQUESTS), "holdfast.toml": "[verify.migration]\nheader = ['ETag']\n"})
    done = holdfast(root, "verify")
    assert done.code == 2
    assert "header" in done.err


def test_many_equal_changes_of_status_are_one_row_and_what_is_fleeting_is_any_value():
    from holdfast.verifiers.replayed.differing import Difference
    from holdfast.verifiers.replayed.writing import payload, rewritten
    from migrations import guide, only, side

    found = only(guide(side("before", "a = 1"), side("after", "b = 1"), "GET /1", "- 422 becomes 409\n"))
    status = [Difference("status", "", "422", "400")]
    times = [Difference("body", "$.at", '"2025-01-01T00:00:00Z"', "")]
    rows = json.loads(payload([("`GET /1`", status), ("`GET /2`", [*status, *times]), ("`GET /3`", status)]))
    (edit,) = rewritten(found, rows, (), b"").edits
    assert edit.text == "\n- every 422: status 422 → 400\n- `GET /2`: `$.at` … → none"
    hostile = [
        Difference("body", "$.a", '"\u202eevil"', "`` | **x**"),
        Difference("header", "allow", "\x1b[2J", "a|`b`"),
    ]
    (header, row) = json.loads(payload([("`GET /1`", hostile)]))
    assert (row[2:], header[2:]) == (["", ""], ["", "`` a|`b` ``"])


@needs_sandbox
def test_an_interrupted_replay_stops_at_once_and_leaves_no_process(project):
    mark = f"holdfast-interrupted-{os.getpid()}"
    code = "import time\ntime.sleep(600)"
    text = document(code, code, REQUESTS).replace("```python", f'```python run="exec python3 app.py {mark}"')
    root = project({"docs/design/TEMPLATE.md": TEMPLATE, "docs/design/01-web.md": text})
    command = [sys.executable, "-m", "holdfast", "verify", "--timeout", "300"]
    with subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as verify:
        while len(_running(mark)) < 2 and verify.poll() is None:
            time.sleep(0.02)
        verify.send_signal(signal.SIGINT)
        verify.communicate(timeout=100)
    assert verify.returncode == 130
    assert _running(mark) == []


def _running(mark):
    found = []
    for entry in Path("/proc").iterdir():
        with suppress(OSError):
            if (
                entry.name.isdigit()
                and (entry / "cmdline").read_bytes().startswith(b"python3\0")
                and mark in (entry / "cmdline").read_text()
            ):
                found.append(entry.name)
    return found
