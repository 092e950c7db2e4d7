"""CPU time of 100 Rust examples beside one compiler each, and of a run in which nothing changed.

    python benchmarks/rust_examples.py [--small]

Of the processes one by one, as many run as tell the sum.
"""

import compiled_examples
from compiled_examples import Language, Path

SNIPPETS = [
    '#[derive(Debug, Clone, PartialEq)]\nstruct User {{ id: u32, name: String }}\nlet one = User {{ id: {n}, name: "a".into() }};\nassert_eq!(one.clone(), one);',
    'use std::collections::HashMap;\nlet mut counts: HashMap<&str, usize> = HashMap::new();\n*counts.entry("a").or_default() += {n};\nassert_eq!(counts["a"], {n});',
    "trait Shape {{ fn area(&self) -> f64; }}\nstruct Square(f64);\nimpl Shape for Square {{ fn area(&self) -> f64 {{ self.0 * self.0 }} }}\nlet shapes: Vec<Box<dyn Shape>> = vec![Box::new(Square({n}.0))];\nassert!(shapes.iter().map(|one| one.area()).sum::<f64>() >= 0.0);",
    'let n: u32 = "{n}".parse().unwrap();\nlet words: Vec<String> = (0..n % 7).map(|one| format!("{{one}}")).collect();\nassert_eq!(words.len() as u32, n % 7);',
]


def one_each(repository: Path, files: list[Path]) -> str:
    return "\n".join(
        f"rustc --edition 2021 --emit=metadata -Awarnings -o {file}.rmeta {file} || exit 1" for file in files
    )


if __name__ == "__main__":
    compiled_examples.main(Language("rust", "rust", "rs", SNIPPETS, one_each, "fn main() {{\n{code}\n}}\n"))
