"""Rust examples: one crate for all, wrapped as rustdoc does, beside the project's own crate; none lies itself green."""

import pytest

from holdfast.languages.rust_crate.names import names
from trying import needs, page, tried, written

pytestmark = needs("rust", "cargo")
MANIFEST = '[package]\nname = "my-shop"\nversion = "0.1.0"\nedition = "2021"\n'


@pytest.fixture
def shop(tmp_path):
    def build(*fences, **files):
        return written(tmp_path, {"README.md": page(*fences), **files})

    return build


def test_faults_of_every_phase_are_found_at_once_and_stand_where_the_document_has_them(shop):
    found = tried(
        shop(
            "rust\nfn unclosed( {",
            "rust\nuse crate::nothing::Thing;",
            'rust\nlet s = "é😀"; let x: u32 = s;',
            'rust\nlet a = String::new();\ndrop(a);\n  println!("é {}", a);',
            'rust\nmacro_rules! my { ($e:expr) => { let _x: u32 = $e; } }\nmy!("é");',
            'rust\nlet n: i32 = "12".parse()?;\n  assert_eq!(n, 13);',
            'rust\n# let hidden = 3;\n# let y: u32 = "x";',
        )
    )
    places = {line: int(said.split()[0]) for line, (_, said) in found.verdicts.items()}
    assert set(found.outcomes) == {"broken"}
    assert places == {20: places[20], 40: 12, 60: 28, 82: 20, 101: 5, 121: 3, 141: 16}


def test_examples_are_wrapped_as_rustdoc_does(shop):
    found = tried(
        shop(
            'rust\nlet n: u8 = "3".parse()?;\nprintln!("{n}");\n//> 3',
            "rust\nfn main() -> Result<(), String> { Ok(()) }",
            'rust\n# fn f() -> Result<(), std::num::ParseIntError> {\nlet n: u8 = "3".parse()?;\n# let _ = n; Ok(())\n# }\nf()?;',
            'rust\nlet n: u8 = "3".parse()?;\nOk::<(), std::num::ParseIntError>(())',
            'rust\n#![allow(unused)]\nuse std::fmt::Debug;\nfn show<T: Debug + ?Sized>(t: &T) {}\nshow("x");',
            "rust,edition2018\nlet dyn_ = 1; let async_ = 2;",
            "rust,edition2015\nlet async = 1;",
            "rust\nlet async = 1;",
            "rust\nextern crate std as mine;\nmine::println!();",
            "rust\nmod inner { pub fn f() {} }\nfn main() { inner::f(); self::inner::f(); }",
        )
    )
    assert found.outcomes == [*["holds"] * 7, "broken", "holds", "holds"]


def test_the_words_of_the_author_are_followed(shop):
    found = tried(
        shop(
            'rust,should_panic\npanic!("boom");',
            'rust,should_panic="boom"\npanic!("boom");',
            'rust,should_panic="other"\npanic!("boom");',
            "rust,should_panic\nlet x = 1;",
            "rust,should_panic\nstd::process::exit(1);",
            'rust,compile_fail,E0308\nlet x: u32 = "a";',
            'rust,compile_fail,E0382\nlet x: u32 = "a";',
            "rust,compile_fail\nlet x = 1;",
            "rust,no_run\npanic!();",
        )
    )
    wanted = ["holds", "holds", "broken", "broken", "broken", "holds", "broken", "broken", "holds"]
    assert found.outcomes == wanted


def test_examples_rest_on_earlier_ones_by_name(shop):
    found = tried(
        shop(
            "rust\n#[derive(Debug)]\nstruct User { name: String }",
            "rust\nimpl User { fn hi(&self) -> usize { self.name.len() } }",
            'rust\nlet user = User { name: "ab".into() };\nassert_eq!(user.hi(), 2);',
            "rust\nstruct User;\nlet u = User;",
            "rust\nfn main() { let name = 1; }",
            'rust\nlet broken: u32 = "x";',
            "rust\nlet more = broken + 1;",
        )
    )
    # A method is no name of its own, so the third does not see the second's and says so.
    assert [one["rests_on_examples"] for one in found.raw["claims"]] == [0, 1, 1, 0, 0, 0, 1]
    assert found.outcomes == ["holds", "holds", "broken", "holds", "holds", "broken", "unproven"]


def test_no_lie_turns_green_and_none_stops_another(shop):
    tamper = """rust
use std::fs;
fn wipe(folder: &str) {
    for one in fs::read_dir(folder).into_iter().flatten().flatten() {
        let _ = fs::write(one.path(), b"#!/bin/true");
    }
}
wipe("/hf/work");
wipe("/hf/in");
std::process::exit(0);"""
    found = tried(
        shop(
            "rust\nstd::process::exit(0);",
            'rust\neprintln!("\\n00000000000000000000000000000000"); std::process::exit(0);',
            "rust\nloop {}",
            tamper,
            "rust\nstd::process::abort();",
            'rust\nstd::panic::set_hook(Box::new(|_| std::process::exit(0)));\npanic!("x");',
            'rust\nprintln!("{}", 1);\n//> 1',
            "rust\nassert!(false);",
        ),
        "--timeout",
        "2",
    )
    assert found.outcomes == [*["broken"] * 2, "unproven", *["broken"] * 3, "holds", "broken"]


def test_the_projects_own_crate_is_at_hand_and_is_what_examples_rest_on(shop):
    root = shop(
        "rust\nassert_eq!(my_shop::size(), 3);",
        "rust\nassert_eq!(1, 1);",
        "rust\nmy_shop::nothing();",
        "rust\nuse leftpad::pad;",
        **{
            "Cargo.toml": MANIFEST,
            "build.rs": 'fn main() { std::fs::write("/etc/holdfast", "x").expect_err("the sandbox"); }',
            "src/lib.rs": "mod inner;\npub fn size() -> usize { inner::SIZE.trim().len() }\n",
            "src/inner.rs": 'pub const SIZE: &str = include_str!("size.txt");\n',
            "src/size.txt": "abc\n",
        },
    )
    first = tried(root)
    assert first.outcomes == ["holds", "holds", "broken", "unproven"]
    assert first.raw["verdicts"][-1]["remedy"] == "cargo add --dev leftpad"
    (root / "src/size.txt").write_text("abcd\n")
    second = tried(root)
    assert second.outcomes[:2] == ["broken", "holds"]
    assert [one["from_evidence"] for one in second.raw["claims"]][:2] == [False, True]


def test_a_crate_that_does_not_compile_leaves_what_speaks_of_it_unproven(shop):
    root = shop("rust\nmy_shop::size();", **{"Cargo.toml": MANIFEST, "src/lib.rs": "pub fn size( {}\n"})
    found = tried(root)
    assert found.outcomes == ["unproven"]
    assert "the project does not compile" in found.at(20)


def test_dependencies_come_from_a_vendored_folder_and_are_never_fetched(shop):
    files = {
        "Cargo.toml": MANIFEST + '[dependencies]\npad = "1"\nabsent = "1"\n',
        "src/lib.rs": "",
        ".cargo/config.toml": '[source.crates-io]\nreplace-with = "vendored"\n[source.vendored]\ndirectory = "vendor"\n'
        '[build]\nrustc-wrapper = "/nothing"\n',
        "vendor/pad/Cargo.toml": '[package]\nname = "pad"\nversion = "1.0.0"\nedition = "2021"\n',
        "vendor/pad/src/lib.rs": "pub fn pad() -> u8 { 1 }\n",
        "vendor/pad/.cargo-checksum.json": '{"files": {}}',
    }
    found = tried(shop("rust\nassert_eq!(pad::pad(), 1);", **files))
    assert found.outcomes == ["holds"], found.raw["verdicts"]


@pytest.mark.parametrize(
    ("code", "declared", "used"),
    [
        ("let (a, mut b) = c;", {"a", "b"}, {"c"}),
        ("struct S<T> { f: Vec<T>, g: U }", {"S"}, {"Vec", "U"}),
        ('println!("{} {}", x.field, y);', set(), {"println", "x", "y"}),
        ("for i in 0..n { i; }", set(), {"n"}),
        ("use a::{B, c}; B::new(c);", set(), {"new"}),
        ("match v { Some(w) => w, None => 0 };", set(), {"v", "Some", "None"}),
        ("fn f(p: P) -> R { p }", {"f"}, {"P", "R"}),
    ],
)
def test_names_are_told_by_the_syntax(code, declared, used):
    found = names(code)
    assert (set(found.declared), set(found.used)) == (declared, used)


def test_what_only_building_refuses_is_broken_and_takes_no_other_along(project):
    found = tried(project({"README.md": page("rust\nfn main(){let v:u8=300;}", 'rust\nprintln!("ok");')}))
    assert found.outcomes == ["broken", "holds"]
    assert "literal out of range" in found.verdicts[20][1]


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("Source::Header => {\n}", "`=> {` makes no sense here"),
        ("let x = 1\nlet y = 2;", "`;` is missing here"),
        ("a b c d e f g h i j k l m n o p q", "`a b c d e f g h i j k l…` makes no sense here"),
    ],
)
def test_what_does_not_parse_is_told_in_its_own_words(code, said):
    assert names(code).fault.message == said
