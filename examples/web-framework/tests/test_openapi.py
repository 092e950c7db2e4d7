"""The description of an application."""

from harbour import app


def test_every_route_is_described_and_nothing_else():
    paths = app.description["paths"]
    assert {(route.method.lower(), route.path) for route in app.routes} == {
        (method, path) for path, operations in paths.items() for method in operations
    }


def test_what_a_dependency_reads_belongs_to_the_operation():
    names = [one["name"] for one in app.description["paths"]["/bookings/{number}"]["delete"]["parameters"]]
    assert names == ["number", "x-harbour-key"]


def test_limits_and_defaults_are_told():
    wish = app.description["components"]["schemas"]["Wish"]
    assert wish["properties"]["nights"] == {"type": "integer", "minimum": 1, "maximum": 28, "default": 1}
    assert wish["required"] == ["boat", "length", "arrives"]
    least = app.description["paths"]["/berths"]["get"]["parameters"][0]
    assert least["schema"] == {"type": "number", "minimum": 0, "default": 0}


def test_a_reference_leads_somewhere():
    text = repr(app.description)
    for name in ("Berth", "Booking", "Wish", "Problem"):
        assert name in app.description["components"]["schemas"]
        assert f"#/components/schemas/{name}" in text


def test_the_description_is_served(harbour):
    assert harbour.get("/openapi.json").json() == app.description
