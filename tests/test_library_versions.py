"""Versions of five ecosystems, held against their oracles: packaging, npm's own semver, and the rules of Cargo, Go and Maven."""

import json
import shutil
import subprocess
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from packaging.specifiers import SpecifierSet
from packaging.version import Version

from holdfast.world.packages.versions import ECOSYSTEMS, grammar
from holdfast.world.packages.versions.cargo import comparators
from holdfast.world.packages.versions.golang import pseudo
from holdfast.world.packages.versions.said import agrees

NUMBER = st.integers(0, 4)
PRE = st.sampled_from(["", "-0", "-alpha", "-alpha.1", "-beta.2", "-rc.1", "-rc.10"])
SEMVER = st.builds("{}.{}.{}{}".format, NUMBER, NUMBER, NUMBER, PRE)
PARTIAL = st.one_of(SEMVER, st.builds("{}.{}".format, NUMBER, NUMBER), st.builds("{}".format, NUMBER))
SEMVER_JS = Path(__file__).parents[1] / "node_modules" / "semver"


def test_every_ecosystem_has_a_grammar():
    assert {"cargo", "golang", "maven", "npm", "pypi"} == ECOSYSTEMS
    with pytest.raises(KeyError):
        grammar("gem")


# What people say


@pytest.mark.parametrize(
    ("ecosystem", "said", "version", "holds"),
    [
        ("cargo", "0.7", "0.7.3", True),
        ("cargo", "0.7", "0.9.1", False),
        ("cargo", "v0.7", "0.7.3", True),
        ("cargo", "0.7.3", "0.7.3+build", True),
        ("cargo", "0.7", "0.70.0", False),
        ("cargo", "1.0 or later", "1.0.219", True),
        ("cargo", "1.2+", "1.1.9", False),
        ("pypi", "2+", "2.4", True),
        ("pypi", "2.x", "2.99", True),
        ("pypi", "2.x", "3.0", False),
        ("pypi", "2.*", "2.1", True),
        ("pypi", "≥ 2.16", "2.16.2", True),
        ("pypi", ">= 2, < 3", "2.9", True),
        ("pypi", "2.0.0rc1", "2.0rc1", True),
        ("pypi", "2.0", "1!2.0.1", True),
        ("pypi", "3.1", "3.1.6.post1", True),
        ("pypi", "1.0", "1", True),
        ("npm", "^4.17", "4.18.1", True),
        ("npm", "~4.17.0", "4.18.1", False),
        ("npm", "1 || 2", "2.3.4", True),
        ("npm", "4", "4.1.0", True),
        ("golang", "v1.8", "v1.8.4", True),
        ("golang", "v1.9.3", "1.9.3", True),
        ("golang", "v0.0.0-20240102030405-abcdef012345", "v0.0.0-20240102030405-abcdef012345", True),
        ("maven", "[1.0,2.0)", "1.5", True),
        ("maven", "2.0", "2.0.9", True),
        ("maven", "31.1-jre", "31.1-jre", True),
        ("maven", "31.1-jre", "31.1-android", False),
        ("npm", "the newest", "1.0.0", None),
    ],
)
def test_what_people_say_of_a_version(ecosystem, said, version, holds):
    assert agrees(ecosystem, said, version) is holds


def test_a_requirement_of_cargo_is_read_as_cargo_does():
    assert agrees("cargo", "1.2", "1.5.0") is False
    assert agrees("cargo", "1.2", "1.5.0", requirement=True) is True
    assert agrees("cargo", "0.2", "0.3.0", requirement=True) is False


@given(st.sampled_from(["cargo", "npm", "golang", "pypi", "maven"]), NUMBER, NUMBER, NUMBER, st.integers(1, 3))
def test_the_beginning_of_a_version_is_true_of_it(ecosystem, major, minor, patch, count):
    version = f"{major}.{minor}.{patch}"
    said = ".".join(version.split(".")[:count])
    assert agrees(ecosystem, said, version) is True
    assert agrees(ecosystem, f"{said}.x" if count < 3 else said, version) is True
    assert agrees(ecosystem, f"{major + 1}" if count == 1 else f"{major}.{minor + 1}", version) is False


@given(st.text(max_size=40), st.text(max_size=40), st.sampled_from(sorted(ECOSYSTEMS)))
def test_nonsense_is_answered_and_never_raises(said, version, ecosystem):
    assert agrees(ecosystem, said, version) in (True, False, None)


@given(
    st.lists(st.text(alphabet="0123456789.-abrcxv+", min_size=1, max_size=12), min_size=2, max_size=6),
    st.sampled_from(sorted(ECOSYSTEMS)),
)
def test_versions_of_one_ecosystem_are_in_one_order(texts, ecosystem):
    found = [key for one in texts if (key := grammar(ecosystem).ordered(one)) is not None]
    for one, other in pairwise(sorted(found)):
        assert one <= other
        assert not other < one


# Python

PEP440 = st.builds(
    "{}.{}{}".format,
    NUMBER,
    NUMBER,
    st.sampled_from(["", ".0", ".3", "a1", "b2", "rc1", ".post1", ".dev3", "rc1.dev2", "+local.1"]),
)
SPECIFIER = st.lists(
    st.builds("{}{}.{}".format, st.sampled_from(["==", "!=", ">=", "<=", ">", "<", "~="]), NUMBER, NUMBER),
    min_size=1,
    max_size=3,
)


@given(PEP440, SPECIFIER)
def test_python_specifiers_are_those_of_packaging(version, parts):
    text = ", ".join(parts)
    assert grammar("pypi").satisfies(version, text) is SpecifierSet(text).contains(version, prereleases=True)


@pytest.mark.parametrize(
    ("requirement", "low", "high"),
    [
        ("^1.2.3", "1.2.3", "2.0"),
        ("^0.2.3", "0.2.3", "0.3"),
        ("^0.0.3", "0.0.3", "0.0.4"),
        ("^0.0", "0.0", "0.1"),
        ("^0", "0", "1"),
        ("~1.2.3", "1.2.3", "1.3"),
        ("~1.2", "1.2", "1.3"),
        ("~1", "1", "2"),
    ],
)
def test_carets_and_tildes_are_those_of_poetry(requirement, low, high):
    satisfies = grammar("pypi").satisfies
    assert satisfies(low, requirement)
    assert not satisfies(high, requirement)
    assert not satisfies(f"{high}.dev0", requirement)
    assert satisfies(str(Version(low)) + ".post1", requirement)


# npm


@pytest.fixture(scope="module")
def oracle():
    """Return a function that asks npm's own semver about pairs of version and range."""
    if not shutil.which("node") or not SEMVER_JS.is_dir():
        pytest.skip("npm's semver is not here: npm ci")
    script = (
        "const s = require(process.argv[1]);"
        "const pairs = JSON.parse(require('fs').readFileSync(0, 'utf8'));"
        "console.log(JSON.stringify(pairs.map(([v, r]) => s.validRange(r) === null ? null : s.satisfies(v, r))));"
    )

    def ask(pairs):
        done = subprocess.run(
            ["node", "-e", script, str(SEMVER_JS)], input=json.dumps(pairs), capture_output=True, text=True, check=True
        )
        return json.loads(done.stdout)

    return ask


RANGE_PART = st.one_of(
    st.builds("{}{}".format, st.sampled_from(["", "^", "~", ">=", "<=", ">", "<", "="]), PARTIAL),
    st.builds("{}.x".format, NUMBER),
    st.builds("{}.{}.*".format, NUMBER, NUMBER),
    st.builds("{} - {}".format, PARTIAL, PARTIAL),
)
SEVERAL = st.lists(st.lists(RANGE_PART, min_size=1, max_size=2).map(" ".join), min_size=1, max_size=2).map(" || ".join)
RANGE = st.one_of(SEVERAL, st.just("*"))
"""Beside ``*`` npm forgets the other alternatives, and with them that a preview was named."""


@settings(max_examples=8, deadline=None, phases=[Phase.generate])
@given(st.lists(st.tuples(SEMVER, RANGE), min_size=80, max_size=240))
def test_npm_ranges_are_those_of_npm(oracle, pairs):
    for (version, text), expected in zip(pairs, oracle(pairs), strict=True):
        assert grammar("npm").satisfies(version, text) in (expected, None), (version, text, expected)


# Cargo


@pytest.mark.parametrize(
    ("requirement", "low", "high"),
    [
        ("1.2.3", "1.2.3", "2.0.0"),
        ("1.2", "1.2.0", "2.0.0"),
        ("1", "1.0.0", "2.0.0"),
        ("0.2.3", "0.2.3", "0.3.0"),
        ("0.2", "0.2.0", "0.3.0"),
        ("0.0.3", "0.0.3", "0.0.4"),
        ("0.0", "0.0.0", "0.1.0"),
        ("0", "0.0.0", "1.0.0"),
        ("~1.2.3", "1.2.3", "1.3.0"),
        ("~1.2", "1.2.0", "1.3.0"),
        ("~1", "1.0.0", "2.0.0"),
        ("1.*", "1.0.0", "2.0.0"),
        ("1.2.*", "1.2.0", "1.3.0"),
        ("=1.2", "1.2.0", "1.3.0"),
        (">=1.2, <1.5", "1.2.0", "1.5.0"),
        (">1.2", "1.3.0", "1.2.9"),
        ("<=1.2", "1.2.9", "1.3.0"),
    ],
)
def test_requirements_of_cargo_are_read_as_its_reference_has_them(requirement, low, high):
    satisfies = grammar("cargo").satisfies
    assert satisfies(low, requirement) is True
    assert satisfies(high, requirement) is False


@pytest.mark.parametrize("requirement", ["", "1.2.3.4", "^", "latest", "1..2", ">=1 <2", "01.2", "1.2-beta"])
def test_what_cargo_refuses_is_no_requirement(requirement):
    assert comparators(requirement) is None


@given(SEMVER, SEMVER)
def test_a_preview_matches_only_previews_of_its_own_release(version, said):
    if grammar("cargo").satisfies(version, said) and "-" in version:
        assert "-" in said
        assert version.partition("-")[0] == said.partition("-")[0]


@given(SEMVER, PARTIAL, st.sampled_from(["^", "~", "=", ""]))
def test_cargo_never_takes_another_major_and_never_less_than_is_asked(version, said, op):
    if grammar("cargo").satisfies(version, op + said) and "-" not in said:
        key = grammar("cargo").ordered(version)
        low = [*map(int, said.split(".")), 0, 0][:3]
        assert key.major == low[0]
        assert list(key[:3]) >= low


@given(SEMVER, SEMVER)
def test_the_comparisons_of_cargo_are_the_order(version, said):
    satisfies, ordered = grammar("cargo").satisfies, grammar("cargo").ordered
    plain, other = version.partition("-")[0], said.partition("-")[0]
    for op, expected in ((">", 1), ("<", -1), ("=", 0)):
        sign = (ordered(plain) > ordered(other)) - (ordered(plain) < ordered(other))
        assert satisfies(plain, op + other) is (sign == expected)
    assert satisfies(plain, f">={other}") is not satisfies(plain, f"<{other}")


@given(SEMVER)
def test_every_version_satisfies_itself(version):
    for name in ("cargo", "npm"):
        assert grammar(name).satisfies(version, f"={version}") is True


# Go


def test_a_pseudo_version_of_go_holds_its_base_its_time_and_its_commit():
    assert pseudo("v0.0.0-20240102030405-abcdef012345") == ("", "20240102030405", "abcdef012345")
    assert pseudo("v1.2.4-0.20240102030405-abcdef012345") == ("v1.2.3", "20240102030405", "abcdef012345")
    assert pseudo("v1.2.3-rc.1.0.20240102030405-abcdef012345") == ("v1.2.3-rc.1", "20240102030405", "abcdef012345")
    assert pseudo("v2.0.0-20240102030405-abcdef012345+incompatible") == ("", "20240102030405", "abcdef012345")
    assert pseudo("v1.2.3") is None


def test_go_takes_a_later_version_of_the_same_major_only():
    satisfies = grammar("golang").satisfies
    assert satisfies("v1.9.0", "v1.8.0") is True
    assert satisfies("v1.7.0", "v1.8.0") is False
    assert satisfies("v2.0.0", "v1.8.0") is False
    assert satisfies("v1.8.1-0.20240102030405-abcdef012345", "v1.8.0") is True
    assert satisfies("master", "v1.8.0") is None


# Maven


MAVEN_LESS = ["1-alpha", "1-beta", "1-milestone", "1-rc", "1-snapshot", "1", "1-sp", "1-foo2", "1-foo10", "1-1", "1.1"]


def test_versions_of_maven_are_ordered_as_maven_does():
    ordered = grammar("maven").ordered
    for low, high in pairwise(MAVEN_LESS):
        assert ordered(low) < ordered(high), (low, high)
    for one, other in [
        ("1.0.0", "1"),
        ("1.ga", "1"),
        ("1.final", "1"),
        ("1-0", "1.0"),
        ("1.0.0-foo.0.0", "1-foo"),
        ("1-a1", "1-alpha-1"),
        ("1.foo", "1-foo"),
        ("1-ga-1", "1-1"),
        ("1-cr2", "1-rc2"),
    ]:
        assert ordered(one) == ordered(other), (one, other)


@pytest.mark.parametrize(
    ("requirement", "inside", "outside"),
    [
        ("[1.0]", "1.0", "1.0.1"),
        ("(,1.0]", "1.0", "1.0.1"),
        ("[1.2,1.3]", "1.2.9", "1.3.1"),
        ("[1.0,2.0)", "1.9", "2.0"),
        ("[1.5,)", "9", "1.4"),
        ("(,1.0],[1.2,)", "1.2", "1.1"),
        ("(,1.1),(1.1,)", "1.0", "1.1"),
    ],
)
def test_a_range_of_maven_ends_where_it_says(requirement, inside, outside):
    satisfies = grammar("maven").satisfies
    assert satisfies(inside, requirement) is True
    assert satisfies(outside, requirement) is False
    assert satisfies(inside, requirement + "]") is None
