"""Two operations of the harbour in FastAPI, as its documentation would write them."""

from datetime import UTC, date, datetime
from typing import Annotated, Literal

from fastapi import FastAPI, HTTPException
from pydantic import BaseModel, ConfigDict, Field

app = FastAPI(title="Harbour")


class Berth(BaseModel):
    number: int
    length: float
    kind: Literal["pontoon", "buoy", "quay"]


class Wish(BaseModel):
    model_config = ConfigDict(extra="forbid")

    boat: Annotated[str, Field(min_length=1, max_length=40)]
    length: Annotated[float, Field(ge=1, le=60)]
    arrives: date
    nights: Annotated[int, Field(ge=1, le=28)] = 1
    sign: Annotated[str, Field(pattern=r"^[A-Z]{4}[0-9]?$")] | None = None


class Booking(BaseModel):
    id: int
    berth: int
    boat: str
    arrives: date
    nights: int
    made: datetime


BERTHS = {2: Berth(number=2, length=12.5, kind="pontoon")}


async def found(number: int) -> Berth:
    if number not in BERTHS:
        raise HTTPException(404, f"there is no berth {number}")
    return BERTHS[number]


@app.get("/berths/{number}")
async def berth(number: int) -> Berth:
    return await found(number)


@app.post("/berths/{number}/bookings", status_code=201)
async def book(number: int, wish: Wish) -> Booking:
    place = await found(number)
    if wish.length > place.length:
        raise HTTPException(409, f"berth {number} is {place.length} m long")
    return Booking(id=1, berth=number, boat=wish.boat, arrives=wish.arrives, nights=wish.nights, made=datetime.now(UTC))
