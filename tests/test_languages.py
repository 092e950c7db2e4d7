"""Languages of examples: each is found by all its names, and loaded when one of them is asked for."""

import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from holdfast import languages
from holdfast.languages import language_for

OWN = sorted(path.stem for path in Path(languages.__file__).parent.glob("[a-z]*.py"))


@pytest.mark.parametrize("slug", OWN)
def test_a_language_is_found_by_its_slug_and_by_every_name_that_its_file_gives(slug):
    module = import_module(f"holdfast.languages.{slug}")
    assert language_for(slug).slug == module.LANGUAGE == slug
    for name in (slug, *module.NAMES):
        assert language_for(name.upper()).slug == slug


def loaded(word):
    """Return the languages that a fresh process has loaded when it has looked for a word."""
    script = f"import sys\nfrom holdfast.languages import language_for\nlanguage_for({word!r})\nprint(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return [slug for slug in OWN if f"holdfast.languages.{slug}" in done.stdout.split()]


@pytest.mark.parametrize(
    ("word", "slugs"),
    [("rs", ["rust"]), ("yml", ["yaml"]), ("toml", ["toml"]), ("TSX", ["typescript"]), ("mermaid", [])],
)
def test_only_the_language_that_is_named_is_loaded(word, slugs):
    assert loaded(word) == slugs


def test_another_distribution_adds_a_language_and_replaces_none(monkeypatch):
    class Basic:
        """BASIC."""

        LANGUAGE, NAMES = "basic", ("bas", "py")

        @staticmethod
        def parse(_):
            return None

    monkeypatch.setattr(
        languages, "plugins", lambda group: (("basic", Basic),) if group == "holdfast.languages" else ()
    )
    languages.language_for.cache_clear()
    languages._foreign.cache_clear()
    try:
        assert [language_for(word).slug for word in ("basic", "BAS", "py")] == ["basic", "basic", "python"]
    finally:
        monkeypatch.undo()
        languages.language_for.cache_clear()
        languages._foreign.cache_clear()
