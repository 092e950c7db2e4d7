"""What holds of every rename: each link leads to where its target is now, and nothing else of a text changes."""

import posixpath
from urllib.parse import quote

from hypothesis import given
from hypothesis import strategies as st

from holdfast.edits.apply import apply
from holdfast.edits.follow import Moves, follow, moved_target, targets
from holdfast.markdown.parser import parse
from holdfast.model.edit import Fix

PATHS = ["a.md", "docs/a.md", "docs/b c.md", "docs/x/é.md", "docs/x/y/(d).md", "img/p.png", "lib/docs/a.md"]
FOLDERS = ["docs", "docs/x", "img"]
NEW = ["z.md", "docs/z.md", "new/deep/z.md", "docs/x/y/z z.md", "lib/z#1.md"]
STYLES = [
    "[t]({})", "[t](<{}>)", "![t]({})", "[{}]({})", "[![i]({})]({})", "[t]: {} 'x'\n\n[t]", '<a href="{}">t</a>', '> - [t]({} "q")',
    "| a |\n|---|\n| [t]({}) |",
]  # fmt: skip


def _written(page, target, form, encoded):
    shown = posixpath.relpath(target, posixpath.dirname(page) or ".")
    shown = {"root": f"/{target}", "dot": f"./{shown}", "plain": shown, "bare": shown.removesuffix(".md")}[form]
    return quote(shown, safe="/()") if encoded else shown


@st.composite
def _moves(draw):
    if draw(st.booleans()):
        old, new = draw(st.sampled_from(FOLDERS)), draw(st.sampled_from(["moved", "lib/moved", "é ü"]))
        return lambda path: new + path[len(old) :] if path == old or path.startswith(f"{old}/") else path
    old, new = draw(st.sampled_from(PATHS)), draw(st.sampled_from(NEW))
    return lambda path: new if path == old else path


@st.composite
def _texts(draw, page):
    parts = []
    for _ in range(draw(st.integers(1, 5))):
        target = draw(st.sampled_from([*PATHS, "docs/gone.md", "docs", "docs/x"]))
        form = draw(st.sampled_from(["root", "dot", "plain", "bare"]))
        fragment = draw(st.sampled_from(["", "#why", "?a=b#c"]))
        style = draw(st.sampled_from(STYLES))
        written = _written(page, target, form, draw(st.booleans()) or "<" not in style) + fragment
        parts.append(style.replace("{}", written))
        parts.append(draw(st.sampled_from(["Some é words.", "`docs/a.md`", "```\n[t](docs/a.md)\n```", ""])))
    return draw(st.sampled_from(["\n\n", "\r\n\r\n"])).join(parts)


@given(st.data())
def test_every_link_leads_to_where_its_target_is_now(data):
    page = data.draw(st.sampled_from([one for one in PATHS if one.endswith(".md")]))
    now = data.draw(_moves())
    raw = data.draw(_texts(page)).encode()
    moves = Moves(now, lambda path: path in PATHS or any(one.startswith(f"{path}/") for one in PATHS))
    before = parse(raw)
    edits = follow(page, before, moves)
    content, made = apply(raw, [Fix((edit,)) for edit in edits])
    assert len(made) == len(edits)
    after = parse(content)
    assert targets(now(page), after) == [moved_target(one, moves) for one in targets(page, before)]
    assert [one.kind for one in after.blocks] == [one.kind for one in before.blocks]
    again = Moves(lambda path: path, lambda path: True)
    assert follow(now(page), after, again) == []
