"""`verify` from a page: with the token of the terminal only, in the sandbox."""

from browsing import browse, needs_browser, serving
from harbour import DOCUMENT, harbour
from migrations import needs_sandbox


@needs_browser
@needs_sandbox
def test_verify_starts_from_the_page_with_the_token_of_the_terminal_only(tmp_path):
    with serving(harbour(tmp_path / "harbour")) as server:
        seen = browse("verify", server.url, token=server.token, address=DOCUMENT)
    found = seen["found"]
    assert (found["refused"], found["started"]) == (403, 303)
    assert found["hash"] == "", "the token does not stay in the address"
    assert (found["evidence"], found["runs"]) == (1, 1)
    assert seen["requests"] == []
