"""What ordinary sentences of a template ask for, read by anchored patterns only.

A loose search for "optional" makes required sections optional (KEPs and EIPs mention the word in
passing), so every pattern here is tied to the start of a sentence or to a marker in parentheses.
"""

import re

from holdfast.model.schema import Bound, Presence
from holdfast.model.verdict import Origin
from holdfast.patterns import pattern

_MARKER = pattern(r"[(\[（【](?P<words>[^()\[\]（）【】]*)[)\]）】]")
_OPTIONAL_ABROAD = (
    r"opciona(?:l|les|is)|optionnel(?:le)?s?|facultati(?:f|ve)s?|facoltativ[oaie]|opzional[ei]|facultatief|optioneel|optionele|fakultativ"
    r"|(?:falls|wenn|sofern) (?:zutreffend|nötig|notwendig|vorhanden|relevant)|si (?:aplica|procede|corresponde|applicable|nécessaire)"
    r"|se (?:aplicável|applicabile|necessari[oa]|necessário)|indien van toepassing|необязательно|опционально"
    r"|可选的?|可選|选填|任意|省略可能?|선택"
)
"""What says "optional" and "if applicable" in the languages of :mod:`holdfast.template.aliases`."""
_THIS_ABROAD = (
    r"(?:dies(?:e[rs]?)?|cet(?:te)?|ces?|est[aeo]s?|ess[ae]s?|quest[aeio]|dit|deze|этот|эта|это|эти)\b[^.!?]{1,60}?\s"
    r"|(?:此|本|この|이 )\w{1,10}?"
)
"""What a sentence about a section or a field begins with in those languages: "Cet élément est ..."."""
_OPTIONAL_MARK = pattern(
    r"(?:optional\b(?! for\b)|(?:if|where|when|as) (?:applicable|needed|appropriate|relevant|necessary|any)\b|may be omitted)",
    re.IGNORECASE,
)
_OPTIONAL_MARK_ABROAD = pattern(rf"(?:{_OPTIONAL_ABROAD})\b", re.IGNORECASE)
_REQUIRED = pattern(
    r"(?:required|mandatory|obligatoire|obligatori[ao]s?|obrigatóri[ao]s?|verpflichtend|pflicht(?:feld|angabe|abschnitt)?|muss|verplicht"
    r"|обязательно|必須|必填|필수)[.!\])}*_）】 ]*\Z",
    re.IGNORECASE,
)
"""What marks a section as demanded where it is all that is said."""
_CONDITIONAL_MARK = pattern(
    r"(?:only )?(?:required|mandatory|needed) (?:only )?(?:for|when|if|until)\b|optional for\b|not required|(?:only )?if (?:the|this|your|it|there|an?)\b"
    r"|(?:only )?(?:include|add|complete|fill(?: in| out)?) (?:only )?(?:for|when|if|where)\b",
    re.IGNORECASE,
)
_ALTERNATIVES = pattern(r"\s*[(\[]or\s+(?P<names>[^()\[\]]{2,120})[)\]]\s*\Z", re.IGNORECASE)
_OR = pattern(r"\s*,\s*(?:or\s+)?|\s+or\s+", re.IGNORECASE)
_OPTIONAL_SENTENCE = pattern(
    r"(?:this|the following|these) (?:section|element|part|field|metadata elements?|heading|chapter)s?(?: is| are) (?:entirely |purely )?optional(?! for| unless| if| when| where)\b"
    r"|(?:these|this) (?:is|are) (?:an? )?optional\b"
    r"|(?:every|all|each|any)(?: \w+){1,6} (?:is|are) optional\b"
    r"|optional(?:\s*[.,:;)\]—–-]|\s*$| section\b| element\b)"
    r"|an? optional (?:section|element)\b"
    r"|(?:this|the) (?:section|part|heading) (?:might|may) not (?:always |even )?(?:exist|apply|be (?:there|present|needed|necessary|applicable|relevant))\b"
    r"|(?:you may |you can )?feel free to (?:add|include|append)\b"
    r"|(?:if|where|when) (?:applicable|relevant|necessary|needed|appropriate)\b"
    r"|(?:if|when|where) applicable\b"
    r"|(?:omit|skip|delete|remove|drop) (?:this|the) (?:section|part|heading)\b"
    r"|(?:this|the) (?:section|part|heading) (?:can|may|should|is to|has to) be (?:skipped|omitted|left out|removed|deleted|dropped)\b"
    r"|include only (?:the )?(?:sections?|parts?) (?:that|which|relevant|applicable)\b"
    r"|[^.!?]{1,160}[,;(—–] ?optional[)\].! ]*\Z"
    r"|[^.!?]{1,160}[,(] ?(?:if|where|when|as) (?:applicable|relevant|necessary|needed|appropriate|any|available)[)\].! ]*\Z",
    re.IGNORECASE,
)
_ABROAD = pattern(rf"optional|{_OPTIONAL_ABROAD}", re.IGNORECASE)
"""What a sentence of those languages has to hold; most templates never come to the dear patterns below."""
_OPTIONAL_SENTENCE_ABROAD = pattern(
    rf"(?:{_OPTIONAL_ABROAD})(?:\s*[.,:;)\]—–-]|\s*$)"
    rf"|(?:{_THIS_ABROAD})(?:optional|{_OPTIONAL_ABROAD})\s*(?:[.!。]|$)"
    rf"|[^.!?]{{1,160}}[,;(—–] ?(?:{_OPTIONAL_ABROAD})[)\].! ]*\Z",
    re.IGNORECASE,
)
_CONDITIONAL_SENTENCE = pattern(
    r"[^.]{0,80}?\b(?:only (?:required|mandatory|needed) (?:for|when|if)"
    r"|(?:is|are) (?:mandatory|required) (?:for(?! \w+ing\b)|when|if|at(?! least\b))"
    r"|optional (?:for|if|when|where)|not required (?:until|for|if)|must be (?:completed|filled(?: in| out)?) (?:when|if|before))\b"
    r"|(?:required|mandatory|needed) (?:only )?(?:for|when|if|where)\b"
    r"|(?:only )?(?:include|add|complete|fill(?: in| out)?)(?: (?:this|the) (?:section|part|table))? (?:only )?(?:for|when|if|where)\b[^.?!]{1,160}[\])}>*_.! ]*\Z"
    r"|if (?:any|significant|there (?:is|are))\b"
    r"|if [^.?!]{1,160}?, (?:then )?(?:please )?(?:also )?(?:include|add|list|provide|mention|note|link)\b"
    r"|if (?:an?|the|this|your) [\w-]+ [^.?!]{1,140}?, then\b"
    r"|(?:(?:to|will) be )?(?:fill|add|link|provide|set|assign|complete)(?:l?e?d)?\b[^.?!]{0,80}?\b(?:once|after)"
    r" (?:(?:it|this|the [\w-]+) (?:is|has been|was) )?(?:accepted|approved|merged|ratified)\b"
    r"|while [^.?!]{1,120}?, (?:this|the) section\b"
    r"|all [\w-]+ (?:that|which) [^.]{1,120} must (?:include|contain|have)\b",
    re.IGNORECASE,
)
_BESIDE = pattern(r"(?:<!--|[ \t]#[ \t])(?P<words>.*?)(?:-->|$)")
_WHOLLY_OPTIONAL = pattern(
    r"(?:\A|[.!?]\s+)(?:(?:if not|otherwise),? )?((?:this|the) section is (?:entirely |purely )?optional\."
    r"|(?:omit|skip|remove|delete|drop) this section (?:if|when|where)\b[^.]{1,120}(?:\.|\Z)"
    r"|this section (?:might|may) not (?:always |even )?(?:exist|apply|be (?:there|present|needed|necessary|applicable|relevant))"
    r"(?: (?:if|when|where|in|for)\b[^.]{1,120})?(?:\.|\Z)"
    r"|(?:this|the) section (?:can|may|should) be (?:skipped|omitted|left out|removed|deleted|dropped)(?: (?:if|when|where|once|before)\b[^.]{1,200})?"
    r"(?:\.|\Z))(?=\s|\Z)",
    re.IGNORECASE,
)
"""A sentence that says this and nothing else, wherever it stands."""
_GOES = pattern(
    r"(?:^|[.!?])[ \t]*(?:(?:[-*+]|\d{1,2}[.)])[ \t]+)?(?:\[[ x]\][ \t]+)?(?:please )?(?:delete|remove) this (?:whole |entire )?(?:section|heading|part)"
    r"(?: (?:before|once|after|from|prior)\b[^.!\n]{0,80})?[.!]?[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)
"""A line that has the author take a section out again."""
_CHOICE = pattern(
    r"(?:^|[.!?;:]\s+|,? or )(?:[-*+] )?(?:please )?(?:feel free to )?(?:delete|remove|omit|skip|drop)"
    r" (?:(?:any|all|those|the) )?(?:of (?:(?:the|these) )?)?(?:sub-?)?(?:sections?|headings?|parts|options|questions)(?: below)?"
    r" (?:(?:that|which) (?:do|does|are|is)(?: not|n't)|(?:that |which )?you|not|if|when|where)\b"
    r"|(?:^|[.!?;:]\s+)all (?:of )?(?:the |these )?(?:sub-?)?sections\b[^.!?]{0,40}\sare optional\b",
    re.IGNORECASE | re.MULTILINE,
)
"""A sentence that has the author choose among the sections below."""
_AS_NEEDED = pattern(r"\bas needed\b|\bas (?:many|much) as\b|\bif needed\b", re.IGNORECASE)
_NUMBER_WORDS = {
    "a": 1,
    "an": 1,
    "one": 1,
    "single": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "ten": 10,
}
_COUNT = r"(?:\d+|a|an|one|single|two|three|four|five|six|ten)"
_UNIT = r"(?P<unit>sentence|paragraph|word|character)s?\b"
_UNITS = pattern(_UNIT, re.IGNORECASE)
_BOUNDS = (
    pattern(rf"\b(?P<low>{_COUNT})\s*(?:-|–|to|or)\s*(?P<high>{_COUNT}) {_UNIT}", re.IGNORECASE),
    pattern(
        rf"\b(?:no more than|at most|up to|fewer than|less than|maximum of|max\.?|under) (?P<high>{_COUNT}) {_UNIT}",
        re.IGNORECASE,
    ),
    pattern(rf"\b(?P<high>{_COUNT}) {_UNIT} (?:or less|or fewer|at most|max(?:imum)?)\b", re.IGNORECASE),
    pattern(rf"\b(?:at least|no fewer than|minimum of) (?P<low>{_COUNT}) {_UNIT}", re.IGNORECASE),
    pattern(rf"\b(?P<exact>one|two|three|single|1|2|3) (?:short |single |concise )?{_UNIT}", re.IGNORECASE),
)
_WANTS = (
    ("version", pattern(r"\bversions?\b", re.IGNORECASE)),
    ("link", pattern(r"\b(?:links?|urls?)\b", re.IGNORECASE)),
    ("source", pattern(r"\b(?:sources?|citations?)\b", re.IGNORECASE)),
    ("data", pattern(r"\b(?:data|benchmarks?|numbers|figures|measurements?)\b", re.IGNORECASE)),
    ("reference", pattern(r"\breferences?\b", re.IGNORECASE)),
)
_WITH = pattern(r"\b(?:with|including|and its|plus)\b(?P<what>.*)", re.IGNORECASE)


def split_marker(title: str) -> tuple[str, Presence | None, str]:
    """Take a marker such as ``(if applicable)`` or ``(*only required for X)`` off a heading or a name.

    Returns what is left, the presence the marker gives (``None`` where there is no marker) and the
    condition in the template's words. Other words in parentheses are left alone.
    """
    for found in _MARKER.finditer(title):
        words = found["words"].strip().strip("*").strip()
        rest = (title[: found.start()].rstrip() + title[found.end() :]).strip()
        if _CONDITIONAL_MARK.match(words):
            return rest, Presence.CONDITIONAL, words
        if _OPTIONAL_MARK.match(words) or (_ABROAD.search(words) and _OPTIONAL_MARK_ABROAD.match(words)):
            return rest, Presence.OPTIONAL, ""
        if _REQUIRED.match(words):
            return rest, Presence.REQUIRED, ""
    return title, None, ""


def split_alternatives(title: str) -> tuple[str, tuple[str, ...]]:
    """Take ``[or Scenarios, or Use Cases]`` off a heading; return what is left and the other names it gives."""
    found = _ALTERNATIVES.search(title)
    if found is None or not title[: found.start()].strip():
        return title, ()
    return title[: found.start()].strip(), tuple(filter(None, (one.strip() for one in _OR.split(found["names"]))))


def presence_said(sentence: str) -> tuple[Presence | None, str]:
    """Return the presence that the first sentence of a section or a comment gives, with its condition."""
    sentence = sentence.strip().lstrip("[({<*_!->（【").strip()
    if _CONDITIONAL_SENTENCE.match(sentence):
        return Presence.CONDITIONAL, sentence
    if _OPTIONAL_SENTENCE.match(sentence) or (_ABROAD.search(sentence) and _OPTIONAL_SENTENCE_ABROAD.match(sentence)):
        return Presence.OPTIONAL, ""
    return (Presence.REQUIRED if _REQUIRED.match(sentence) else None), ""


def said_beside(line: str) -> tuple[Presence | None, str]:
    """Return the presence that a comment behind a heading or a field, on its own line, gives."""
    for found in _BESIDE.finditer(line):
        said, condition = presence_said(found["words"])
        if said:
            return said, condition
    return None, ""


def says_to_go(text: str) -> bool:
    """Tell whether a section of a template is for its author alone, and to be taken out."""
    return _GOES.search(text) is not None


def says_to_choose(text: str) -> bool:
    """Tell whether a text leaves the sections below it to the author.

    "Remove the sections you do not change" does, and so does "All of the sections of reference are optional".
    """
    return _CHOICE.search(text) is not None


def says_as_needed(text: str) -> bool:
    """Tell whether a text leaves the number of what follows to the author."""
    return _AS_NEEDED.search(text) is not None


def opening_sentence(text: str) -> str:
    """Return the sentence of a paragraph that decides its presence: one that is wholly about it, else the first."""
    whole = _WHOLLY_OPTIONAL.search(" ".join(text.split()))
    return whole[1] if whole else first_sentence(text)


def first_sentence(text: str) -> str:
    """Return the first sentence of a text that is already free of markup."""
    text = " ".join(text.split())
    found = re.search(r"[.!?](?=\s|$)", text)
    return text[: found.end()] if found else text


def bounds_in(text: str, origin: Origin) -> tuple[Bound, ...]:
    """Return the length the text asks for: ``2-3 sentences``, ``one paragraph``, ``44 characters or less``."""
    for bound in _BOUNDS if _UNITS.search(text) else ():
        found = bound.search(text)
        if found is None:
            continue
        words = found.groupdict()
        exact = words.get("exact")
        low, high = _count(words.get("low") or exact), _count(words.get("high") or exact)
        unit = f"{found['unit'].lower()}s"
        # "One paragraph" is an upper bound in practice; nobody is told off for two short sentences.
        return (Bound(unit, None if exact else low, high, origin),)
    return ()


def wants_in(text: str) -> tuple[str, ...]:
    """Return what an item's placeholder asks each item to carry: ``Library 1 with link and version``."""
    found = _WITH.search(text)
    if found is None:
        return ()
    return tuple(want for want, named in _WANTS if named.search(found["what"]))


def _count(text: str | None) -> int | None:
    if not text:
        return None
    return int(text) if text.isdigit() else _NUMBER_WORDS[text.lower()]
