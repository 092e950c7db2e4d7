"""Examples that are not whole, or are meant to fail: unproven, with what is missing; beside each, one that is broken."""

import pytest

from holdfast.binding.excerpts import leaves_out, said_wrong
from holdfast.binding.syntax import syntax_fault
from holdfast.languages import Unit
from holdfast.languages.session.partial import misspelt
from pythonexamples import example
from trying import needing, packages, page, tried

PYTHON = {
    "a name of the reader's": (
        "python\nresult = route(request)",
        "unproven",
        "it uses `route` and `request`, which nothing",
    ),
    "several names": ("python\nMap('a', One(b), two)", "unproven", "it uses `Map`, `One` and 2 more, which nothing"),
    "a slip of a name": (
        "python\nresponse = 1\nprint(resposne)",
        "broken",
        "`resposne` is not defined; did you mean `response`?",
    ),
    "a plural is another name": ("python\nentries = []\nprint(entry)", "unproven", "it uses `entry`"),
    "a module that is not imported": (
        "python\nimport json\n\nprint(json.dumps({}), re.compile('a'))",
        "broken",
        "it uses the module re and does not import it",
    ),
    "a module in a fragment": ("python\nload = functools.partial(open, 'a')", "unproven", "it uses `functools`"),
    "the end of a function": ("python\nreturn 1", "unproven", "it is part of a function"),
    "three dots in a line": ('python\n... "name": item.name ...', "unproven", "it is an excerpt"),
    "the members of a dictionary": ('python\n"style": "light"', "unproven", "it is an excerpt"),
    "what is shown behind it": ("python\nint(1)\n<class 'int'>", "unproven", "it is an excerpt"),
    "an expression over its lines": ("python\nepoch <\n  min(one for one in epochs)", "unproven", "it is an excerpt"),
    "another language": (
        "python\nnpm install left-pad",
        "unproven",
        "it reads as shell commands, and its fence says python",
    ),
    "what is called pseudo code": ("python\n# pseudo code\nfor each in all of them: go", "unproven", ""),
    "a comma that is missing": ("python\nprint([1 2])", "broken", "does not parse"),
    "a value that may be none": (
        "python\nimport re\n\nre.compile('a', re.I).match('a').group()",
        "holds",
        "",
    ),
    "a file of the reader's": (
        "python\nopen('./mine.srt')",
        "unproven",
        "it wants a file that is not here: ./mine.srt",
    ),
    "a path that stands for one": (
        "python\nraise_ = '/path/to/file.py does not exist'\nassert not raise_, raise_",
        "broken",
        "AssertionError",
    ),
    "arguments": ("python\nimport sys\n\nprint(sys.argv[1])", "unproven", "it wants the arguments of a command line"),
    "an answer": ("python\nprint(input('Name? '))", "unproven", "it asks for input"),
    "a variable": (
        "python\nimport os\n\nos.environ['SHOP_KEY']",
        "unproven",
        "it wants the variable SHOP_KEY of the environment",
    ),
    "a command line": (
        "python\nimport argparse\n\np = argparse.ArgumentParser()\np.add_argument('a')\np.parse_args()",
        "unproven",
        "it is a program that leaves with exit code 2",
    ),
    "an end of its own": ("python\nimport sys\n\nsys.exit(3)\nprint(1)", "broken", "it left by sys.exit(3)"),
    "a failure that a comment names": (
        "python\nint('x')\n# Before: 0\n# After: ValueError",
        "unproven",
        "a comment says that it fails",
    ),
    "a failure that no comment names": ("python\nint('x')\n# Before: 0\n# After: 1", "broken", "ValueError"),
    "a failure on purpose": ("python\nraise KeyError('x')", "unproven", "it fails on purpose"),
    "a body that is left out": (
        "python\ndef load() -> dict[str, int]:\n    ...\n\nprint(load()['a'])",
        "unproven",
        "leaves something out",
    ),
    "what follows from a decorator": (
        "python\n@define\nclass Point:\n    x: float\n\n\nprint(Point(1.0).x)",
        "unproven",
        "it uses `define`, which nothing",
    ),
    "a method that is not there beside it": (
        "python\nimport json\n\njson.nothing(row)",
        "broken",
        "has no member `nothing`",
    ),
    "a failure that is caught": (
        "python\ntry:\n    int([1])\nexcept TypeError as error:\n    print(type(error).__name__)\n#> TypeError",
        "holds",
        "",
    ),
    "a failure that is not caught": ("python\nint([1])", "broken", "int"),
    "output in a string behind what prints it": (
        'python\nprint("a\\n  b")\n"""\na\n  b\n"""\nif True:\n    print("c")\n    """\n    c\n    """',
        "holds",
        "",
    ),
    "other output in a string": ('python\nprint("a\\nb")\n"""\na\nc\n"""', "broken", 'says "c"'),
    "a string that nothing prints": ('python\ndef f():\n    """\n    What it does.\n    """\n\n\nf()', "holds", ""),
    "a place in memory": ("pycon\n>>> object()\n<object object at 0x10fd7a0d0>", "holds", ""),
    "an error of Sphinx": (
        "{doctest}\n>>> int('x')\nTraceback (most recent call last):\n   ...\nValueError: in other words",
        "holds",
        "",
    ),
    "another error of Sphinx": (
        "{doctest}\n>>> int('x')\nTraceback (most recent call last):\n   ...\nTypeError: in other words",
        "broken",
        "line",
    ),
    "a session that a checker does not follow": (
        "pycon\n>>> class A:\n...     pass\n>>> A.x = 1\n>>> A().x\n1\n>>> setattr(A, 'y', 2)\n>>> A.y\n2",
        "holds",
        "",
    ),
    "a value shown inside of a loop": (
        "pycon\n>>> for x in [1, 2]:\n...     x\n1\n2\n>>> def f():\n...     3\n>>> f()",
        "holds",
        "",
    ),
    "another value inside of a loop": ("pycon\n>>> for x in [1, 2]:\n...     x\n1\n3", "broken", 'says "3"'),
    "a session that goes on behind three dots": (
        "pycon\n>>> class A:\n...     x = 1\n...\n>>> A.z\n1",
        "broken",
        "AttributeError",
    ),
    "a session that shows nothing": ("pycon\n>>> x = 1\n>>> print(x)", "holds", ""),
    "a session that shows something else": ("pycon\n>>> x = 1\n>>> print(x)\n2", "broken", "line 1 of the output"),
    "the error alone": ("pycon\n>>> int('x')\nValueError: invalid literal for int() with base 10: 'x'", "holds", ""),
    "another error": ("pycon\n>>> int('x')\nValueError: nothing like it", "broken", "line 1 of the output"),
}
RUST = {
    "three dots for a body": ("rust\nfn run(x: u8) -> u8 { ... }", "unproven", "leaves something out"),
    "two dots for a body": ("rust\nstruct Foo { .. }", "unproven", "leaves something out"),
    "a comment for a body": ("rust\nfn run() -> u8 {\n    // ...\n}", "unproven", "leaves something out"),
    "an empty body": ("rust\nfn run() -> u8 {\n    let x = 1;\n}", "broken", "E0308"),
    "a signature": ("rust\nfn take<T: Iterator>(t: T)", "unproven", "it shows a signature without a body"),
    "a method's signature": ("rust\npub fn map<U>(self, f: U) -> Option<U>", "unproven", "it shows a signature"),
    "a method": ("rust\nfn size(&self) -> usize { self.0 }", "unproven", "it is part of an impl"),
    "arms of a match": ("rust\nSource::Header => {\n    1\n}", "unproven", "it is part of a match"),
    "pieces": (
        "rust\nSource::Header => {\n    1\n}\n\nlet name = if a { 1 } else {\n\n    2\n};",
        "unproven",
        "it is part of something, in pieces,",
    ),
    "before and after": ("rust\nstruct Foo(u8);\n\nstruct Foo<T>(T);", "unproven", "it defines Foo twice"),
    "a type of the reader's": ("rust\nstruct Foo(SomeType);", "unproven", "it uses `SomeType`, which nothing"),
    "a crate that is not installed": (
        "rust\nuse axum::http::StatusCode;\n\nfn f(_: StatusCode) {}",
        "unproven",
        "the crate axum is not at hand",
    ),
    "a module without its use": ("rust\nfn f() -> usize { mem::size_of::<u8>() }", "unproven", "it uses `mem`"),
    "what wants an async function around it": (
        'rust\nlet listener = TcpListener::bind("127.0.0.1:0").await?;',
        "unproven",
        "it uses `TcpListener`",
    ),
    "an await alone": ("rust\nlet x = std::future::ready(1).await;", "unproven", "it is part of an async function"),
    "another file": ("rust\nmod inner_stuff;", "unproven", "further files"),
    "a comment that says so": (
        "rust\nlet x: u8 = 300u16; // error: mismatched types",
        "unproven",
        "a comment says that",
    ),
    "a mark below": ('rust\nlet x: u8 = "a";\n//          ^^^ does not compile', "unproven", "a comment says that"),
    "no such mark": ('rust\nlet x: u8 = "a";\n// a byte', "broken", "E0308"),
    "a method that is not there": ("rust\nVec::<u8>::new().route_all();", "broken", "E0599"),
    "a statement that goes on": ("rust\nlet x = 1\nlet y = 2;", "broken", "does not compile"),
}
TYPESCRIPT = {
    "a name of the reader's": ("ts\nserver.listen(port);", "unproven", "it uses `server` and `port`, which nothing"),
    "a slip of a name": ("ts\nconst response = 1;\nconsole.log(resposne);", "broken", "did you mean `response`?"),
    "a field that a constructor would set": (
        "ts\nclass Test {\n  name: string;\n}\n\nz.instanceof(Test);",
        "unproven",
        "it uses `z`",
    ),
    "what follows from it": ("ts\nrouter.get('/a', (request, reply) => reply.send(request));", "unproven", "`router`"),
    "a method that is not there": ("ts\n[1].routeAll();", "broken", "TS2339"),
    "a signature": ("ts\nexport function open(path: string): number;", "unproven", "it shows a signature"),
    "members of a class": ("ts\n  private size = 1;\n  grow(): void {}", "unproven", "it is part of a class"),
    "before and after": ("ts\nconst limit = 1;\nconst limit = 2;", "unproven", "it defines `limit` twice"),
    "three dots for a body": ("ts\nfunction run(): number { ... }", "unproven", "leaves something out"),
    "a comment for a body": ("ts\nfunction size(): number {\n  // ...\n}", "unproven", "leaves something out"),
    "a file beside it without its ending": (
        "ts\nimport('../path/to/panel').then((it) => console.log(it));",
        "unproven",
        "it wants ../path/to/panel, which is not here",
    ),
    "a file beside it": ("ts\nimport { app } from './app.js';\nconsole.log(app);", "unproven", "it wants ./app.js"),
    "a file in a folder of ours": ("ts\nimport { app } from './src/gone.js';", "broken", "TS2307"),
    "a comment that says something else": ("ts\nconst n: number = 'a'; // a label", "broken", "TS2322"),
    "a comment that says so": ("ts\nconst n: number = 'a'; // error", "unproven", "a comment says that"),
}
JAVASCRIPT = {
    "an export that goes on": (
        "js\nexport default {\n  data() { return 1 },\n  ...\n}",
        "unproven",
        "leaves something out",
    ),
    "another language": (
        "js\nfunction owner(address identity) public view returns (address);",
        "unproven",
        "it reads as Solidity, and its fence says js",
    ),
    "a kind of it": ("js\nconst App = () => <b>hello</b>;", "unproven", "it reads as TypeScript or JSX"),
    "a signature": ("js\nfunction upVote()", "unproven", "it shows a signature"),
    "an object": ("js\n{\n  nonce: 0,\n  data: '0x'\n}", "unproven", "it is part of an expression"),
    "data": ('js\n{\n  "nonce": 0,\n  "data": "0x"\n}', "unproven", "it reads as JSON"),
    "a session": ("js\n> console.count()\ndefault: 1\nundefined", "unproven", "it is part of a session of Node"),
    "a name of the reader's": ("js\nrl.on('line', () => {});", "unproven", "it uses `rl`, which nothing"),
    "a file of the reader's": (
        "js\nimport { readFileSync } from 'node:fs';\nreadFileSync('mine.txt');",
        "unproven",
        "it wants mine.txt, which is not here",
    ),
    "an answer that does not come": ("js\nawait new Promise(() => {});", "unproven", "it waits for what does not come"),
    "a process of its own": (
        "cjs\nconst { cwd } = require('node:process');\nconst process = require('node:process');\nconsole.log(__dirname === cwd(), process.pid > 0);\n//> true true",
        "holds",
        "",
    ),
    "an assertion that a comment explains": (
        "mjs\nimport assert from 'node:assert';\nassert.equal(1, 2);\n// AssertionError: 1 == 2",
        "unproven",
        "a comment says that",
    ),
    "an assertion that none explains": (
        "mjs\nimport assert from 'node:assert';\nassert.equal(1, 2);",
        "broken",
        "1 == 2",
    ),
    "a property of nothing": ("js\nundefined.x;", "broken", "TypeError"),
}
GO = {
    "a name of the reader's": (
        "go\nrouter.Handle(handler)",
        "unproven",
        "it uses `router` and `handler`, which nothing",
    ),
    "a slip of a name": ("go\nresponse := 1\nfmt.Println(resposne)", "broken", "did you mean `response`?"),
    "a signature": ("go\nfunc Open(name string) (int, error)", "unproven", "it shows a signature"),
    "the end of a function": ("go\nreturn 1, nil", "unproven", "it is part of a function"),
    "before and after": ("go\ntype A struct{}\n\ntype A struct{ B int }", "unproven", "it defines `A` twice"),
    "imports alone": ('go\npackage main\n\nimport (\n\t"fmt"\n\t"os"\n)', "unproven", "it is part of a file"),
    "a path that stands for one": (
        'go\npackage main\n\nimport "{yourApp}/cmd"\n\nfunc main() {\n\tcmd.Execute()\n}',
        "unproven",
        "it wants {yourApp}/cmd, which stands for another path",
    ),
    "a module that is not installed": (
        'go\npackage main\n\nimport "github.com/none/such"\n\nfunc main() { such.Run() }',
        "unproven",
        "github.com/none/such is not at hand",
    ),
    "an error that nobody handles": (
        'go\nresp, err := http.Get("http://127.0.0.1:1/")\nif err != nil {\n\t// handle error\n}\ndefer resp.Body.Close()',
        "unproven",
        "leaves something out",
    ),
    "three dots": ("go\nfunc run() {\n\t...\n}", "unproven", "leaves something out"),
    "a type that does not fit": ('go\nvar x int = "a"', "broken", "cannot use"),
}


SHELL = {
    "an answer behind its command": (
        'sh\ncurl localhost\n# Response\n{\n  "id": (1),\n  "x": 2\n}',
        "unproven",
        "it reads as commands with their answers, and its fence says sh",
    ),
    "a quotation that is open": ("sh\necho 'a", "broken", "the shell cannot parse it"),
    "a file of the reader's": ("console\n$ cat mine.txt\nhello", "unproven", "it wants a file that is not here"),
    "what the network would answer": (
        "console\n$ curl https://api.example.com/v1\n{}",
        "unproven",
        "it wants the network",
    ),
    "another output": ("console\n$ echo a\nb", "broken", 'prints "a", and the document says "b"'),
}


def results(root, shapes, **files):
    root.chmod(0o755)
    for name, text in {"README.md": page(*(code for code, _, _ in shapes.values())), **files}.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    found = tried(root, timeout=200)
    said = {}
    for number, (name, outcome) in enumerate(zip(shapes, found.outcomes, strict=True), 1):
        near = [text for line, text in found.verdicts.items() if 20 * number <= line < 20 * number + 18]
        said[name] = (outcome, near[0][1] if near else "")
    return said


def agree(found, shapes):
    wrong = {
        name: found[name]
        for name, (_, outcome, words) in shapes.items()
        if found[name][0] != outcome or words not in found[name][1]
    }
    assert not wrong


@needing("node")
def test_python_that_is_not_whole(tmp_path):
    agree(results(tmp_path, PYTHON), PYTHON)


@needing("rust")
def test_rust_that_is_not_whole(tmp_path):
    agree(results(tmp_path, RUST), RUST)


@needing("typescript", "node")
def test_typescript_that_is_not_whole(tmp_path):
    packages(tmp_path)
    files = {"src/size.ts": "export const size = 3;\n", "package.json": '{"name": "shop", "type": "module"}'}
    agree(results(tmp_path, TYPESCRIPT, **files), TYPESCRIPT)


@needing("node")
def test_javascript_that_is_not_whole(tmp_path):
    agree(results(tmp_path, JAVASCRIPT), JAVASCRIPT)


@needing("bash")
def test_shells_that_are_not_whole(tmp_path):
    agree(results(tmp_path, SHELL), SHELL)


@needing("go")
def test_go_that_is_not_whole(tmp_path):
    agree(results(tmp_path, GO), GO)


@pytest.mark.parametrize(
    "line",
    [
        "...",
        "fn run() { ... }",
        "    // ...",
        "struct Foo { .. }",
        "call(a, ...)",
        "const A: ??? = 1;",
        "# your code here",
        "/* rest of the handlers */",
        "x = [1, …]",
        "sign(data, address [, callback])",
    ],
)
def test_a_line_leaves_something_out(line):
    assert leaves_out(line)


@pytest.mark.parametrize(
    "line",
    [
        "const copy = { ...old };",
        "f(...args)",
        "func f(names ...string)",
        "f(names...)",
        "for i in 0..10 {}",
        'print("Loading...")',
        "def f(x: tuple[int, int]): pass",
        "let Foo { a, .. } = foo;",
        "const [, second] = pair;",
    ],
)
def test_a_line_leaves_nothing_out(line):
    assert not leaves_out(line)


@pytest.mark.parametrize(
    ("lines", "at", "wrong"),
    [
        (["let x: u8 = y; // ERROR"], 1, True),
        (["# Not allowed: two of them", "f(1, 2)"], 2, True),
        (["f(1)  # TypeError"], 1, True),
        (["emit('error')", "// Throws and crashes"], 1, True),
        (["url = 'http://error.example'"], 1, False),
        (["f(1)", "g(2)  # fails"], 1, False),
        (["f(1)  # returns the errorless ones"], 1, False),
    ],
)
def test_a_comment_says_that_a_line_is_wrong(lines, at, wrong):
    assert said_wrong(lines, at) is wrong


@pytest.mark.parametrize(
    ("name", "text", "meant"),
    [
        ("resposne", "response", "response"),
        ("handeler", "handler", "handler"),
        ("request", "requests", ""),
        ("client1", "client2", ""),
        ("router", "routes", ""),
        ("parser", "purser", ""),
        ("user", "uesr", ""),
    ],
)
def test_a_slip_is_told_from_another_name(name, text, meant):
    assert misspelt(name, Unit(example(f"{text} = 1"))) == meant


@pytest.mark.parametrize("line", ['"style": "light"', "HtmlFormatter(style='x').style\n<class 'a.B'>"])
def test_check_lets_pass_what_is_no_whole_python(line):
    assert syntax_fault("python", line.split("\n")) is None
