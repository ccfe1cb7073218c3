"""Words that say what kind of company a name belongs to: "Co., Ltd.", "OOO", 株式会社.

Decides which words of a name are its legal form, so that names which differ in nothing else count as the same.
Refuses to know which forms are equal in law, and which body has which form. The table is ours; each row names the act
under which the form is in use. The forms are written as `sekisho.parties.names` folds them: lower case, no accents, no
dots, single letters joined ("S.p.A." is ``spa``, "sp. z o.o." is ``sp zoo``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import Final

END: Final = "end"
"""A legal form only as the last words of a name."""
EDGES: Final = "edges"
"""A legal form as the first or as the last words."""
ANYWHERE: Final = "anywhere"
"""A legal form wherever it stands."""

TABLE: Final[tuple[tuple[str, str, str], ...]] = (
    # forms separated by a bar; where; citation
    ("co|company|companies|corp|corporation|inc|incorporated", END, "Delaware General Corporation Law, s. 102(a)(1)"),
    ("llc|limited liability company", ANYWHERE, "Delaware Limited Liability Company Act, s. 18-102"),
    ("llp|limited liability partnership|lp|limited partnership", END, "Limited Liability Partnerships Act 2000 (UK)"),
    (
        "ltd|limited|co ltd|co limited|company limited|company ltd|coltd|corp ltd|corporation limited",
        ANYWHERE,
        "Companies Act 2006 (UK), s. 59",
    ),
    ("plc|public limited company", ANYWHERE, "Companies Act 2006 (UK), s. 58"),
    ("ltee|limitee|ulc", END, "Canada Business Corporations Act, s. 10"),
    ("pte ltd|pte limited|private limited|pte", ANYWHERE, "Companies Act 1967 (Singapore)"),
    ("pvt ltd|pvt limited|pvt co|private company|private ltd|pvt", ANYWHERE, "Companies Act 2013 (India)"),
    ("smc private limited|smc pvt ltd", END, "Companies Act 2017 (Pakistan)"),
    ("pty ltd|pty limited|proprietary limited|pty", ANYWHERE, "Companies Act 71 of 2008 (South Africa)"),
    ("sdn bhd|sdn berhad|sendirian berhad|bhd|berhad", ANYWHERE, "Companies Act 2016 (Malaysia)"),
    ("pt", EDGES, "Law 40 of 2007 (Indonesia)"),
    ("tbk|persero", END, "Law 40 of 2007 (Indonesia)"),
    ("gmbh|gesmbh|mbh|gesellschaft mit beschrankter haftung", ANYWHERE, "GmbHG (Germany, Austria)"),
    ("ag|aktiengesellschaft", END, "AktG (Germany, Austria); Code of Obligations (Switzerland)"),
    ("gmbh co kg|co kg|kg|ohg|ug|kgaa|gmbh co kgaa", END, "HGB, GmbHG and AktG (Germany)"),
    ("se|societas europaea", END, "Regulation (EC) 2157/2001"),
    ("sa|sarl|sas|sasu|societe anonyme", END, "Code de commerce (France)"),
    ("sal", END, "Code of Commerce (Lebanon)"),
    ("bv|nv|besloten vennootschap|naamloze vennootschap", END, "Burgerlijk Wetboek, book 2 (Netherlands)"),
    ("bvba|sprl", END, "Companies Code (Belgium, before 2019)"),
    ("spa|srl|societa per azioni", END, "Codice civile (Italy)"),
    ("sl|sociedad anonima|sociedad limitada", END, "Ley de Sociedades de Capital (Spain)"),
    (
        "sa de cv|sa cv|sacv|s de rl de cv|srl de cv|sapi de cv",
        ANYWHERE,
        "Ley General de Sociedades Mercantiles (Mexico)",
    ),
    ("s de rl|sa de", END, "Ley General de Sociedades Mercantiles (Mexico); the second is cut short"),
    ("ltda|eireli", END, "Código Civil (Brazil)"),
    ("lda", END, "Código das Sociedades Comerciais (Portugal)"),
    ("oy|oyj|oy ab|osakeyhtio", EDGES, "Osakeyhtiölaki (Finland)"),
    ("ab|aktiebolag", END, "Aktiebolagslagen (Sweden)"),
    ("aps|as|aktieselskab", END, "Selskabsloven (Denmark); a.s., A.Ş. and AS elsewhere are written alike"),
    ("asa|aksjeselskap", END, "Aksjeloven, allmennaksjeloven (Norway)"),
    ("sp zoo|sp z oo|spolka zoo", END, "Kodeks spółek handlowych (Poland)"),
    ("sro|spol sro", END, "Zákon o obchodních korporacích (Czechia)"),
    ("kft|zrt|nyrt|bt", END, "Civil Code (Hungary)"),
    ("doo|dd", END, "Companies acts of Slovenia, Croatia and Serbia"),
    ("ood|eood|ad|ead", EDGES, "Commerce Act (Bulgaria)"),
    ("ou|osauhing", EDGES, "Äriseadustik (Estonia)"),
    ("sia|uab", EDGES, "Komerclikums (Latvia); Law on Companies (Lithuania)"),
    ("jsc|joint stock company|joint stock co", ANYWHERE, "Civil Code of the Russian Federation, art. 96"),
    (
        "ojsc|cjsc|open joint stock company|closed joint stock company|open jsc|closed jsc|open end joint stock company",
        ANYWHERE,
        "Federal Law 99-FZ of 5 May 2014 (Russia; forms no longer founded)",
    ),
    ("pjsc|public joint stock company|public jsc", ANYWHERE, "Civil Code of the Russian Federation, art. 97"),
    ("ooo|ооо", ANYWHERE, "Civil Code of the Russian Federation, art. 87"),
    (
        "obshchestvo s ogranichennoi otvetstvennostyu|obshchestvo s ogranichennoy otvetstvennostyu|"
        "общество с ограниченной ответственностью",
        ANYWHERE,
        "Civil Code of the Russian Federation, art. 87",
    ),
    ("oao|zao|оао|зао", ANYWHERE, "Federal Law 99-FZ of 5 May 2014 (Russia; forms no longer founded)"),
    (
        "otkrytoe aktsionernoe obshchestvo|zakrytoe aktsionernoe obshchestvo|"
        "открытое акционерное общество|закрытое акционерное общество",
        ANYWHERE,
        "Federal Law 99-FZ of 5 May 2014 (Russia; forms no longer founded)",
    ),
    ("ao|pao|ао|пао|нао|nao", EDGES, "Civil Code of the Russian Federation, arts. 96-97"),
    (
        "publichnoe aktsionernoe obshchestvo|aktsionernoe obshchestvo|публичное акционерное общество|акционерное общество",
        ANYWHERE,
        "Civil Code of the Russian Federation, arts. 96-97",
    ),
    (
        "fgup|fsue|фгуп|federal state unitary enterprise|federal state unitarian enterprise|"
        "federalnoe gosudarstvennoe unitarnoe predpriyatie|state unitary enterprise|"
        "федеральное государственное унитарное предприятие",
        EDGES,
        "Civil Code of the Russian Federation, art. 113",
    ),
    ("rue|rup|republican unitary enterprise", EDGES, "Civil Code (Belarus)"),
    ("too|тоо", EDGES, "Law on Limited and Additional Liability Partnerships (Kazakhstan)"),
    ("tov|prat|pat|тов", EDGES, "Laws on companies (Ukraine)"),
    ("ltd sti|limited sirketi|ltd sirketi|anonim sirketi", END, "Turkish Commercial Code, No. 6102"),
    ("fze|fzc|fzco|fz llc|free zone establishment|free zone company", END, "Free-zone rules (United Arab Emirates)"),
    ("wll", END, "Commercial Companies Law (Bahrain, Qatar)"),
    ("pjs|kish pjs", END, "Commercial Code (Iran; public joint stock)"),
    ("youxian gongsi|youxian zeren gongsi|gufen youxian gongsi|gufen gongsi", END, "Company Law (China)"),
    ("kk|kabushiki kaisha|kabushiki gaisha", EDGES, "Companies Act (Japan), art. 6"),
    ("gk|godo kaisha|yk|yugen kaisha", EDGES, "Companies Act (Japan), art. 6; its transitional act for 有限会社"),
    ("cong ty tnhh|cong ty co phan|ctcp", EDGES, "Law on Enterprises (Viet Nam)"),
    ("jusik hoesa|chusik hoesa|yuhan hoesa", EDGES, "Commercial Act (Korea)"),
)

HAN_TABLE: Final[tuple[tuple[str, str, str], ...]] = (
    ("股份有限公司|有限责任公司|有限公司|股份公司|公司", END, "Company Law (China)"),
    ("有限責任公司", END, "Company Law (China), traditional forms"),
    ("株式会社|株式會社|有限会社|有限會社|合同会社|合資会社|合名会社|株", EDGES, "Companies Act (Japan), art. 6"),
    ("会社|會社", END, "Companies Act (Japan), art. 6"),
    ("주식회사|유한회사|주|회사", EDGES, "Commercial Act (Korea)"),
)
"""Forms in scripts without spaces, cut off the edges of a word."""


def _spread(rows: Iterable[tuple[str, str, str]], places: frozenset[str]) -> tuple[tuple[str, ...], ...]:
    forms = {tuple(form.split()) for text, where, _ in rows if where in places for form in text.split("|")}
    return tuple(sorted(forms, key=lambda form: (-len(form), -len(form[0]), form)))


def _by_word(forms: Iterable[tuple[str, ...]], position: int) -> Mapping[str, tuple[tuple[str, ...], ...]]:
    table: dict[str, list[tuple[str, ...]]] = {}
    for form in forms:
        table.setdefault(form[position], []).append(form)
    return {word: tuple(found) for word, found in table.items()}


_EVERY: Final = _spread(TABLE, frozenset({END, EDGES, ANYWHERE}))
_LAST: Final = _by_word(_EVERY, -1)
_FIRST: Final = _by_word(_spread(TABLE, frozenset({EDGES, ANYWHERE})), 0)
_INSIDE: Final = _by_word(_spread(TABLE, frozenset({ANYWHERE})), 0)
_HAN_LAST: Final = tuple(form for (form,) in _spread(HAN_TABLE, frozenset({END, EDGES})))
_HAN_FIRST: Final = tuple(form for (form,) in _spread(HAN_TABLE, frozenset({EDGES})))


_GENERAL_COMPANY: Final = ("総会社", "總會社", "总会社", "总公司", "總公司")
"""General corporation: its first character is no part of the name before it."""

PHRASE_WORDS: Final = frozenset(
    word for form in _EVERY for word in form if len(form) > 1 and word not in {"kish", "fz", "state", "federal"}
) | frozenset({"company", "co", "corp", "corporation", "inc", "incorporated", "llc", "ooo", "oao", "zao", "pao"})
"""Words that legal forms are made of; they tell nothing by themselves."""

PHRASE_PAIRS: Final = frozenset(pair for form in _EVERY for pair in pairwise(form))
"""Words that stand side by side in a legal form."""

FORM_WORDS: Final = frozenset(form for (form, *more) in _EVERY if not more)
"""Words that are a legal form by themselves, somewhere in a name."""


def without_forms(words: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Part the legal forms from the words of a name.

    Args:
        words: Folded words, in order.

    Returns:
        The other words and the forms taken out. Where nothing else would be left, all words and no form: a name that
        is only a legal form ("The Company") is not equal to every name.
    """
    forms: list[str] = []
    rest = _inside(_edge(_edge(words, forms, last=True), forms, last=False), forms)
    if not all(map(str.isascii, rest)):
        rest = tuple(word for word in (_han_edges(word, forms) for word in rest) if word)
    return (rest, tuple(forms)) if rest else (words, ())


def _edge(words: tuple[str, ...], forms: list[str], *, last: bool) -> tuple[str, ...]:
    table, position = (_LAST, -1) if last else (_FIRST, 0)
    while words:
        candidates = table.get(words[position], ())
        found = next((form for form in candidates if (words[-len(form) :] if last else words[: len(form)]) == form), ())
        if not found:
            break
        forms.append(" ".join(found))
        words = words[: -len(found)] if last else words[len(found) :]
    return words


def _inside(words: tuple[str, ...], forms: list[str]) -> tuple[str, ...]:
    if _INSIDE.keys().isdisjoint(words):
        return words
    kept: list[str] = []
    at = 0
    while at < len(words):
        candidates = _INSIDE.get(words[at], ())
        found = next((form for form in candidates if words[at : at + len(form)] == form), ())
        if found:
            forms.append(" ".join(found))
            at += len(found)
        else:
            kept.append(words[at])
            at += 1
    return tuple(kept)


def _han_edges(word: str, forms: list[str]) -> str:
    if word.isascii():
        return word
    for form in _HAN_LAST:
        if word.endswith(form) and not word.endswith(_GENERAL_COMPANY):
            forms.append(form)
            word = word.removesuffix(form)
            break
    for form in _HAN_FIRST:
        if word.startswith(form):
            forms.append(form)
            return word.removeprefix(form)
    return word
