"""Writes a review as a comment on its pull request, and trusts nothing of the artefact that the review left.

Whoever opens a pull request can change the workflow that makes the artefact, so that it may hold anything. It is read in
memory, up to a limit; the pull request has to be the one whose commit was reviewed; and a text that is not what Holdfast
writes is shown as plain text, in which nothing is a link, an image, a mention or HTML.

Only the standard library is used, and nothing of the artefact is written to the disk or run.
"""

import io
import json
import os
import re
import sys
import zipfile
from collections.abc import Iterator
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

MARK = "<!-- holdfast-review -->"
"""What our comment begins with, by which the next run finds it."""
AUTHOR = "github-actions[bot]"
ARTEFACT = 256 * 1024
"""Bytes of the packed artefact."""
NUMBER, BODY = 16, 60_000
"""Bytes of the two files in it; GitHub takes 65,536 characters a comment."""
LINES = 40
ANSWER = 4 * 1024 * 1024
"""Bytes of an answer of the API."""
PAGES = 10
OUR_LINK = re.compile(r"\[[a-z][a-z-]*\]\(https://holdfast-docs\.github\.io/rules/[a-z-]+/\)")
ESCAPED = re.compile(r"\\[!-/:-@\[-`{-~]")
REFERRING = "@#-:/."
"""A backslash does not keep GitHub from making a mention, or a link to an issue, of what these are part of."""
UNSAFE = re.compile(r"[<>&@!\[\]$]|://|www\.|#\d|gh-\d", re.IGNORECASE)
ELSEWHERE = re.compile(r" {4}|\t|~~~|(?=[^-]*-)[\s|:>-]*$")
"""Lines that change how others are read: code, and the second line of a table, whose cells end within code spans."""
CONTROL = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff"
    r"\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180d\u3164\uffa0\ufff0-\ufff8\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
"""What nobody sees, as `src/holdfast/formats/escape.py` has it."""


class RefusedError(Exception):
    """The artefact, or what it names, is not what a review leaves."""


def main(environment: dict[str, str]) -> int:
    """Write or renew the comment and return the exit code; 1 where the artefact is refused."""
    github = GitHub(environment["GITHUB_API_URL"], environment["GITHUB_REPOSITORY"], environment["HOLDFAST_TOKEN"])
    try:
        run = exactly(r"[0-9]{1,20}", environment["HOLDFAST_RUN"], "the run")
        head = exactly(r"[0-9a-f]{40}|[0-9a-f]{64}", environment["HOLDFAST_HEAD"], "the commit")
        packed = artefact(github, run, environment["HOLDFAST_ARTIFACT"])
        if packed is None:
            print("holdfast: the run left no review; there is nothing to say")
            return 0
        number, text = unpacked(packed)
        if not belongs(github, number, head):
            print("holdfast: the pull request has moved on, or is not the one that was reviewed; nothing is written")
            return 0
        print(f"holdfast: the comment is {write(github, number, body_of(text))}")
    except RefusedError as error:
        print(f"holdfast: {error}", file=sys.stderr)
        return 1
    except (HTTPError, URLError, OSError) as error:
        print(f"holdfast: GitHub cannot be asked: {type(error).__name__} {getattr(error, 'code', '')}", file=sys.stderr)
        return 1
    return 0


def exactly(pattern: str, text: str, what: str) -> str:
    """Return a text that matches as a whole, or refuse it without repeating it."""
    if not re.fullmatch(pattern, text):
        raise RefusedError(f"{what} is not named as GitHub names one")
    return text


class GitHub:
    """The API of GitHub, as much of it as is needed here."""

    def __init__(self, address: str, repository: str, token: str) -> None:
        """Take the address of the API, ``owner/name`` and a token."""
        self.repository = exactly(r"[\w.-]+/[\w.-]+", repository, "the repository")
        self._address = address.rstrip("/")
        self._token = token

    def ask(self, path: str, body: dict[str, str] | None = None, method: str = "GET") -> Any:
        """Return the answer to a request as data."""
        return json.loads(self.read(f"{self._address}/repos/{self.repository}/{path}", ANSWER, body, method))

    def read(self, address: str, limit: int, body: dict[str, str] | None = None, method: str = "GET") -> bytes:
        """Return the bytes of an answer, refusing one that is longer than ``limit``.

        The token goes to the API alone, and not along to where it redirects.
        """
        if not address.startswith(f"{self._address}/"):
            raise RefusedError("GitHub names an address that is not its own")
        data = None if body is None else json.dumps(body).encode()
        headers = {"Accept": "application/vnd.github+json", "User-Agent": "holdfast"}
        request = Request(address, data, headers, method=method)  # noqa: S310 - The address is the API's.
        request.add_unredirected_header("Authorization", f"Bearer {self._token}")
        with urlopen(request, timeout=60) as answer:  # noqa: S310 - Likewise.
            found: bytes = answer.read(limit + 1)
        if len(found) > limit:
            raise RefusedError(f"an answer is longer than {limit} bytes")
        return found


def artefact(github: GitHub, run: str, name: str) -> bytes | None:
    """Return the packed artefact of a run; ``None`` where it left none of this name."""
    for one in github.ask(f"actions/runs/{run}/artifacts?per_page=100")["artifacts"]:
        if one["name"] == name and not one["expired"]:
            if one["size_in_bytes"] > ARTEFACT:
                raise RefusedError(f"the artefact is larger than {ARTEFACT} bytes")
            return github.read(one["archive_download_url"], ARTEFACT)
    return None


def unpacked(packed: bytes) -> tuple[int, str]:
    """Return the number of the pull request and the text of the review, read in memory."""
    try:
        return _unpacked(packed)
    except RefusedError:
        raise
    except Exception as error:  # Each way of packing fails in its own way at bytes that somebody chose.
        raise RefusedError(f"the artefact cannot be read: {type(error).__name__}") from error


def _unpacked(packed: bytes) -> tuple[int, str]:
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        if sorted(archive.namelist()) != ["number", "review.md"]:
            raise RefusedError("the artefact holds something else than a number and a review")
        number, text = (_entry(archive, name, limit) for name, limit in (("number", NUMBER), ("review.md", BODY)))
        return int(exactly(r"[1-9][0-9]{0,8}", number.decode("ascii").strip(), "the pull request")), text.decode()


def _entry(archive: zipfile.ZipFile, name: str, limit: int) -> bytes:
    with archive.open(name) as file:
        found = file.read(limit + 1)  # What the archive says of its sizes is not believed.
    if len(found) > limit:
        raise RefusedError(f"{name} is longer than {limit} bytes")
    return found


def belongs(github: GitHub, number: int, head: str) -> bool:
    """Tell whether a pull request is open in this repository and its newest commit is the one that was reviewed."""
    try:
        found = github.ask(f"pulls/{number}")
    except HTTPError as error:
        if error.code == 404:
            return False
        raise
    base = (found["base"]["repo"] or {}).get("full_name", "")
    return bool(
        found["state"] == "open" and found["head"]["sha"] == head and base.casefold() == github.repository.casefold()
    )


def body_of(text: str) -> str:
    """Return the comment: the review as it is where it is one, else as plain text."""
    text = CONTROL.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n")).strip("\n")
    lines = text.split("\n")
    if len(lines) < LINES and all(map(is_harmless, lines)):
        return f"{MARK}\n{text}\n"
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    kept = "\n".join(lines[: 4 * LINES])
    return f"{MARK}\nThis is not what Holdfast writes, so it is shown as plain text:\n\n{fence}text\n{kept}\n{fence}\n"


def is_harmless(line: str) -> bool:
    """Tell whether a line of Markdown holds no link but to a rule's page, no image, no mention and no HTML.

    What stands in code spans and behind backslashes means nothing; of the rest nothing may be left that does.
    """
    return not (ELSEWHERE.match(line) or any(UNSAFE.search(part) for part in _prose(line)))


def _prose(line: str) -> Iterator[str]:
    """Yield what of a line is neither escaped, nor code, nor a link to a rule's page; all of it where code never ends."""
    place, part = 0, ""
    while place < len(line):
        if found := (ESCAPED.match(line, place) or OUR_LINK.match(line, place)):
            place = found.end()
            part += found[0][1:] if found[0][1:] in REFERRING else " "
        elif line[place] == "`":
            fence = re.compile("`+").match(line, place)
            assert fence  # noqa: S101 - For the reader: there is at least the one.
            end = next((one for one in re.finditer("`+", line[fence.end() :]) if one[0] == fence[0]), None)
            if end is None:
                yield "`!"  # It could end on another line, and turn what is code there into prose.
                return
            place = fence.end() + end.end()
            part += " "
        else:
            part += line[place]
            place += 1
    yield part


def write(github: GitHub, number: int, body: str) -> str:
    """Renew our comment, or write the first, and say which."""
    for page in range(1, PAGES + 1):
        found = github.ask(f"issues/{number}/comments?per_page=100&page={page}")
        for one in found:
            if (one["user"] or {}).get("login") == AUTHOR and (one["body"] or "").startswith(MARK):
                if one["body"] == body:
                    return "as it was"
                github.ask(f"issues/comments/{int(one['id'])}", {"body": body}, "PATCH")
                return "renewed"
        if len(found) < 100:
            break
    github.ask(f"issues/{number}/comments", {"body": body}, "POST")
    return "written"


if __name__ == "__main__":
    sys.exit(main(dict(os.environ)))
