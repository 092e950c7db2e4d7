"""``holdfast explain SLUG``: what a rule finds, why, and an example that is run by the tests."""

import argparse

_NO_EXAMPLE = "```verdict\n```"
"""What a page has for the tests where one document alone cannot show the fault."""
_EXCUSE = (
    "Or excuse it where it is as it should be: a line in the section, or above the second heading for the",
    "whole file. It is still counted, as waived, and void without a reason:",
)


def register(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    parser.add_argument(
        "slug", metavar="SLUG", help="the name behind the severity in a message, such as section-missing"
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print the page of a rule."""
    from holdfast.cli.terminal import write_lines
    from holdfast.engine.excuses import NEVER
    from holdfast.errors import UsageError
    from holdfast.formats.escape import visible
    from holdfast.model.role import Role
    from holdfast.rules import all_rules, current_slug
    from holdfast.suggest import suggestion

    rules = {rule.slug: rule for rule in all_rules()}
    rule = rules.get(current_slug(options.slug))
    if rule is None:
        raise UsageError(f"there is no rule {options.slug!r}", remedy=suggestion(options.slug, rules))
    severities = ", ".join(f"{role.value} {rule.obligation.severity(role).word}" for role in Role)
    # An example may be about characters that a terminal would obey, or hide.
    page = "\n".join(map(visible, rule.page.replace(_NO_EXAMPLE, "").strip().split("\n")))
    write_lines([f"# {rule.slug}", "", page, "", f"Severity by status: {severities}."])
    write_lines(["", "Change it in holdfast.toml:", "", "    [severity]", f'    {rule.slug} = "note"'])
    if rule.slug not in NEVER:
        write_lines(["", *_EXCUSE, "", f"    <!-- holdfast: waive {rule.slug} because ... -->"])
    return 0
