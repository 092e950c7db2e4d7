"""``holdfast rules``: every rule with its severity in each role, which is the table of obligations."""

import argparse

from holdfast.cli.output import add_output


def register(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    add_output(parser, "text", "json", "markdown")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print the table, with the severities that the configuration sets."""
    import json
    import os

    from holdfast.cli.output import write_results
    from holdfast.engine.judge import severity_of
    from holdfast.engine.project import read_config
    from holdfast.model.role import Role
    from holdfast.rules import all_rules
    from holdfast.world.root import project_root

    config, _ = read_config(os.getcwd(), project_root(os.getcwd()))
    rows = [(rule.slug, [severity_of(rule, config, role).word for role in Role], rule.summary) for rule in all_rules()]
    roles = [role.value for role in Role]
    if options.format == "json":
        records = [
            {"slug": slug, "severity": dict(zip(roles, words, strict=True)), "summary": text}
            for slug, words, text in rows
        ]
        lines = [json.dumps({"version": 1, "rules": records}, indent=2)]
    elif options.format == "markdown":
        lines = [f"| rule | {' | '.join(roles)} | what it finds |", f"|---|{'---|' * len(roles)}---|"]
        lines += [f"| `{slug}` | {' | '.join(words)} | {text} |" for slug, words, text in rows]
    else:
        lines = [f"{'rule':<22}{''.join(f'{role:<12}' for role in roles)}"]
        lines += [f"{slug:<22}{''.join(f'{word:<12}' for word in words)}\n{'':4}{text}" for slug, words, text in rows]
        lines += ["", "why and how: holdfast explain SLUG"]
    write_results(options, lines)
    return 0
