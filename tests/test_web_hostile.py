"""Documents are hostile: in a real browser none of them runs anything, asks for anything elsewhere, or looks like ours."""

import subprocess
import sys

import pytest

from browsing import browse, needs_browser, serving
from gitrepo import Repo
from harbour import TEMPLATE
from payloads import PAYLOADS, hostile_document


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    root = tmp_path_factory.mktemp("web") / "hostile"
    files = {"docs/TEMPLATE.md": TEMPLATE, "docs/01-other.md": hostile_document("calm")}
    files |= {f"docs/{number:03}-try.md": hostile_document(one) for number, one in enumerate(PAYLOADS, 100)}
    files["docs/999-<img src=x onerror=alert(1)>.md"] = hostile_document("a name")
    repo = Repo(root)
    repo.commit(files)
    repo.git(
        "commit",
        "--allow-empty",
        "-q",
        "-m",
        "<img src=x onerror=alert(1)>",
        "--author",
        'Eve"><b onclick=alert(1)>Eve <a@b>',
    )
    return root


@needs_browser
def test_no_payload_runs_and_no_request_leaves(project):
    assert len(PAYLOADS) >= 80
    addresses = [f"documents/docs/{number}-try.html" for number in range(100, 100 + len(PAYLOADS))]
    addresses += [
        "documents/docs/999-%3Cimg%20src%3Dx%20onerror%3Dalert%281%29%3E.html",
        "index.html",
        "search.html",
        "search.html?q=<img src=x onerror=alert(1)>",
    ]
    addresses += [
        "graph.html",
        "timeline.html",
        "metrics.html",
        "changes.html",
        "changes.html?from=<script>alert(1)</script>",
        "templates.html",
    ]
    with serving(project) as server:
        seen = browse("hostile", server.url, addresses=addresses)
    assert (seen["requests"], seen["dialogs"], seen["left"]) == ([], 0, 0)
    assert len(seen["found"]) == len(addresses)
    for one in seen["found"]:
        assert one == {
            "address": one["address"],
            "url": True,
            "ran": [],
            "attributes": [],
            "elements": [],
            "links": [],
            "title": True,
        }


@needs_browser
def test_no_payload_runs_in_the_static_site_either(project, tmp_path):
    site = tmp_path / "site"
    done = subprocess.run(
        [sys.executable, "-m", "holdfast", "build", str(site)], cwd=project, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    from statically import static

    with static(site) as url:
        addresses = [f"documents/docs/{number}-try.html" for number in range(100, 100 + len(PAYLOADS), 5)]
        seen = browse(
            "hostile", url, addresses=[*addresses, "index.html", "search.html?q=<img src=x onerror=alert(1)>"]
        )
    assert (seen["requests"], seen["dialogs"], seen["left"]) == ([], 0, 0)
    for one in seen["found"]:
        assert (one["ran"], one["attributes"], one["elements"], one["links"]) == ([], [], [], []), one["address"]
