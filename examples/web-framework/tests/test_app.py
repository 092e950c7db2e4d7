"""What an application answers."""

from collections.abc import Iterator
from typing import Annotated, Any

import pytest

from fairlead import App, Body, Depends, Problem, Request, Response
from fairlead.testing import Client

WISH = {"boat": "Ada", "length": 10, "arrives": "2025-03-30"}


def test_a_booking_is_made_listed_and_cancelled(harbour):
    made = harbour.post("/berths/2/bookings", WISH)
    assert (made.status, made.json()["nights"]) == (201, 1)
    assert [one["boat"] for one in harbour.get("/bookings?since=2025-03-30").json()] == ["Ada"]
    assert harbour.request("DELETE", "/bookings/1", headers={"X-Harbour-Key": "sesame"}).status == 204
    assert harbour.get("/bookings").json() == []


def test_a_repeated_key_is_a_list_or_a_fault(harbour):
    assert [one["number"] for one in harbour.get("/berths?kind=buoy&kind=quay").json()] == [3, 4]
    said = harbour.get("/berths?least=1&least=2").json()["errors"]
    assert said == [{"in": "query", "name": "least", "detail": "is given 2 times, and may be given once"}]


def test_faults_of_path_and_body_are_told_together(harbour):
    said = harbour.post("/berths/x/bookings", {**WISH, "nights": 0}).json()
    assert [(one["in"], one.get("name", one.get("at"))) for one in said["errors"]] == [
        ("path", "number"),
        ("body", "/nights"),
    ]


@pytest.mark.parametrize(
    ("body", "media", "status"),
    [
        (b"", "application/json", 400),
        (b"{", "application/json", 400),
        (b'{"boat": NaN}', "application/json", 400),
        (b"[" * 100_000, "application/json", 400),
        (b"\xff", "application/json", 400),
        (b"boat=Ada", "application/x-www-form-urlencoded", 415),
        (b"{}", "", 415),
        (b" " * (1 << 20) + b"{}", "application/json", 413),
    ],
)
def test_a_body_that_cannot_be_read_is_a_problem(harbour, body, media, status):
    headers = {"content-type": media} if media else {}
    said = harbour.request("POST", "/berths/1/bookings", body=body, headers=headers)
    assert (said.status, said.headers["content-type"]) == (status, "application/problem+json")


def test_who_may_not_ask_is_told_so_before_being_told_how(harbour):
    said = harbour.delete("/bookings/x")
    assert (said.status, said.headers["www-authenticate"]) == (401, "Key")


def test_head_is_get_without_a_body(harbour):
    got, head = harbour.get("/berths"), harbour.request("HEAD", "/berths")
    assert (head.status, head.body, head.headers) == (200, b"", got.headers)


def test_a_path_without_the_method_is_no_missing_path(harbour):
    said = harbour.request("PATCH", "/berths/1")
    assert (said.status, said.headers["allow"]) == (405, "GET, HEAD, OPTIONS")
    assert harbour.request("OPTIONS", "/berths/1").status == 204
    assert harbour.get("/berths/").status == 404


def test_what_nobody_foresaw_tells_nothing(capsys):
    app = App("Rocks")

    @app.get("/")
    async def sink() -> int:
        return 1 // 0

    with Client(app) as client:
        said = client.get("/")
    assert said.json() == {"title": "Internal Server Error", "status": 500, "detail": "something went wrong here"}
    assert "ZeroDivisionError" in capsys.readouterr().err


def test_a_dependency_is_called_once_and_closed_behind_the_handler():
    app, heard = App("Ropes"), list[str]()

    def rope() -> Iterator[str]:
        heard.append("open")
        try:
            yield "rope"
        except KeyError:
            heard.append("told")
            raise
        finally:
            heard.append("closed")

    async def knot(found: Annotated[str, Depends(rope)]) -> str:
        return f"knot in {found}"

    @app.get("/")
    async def tie(mine: Annotated[str, Depends(rope)], tied: Annotated[str, Depends(knot)], fail: int = 0) -> list[str]:
        heard.append("handler")
        if fail:
            raise KeyError
        return [mine, tied]

    with Client(app) as client:
        assert client.get("/").json() == ["rope", "knot in rope"]
        assert heard == ["open", "handler", "closed"]
        heard.clear()
        client.get("/?fail=1")
    assert heard == ["open", "handler", "told", "closed"]


def test_problems_may_be_written_in_a_form_that_clients_know():
    def old(problem: Problem) -> Response:
        return Response(problem.detail.encode(), problem.status, "text/plain")

    with Client(App("Old", on_problem=old)) as client:
        assert client.get("/x").body == b"nothing is at /x"


def test_a_body_without_a_dataclass_says_so():
    app = App("Sums")

    @app.post("/sum")
    def total(numbers: Annotated[list[int], Body()]) -> int:
        return sum(numbers)

    with Client(app) as client:
        assert client.post("/sum", [1, 2, 3]).json() == 6


def refused(path: str, handler: Any) -> str:
    with pytest.raises((TypeError, ValueError)) as raised:
        App("Refused").get(path)(handler)
    return str(raised.value)


def test_a_handler_that_cannot_work_is_refused_when_it_is_declared():
    async def bare(number): ...
    async def bodies(one: Annotated[int, Body()], two: Annotated[int, Body()]) -> None: ...
    async def nested(one: list[list[int]]) -> None: ...
    async def nothing(request: Request) -> None: ...
    async def turning(me: "Annotated[int, Depends(turning)]") -> None: ...

    turning.__annotations__["me"] = Annotated[int, Depends(turning)]
    assert "number has no annotation" in refused("/{number}", bare)
    assert "two bodies" in refused("/", bodies)
    assert "one: a query value is text" in refused("/", nested)
    assert "does not take number" in refused("/{number}", nothing)
    assert "depends on itself" in refused("/", turning)
