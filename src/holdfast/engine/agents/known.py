"""The coding agents that are known: by which files of a repository each is recognised, and which ones it reads.

Sources: https://agents.md, https://code.claude.com/docs/en/memory and /hooks, https://cursor.com/docs/rules and /hooks,
https://docs.github.com/copilot/how-tos/configure-custom-instructions, https://geminicli.com/docs/hooks/reference,
https://docs.windsurf.com/windsurf/cascade/memories.
"""

from collections.abc import Callable
from typing import NamedTuple

from holdfast.edits.hooks import Hook
from holdfast.engine.agents.scopes import Scope

_COMMAND = "holdfast agents hook"


class RuleFiles(NamedTuple):
    """Rule files that an agent reads when it works on files that match."""

    folder: str
    suffix: str
    head: Callable[[Scope], str]
    """The front matter."""


class Agent(NamedTuple):
    """One coding agent."""

    name: str
    signs: tuple[str, ...]
    """Files and folders by which a repository shows that it is used."""
    section: str = ""
    """The file that gets a section."""
    imports: str = ""
    """The line that brings ``AGENTS.md`` into that file; empty where it cannot be brought in."""
    rules: RuleFiles | None = None
    settings: str = ""
    """The file that holds its hooks."""
    hook: Hook | None = None


def _claude(scope: Scope) -> str:
    return "paths:\n" + "".join(f'  - "{one}"\n' for one in scope.patterns)


def _cursor(scope: Scope) -> str:
    return f"description: Files that {scope.path} governs\nglobs: {','.join(scope.patterns)}\nalwaysApply: false\n"


def _copilot(scope: Scope) -> str:
    return f'applyTo: "{",".join(scope.patterns)}"\n'


def _windsurf(scope: Scope) -> str:
    return f"trigger: glob\nglobs: {','.join(scope.patterns)}\n"


def _after(event: str, matcher: str) -> Hook:
    return Hook(event, {"matcher": matcher, "hooks": [{"type": "command", "command": _COMMAND}]}, _COMMAND)


AGENTS = (
    Agent("agents", (), "AGENTS.md"),
    Agent(
        "claude",
        ("CLAUDE.md", ".claude"),
        "CLAUDE.md",
        "@AGENTS.md",
        RuleFiles(".claude/rules", ".md", _claude),
        ".claude/settings.json",
        _after("PostToolUse", "Edit|Write|MultiEdit"),
    ),
    Agent(
        "copilot",
        (".github/copilot-instructions.md", ".github/instructions"),
        ".github/copilot-instructions.md",
        rules=RuleFiles(".github/instructions", ".instructions.md", _copilot),
    ),
    Agent(
        "cursor",
        (".cursor", ".cursorrules"),
        rules=RuleFiles(".cursor/rules", ".mdc", _cursor),
        settings=".cursor/hooks.json",
        hook=Hook("stop", {"command": f"{_COMMAND} --cursor"}, f"{_COMMAND} --cursor", (("version", 1),)),
    ),
    Agent(
        "gemini",
        ("GEMINI.md", ".gemini"),
        "GEMINI.md",
        "@./AGENTS.md",
        settings=".gemini/settings.json",
        hook=_after("AfterTool", "write_file|replace"),
    ),
    Agent(
        "windsurf",
        (".windsurf", ".windsurfrules"),
        rules=RuleFiles(".windsurf/rules", ".md", _windsurf),
    ),
)
NAMES = tuple(one.name for one in AGENTS)
