"""What the word behind "Status:" means for what must hold."""

import re
import unicodedata
from enum import StrEnum

from holdfast.patterns import pattern


class Role(StrEnum):
    """The six roles that decide severity; every status word maps onto one."""

    RESEARCH = "research"
    DRAFT = "draft"
    ACTIVE = "active"
    DEPRECATED = "deprecated"
    SUPERSEDED = "superseded"
    POINTER = "pointer"


OVER = frozenset({Role.DEPRECATED, Role.SUPERSEDED})
"""What is in these was in force, and is no longer."""
SETTLED = OVER | {Role.POINTER}
"""Of documents in these roles nothing is left to be done."""

WORDS: dict[str, Role] = {
    "research": Role.RESEARCH,
    "exploration": Role.RESEARCH,
    "exploratory": Role.RESEARCH,
    "draft": Role.DRAFT,
    "proposed": Role.DRAFT,
    "proposal": Role.DRAFT,
    "review": Role.DRAFT,
    "in review": Role.DRAFT,
    "active review": Role.DRAFT,
    "discussion": Role.DRAFT,
    "ideation": Role.DRAFT,
    "prediscussion": Role.DRAFT,
    "provisional": Role.DRAFT,
    "last call": Role.DRAFT,
    "stagnant": Role.DRAFT,
    "deferred": Role.DRAFT,
    "pending": Role.DRAFT,
    "wip": Role.DRAFT,
    "idea": Role.DRAFT,
    "exploring": Role.DRAFT,
    "strawman": Role.DRAFT,
    "strawperson": Role.DRAFT,
    "planned": Role.DRAFT,
    "planning": Role.DRAFT,
    "not started": Role.DRAFT,
    "in progress": Role.DRAFT,
    "work in progress": Role.DRAFT,
    "design review": Role.DRAFT,
    "in design": Role.DRAFT,
    "on hold": Role.DRAFT,
    "paused": Role.DRAFT,
    "active": Role.ACTIVE,
    "accepted": Role.ACTIVE,
    "approved": Role.ACTIVE,
    "implemented": Role.ACTIVE,
    "implementable": Role.ACTIVE,
    "final": Role.ACTIVE,
    "living": Role.ACTIVE,
    "decided": Role.ACTIVE,
    "adopted": Role.ACTIVE,
    "published": Role.ACTIVE,
    "committed": Role.ACTIVE,
    "done": Role.ACTIVE,
    "complete": Role.ACTIVE,
    "completed": Role.ACTIVE,
    "shipped": Role.ACTIVE,
    "landed": Role.ACTIVE,
    "ready for release": Role.ACTIVE,
    "released": Role.ACTIVE,
    "recommended": Role.ACTIVE,
    "merged": Role.ACTIVE,
    "ratified": Role.ACTIVE,
    "stable": Role.ACTIVE,
    "current": Role.ACTIVE,
    "in force": Role.ACTIVE,
    "in effect": Role.ACTIVE,
    "deprecated": Role.DEPRECATED,
    "withdrawn": Role.DEPRECATED,
    "rejected": Role.DEPRECATED,
    "abandoned": Role.DEPRECATED,
    "obsolete": Role.DEPRECATED,
    "retired": Role.DEPRECATED,
    "archived": Role.DEPRECATED,
    "discontinued": Role.DEPRECATED,
    "declined": Role.DEPRECATED,
    "cancelled": Role.DEPRECATED,
    "canceled": Role.DEPRECATED,
    "superseded": Role.SUPERSEDED,
    "superceded": Role.SUPERSEDED,
    "supersceded": Role.SUPERSEDED,
    "superseeded": Role.SUPERSEDED,
    "replaced": Role.SUPERSEDED,
    "moved": Role.POINTER,
}
"""Status words as people write them, misspellings included, with the role each one plays."""

_ABROAD = {
    Role.DRAFT: """
        entwurf vorschlag vorgeschlagen|brouillon proposé proposée|borrador propuesta propuesto propuesta
        rascunho proposta proposto|bozza proposto|concept voorstel voorgesteld|черновик предложено
        草案 草稿 提案 提案中 提案済み 検討中 下書き レビュー中 提议 提议中 待定 评审中 讨论中|초안 제안 제안됨
        """,
    Role.ACTIVE: """
        aktiv akzeptiert angenommen beschlossen freigegeben gültig umgesetzt|actif active accepté acceptée adopté adoptée
        approuvé approuvée|aceptado aceptada aprobado aprobada activo activa vigente implementado implementada
        aceito aceita aceite aprovado aprovada ativo ativa|accettato accettata approvato approvata attivo attiva
        geaccepteerd goedgekeurd actief|принято утверждено|entschieden genehmigt|validé validée décidé décidée
        承認 承認済み 採用 採用済み 採択 有効 决定 已决定 接受 已接受 采纳 已采纳 已批准 已通过 已实施 已实现|승인 승인됨 채택 채택됨
        """,
    Role.DEPRECATED: """
        veraltet überholt verworfen abgelehnt zurückgezogen|obsolète rejeté rejetée abandonné abandonnée
        obsoleto obsoleta rechazado rechazada descartado descartada deprecado deprecada|rejeitado rejeitada
        deprecato deprecata rifiutato rifiutata|verouderd afgewezen verworpen|устарело отклонено
        弃用 已弃用 废弃 已废弃 拒绝 已拒绝 廃止 非推奨 却下 否認|폐기 폐기됨 거부 거부됨
        """,
    Role.SUPERSEDED: """
        abgelöst ersetzt|remplacé remplacée|reemplazado reemplazada sustituido sustituida
        substituído substituída|sostituito sostituita superato superata|vervangen|заменено|supersedido supersedida
        取代 已取代 已被取代 被取代 替代 已替代 被替代 已被 被 置き換え 置き換え済み 置換済み|대체 대체됨
        """,
}
"""Words of the languages in which templates are found; each is one word, a bar only parts the languages."""
WORDS.update({word: role for role, words in _ABROAD.items() for word in words.replace("|", " ").split()})

_WORDS = pattern(r"[^\W\d_]+")
_REPLACES = pattern(r"\W*ersetzt\s+(?!(?:durch|von|am|seit)\b)[\w\[]", re.IGNORECASE)
"""German has one word for "replaced" and for "replaces": with an object behind it, it tells of another document."""
_OWN_WORDS = pattern(r"[^\W_]+")
"""A project's own words may be of any length and hold digits."""


def role_of(status: str, extra: dict[str, Role] | None = None) -> Role | None:
    """Return the role of a status value, or ``None`` where no word of it is known.

    Emoji, bold marks and case do not matter, and detail after the word is allowed:
    ``"🟢 **Active**"`` and ``"Implemented (Swift 5.6)"`` are both ``ACTIVE``. The longest
    known phrase at the start wins; a word further on decides nothing ("Almost done").
    ``extra`` holds a project's own words and wins over the table above.
    """
    if not status.isascii():
        status = unicodedata.normalize("NFKC", status)
    own = _OWN_WORDS.findall(status.casefold())[:20] if extra else []
    for length in range(len(own), 0, -1):
        if extra and (role := extra.get(" ".join(own[:length]))):
            return role
    words = [word.casefold() for word in _WORDS.findall(status)]
    if not words or _REPLACES.match(status):
        return None
    table = {**WORDS, **extra} if extra else WORDS
    for length in (3, 2, 1):
        if role := table.get(" ".join(words[:length])):
            return role
    return None
