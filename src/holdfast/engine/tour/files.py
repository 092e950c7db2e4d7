"""The files of the repository that the tour is told in: a ferry with three design documents."""

TEMPLATE = """# [Title]

**Status:** [Draft | Active | Deprecated]
**Related:** [Links to other documents]

## Why

[The problem, in two or three sentences]

## Design

[How it works, with the code that it speaks of]

## Open Questions

- [ ] [What is not decided yet]
"""
TIMETABLE = """# Timetable

**Status:** Active
**Related:** [Bells](02-bells.md)

## Why

Two harbours kept two timetables, and they disagreed by a quarter of an hour. Whoever missed the ferry was right.

## Design

One timetable is kept, and both harbours read it. When a ferry leaves, the [bells](02-bells.md) ring.

## Open Questions

None.
"""
BELLS = """# Bells

**Status:** Active
**Related:** [Timetable](01-timetable.md)

## Why

Passengers do not look at the timetable. They listen.

## Design

The bells ring twice for every ferry. All of it is in `src/ferry/bells.py`.

## Open Questions

- [x] How often? **Answer:** twice, once is a church.
"""
FOG = """# Fog

**Status:** Draft
**Related:** [Bells](02-bells.md)

## Why

In fog nobody sees the quay, and the bells alone say where it is.

## Design

In fog the bells ring once a minute, whatever the timetable says.

## Open Questions

- [ ] Who decides that it is foggy?
"""
INDEX = """# Design

| document | status |
|---|---|
| [Timetable](01-timetable.md) | Active |
| [Bells](02-bells.md) | Active |
| [Fog](03-fog.md) | Draft |
"""
BELLS_CODE = '''"""What passengers hear."""


def ring_twice() -> str:
    """Ring before a ferry leaves."""
    return "ding ding"
'''

FIRST = {
    "docs/design/TEMPLATE.md": TEMPLATE,
    "docs/design/01-timetable.md": TIMETABLE.replace("**Related:** [Bells](02-bells.md)", "**Related:** None").replace(
        " When a ferry leaves, the [bells](02-bells.md) ring.", ""
    ),
    "src/ferry/__init__.py": '"""A ferry between two harbours."""\n',
}
SECOND = {
    "docs/design/01-timetable.md": TIMETABLE,
    "docs/design/02-bells.md": BELLS,
    "src/ferry/bells.py": BELLS_CODE,
}
THIRD = {
    "docs/design/02-bells.md": BELLS.replace(
        "[Timetable](01-timetable.md)", "[Timetable](01-timetable.md), [Fog](03-fog.md)"
    ),
    "docs/design/03-fog.md": FOG,
    "docs/design/README.md": INDEX,
}
HISTORY = (
    ("2024-03-01T09:00:00+00:00", "One timetable for both harbours", FIRST),
    ("2024-05-17T09:00:00+00:00", "Bells ring before a ferry leaves", SECOND),
    ("2024-11-04T09:00:00+00:00", "A draft about fog, and an index", THIRD),
)
"""Time, message and files of each commit."""
