"""TypeScript and JavaScript examples: one program for all, each a module of its own, with the project's own settings."""

import json

import pytest

from holdfast.languages.node.modules import code_point
from holdfast.languages.node.names import names
from trying import needs, packages, page, tried, written

pytestmark = needs("typescript", "node")
SOURCES = {"package.json": json.dumps({"name": "shop", "type": "module", "exports": "./src/size.js"})}


@pytest.fixture
def shop(tmp_path):
    def build(*fences, **files):
        packages(tmp_path)
        return written(tmp_path, {"README.md": page(*fences), **SOURCES, **files})

    return build


def test_faults_stand_where_the_document_has_them(shop):
    found = tried(
        shop(
            'ts\nconst a: number = "x";',
            'ts\nconst s: string = "é😀"; const n: number = s;',
            "ts\nlet x = ;",
            "ts\nfunction f() {\n  null!.deep();\n}\nf();",
            "js\nconst ok = 1;\n  const = 3;",
            "ts\nconsole.log(1);\n//> 2",
            "ts\nconst t = 'a\u2028b';\nconst n: number = t;",
        )
    )
    places = {line: int(said.split()[0]) for line, (_, said) in found.verdicts.items()}
    assert places == {20: 7, 40: 31, 60: 9, 81: 9, 101: 9, 121: 1, 141: 7}
    assert set(found.outcomes) == {"broken"}


def test_a_syntax_error_hides_no_other_fault(shop):
    found = tried(shop("ts\nfunction (", "ts\nconst a: number = 'x';", "ts\nconst fine = 1;", "ts\nclass {"))
    assert found.outcomes == ["broken", "broken", "holds", "broken"]


def test_examples_are_apart_and_share_what_they_name(shop):
    found = tried(
        shop(
            "ts\ninterface User { name: string }\nconst app = { users: [] as User[] };",
            "ts\nconst user: User = { name: 'é' };\nconsole.log(user.name, app.users.length);\n//> é 0",
            "ts\nconst app = 3;\nconsole.log(app);\n//> 3",
            "ts\nlet count = 1;",
            "ts\ncount += 1;\nconsole.log(count);\n//> 2",
            "ts\nconst config = { app: 1, user: 2 };\nfunction f(user: number) { return user; }\nconsole.log(f(config.user));\n//> 2",
        )
    )
    assert found.outcomes == ["holds"] * 6
    assert [one["rests_on_examples"] for one in found.raw["claims"]] == [0, 1, 0, 0, 1, 0]


def test_what_rests_on_a_broken_example_is_unproven(shop):
    found = tried(shop("ts\nconst size: number = 'x';", "ts\nconst other: string = size;"))
    assert found.outcomes == ["broken", "unproven"]
    assert "rests on the example on line 20" in found.at(40)


def test_declarations_for_all_modules_reach_no_other_example(shop):
    found = tried(
        shop(
            "ts\ndeclare global { interface Window { shop: string } }\nexport {};\nconst a: string | undefined = globalThis.window?.shop;",
            "ts\nconst b = window.shop;",
            "ts\ndeclare const SHOP: string;\nexport const c: string = typeof SHOP;",
            "ts\nconst d = SHOP_ELSEWHERE;",
            "ts no_run=x\nconst e: string = SHOP;",
        )
    )
    assert found.outcomes == ["holds", "broken", "holds", "unproven", "holds"]


def test_the_project_is_at_hand_and_its_files_are_what_examples_rest_on(shop):
    root = shop(
        "ts\nimport { size } from './src/size.js';\nconsole.log(size);\n//> 3",
        "ts\nimport { readFileSync } from 'node:fs';\nconsole.log(JSON.parse(readFileSync('data.json', 'utf8')).a);\n//> 1",
        "ts\nimport { missing } from './src/size.js';",
        "ts\nimport leftpad from 'leftpad';",
        "ts\nimport { nothing } from './src/nothing.js';",
        **{"src/size.ts": "export const size: number = 3;\n", "data.json": '{"a": 1}'},
    )
    first = tried(root)
    assert first.outcomes == ["holds", "holds", "broken", "unproven", "broken"]
    assert first.raw["verdicts"][1]["remedy"] == "npm install --save-dev leftpad"
    (root / "src/size.ts").write_text("export const size: number = 4;\n")
    second = tried(root)
    assert [one["from_evidence"] for one in second.raw["claims"]][:3] == [False, True, False]
    assert second.outcomes[:2] == ["broken", "holds"]


def test_settings_of_the_project_hold_but_for_those_about_files(shop):
    settings = {
        "include": ["src"],
        "compilerOptions": {
            "composite": True,
            "declaration": True,
            "isolatedModules": True,
            "module": "nodenext",
            "noUnusedLocals": True,
            "outDir": "dist",
            "paths": {"@/*": ["./src/*"]},
            "rootDir": "src",
            "strict": False,
            "verbatimModuleSyntax": True,
        },
    }
    root = shop(
        "ts\nfunction lax(value) { return value; }\nconst unused = 1;",
        "ts\nimport { size } from '@/size.js';\nconst n: string = size;",
        "ts\nconst v: string = VERSION;",
        "ts\nawait Promise.resolve();\nconsole.log(import.meta.url.length > 0);\n//> true",
        **{
            "tsconfig.json": "// ours\n" + json.dumps(settings),
            "src/size.ts": "export const size: number = 3;\n",
            "src/globals.d.ts": "declare const VERSION: string;\n",
        },
    )
    found = tried(root, "--format", "json")
    assert found.outcomes[0] == "holds"
    assert "TS2322" in found.at(41)
    assert "it uses `VERSION`, which nothing in this document defines" in found.at(60)
    assert found.outcomes[3] == "holds"


def test_a_commonjs_project_has_its_own_words(shop):
    found = tried(
        shop(
            "ts\nimport { size } from './src/size';\nconst n: string = size;",
            "js\nconst fs = require('fs');\nmodule.exports = { a: 1 };\nconsole.log(typeof fs.readFileSync, __dirname.length > 1);\n//> function true",
            **{
                "package.json": '{"name": "old"}',
                "tsconfig.json": '{"compilerOptions": {"module": "commonjs", "strict": true}}',
                "src/size.ts": "export const size: number = 3;\n",
            },
        )
    )
    assert "TS2322" in found.at(41 - 20)
    assert found.outcomes == ["broken", "holds"]


def test_the_words_of_the_author_are_followed(shop):
    found = tried(
        shop(
            "ts compile_fail,TS2322\nconst a: number = 'x';",
            "ts compile_fail,TS9999\nconst a: number = 'x';",
            "ts compile_fail\nconst a = 1;",
            "ts should_raise=RangeError\nthrow new RangeError('x');",
            "ts should_raise=RangeError\nthrow new TypeError('x');",
            "ts should_raise=Base\nclass Base extends Error {}\nthrow new (class Mine extends Base {})('x');",
            'ts no_run="needs a server"\nthrow new Error("x");',
            "ts\nlet list = [1];",
            "ts continuation\nlist.push(2);\nconsole.log(list.length);\n//> 2",
        )
    )
    assert found.outcomes == ["holds", "broken", "broken", "holds", "broken", "holds", "holds", "holds", "holds"]


def test_jsx_is_checked_where_its_types_are(shop):
    jsx = "declare namespace JSX { interface IntrinsicElements { p: { id?: string } } }\n"
    found = tried(
        shop(
            "tsx no_run=x\nconst a = <p id='x'>text const</p>;",
            "tsx no_run=x\nconst b = <p id={1} />;",
            "jsx\nconst c = <p>x</p>;",
            **{
                "tsconfig.json": '{"compilerOptions": {"jsx": "preserve", "strict": true}, "include": ["jsx.d.ts"]}',
                "jsx.d.ts": jsx,
            },
        )
    )
    assert found.outcomes == ["holds", "broken", "holds"]


@pytest.mark.parametrize(
    ("code", "declared", "used"),
    [
        ("const {a, b: c = d, ...e} = f;", {"a", "c", "e"}, {"d", "f"}),
        ("x.y = { z: 1, w };", set(), {"x", "w"}),
        ("// user\nconst s = 'user' + `${app} user`;", {"s"}, {"app"}),
        ("type T<A> = A extends Array<infer B> ? B : C;", {"T"}, {"Array", "C"}),
        ("for (const x of y) { let q = x; }", set(), {"y"}),
        ("const f = async ({ id }, n = m) => id + n;", {"f"}, {"m"}),
        ("try { a } catch (e) { e }", set(), {"a"}),
        ("import b, { c as d } from 'x'; b(d);", set(), set()),
        ("export { a as b } from 'x';", set(), set()),
        ("class A<T> extends B { m(p: T): C { return this.q; } }", {"A"}, {"B", "C"}),
        ("declare module 'x' { const y: Z }", set(), {"Z"}),
    ],
)
def test_names_are_told_by_the_syntax(code, declared, used):
    found = names(code)
    assert (set(found.declared), set(found.used)) == (declared, used)


def test_columns_are_counted_in_code_points():
    assert [code_point("a😀b", column) for column in (1, 2, 4, 5)] == [1, 2, 3, 4]


@pytest.mark.parametrize(
    ("code", "said"), [("if (x { }", "`)` is missing here"), ("const a = ;", "`= ;` makes no sense here")]
)
def test_what_does_not_parse_is_told_in_its_own_words(code, said):
    assert names(code).fault.message == said
