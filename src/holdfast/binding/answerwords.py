"""What other languages write where English writes "None", "Not applicable" or "TBD" and nothing else.

Only words that mean nothing else there: what is missed is an answer like any other, what is taken wrongly is a false message.
"""

_NONE = """
    keine|keiner|keines|kein|nichts|keine bekannt|aucun|aucune|néant|rien|ninguno|ninguna|nada|no hay|nenhum|nenhuma
    nessuno|nessuna|niente|nulla|geen|niets|brak|żaden|żadne|žádné|žádný|žádná|ingen|inget|intet|ingenting
    нет|отсутствует|отсутствуют|ничего|немає|відсутні|yok
    なし|無し|特になし|特に無し|ありません|特にありません|无|無|没有|暂无|暫無|없음|없습니다
    """
_NOT_APPLICABLE = """
    entfällt|nicht zutreffend|nicht anwendbar|trifft nicht zu|sans objet|non applicable|no aplica|no aplicable|no procede
    não aplicável|não se aplica|non applicabile|niet van toepassing|n.v.t|nie dotyczy|netýká se|ej tillämpligt|ikke relevant
    ikke aktuelt|не применимо|неприменимо|не применяется|не застосовується
    該当なし|該当無し|該当しない|対象外|不适用|不適用|해당 없음|해당없음|해당 사항 없음
    """
_PROMISED = """
    noch zu klären|zu klären|noch festzulegen|noch zu definieren|noch zu ergänzen|wird noch ergänzt|folgt noch
    à définir|à déterminer|à compléter|à préciser|por definir|por determinar|por decidir|por completar|a ser definido
    da definire|da determinare|da decidere|da completare|nog te bepalen|nader te bepalen|nog in te vullen|n.t.b
    do ustalenia|do uzupełnienia|do określenia|k doplnění|bude doplněno
    будет определено|будет уточнено|будет добавлено|будет дополнено|уточняется|буде визначено|belirlenecek|eklenecek
    未記入|待补充|待補充|待完善|待确定|待確定|추후 작성|추후 결정|작성 예정
    """
_OPEN = """
    offen|noch offen|ausstehend|noch nicht|à venir|en attente|pendiente|pendientes|pendente|em aberto|in sospeso|in attesa
    nog niet|не определено|позже|未定|未決定|要検討|検討中|作成中|调查中|待定|待讨论|尚未确定|미정
    """
_FOR_NOW = """
    derzeit|aktuell|momentan|zurzeit|zur zeit|im moment|bisher|noch|pour le moment|pour l'instant|actuellement|por ahora
    por el momento|actualmente|por enquanto|no momento|atualmente|al momento|per ora|op dit moment|momenteel|vooralsnog|nog
    obecnie|na razie|zatím|пока|на данный момент|наразі|şu an|現時点では|現時点で|現在|今のところ|目前|暂时|現時|현재|아직
    """


def _listed(words: str) -> frozenset[str]:
    return frozenset(word.strip() for line in words.splitlines() for word in line.split("|") if word.strip())


NONE, NOT_APPLICABLE, PROMISED = map(_listed, (_NONE, _NOT_APPLICABLE, _PROMISED))
OPEN = _listed(_OPEN) | PROMISED
"""Those that only promise an answer, and those that may be all there is to say in a cell."""
_AROUND = tuple(sorted(_listed(_FOR_NOW), key=len, reverse=True))


def without_now(words: str) -> str:
    """Return words without what limits them to today: ``derzeit keine`` and ``aucun pour le moment``."""
    if words.startswith(_AROUND) or words.endswith(_AROUND):
        rests = (words.removeprefix(one).removesuffix(one) for one in _AROUND)
        return next(rest for rest in rests if rest != words).strip(" ,、")
    return words
