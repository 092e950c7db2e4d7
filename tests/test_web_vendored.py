"""The files of others that pages load are the published ones, unchanged, and named with their licence."""

import gzip
import re
from hashlib import sha256
from pathlib import Path

import pytest

from holdfast.web.files import SERVED, assets

VENDOR = Path(__file__).parents[1] / "src" / "holdfast" / "web" / "vendor"
PACKAGES = Path(__file__).parent / "browser" / "node_modules"
LISTED = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in (VENDOR / "THIRD-PARTY.md").read_text().splitlines()
    if re.match(r"\| [\w.-]+\.\w+ \|", line)
]


def content(name: str) -> bytes:
    raw = (VENDOR / name).read_bytes()
    return gzip.decompress(raw) if name.endswith(".gz") else raw


def test_every_file_is_listed_with_its_licence():
    assert {row[0] for row in LISTED} | {"THIRD-PARTY.md"} == {path.name for path in VENDOR.iterdir()}
    text = (VENDOR / "THIRD-PARTY.md").read_text()
    assert all(f"\n## {row[1]}\n" in text for row in LISTED)


@pytest.mark.parametrize(("name", "hash"), [(row[0], row[5]) for row in LISTED])
def test_a_file_is_what_its_hash_says(name, hash):
    assert sha256(content(name)).hexdigest() == hash


@pytest.mark.parametrize("row", LISTED, ids=lambda row: row[0])
@pytest.mark.skipif(
    not PACKAGES.is_dir(), reason="unproven: the packages are not installed: npm ci --prefix tests/browser"
)
def test_a_file_is_that_of_its_package(row):
    name, package, version, path, licence, _ = row
    manifest = (PACKAGES / package / "package.json").read_text()
    assert f'"version": "{version}"' in manifest
    assert re.search(rf'"license": "{licence.replace("0BSD", "(?:0BSD|BSD-0-Clause)")}"', manifest)
    assert (PACKAGES / package / path).read_bytes() == content(name)


def test_every_file_that_pages_name_is_there():
    assert set(SERVED) <= set(assets())
