"""Go examples: each a package laid over the project's own module, all compiled at once; none lies itself green."""

import pytest

from holdfast.languages import go
from holdfast.languages.go_module.source import fragment
from holdfast.model.example import Example, Line
from holdfast.model.span import Position, Span
from trying import needing, page, tried

PROJECT = {
    "go.mod": "module example.org/shop\n\ngo 1.19\n",
    "size/size.go": "package size\n\nfunc Of() int { return 3 }\n",
    "internal/deep/deep.go": 'package deep\n\nconst Name = "é"\n',
}


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(autouse=True)
def shared_cache(isolated, kept, monkeypatch):
    """Go's standard library takes half a minute to compile, which once is enough."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(kept))


def example(code, ordinal=1):
    lines = tuple(Line(line, 0) for line in code.splitlines())
    return Example("a.md", ordinal, "go", "go", "go", lines, Span(0, 1), Position(1, 1))


@pytest.mark.parametrize(
    ("code", "inside"),
    [
        ("x := 1", True),
        ("package main\n\nfunc main() {\n\tx()\n}", False),
        ("type A struct {\n\tB int\n}\n\nfunc (a A) C() {}", False),
        ('import "fmt"\n\nfmt.Println()', True),
        ("// remark\nvar x = 1", False),
        ("if x {\n}", True),
        ("const (\n\tA = iota\n)", False),
    ],
)
def test_statements_are_told_from_declarations(code, inside):
    assert fragment(example(code)) is inside


def test_names_link_examples():
    found = [
        example(code, at)
        for at, code in enumerate(["type User struct{}", "var u User", "// User\nx.User()", "type User int"])
    ]
    assert go.rests_on(found) == [(), (0,), (), ()]


@needing("go")
def test_go_examples_are_compiled_together_and_run_apart(tmp_path):
    tmp_path.chmod(0o755)
    fences = {
        'go\nfmt.Println("é", 1)\n//> é 1': "holds",
        "go\ntype User struct{ Name string }": "holds",
        'go\nu := User{Name: "é"}\nunused := 1\nfmt.Println(u.Name)\n//> é': "holds",
        'go\npackage main\n\nimport (\n\t"fmt"\n\n\t"example.org/shop/internal/deep"\n\t"example.org/shop/size"\n)\n\nfunc main() {\n\tfmt.Println(size.Of(), deep.Name)\n}\n//> 3 é': "holds",
        'go\nvar s string = "é😀"; var n int = s': "broken",
        'go\npackage widgets\n\nfunc A() int { return "x" }': "broken",
        "go\nfunc broken( {": "broken",
        'go\nimport "github.com/nothing/here"\nhere.X()': "unproven",
        "go\nos.Exit(0)": "broken",
        'go\nos.Stderr.WriteString("\\n00000000000000000000000000000000\\n"); os.Exit(0)': "broken",
        "go\nx := []int{}\n_ = x[len(os.Args)+3]": "broken",
        "go\nfor {\n}": "unproven",
        'go compile_fail\nvar n int = "x"': "holds",
        'go should_panic="boom"\npanic("boom")': "holds",
        "go should_panic\nx := 1": "broken",
        'go\nfs, _ := os.ReadDir("/hf/work")\nfor _, f := range fs {\n\tos.WriteFile("/hf/work/"+f.Name(), nil, 0o700)\n}\nos.Exit(0)': "broken",
        "go\nfmt.Println(1)\n//> 1": "holds",
    }
    for name, text in {"README.md": page(*fences), **PROJECT}.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    found = tried(tmp_path, "--timeout", "2", timeout=170)
    assert dict(zip(fences, found.outcomes, strict=True)) == fences
    assert found.at(100).startswith("broken 34 go: does not compile")
    assert found.at(122).startswith("broken 23 go: does not compile")
    assert found.at(140).startswith("broken 14 go: does not compile: syntax error")
    assert "github.com/nothing/here is not at hand" in found.at(160)
    assert "before its last line" in found.at(180)
    assert "index out of range" in found.at(221)
    assert not (tmp_path / "holdfast_examples").exists()
