"""Versions that documents say, held against lock files and manifests by ``verify``."""

from pathlib import Path

import pytest

from holdfast.engine.verify import Asked, verify
from holdfast.model.outcome import Outcome
from holdfast.world.packages.agreement import Answer, compare
from holdfast.world.packages.pin import PlacedPin

TEMPLATE = (Path(__file__).parent / "seed" / "design-template.md").read_text()
LOCK = 'version = 4\n\n[[package]]\nname = "tokio"\nversion = "0.9.1"\n\n[[package]]\nname = "mio"\nversion = "1.0.0"\n'
MANIFEST = '[package]\nname = "app"\nversion = "0.1.0"\n[dependencies]\ntokio = "0.9"\n'


def document(*items, status="Active"):
    lines = "\n".join(f"- {one}" for one in items)
    return f"# Cache\n\n**Date:** January 2025\n**Status:** {status}\n**Related:** none\n\n## Executive Summary\n\nA cache.\n\n## 10. References\n\n### Libraries/Crates\n\n{lines}\n"


@pytest.fixture
def told(project, monkeypatch):
    """Return a function that verifies one document in a project with further files, and what is told of its claims."""

    def tell(text, **files):
        from holdfast.verifiers.libraries import statements

        statements._kept.clear()
        names = {name.replace("__", "."): content for name, content in files.items()}
        root = project({"docs/design/00-TEMPLATE.md": TEMPLATE, "docs/design/01-cache.md": text, **names})
        monkeypatch.chdir(root)
        run = verify(str(root), Asked(select=("library",)))
        return run.result

    return tell


def outcomes(result):
    return [one.outcome for one in result.tried.proofs]


def test_another_version_than_the_locked_one_is_broken_where_the_document_says_it(told):
    result = told(
        document("[tokio](https://crates.io/crates/tokio) 0.7 - a runtime"), Cargo__lock=LOCK, Cargo__toml=MANIFEST
    )
    (found,) = result.verdicts
    assert (found.slug, found.severity.word, found.position) == ("version-differs", "error", (15, 43))
    assert found.found == "pkg:cargo/tokio: the document says 0.7, Cargo.lock:5 says 0.9.1"
    assert found.remedy == "write 0.9.1, or have the repository use 0.7"


@pytest.mark.parametrize(
    "item",
    [
        "tokio 0.9",
        'tokio = "0.9"',
        "[tokio](https://tokio.rs) ^0.9.0",
        "tokio >=0.9",
        "tokio 0.x",
        "tokio 0.8 or later",
    ],
)
def test_what_is_said_loosely_holds(told, item):
    result = told(document(item), Cargo__lock=LOCK, Cargo__toml=MANIFEST)
    assert outcomes(result) == [Outcome.HOLDS]


def test_a_page_that_names_several_versions_of_one_library_speaks_of_more_than_what_is_in_use(told):
    result = told(document("**tokio v0** (by a feature)", "**tokio v1**"), Cargo__lock=LOCK, Cargo__toml=MANIFEST)
    assert outcomes(result) == [None, None]


def test_what_the_repository_does_not_use_itself_is_listed_and_no_claim(told):
    result = told(
        document("[axum](https://crates.io/crates/axum) 0.7", "[mio](https://crates.io/crates/mio) 0.8"),
        Cargo__lock=LOCK,
        Cargo__toml=MANIFEST,
    )
    assert outcomes(result) == [None, None]
    assert result.verdicts == ()


def test_a_package_that_the_repository_makes_itself_is_no_claim(told):
    lock = LOCK + '\n[[package]]\nname = "app"\nversion = "0.2.0"\n'
    result = told(document("[app](https://crates.io/crates/app) 0.1"), Cargo__lock=lock, Cargo__toml=MANIFEST)
    assert outcomes(result) == [None]


def test_a_draft_is_told_in_a_note_and_a_document_no_longer_in_force_not_at_all(told):
    item = "[tokio](https://crates.io/crates/tokio) 0.7"
    assert [
        one.severity.word
        for one in told(document(item, status="Draft"), Cargo__lock=LOCK, Cargo__toml=MANIFEST).verdicts
    ] == ["note"]
    assert outcomes(told(document(item, status="Deprecated"), Cargo__lock=LOCK, Cargo__toml=MANIFEST)) == [None]


def test_a_lock_file_that_cannot_be_read_leaves_it_unproven(told):
    result = told(document("[tokio](https://crates.io/crates/tokio) 0.7"), Cargo__lock="[[[")
    (found,) = result.verdicts
    assert found.outcome is Outcome.UNPROVEN
    assert "Cargo.lock cannot be read" in found.found


def test_a_changed_lock_file_is_looked_at_again(told):
    text = document("[tokio](https://crates.io/crates/tokio) 0.9")
    assert outcomes(told(text, Cargo__lock=LOCK)) == [Outcome.HOLDS]
    assert outcomes(told(text, Cargo__lock=LOCK.replace("0.9.1", "0.8.0"))) == [Outcome.BROKEN]


LOCKED = PlacedPin("Cargo.lock", 1, "0.9.1", locked=True)


@pytest.mark.parametrize(
    ("ecosystem", "said", "places", "answer"),
    [
        ("cargo", "0.9", [LOCKED], Answer.AGREES),
        ("cargo", "0.8", [LOCKED], Answer.DIFFERS),
        ("cargo", "0.8", [LOCKED, PlacedPin("b/Cargo.lock", 1, "0.8.2", locked=True)], Answer.AGREES),
        ("cargo", "0.8", [LOCKED, PlacedPin("Cargo.toml", 1, "0.8", locked=False)], Answer.AGREES),
        ("cargo", "0.8", [LOCKED, PlacedPin("Cargo.toml", 1, ">=0.8", locked=False)], Answer.DIFFERS),
        ("cargo", "0.8.3", [PlacedPin("Cargo.toml", 1, "0.8", locked=False)], Answer.AGREES),
        ("cargo", "0.7", [PlacedPin("Cargo.toml", 1, "0.8", locked=False)], Answer.DIFFERS),
        ("pypi", "2.15", [PlacedPin("requirements.txt", 1, ">=2.16", locked=False)], Answer.DIFFERS),
        ("pypi", "2.20", [PlacedPin("requirements.txt", 1, ">=2.16", locked=False)], Answer.AGREES),
        ("pypi", "2.16", [PlacedPin("requirements.txt", 1, "==2.16.3", locked=False)], Answer.AGREES),
        ("pypi", "2.15", [PlacedPin("requirements.txt", 1, "==2.16.3", locked=False)], Answer.DIFFERS),
        ("pypi", "2.15", [PlacedPin("requirements.txt", 1, "", locked=False)], Answer.UNCLEAR),
        ("npm", "4.17", [PlacedPin("package.json", 1, "^4.17.21", locked=False)], Answer.AGREES),
        ("npm", "3", [PlacedPin("package.json", 1, "^4.17.21", locked=False)], Answer.DIFFERS),
        ("npm", "4", [PlacedPin("package.json", 1, "latest", locked=False)], Answer.UNCLEAR),
        ("golang", "v5.1", [PlacedPin("go.mod", 1, "v5.1.0", locked=True)], Answer.AGREES),
        ("maven", "2.0", [PlacedPin("pom.xml", 1, "2.0.9", locked=False)], Answer.AGREES),
        ("maven", "1.7", [PlacedPin("pom.xml", 1, "[1.5,2)", locked=False)], Answer.AGREES),
        ("cargo", "0.9", [], Answer.ABSENT),
    ],
)
def test_what_counts_as_the_same_version(ecosystem, said, places, answer):
    assert compare(ecosystem, said, places).answer is answer
