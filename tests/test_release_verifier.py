"""What registries and advisories say of the libraries that documents name, asked at local servers by ``verify``."""

import json
from pathlib import Path

import pytest

from holdfast.engine.verify import Asked, verify
from holdfast.model.outcome import Outcome
from holdfast.world.packages.registries import npm, pypi
from registryserver import registry_server

TEMPLATE = (Path(__file__).parent / "seed" / "design-template.md").read_text()
CRATE = '{"name":"x","vers":"1.0.0","yanked":false}\n{"name":"x","vers":"1.1.0","yanked":true}\n{"name":"x","vers":"0.9.0","yanked":false}\n'
CONFIG = (
    '[type.design]\ntemplate = "docs/design/00-TEMPLATE.md"\ndocuments = ["docs/design/01*.md"]\ncorpus = "living"\n'
)


def document(*items):
    lines = "\n".join(f"- {one}" for one in items)
    return f"# Cache\n\n**Date:** January 2025\n**Status:** Active\n**Related:** none\n\n## Executive Summary\n\nA cache.\n\n## 10. References\n\n### Libraries/Crates\n\n{lines}\n"


@pytest.fixture
def told(project, monkeypatch, isolated, no_clients):
    """Return a function that verifies one document online with the user's files and the repository's."""

    def tell(*items, home=None, files=None, config="", select="release", online=True, **environment):
        from holdfast.verifiers.libraries import statements

        statements._kept.clear()
        for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL"):
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setenv("HOME", str(isolated))
        monkeypatch.setenv("CARGO_HOME", str(isolated / ".cargo"))
        monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        for path, text in (home or {}).items():
            (isolated / path).parent.mkdir(parents=True, exist_ok=True)
            (isolated / path).write_text(text)
        root = project(
            {
                "docs/design/00-TEMPLATE.md": TEMPLATE,
                "docs/design/01-cache.md": document(*items),
                "holdfast.toml": CONFIG + config,
                **(files or {}),
            }
        )
        monkeypatch.chdir(root)
        return verify(str(root), Asked(select=(select,), online=online)).result

    return tell


def said(result):
    return [(one.slug, one.outcome, one.found.partition(": ")[2]) for one in result.verdicts]


def outcomes(result):
    return [one.outcome for one in result.tried.proofs]


def cargo(server):
    return {
        ".cargo/config.toml": f'[source.crates-io]\nreplace-with = "m"\n[source.m]\nregistry = "sparse+{server.base}/"\n'
    }


def test_what_a_registry_says_of_versions(told):
    crate = "[x](https://crates.io/crates/x)"
    with registry_server({"/1/x": CRATE}) as server:
        for version, expected in {
            "1.0": [],
            "0.9": [],
            "1.1": [("version-yanked", Outcome.BROKEN, "1.1.0 was taken back")],
            "2.0": [
                ("library-missing", Outcome.BROKEN, "127.0.0.1 has no version that 2.0 could mean; the newest is 1.0.0")
            ],
        }.items():
            assert said(told(f"{crate} {version}", home=cargo(server))) == expected
        missing = told("[yy](https://crates.io/crates/yy) 1.0", home=cargo(server))
        assert said(missing) == [("library-missing", Outcome.BROKEN, "127.0.0.1 has no package of this name")]


def test_the_pinned_version_is_the_one_that_counts(told):
    lock = 'version = 4\n[[package]]\nname = "x"\nversion = "1.1.0"\n'
    with registry_server({"/1/x": CRATE}) as server:
        result = told("[x](https://crates.io/crates/x) 1", home=cargo(server), files={"Cargo.lock": lock})
        assert said(result) == [("version-yanked", Outcome.BROKEN, "1.1.0 was taken back")]
        assert result.verdicts[0].remedy == "use another version; the newest is 1.0.0"


def test_a_package_is_asked_for_once(told):
    with registry_server({"/1/x": CRATE}) as server:
        told("[x](https://crates.io/crates/x) 1.0", "[x again](https://crates.io/crates/x) 1.0", home=cargo(server))
        assert [path for path, _ in server.asked] == ["/1/x"]


def test_what_npm_calls_deprecated_is_told_as_taken_back(told):
    page = json.dumps({"dist-tags": {"latest": "2.0.0"}, "versions": {"1.0.0": {"deprecated": "use 2"}, "2.0.0": {}}})
    with registry_server({"/x": page}) as server:
        result = told("[x](https://www.npmjs.com/package/x) 1.0", home={".npmrc": f"registry={server.base}\n"})
        assert said(result) == [("version-yanked", Outcome.BROKEN, "1.0.0 is deprecated: use 2")]


@pytest.mark.parametrize(
    ("page", "words"),
    [
        ((500, "text/plain", "oops"), "it answers 500"),
        ((200, "application/json", "{}x"), "answers nonsense"),
        ((403, "text/plain", ""), "it answers 403"),
    ],
)
def test_a_registry_that_does_not_answer_leaves_it_unproven(told, page, words):
    with registry_server({"/x": page}) as server:
        result = told("[x](https://www.npmjs.com/package/x) 1.0", home={".npmrc": f"registry={server.base}\n"})
        assert outcomes(result) == [Outcome.UNPROVEN]
        assert words in result.verdicts[0].found


def test_a_name_that_nothing_says_is_a_package_is_not_asked_for(told):
    with registry_server({}) as server:
        items = ["[Redis](https://redis.io) 7.2", "PostgreSQL 16", "[zod](https://www.npmjs.com/package/zod) 4"]
        told(*items, home={".npmrc": f"registry={server.base}\n"})
        assert names(server) == ["/zod"]


def test_a_registry_that_the_repository_names_in_a_private_network_is_not_asked(told):
    with registry_server({"/x": "{}"}) as server:
        result = told("[x](https://www.npmjs.com/package/x) 1.0", files={".npmrc": f"registry={server.base}\n"})
        assert "leads to a loopback address" in result.verdicts[0].found
        assert server.asked == []


# Private names


@pytest.fixture
def two():
    """A public and a private registry."""
    with registry_server({}) as public, registry_server({}) as private:
        yield public, private


def names(server):
    return [path for path, _ in server.asked]


def test_a_scoped_package_is_asked_at_the_registry_of_its_scope_alone(told, two, monkeypatch):
    public, private = two
    monkeypatch.setattr(npm, "_DEFAULT", public.base)
    npmrc = f"@acme:registry={private.base}\n//{private.base.partition('//')[2]}/:_authToken=secret\n"
    told(
        "[@acme/core](https://www.npmjs.com/package/@acme/core) 1.0",
        "[zod](https://www.npmjs.com/package/zod) 4.0",
        home={".npmrc": npmrc},
    )
    assert names(private) == ["/@acme%2Fcore"]
    assert private.asked[0][1]["Authorization"] == "Bearer secret"
    assert names(public) == ["/zod"]
    assert "Authorization" not in public.asked[0][1]


def test_what_the_extra_index_has_is_never_asked_at_the_public_one(told, two, monkeypatch):
    public, private = two
    monkeypatch.setattr(pypi, "_DEFAULT", f"{public.base}/simple")
    private.pages["/simple/acme-core/"] = (200, "text/html", '<a href="acme_core-1.0.tar.gz">x</a>')
    private.pages["/simple/acme-down/"] = (503, "text/html", "")
    items = [f"[{name}](https://pypi.org/project/{name}/) 1.0" for name in ("acme-core", "acme-down", "httpx")]
    result = told(*items, PIP_EXTRA_INDEX_URL=f"{private.base}/simple")
    assert sorted(names(private)) == ["/simple/acme-core/", "/simple/acme-down/", "/simple/httpx/"]
    assert names(public) == ["/simple/httpx/"]
    assert outcomes(result) == [Outcome.HOLDS, Outcome.UNPROVEN, Outcome.BROKEN]


def test_a_name_that_the_project_calls_private_is_never_asked_at_the_public_one(told, two, monkeypatch):
    public, private = two
    monkeypatch.setattr(pypi, "_DEFAULT", f"{public.base}/simple")
    monkeypatch.setattr(pypi, "_PUBLIC", frozenset({public.base.partition("//")[2]}))
    item = "[acme-typo](https://pypi.org/project/acme-typo/) 1.0"
    config = '[verify.library]\nprivate = ["acme-*"]\n'
    assert outcomes(told(item, config=config)) == [Outcome.UNPROVEN]
    assert outcomes(told(item, config=config, PIP_EXTRA_INDEX_URL=f"{private.base}/simple")) == [Outcome.BROKEN]
    assert names(public) == []


def test_no_service_of_advisories_is_told_a_private_name(told, two, monkeypatch):
    service, private = two
    service.pages["/v1/querybatch"] = json.dumps({"results": [{"vulns": [{"id": "GHSA-1"}]}]})
    path = Path(__import__("os").environ["XDG_CONFIG_HOME"]) / "holdfast" / "online.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f'allow = ["{service.base.partition("//")[2]}"]\n')
    npmrc = f"@acme:registry={private.base}\n"
    items = [
        "[@acme/core](https://www.npmjs.com/package/@acme/core) 1.0.0",
        "[zod](https://www.npmjs.com/package/zod) 4.0.0",
    ]
    config = f'[verify.library]\nadvisories = "{service.base}"\n'
    result = told(*items, home={".npmrc": npmrc}, config=config, select="advisory")
    assert outcomes(result) == [Outcome.UNPROVEN, Outcome.BROKEN]
    assert said(result)[1] == ("version-vulnerable", Outcome.BROKEN, "4.0.0 is affected by GHSA-1")
    assert [json.loads(one) for one in service.posted] == [
        {"queries": [{"version": "4.0.0", "package": {"name": "zod", "ecosystem": "npm"}}]}
    ]


# Advisories of a file

OSV = {
    "id": "RUSTSEC-1",
    "summary": "Data race",
    "affected": [
        {
            "package": {"ecosystem": "crates.io", "name": "x"},
            "ranges": [{"type": "SEMVER", "events": [{"introduced": "0"}, {"fixed": "1.2.0"}]}],
        }
    ],
}
FILE = '[verify.library]\nadvisories = "osv.json"\n'


def test_a_file_of_advisories_needs_no_network(told):
    lock = 'version = 4\n[[package]]\nname = "x"\nversion = "1.1.0"\n'
    files = {"Cargo.lock": lock, "osv.json": json.dumps([OSV])}
    item = "[x](https://crates.io/crates/x) 1.1"
    result = told(item, files=files, config=FILE, select="advisory", online=False)
    assert said(result) == [("version-vulnerable", Outcome.BROKEN, "1.1.0 is affected by RUSTSEC-1 (Data race)")]
    assert result.verdicts[0].remedy == "use 1.2.0 or a later one"
    files["osv.json"] = "[]"
    assert outcomes(told(item, files=files, config=FILE, select="advisory", online=False)) == [Outcome.HOLDS]


@pytest.mark.parametrize(("where", "text"), [("osv.json", "nonsense"), ("none.json", "[]"), ("../outside.json", "[]")])
def test_a_file_that_cannot_be_read_leaves_it_unproven(told, where, text):
    config = f'[verify.library]\nadvisories = "{where}"\n'
    result = told(
        "[x](https://crates.io/crates/x) 1.1.0",
        files={"osv.json": text},
        config=config,
        select="advisory",
        online=False,
    )
    assert outcomes(result) == [Outcome.UNPROVEN]
