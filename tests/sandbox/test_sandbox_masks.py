"""What of a repository is covered, and what has to stay readable."""

import os
import socket
import subprocess

import pytest

from holdfast.world.sandbox.masks import looks_secret, masks


@pytest.fixture
def repository(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", "/nonexistent")
    root = tmp_path / "r"
    root.mkdir()
    subprocess.run(["git", "init", "-q", root], check=True)
    return root


def _write(root, *names):
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("x")


def _covered(root):
    found = masks(str(root))
    return {os.path.relpath(path, root) for path in (*found.folders, *found.files)}


@pytest.mark.parametrize(
    "name",
    [
        *(
            ".env",
            ".env.local",
            "prod.env",
            ".npmrc",
            ".pypirc",
            ".netrc",
            "server.pem",
            "tls.key",
            "id_rsa",
            "id_ed25519",
        ),
        *(
            "secrets.yaml",
            "credentials.json",
            "credentials",
            "client_secret.json",
            "service-account-1.json",
            "a.tfstate",
        ),
        *(".git-credentials", "vault.kdbx", "release.keystore", ".vault_pass.txt", ".ENV"),
    ],
)
def test_the_name_promises_a_secret(name):
    assert looks_secret(name)


@pytest.mark.parametrize(
    "name",
    [
        *(".env.example", ".env.sample", "secrets.py", "credentials.ts", "secret.md", "id_rsa.pub", "environment.yml"),
        *("keys.json", "monkey.txt", "README.md", "package.json", "secret_test.go", ".env.template", "publickey.rs"),
    ],
)
def test_a_name_that_promises_no_secret_is_none(name):
    assert not looks_secret(name)


def test_what_git_tracks_stays_and_what_it_does_not_is_covered(repository):
    _write(repository, ".npmrc", "tests/cert.pem", ".env", "deep/er/.env.local", "deep/.aws/credentials")
    subprocess.run(["git", "-C", repository, "add", ".npmrc", "tests/cert.pem"], check=True)
    assert _covered(repository) == {".git", ".env", "deep/er/.env.local", "deep/.aws"}


def test_outside_of_git_every_such_file_is_covered(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", "/nonexistent")
    _write(tmp_path, ".npmrc", "a.txt")
    assert _covered(tmp_path) == {".npmrc"}


def test_a_part_of_a_repository_is_judged_by_the_whole_ones_git(repository):
    _write(repository, "part/.npmrc", "part/.env")
    subprocess.run(["git", "-C", repository, "add", "part/.npmrc"], check=True)
    assert _covered(repository / "part") == {".env"}


def test_sockets_and_pipes_are_covered(repository):
    os.mkfifo(repository / "events")
    # A socket's path is limited to about a hundred bytes, which a temporary folder may exceed.
    here = os.getcwd()
    os.chdir(repository)
    try:
        with socket.socket(socket.AF_UNIX) as server:
            server.bind("dev.sock")
            assert _covered(repository) == {".git", "events", "dev.sock"}
    finally:
        os.chdir(here)


def test_the_git_file_of_a_worktree_and_nested_repositories_are_covered(repository):
    _write(repository, "module/.git", "vendored/.git/config")
    assert _covered(repository) == {".git", "module/.git", "vendored/.git"}


def test_dependencies_stay_readable(repository):
    _write(repository, "node_modules/tls/test.pem", ".venv/lib/certifi/cacert.pem", "target/debug/key.pem")
    assert _covered(repository) == {".git"}


def test_links_are_not_followed(repository, tmp_path):
    _write(tmp_path, "elsewhere/.env")
    (repository / "link").symlink_to(tmp_path / "elsewhere")
    (repository / ".env").symlink_to(tmp_path / "elsewhere/.env")
    assert _covered(repository) == {".git"}
