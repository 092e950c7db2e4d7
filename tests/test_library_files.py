"""Lock files and manifests: each format read with its lines, and what is no such file is remembered and not raised."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.world.packages.files import formats, formats_of
from holdfast.world.packages.pinned import read_pins

SAMPLES = {
    "requirements": (
        "requirements.txt",
        "# top\n--index-url https://example.org\nhttpx[http2]==0.28.1 \\\n    --hash=sha256:00\nDjango >=5,<6 ; python_version > '3'\n-e .\nx @ https://example.org/x.whl\nflask\n",
        [("httpx", "==0.28.1", 3), ("Django", ">=5,<6", 5), ("flask", "", 8)],
    ),
    "pyproject": (
        "pyproject.toml",
        (
            '[project]\nname = "a"\ndependencies = [\n  "httpx>=0.28",\n  "rich (>=13,<14)",\n]\n[dependency-groups]\ndev = ["pytest>=8", {include-group = "x"}]\n'
            '[tool.poetry.dependencies]\npython = "^3.11"\nattrs = "^23.1"\nclick = {version = "8.1", extras = ["x"]}\n'
        ),
        [
            ("httpx", ">=0.28", 4),
            ("rich", ">=13,<14", 5),
            ("pytest", ">=8", 8),
            ("attrs", "^23.1", 11),
            ("click", "8.1", 12),
        ],
    ),
    "locked_toml": (
        "uv.lock",
        'version = 1\n[[package]]\nname = "anyio"\nversion = "4.1.0"\n\n[[package]]\nname = "app"\nsource = { virtual = "." }\n',
        [("anyio", "4.1.0", 4)],
    ),
    "pipfile_lock": (
        "Pipfile.lock",
        '{\n "_meta": {},\n "default": {\n  "flask": {\n   "version": "==3.0.1"\n  }\n },\n "develop": {}\n}\n',
        [("flask", "3.0.1", 5)],
    ),
    "package_json": (
        "package.json",
        '{\n "dependencies": {\n  "zod": "^4.1",\n  "ours": "workspace:*",\n  "old": "npm:left-pad@1.3.0",\n  "git": "github:a/b"\n },\n "devDependencies": {\n  "typescript": "5.9.2"\n }\n}\n',
        [("zod", "^4.1", 3), ("left-pad", "1.3.0", 5), ("typescript", "5.9.2", 9)],
    ),
    "package_lock": (
        "package-lock.json",
        '{\n "lockfileVersion": 3,\n "packages": {\n  "": {"name": "app", "version": "1.0.0"},\n  "node_modules/zod": {\n   "version": "4.1.3"\n  },\n  "node_modules/a/node_modules/@s/b": {\n   "version": "2.0.0"\n  },\n  "packages/own": {"version": "0.1.0"}\n }\n}\n',
        [("zod", "4.1.3", 6), ("@s/b", "2.0.0", 9)],
    ),
    "pnpm_lock": (
        "pnpm-lock.yaml",
        "lockfileVersion: '9.0'\n\nimporters:\n  .:\n    dependencies:\n      zod:\n        specifier: ^4\n\npackages:\n\n  '@s/b@2.0.0':\n    resolution: {integrity: x}\n\n  zod@4.1.3(peer@1.0.0):\n    resolution: {integrity: x}\n\nsnapshots:\n  zod@4.1.3: {}\n",
        [("@s/b", "2.0.0", 11), ("zod", "4.1.3", 14)],
    ),
    "yarn_lock": (
        "yarn.lock",
        '# yarn lockfile v1\n\n\n"@s/b@^2.0.0", "@s/b@^2.0.1":\n  version "2.0.3"\n  dependencies:\n    zod "^4"\n\nzod@^4:\n  version "4.1.3"\n',
        [("@s/b", "2.0.3", 5), ("zod", "4.1.3", 10)],
    ),
    "cargo_toml": (
        "Cargo.toml",
        '[package]\nname = "a"\nversion = "0.1.0"\n[dependencies]\nserde = "1.0"\ntokio = { version = "1.40", features = ["full"] }\nhttp-old = { package = "http", version = "0.2" }\nours = { path = "../ours" }\n[target."cfg(unix)".dependencies]\nnix = "0.29"\n[workspace.dependencies]\naxum = "0.7"\n',
        [
            ("serde", "1.0", 5),
            ("tokio", "1.40", 6),
            ("http", "0.2", 7),
            ("ours", "", 8),
            ("axum", "0.7", 12),
            ("nix", "0.29", 10),
        ],
    ),
    "cargo_lock": (
        "Cargo.lock",
        'version = 4\n\n[[package]]\nname = "serde"\nversion = "1.0.219"\n\n[[package]]\nname = "serde"\nversion = "0.9.0"\n',
        [("serde", "1.0.219", 5), ("serde", "0.9.0", 9)],
    ),
    "go_mod": (
        "go.mod",
        "module example.org/a\n\ngo 1.23\n\nrequire golang.org/x/net v0.30.0\nrequire (\n\tgithub.com/go-chi/chi/v5 v5.1.0\n\tgopkg.in/yaml.v3 v3.0.1 // indirect\n)\nreplace golang.org/x/net => example.org/fork/net v0.31.0\nexclude golang.org/x/net v0.29.0\n",
        [
            ("golang.org/x/net", "v0.30.0", 5),
            ("github.com/go-chi/chi/v5", "v5.1.0", 7),
            ("gopkg.in/yaml.v3", "v3.0.1", 8),
            ("example.org/fork/net", "v0.31.0", 10),
        ],
    ),
    "go_sum": (
        "go.sum",
        "golang.org/x/net v0.30.0 h1:AAA=\ngolang.org/x/net v0.30.0/go.mod h1:BBB=\n",
        [("golang.org/x/net", "v0.30.0", 1)],
    ),
    "pom_xml": (
        "pom.xml",
        '<project xmlns="http://maven.apache.org/POM/4.0.0">\n <properties><slf4j>2.0.9</slf4j></properties>\n <dependencies>\n  <dependency>\n   <groupId>org.slf4j</groupId>\n   <artifactId>slf4j-api</artifactId>\n   <version>${slf4j}</version>\n  </dependency>\n  <dependency>\n   <groupId>a.b</groupId>\n   <artifactId>c</artifactId>\n  </dependency>\n </dependencies>\n</project>\n',
        [("org.slf4j:slf4j-api", "2.0.9", 7), ("a.b:c", "", 11)],
    ),
    "gradle_catalog": (
        "libs.versions.toml",
        '[versions]\nslf4j = "2.0.9"\n[libraries]\nslf4j-api = { module = "org.slf4j:slf4j-api", version.ref = "slf4j" }\nguava = "com.google.guava:guava:33.0.0-jre"\nrich = { group = "a.b", name = "c", version = { strictly = "[1,2)" } }\n',
        [("org.slf4j:slf4j-api", "2.0.9", 4), ("com.google.guava:guava", "33.0.0-jre", 5), ("a.b:c", "[1,2)", 6)],
    ),
    "gradle_lock": (
        "gradle.lockfile",
        "# comment\norg.slf4j:slf4j-api:2.0.9=compileClasspath,runtimeClasspath\nempty=annotationProcessor\n",
        [("org.slf4j:slf4j-api", "2.0.9", 2)],
    ),
}
FURTHER = [
    ("poetry.lock", '[[package]]\nname = "anyio"\nversion = "4.1.0"\n', [("anyio", "4.1.0", 3)]),
    ("pylock.toml", 'lock-version = "1.0"\n[[packages]]\nname = "anyio"\nversion = "4.1.0"\n', [("anyio", "4.1.0", 4)]),
    ("constraints.txt", "anyio==4.1.0\n", [("anyio", "==4.1.0", 1)]),
    (
        "package-lock.json",
        '{\n"lockfileVersion": 1,\n"dependencies": {\n"a": {\n"version": "1.0.0",\n"dependencies": {\n"b": {"version": "2.0.0"}\n}\n}\n}\n}',
        [("a", "1.0.0", 5), ("b", "2.0.0", 7)],
    ),
    (
        "package-lock.json",
        '{"lockfileVersion": 2, "packages": {"node_modules/a": {"version": "1.0.0"}}, "dependencies": {"a": {"version": "1.0.0"}}}',
        [("a", "1.0.0", 1)],
    ),
    (
        "pnpm-lock.yaml",
        "lockfileVersion: 5.4\n\npackages:\n\n  /@s/b/2.0.0_react@18.0.0:\n    dev: false\n\n  /zod/4.1.3:\n    dev: false\n",
        [("@s/b", "2.0.0", 5), ("zod", "4.1.3", 8)],
    ),
    (
        "pnpm-lock.yaml",
        "lockfileVersion: '6.0'\n\npackages:\n\n  /@s/b@2.0.0(react@18.0.0):\n    dev: false\n",
        [("@s/b", "2.0.0", 5)],
    ),
    (
        "yarn.lock",
        '# This file is generated\n\n__metadata:\n  version: 8\n\n"zod@npm:^4":\n  version: 4.1.3\n  resolution: "zod@npm:4.1.3"\n\n"app@workspace:.":\n  version: 0.0.0-use.local\n\n"old@npm:left-pad@^1":\n  version: 1.3.0\n',
        [("zod", "4.1.3", 7), ("left-pad", "1.3.0", 14)],
    ),
]


def read(name, text):
    (form,) = formats_of(name)
    return [tuple(one) for one in form.read(text)]


def test_every_format_has_a_sample_here():
    assert {one.name for one in formats()} == SAMPLES.keys()


@pytest.mark.parametrize(("name", "text", "pins"), [*SAMPLES.values(), *FURTHER])
def test_a_format_is_read_with_its_lines(name, text, pins):
    assert read(name, text) == pins


@pytest.mark.parametrize("name", sorted({name for name, *_ in (*SAMPLES.values(), *FURTHER)}))
@given(
    text=st.one_of(
        st.text(max_size=200),
        st.sampled_from(["{}", "[]", "null", '{"packages": 3}', "[package]\nx=1", "<a/>", "[[package]]"]),
    )
)
def test_what_is_no_such_file_is_a_value_error(name, text):
    for form in formats_of(name):
        with contextlib.suppress(ValueError, RecursionError):
            list(form.read(text))


def test_entities_of_xml_are_not_expanded():
    bomb = '<!DOCTYPE p [<!ENTITY a "aaaa">]><project><dependencies/></project>'
    with pytest.raises(ValueError, match="entities"):
        read("pom.xml", bomb)


def test_a_broken_file_is_remembered_and_the_others_count(project):
    root = project(
        {
            "Cargo.lock": "[[[",
            "web/package.json": '{"dependencies": {"zod": "4"}}',
            "node_modules/a/package.json": '{"dependencies": {"b": "1"}}',
        },
        git=False,
    )
    pinned = read_pins(str(root))
    assert list(pinned.unread) == ["Cargo.lock"]
    assert pinned.unread_of("cargo").keys() == {"Cargo.lock"}
    assert pinned.unread_of("npm") == {}
    assert [(one.path, one.line) for one in pinned.of("npm", "zod")] == [("web/package.json", 1)]
    assert pinned.of("npm", "b") == []


def test_names_are_compared_as_their_ecosystem_does(project):
    root = project(
        {
            "requirements.txt": "Foo_Bar==1\n",
            "Cargo.toml": '[dependencies]\nfoo_bar = "1"\n',
            "go.mod": "require example.org/a/v2 v2.1.0\n",
        },
        git=False,
    )
    pinned = read_pins(str(root))
    assert pinned.of("pypi", "foo.bar")
    assert pinned.of("cargo", "foo-bar")
    assert pinned.of("golang", "example.org/a")
    assert pinned.ecosystems("foo-bar") == ["cargo", "pypi"]


@pytest.mark.parametrize(
    ("name", "text", "own"),
    [
        ("Cargo.toml", '[package]\nname = "app"\n', "app"),
        ("Cargo.toml", "[workspace]\n", ""),
        ("pyproject.toml", '[project]\nname = "app"\n', "app"),
        ("pyproject.toml", '[tool.poetry]\nname = "app"\n', "app"),
        ("package.json", '{"name": "@s/app"}', "@s/app"),
        ("go.mod", "module example.org/app/v2\n\ngo 1.23\n", "example.org/app/v2"),
    ],
)
def test_a_manifest_names_the_package_it_makes(name, text, own):
    (form,) = formats_of(name)
    assert form.own(text) == own


@pytest.mark.parametrize("name", ["Cargo.lock", "Cargo.toml", "pyproject.toml", "uv.lock", "libs.versions.toml"])
def test_keys_that_are_made_to_be_read_without_end_are_refused(name):
    with pytest.raises(ValueError, match="two hundred parts"):
        read(name, "a." * 200_000 + "a = 1\n")


def test_the_search_for_lines_ends_also_in_a_file_that_is_made_to_be_searched_without_end(monkeypatch):
    from holdfast.world.packages import lines

    monkeypatch.setattr(lines, "_SEARCHED", 10_000)
    text = "".join(f'"p{number}": 1,\n' for number in range(2000))
    found = lines.Lines(text)
    assert all(1 <= found.next(f'"p{number}"') <= 2000 for number in reversed(range(2000)))
