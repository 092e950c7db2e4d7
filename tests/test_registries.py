"""Registries as pip, npm, Cargo, Go and Maven are configured, what is asked there, and what the answers say."""

import contextlib
import json
from pathlib import Path

import pytest

from holdfast.world.packages.registries import REGISTRIES, Body, Release, newest, registry
from holdfast.world.packages.registries.clients import Clients, clients_of
from holdfast.world.packages.registries.credentials import without_credentials


@pytest.fixture
def clients(tmp_path):
    """Return a function that makes a home, a project and an environment, and what clients read there."""

    def make(home=None, project=None, private=(), **environment):
        for folder, files in (("home", home or {}), ("project", project or {})):
            for path, text in files.items():
                target = tmp_path / folder / path
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_text(text)
        return Clients(
            str(tmp_path / "project"),
            {"HOME": str(tmp_path / "home"), "XDG_CONFIG_DIRS": "/nowhere", **environment},
            private,
        )

    return make


def asked(ecosystem, name, found):
    """Return where a package would be asked for, with what is wrong and whether the user's configuration says so."""
    return [(one.url or one.problem, one.trusted) for one in registry(ecosystem).sources(name, found)]


def test_every_ecosystem_has_a_registry():
    assert {"cargo", "golang", "maven", "npm", "pypi"} == REGISTRIES


def test_without_configuration_the_public_registries_are_asked(clients):
    none = clients(PIP_CONFIG_FILE="/dev/null")
    assert asked("pypi", "httpx", none) == [("https://pypi.org/simple", True)]
    assert asked("npm", "zod", none) == [("https://registry.npmjs.org", True)]
    assert asked("cargo", "serde", none) == [("https://index.crates.io", True)]
    assert asked("golang", "golang.org/x/net", none) == [("https://proxy.golang.org", True)]
    assert asked("maven", "a.b:c", none) == [("https://repo.maven.apache.org/maven2", True)]


def test_a_private_name_is_asked_of_no_public_registry(clients):
    none = clients(private=("acme-*", "acme.dev/*", "dev.acme*"), PIP_CONFIG_FILE="/dev/null")
    for ecosystem, name in (
        ("pypi", "acme-core"),
        ("npm", "acme-core"),
        ("cargo", "acme-core"),
        ("golang", "acme.dev/core"),
        ("maven", "dev.acme:core"),
    ):
        assert asked(ecosystem, name, none) == [], ecosystem


# pip


def test_pip_is_read_from_its_files_and_the_environment_wins(clients):
    home = {
        ".config/pip/pip.conf": "[global]\nindex-url = https://user:pw@pip.corp.dev/simple/\n[install]\nextra-index-url =\n  https://extra.corp.dev/simple\n"
    }
    found = clients(home=home)
    assert asked("pypi", "httpx", found) == [
        ("https://extra.corp.dev/simple", True),
        ("https://pip.corp.dev/simple", True),
    ]
    _, main = registry("pypi").sources("httpx", found)
    assert main.headers == (("Authorization", "Basic dXNlcjpwdw=="),)
    assert asked(
        "pypi", "httpx", clients(home=home, PIP_INDEX_URL="https://env.dev/simple", PIP_EXTRA_INDEX_URL="")
    ) == [("https://env.dev/simple", True)]
    assert asked("pypi", "httpx", clients(home=home, PIP_NO_INDEX="1")) == [("pip is configured to ask no index", True)]


def test_a_private_name_goes_to_the_extra_index_alone(clients):
    found = clients(
        private=("acme-*",), PIP_CONFIG_FILE="/dev/null", PIP_EXTRA_INDEX_URL="https://extra.corp.dev/simple"
    )
    assert asked("pypi", "acme-core", found) == [("https://extra.corp.dev/simple", True)]
    assert [url for url, _ in asked("pypi", "httpx", found)] == [
        "https://extra.corp.dev/simple",
        "https://pypi.org/simple",
    ]


@pytest.mark.parametrize(
    "text",
    [
        '[tool.uv.sources]\nacme-core = { index = "acme" }\n[[tool.uv.index]]\nname = "acme"\nurl = "https://user:pw@uv.corp.dev/simple"\n',
        '[tool.poetry.dependencies]\nacme-core = { version = "1", source = "acme" }\n[[tool.poetry.source]]\nname = "acme"\nurl = "https://uv.corp.dev/simple"\n',
    ],
)
def test_an_index_that_the_project_gives_one_package_is_its_only_one_and_gets_no_credentials(clients, text):
    found = clients(project={"pyproject.toml": text}, PIP_CONFIG_FILE="/dev/null")
    (one,) = registry("pypi").sources("acme_core", found)
    assert (one.url, one.trusted, one.own, one.headers) == ("https://uv.corp.dev/simple", False, True, ())


# npm


def test_a_scope_has_a_registry_of_its_own_and_the_users_word_counts_first(clients):
    home = {".npmrc": "@acme:registry=https://npm.corp.dev/\n//npm.corp.dev/:_authToken=${TOKEN}\n"}
    project = {
        ".npmrc": "@acme:registry=https://elsewhere.dev\n@other:registry=https://other.dev/npm/\nregistry=https://mirror.dev\n//mirror.dev/:_authToken=${TOKEN}\n"
    }
    found = clients(home=home, project=project, TOKEN="secret")
    (one,) = registry("npm").sources("@acme/core", found)
    assert (one.url, one.trusted, one.headers) == ("https://npm.corp.dev", True, (("Authorization", "Bearer secret"),))
    assert asked("npm", "@other/x", found) == [("https://other.dev/npm", False)]
    (one,) = registry("npm").sources("zod", found)
    assert (one.url, one.trusted, one.headers) == ("https://mirror.dev", False, ())


def test_a_repository_cannot_have_the_users_token_sent_elsewhere(clients):
    home = {".npmrc": "//npm.corp.dev/:_authToken=secret\n"}
    found = clients(home=home, project={".npmrc": "registry=https://npm.corp.dev.evil.dev/\n"})
    assert registry("npm").sources("zod", found)[0].headers == ()


def test_npm_is_read_from_the_environment(clients):
    assert asked("npm", "zod", clients(npm_config_registry="https://env.dev/npm/")) == [("https://env.dev/npm", True)]
    assert asked("npm", "zod", clients(NPM_CONFIG_REGISTRY="https://env.dev")) == [("https://env.dev", True)]


# Cargo


def test_cargo_follows_source_replacement(clients):
    config = '[source.crates-io]\nreplace-with = "mirror"\n[source.mirror]\nregistry = "sparse+https://cargo.corp.dev/index/"\n'
    assert asked("cargo", "serde", clients(home={".cargo/config.toml": config})) == [
        ("https://cargo.corp.dev/index", True)
    ]
    assert asked("cargo", "serde", clients(project={".cargo/config.toml": config})) == [
        ("https://cargo.corp.dev/index", False)
    ]


@pytest.mark.parametrize(
    ("config", "url"),
    [
        (
            '[source.crates-io]\nreplace-with = "vendored"\n[source.vendored]\ndirectory = "vendor"\n',
            "no sparse registry",
        ),
        ('[source.crates-io]\nreplace-with = "a"\n[source.a]\nreplace-with = "crates-io"\n', "circle"),
        (
            '[source.crates-io]\nreplace-with = "a"\n[source.a]\nregistry = "https://github.com/rust-lang/crates.io-index"\n',
            "https://index.crates.io",
        ),
    ],
)
def test_sources_that_cannot_be_asked_are_said(clients, config, url):
    ((found, _),) = asked("cargo", "serde", clients(home={".cargo/config.toml": config}))
    assert url in found


def test_a_crate_of_another_registry_is_asked_there_alone(clients):
    project = {"Cargo.toml": '[dependencies]\nacme = { version = "1", registry = "corp" }\n'}
    config = {".cargo/config.toml": '[registries.corp]\nindex = "sparse+https://cargo.corp.dev/"\n'}
    assert asked("cargo", "acme", clients(project=project | config)) == [("https://cargo.corp.dev", False)]
    found = clients(project=project, CARGO_REGISTRIES_CORP_INDEX="sparse+https://env.corp.dev/")
    assert asked("cargo", "acme", found) == [("https://env.corp.dev", True)]


# Go and Maven


def test_go_asks_its_proxies_and_no_proxy_about_private_modules(clients):
    found = clients(GOPROXY="https://a.dev|https://b.dev,direct", GOPRIVATE="*.corp.dev,github.com/acme/*")
    assert [url for url, _ in asked("golang", "golang.org/x/net", found)] == ["https://a.dev", "https://b.dev"]
    assert asked("golang", "git.corp.dev/x/y", found) == []
    assert asked("golang", "github.com/acme/core/v2", found) == []
    assert [url for url, _ in asked("golang", "github.com/acmeother/core", found)] == ["https://a.dev", "https://b.dev"]
    assert asked("golang", "x.dev/y", clients(GOPROXY="off")) == [("Go is configured to ask no proxy", True)]
    assert asked("golang", "x.dev/y", clients(home={".config/go/env": "GOPROXY=https://file.dev\n"})) == [
        ("https://file.dev", True)
    ]


@pytest.mark.parametrize(
    ("of", "url"),
    [
        ("central", "https://maven.corp.dev"),
        ("*", "https://maven.corp.dev"),
        ("*,!central", "https://repo.maven.apache.org/maven2"),
        ("other", "https://repo.maven.apache.org/maven2"),
    ],
)
def test_maven_asks_the_mirror_of_central(clients, of, url):
    text = f"<settings><mirrors><mirror><mirrorOf>{of}</mirrorOf><url>https://maven.corp.dev</url></mirror></mirrors></settings>"
    assert asked("maven", "a.b:c", clients(home={".m2/settings.xml": text})) == [(url, True)]


# Questions


@pytest.mark.parametrize(
    ("ecosystem", "name", "path"),
    [
        ("pypi", "Foo.Bar", "/foo-bar/"),
        ("npm", "@nestjs/core", "/@nestjs%2Fcore"),
        ("cargo", "a", "/1/a"),
        ("cargo", "ab", "/2/ab"),
        ("cargo", "abc", "/3/a/abc"),
        ("cargo", "Serde_json", "/se/rd/serde_json"),
        ("golang", "github.com/BurntSushi/toml", "/github.com/!burnt!sushi/toml/@v/list"),
        ("maven", "org.slf4j:slf4j-api", "/org/slf4j/slf4j-api/maven-metadata.xml"),
    ],
)
def test_a_package_is_asked_for_where_its_ecosystem_keeps_it(ecosystem, name, path):
    from holdfast.world.packages.registries import Source

    assert registry(ecosystem).questions(name, Source("https://r.dev"))[0].url == f"https://r.dev{path}"


def listing(ecosystem, *bodies):
    found = registry(ecosystem).listing("x", [Body(content.encode(), kind) for content, kind in bodies])
    return dict(found.releases), found.newest


def test_the_simple_api_of_python_says_the_same_as_json_and_as_html():
    files = [
        {"filename": "x-1.0.tar.gz", "yanked": False},
        {"filename": "x-1.1-py3-none-any.whl", "yanked": "breaks things"},
        {"filename": "x-1.1.tar.gz", "yanked": True},
        {"filename": "x-2.0rc1-py3-none-any.whl"},
    ]
    expected = ({"1.0": Release(), "1.1": Release(yanked="breaks things"), "2.0rc1": Release()}, "1.0")
    assert listing("pypi", (json.dumps({"files": files}), "application/vnd.pypi.simple.v1+json")) == expected
    html = '<a href="/f/x-1.0.tar.gz#sha256=0">x</a><a href="x-1.1-py3-none-any.whl" data-yanked="breaks things">x</a><a href="x-1.1.tar.gz" data-yanked>x</a><a href="x-2.0rc1-py3-none-any.whl">x</a>'
    assert listing("pypi", (html, "text/html")) == expected


def test_npm_tells_versions_the_newest_and_what_is_deprecated():
    text = json.dumps(
        {
            "dist-tags": {"latest": "1.0.0"},
            "versions": {"1.0.0": {}, "2.0.0-rc.1": {}, "0.9.0": {"deprecated": "use 1"}},
        }
    )
    assert listing("npm", (text, "")) == (
        {"1.0.0": Release(), "2.0.0-rc.1": Release(), "0.9.0": Release(deprecated="use 1")},
        "1.0.0",
    )


def test_cargo_tells_versions_and_which_were_yanked():
    text = '{"name":"x","vers":"1.0.0","yanked":false}\n{"name":"x","vers":"1.1.0","yanked":true}\n'
    assert listing("cargo", (text, "")) == ({"1.0.0": Release(), "1.1.0": Release(yanked="-")}, "1.0.0")


def test_go_tells_versions_and_what_was_retracted():
    mod = "// Deprecated: use y\nmodule x\n\nretract (\n\tv1.1.0 // broken\n\t[v1.2.0, v1.3.0] // worse\n)\n"
    releases, latest = listing("golang", ("v1.0.0\nv1.1.0\nv1.2.5\n", ""), ('{"Version": "v1.4.0"}', ""), (mod, ""))
    assert {version: one.yanked for version, one in releases.items()} == {
        "v1.0.0": "",
        "v1.1.0": "broken",
        "v1.2.5": "worse",
        "v1.4.0": "",
    }
    assert releases["v1.0.0"].deprecated == "use y"
    assert latest == "v1.4.0"


def test_maven_tells_versions_of_which_a_candidate_is_not_the_newest():
    text = "<metadata><versioning><latest>2.1-rc1</latest><versions><version>2.0</version><version>2.1-rc1</version></versions></versioning></metadata>"
    assert listing("maven", (text, "")) == ({"2.0": Release(), "2.1-rc1": Release()}, "2.0")


@pytest.mark.parametrize("ecosystem", ["pypi", "npm", "cargo", "maven"])
@pytest.mark.parametrize("text", ["", "[]", "3", "<html>", "null", "{}x"])
def test_nonsense_is_a_value_error_or_says_nothing(ecosystem, text):
    kind = "application/json" if ecosystem == "pypi" else ""
    with contextlib.suppress(ValueError):
        assert listing(ecosystem, (text, kind)) == ({}, "")


def test_a_preview_is_the_newest_only_where_there_is_nothing_else():
    assert newest("cargo", {"1.0.0-rc.1": Release(), "1.0.0-rc.2": Release()}) == "1.0.0-rc.2"
    assert newest("cargo", {"1.0.0": Release(yanked="-")}) == ""


def test_credentials_are_taken_out_of_an_address():
    assert without_credentials("https://u%40x:p@h.dev:8443/a/") == (
        "https://h.dev:8443/a",
        (("Authorization", "Basic dUB4OnA="),),
    )
    assert without_credentials("https://[::1]:8/a") == ("https://[::1]:8/a", ())


def test_private_names_come_from_the_configuration(tmp_path):
    assert clients_of(str(tmp_path), {"library": {"private": "acme-*"}}).is_private("Acme-Core")
    assert not clients_of(str(tmp_path), {}).is_private("acme-core")
    assert Path(clients_of(str(tmp_path), {}).root) == tmp_path
