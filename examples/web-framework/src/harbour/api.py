"""The harbour's API."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime
from typing import Annotated, Any

from fairlead import App, Depends, Header, Problem, Range, Request
from harbour.books import Berth, Booking, Books, Kind, Wish, opened


@asynccontextmanager
async def lifespan(app: App) -> AsyncGenerator[dict[str, Any]]:
    """Open the books before the first request."""
    yield {"books": opened()}


app = App("Harbour", "1.0", lifespan=lifespan)


def books(request: Request) -> Books:
    """The books, for whoever asks."""
    found: Books = request.state["books"]
    return found


def harbour_master(key: Annotated[str, Header("x-harbour-key")] = "") -> str:
    """Let nobody pass without the key."""
    if key != "sesame":
        raise Problem(401, "only the harbour master may do this", {"www-authenticate": "Key"})
    return "harbour master"


AllBooks = Annotated[Books, Depends(books)]


@app.get("/berths")
async def berths(
    all_books: AllBooks, least: Annotated[float, Range(ge=0)] = 0, kind: list[Kind] | None = None
) -> list[Berth]:
    """List the berths that are long enough."""
    return [one for one in all_books.berths.values() if one.length >= least and (not kind or one.kind in kind)]


@app.get("/berths/{number}")
async def berth(all_books: AllBooks, number: int) -> Berth:
    """Show one berth."""
    if number not in all_books.berths:
        raise Problem(404, f"there is no berth {number}")
    return all_books.berths[number]


@app.post("/berths/{number}/bookings", status=201)
async def book(all_books: AllBooks, number: int, wish: Wish) -> Booking:
    """Book a berth."""
    place = await berth(all_books, number)
    if wish.length > place.length:
        raise Problem(409, f"berth {number} is {place.length} m long")
    all_books.last += 1
    made = Booking(all_books.last, number, wish.boat, wish.arrives, wish.nights, datetime.now(UTC))
    all_books.bookings[made.id] = made
    return made


@app.get("/bookings")
async def bookings(all_books: AllBooks, since: date | None = None) -> list[Booking]:
    """List the bookings, or those that arrive on a day or later."""
    return [one for one in all_books.bookings.values() if since is None or one.arrives >= since]


@app.delete("/bookings/{number}")
async def cancel(all_books: AllBooks, number: int, who: Annotated[str, Depends(harbour_master)]) -> None:
    """Cancel a booking."""
    if all_books.bookings.pop(number, None) is None:
        raise Problem(404, f"there is no booking {number}")
