"""The whitelist of the expression language: which signs and words there are, and which may follow which.

Decides where a hostile or mistaken text is refused, with the column and a remedy, before any grammar sees it. Knows no
types and builds no tree. Limits: 4,000 characters, 400 tokens, 25 levels of parentheses and ``not``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container
from dataclasses import dataclass
from itertools import pairwise
from typing import NoReturn

from sekisho.errors import ExpressionError

MAX_CHARACTERS = 4_000
MAX_TOKENS = 400
MAX_NESTING = 25


@dataclass(frozen=True, slots=True)
class Token:
    """One sign or word.

    Attributes:
        kind: ``name``, ``number``, ``text``, ``flag``, ``operator``, or the keyword, bracket or comma itself.
        text: As written; keywords in lower case.
        column: Position of its first character, from 1.
    """

    kind: str
    text: str
    column: int


_TOKEN = re.compile(
    r"""(?P<space>[ \t\r\n]++)
    |(?P<number>-?(?:[0-9]++(?:\.[0-9]++)?|\.[0-9]++)(?:[eE][+-]?[0-9]++)?)
    |(?P<word>[A-Za-z_][A-Za-z0-9_]*+)
    |(?P<text>'(?:[^']|'')*+')
    |(?P<operator><=|>=|<>|!=|[=<>])
    |(?P<sign>[(),])""",
    re.VERBOSE,
)
_STUCK = re.compile(r"[\w.'\"]+")
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_KEYWORDS = frozenset({"and", "or", "not", "between", "in", "is", "null"})
_VALUES = frozenset({"number", "text", "flag"})
_CONDITION = frozenset({"name", "not", "("}) | _VALUES
_AFTER_CONDITION = frozenset({"and", "or", ")", "end"})
_AFTER_VALUE = frozenset({"operator", ","}) | _AFTER_CONDITION

# What may follow what. "start" and "end" are the two ends of the text.
_FOLLOWS: dict[str, frozenset[str]] = {
    "start": _CONDITION,
    "and": _CONDITION,
    "or": _CONDITION,
    "not": _CONDITION | {"in", "between", "null"},
    "(": _CONDITION | {"null"},
    "name": frozenset({"operator", "not", "between", "in", "is"}) | _AFTER_CONDITION,
    "number": _AFTER_VALUE,
    "text": _AFTER_VALUE,
    "flag": _AFTER_VALUE,
    "operator": _VALUES | {"name"},
    "between": _VALUES,
    "in": frozenset({"("}),
    "is": frozenset({"null", "not"}),
    "null": _AFTER_CONDITION,
    ",": _VALUES | {"null"},
    ")": _AFTER_CONDITION,
}

_SPLIT = "split it into several entries"
_SIMPLE = "a rule has only comparisons, and, or, not, in, between, is null and brackets"
_WORDS = {
    **dict.fromkeys(("select", "exists", "any", "some", "all", "union", "from", "where", "with"), "queries are"),
    **dict.fromkeys(("like", "ilike", "rlike", "similar", "regexp", "glob", "escape", "collate"), "text patterns are"),
    **dict.fromkeys(("cast", "try_cast", "convert"), "casts are"),
    **dict.fromkeys(("case", "when", "then", "else", "end", "iif"), "CASE is"),
    **dict.fromkeys(("div", "mod"), "arithmetic is"),
    **dict.fromkeys(("xor", "distinct", "isnull", "notnull", "unknown", "nan", "infinity", "inf"), "this word is"),
    **dict.fromkeys(
        ("drop", "delete", "insert", "update", "alter", "create", "attach", "copy", "pragma", "call", "execute"),
        "commands are",
    ),
}
_CHARACTERS = {
    ";": ("commands are", "end the rule without a semicolon"),
    '"': ("quoted names are", "write the name without quotes, and text in single quotes"),
    "`": ("quoted names are", "write the name without quotes"),
    "[": ("quoted names and lists are", "write a list as in ('a', 'b')"),
    "]": ("quoted names and lists are", "write a list as in ('a', 'b')"),
    ":": ("casts and parameters are", "write the value itself"),
    **dict.fromkeys("?@$", ("parameters are", "write the value itself")),
    **dict.fromkeys("{}", ("templates are", "write the value itself")),
    **dict.fromkeys("+-*/%", ("arithmetic is", "write the result as one number, its sign directly before it")),
    "#": ("comments are", "put remarks into the field `note`"),
    "!": ("this sign is", "write not, or <>"),
    "&": ("this sign is", "write and"),
    "|": ("this sign is", "write or"),
    ".": ("names with dots are", "write a number as 0.5, and a name without a dot"),
}
# Cyrillic and Greek letters drawn like Latin ones.
_CONFUSABLE = frozenset("аАВсСеЕһНіІјЈКМоОрРѕЅТхХуУΑΒΕΖΗΙΚΜΝΟοΡΤΥΧν")
_LOOK_ALIKE = {"≥": ">=", "≤": "<=", "≠": "<>", "‘": "'", "’": "'", "“": "'", "”": "'", "−": "-", "–": "-", "—": "-"}


def tokenise(text: str, names: Container[str] = frozenset()) -> tuple[Token, ...]:
    """Split a rule's text into tokens and refuse whatever is not in the language.

    Args:
        text: The rule.
        names: The parameters there are; a word of SQL is refused unless a parameter has this name.

    Raises:
        ExpressionError: With the column of the first thing that is wrong.
    """
    if len(text) > MAX_CHARACTERS:
        _refuse(f"a rule has at most {MAX_CHARACTERS:,} characters, this has {len(text):,}", MAX_CHARACTERS + 1, _SPLIT)
    tokens = _scan(text, names)
    if not tokens:
        _refuse("the rule is empty", 1, "write a condition, or true")
    _check_order(tokens, len(text) + 1)
    _check_nesting(tokens)
    return tuple(tokens)


def text_fault(value: str) -> int | None:
    """Return the index of the first character that may not stand in a text constant, or None if all may.

    Refused are control, format, private and unassigned characters, line separators, compatibility forms and decomposed
    letters (text that is not NFKC), and a Cyrillic or Greek letter that the eye takes for a Latin one of the same text.
    """
    mixed = any(character.isascii() and character.isalpha() for character in value)
    for index, character in enumerate(value):
        if character.isascii() and character.isprintable():
            continue
        category = unicodedata.category(character)
        if category[0] in "CZ" or (mixed and character in _CONFUSABLE):
            return index
    if unicodedata.is_normalized("NFKC", value):
        return None
    return next(index for index in range(len(value)) if not unicodedata.is_normalized("NFKC", value[: index + 1]))


def _scan(text: str, names: Container[str]) -> list[Token]:
    tokens: list[Token] = []
    position = 0
    while position < len(text):
        match = _TOKEN.match(text, position)
        if match is None:
            _refuse_character(text, position)
        if match.lastgroup != "space":
            tokens.append(_token(str(match.lastgroup), match, names))
        if len(tokens) > MAX_TOKENS:
            _refuse(f"a rule has at most {MAX_TOKENS} words and signs", position + 1, _SPLIT)
        position = match.end()
    return tokens


def _token(kind: str, match: re.Match[str], names: Container[str]) -> Token:
    text, column = match.group(), match.start() + 1
    if kind == "word":
        return _word(text, column, names, match.string[match.end() :].lstrip()[:1] == "(")
    if kind == "number" and (rest := _STUCK.match(match.string, match.end())):
        _refuse(f"{text[:40]}{rest.group()[:40]} is not a number", column, "a number has no unit, no underscore and no 0x")
    if kind == "text" and (fault := text_fault(text)) is not None:
        name = _character_name(match.string[column - 1 + fault])
        _refuse(f"{name} may not stand in a text", column + fault, "write it in plain letters")
    if kind == "sign":
        kind = text
    return Token(kind, "<>" if text == "!=" else text, column)


def _word(text: str, column: int, names: Container[str], called: bool) -> Token:
    low = text.lower()
    if low in _KEYWORDS:
        return Token(low, low, column)
    if low in ("true", "false"):
        return Token("flag", low, column)
    if text in names and not called:
        return Token("name", text, column)
    if low in _WORDS:
        _refuse(f"{text}: {_WORDS[low]} not in the language", column, _SIMPLE)
    if called:
        _refuse(f"{text[:40]}(: functions are not in the language", column, _SIMPLE)
    if not _NAME.fullmatch(text):
        remedy = f"did you mean {low}?" if low in names else "a name has small letters, digits and _, first a letter"
        _refuse(f"{text[:40]} is not a name", column, remedy)
    return Token("name", text, column)


def _check_order(tokens: list[Token], end: int) -> None:
    sequence = [Token("start", "", 1), *tokens, Token("end", "", end)]
    for index, (before, after) in enumerate(pairwise(sequence)):
        if after.kind not in _FOLLOWS[before.kind]:
            _refuse_order(before, after)
        if after.kind == "null" and "is" not in (before.kind, sequence[index - 1].kind):
            _refuse("null stands only after is", after.column, "a list holds no null; for a gap write name is null")
        if before.kind == "not" and after.kind in ("in", "between") and sequence[index - 1].kind != "name":
            _refuse(f"not {after.kind} stands only after a name", before.column, f"write name not {after.kind}")


def _check_nesting(tokens: list[Token]) -> None:
    open_at: list[int] = []  # columns of the brackets not yet closed
    pending = [0]  # `not`s waiting for their condition, for each open bracket
    before = "start"
    for token in tokens:
        if token.kind == "(":
            open_at.append(token.column)
            pending.append(0)
        elif token.kind == ")":
            if not open_at:
                _refuse("this bracket was never opened", token.column, "remove it")
            open_at.pop()
            pending.pop()
        elif token.kind == "not" and before not in ("name", "is"):
            pending[-1] += 1
        elif token.kind in ("and", "or"):
            pending[-1] = 0
        if len(open_at) + sum(pending) > MAX_NESTING:
            _refuse(f"more than {MAX_NESTING} levels of brackets and not", token.column, _SPLIT)
        before = token.kind
    if open_at:
        _refuse("this bracket is never closed", open_at[-1], "close it")


def _refuse_order(before: Token, after: Token) -> NoReturn:
    if after.kind == "number" and after.text.startswith("-") and before.kind in ("name", "number", ")"):
        _refuse("arithmetic is not in the language", after.column, "write the result as one number")
    if before.kind == "operator" and after.kind == "operator":
        sign = f"{before.text}{after.text}" if after.column == before.column + len(before.text) else after.text
        _refuse(f"{sign} is not a comparison", before.column, "the comparisons are = <> < <= > >=")
    if after.kind == "null":
        _refuse("null is not a value", after.column, "write name is null")
    if before.kind == "in":
        _refuse("in needs a list in brackets", after.column, "write name in ('a', 'b')")
    if after.kind == "end":
        _refuse("the rule ends too early", after.column, f"something must follow {before.text[:40]}")
    if before.kind == "start":
        _refuse(f"a rule cannot begin with {after.text}", after.column, "begin with a condition, such as a name")
    _refuse(f"{after.text[:40]} cannot follow {before.text[:40]}", after.column, _SIMPLE)


def _refuse_character(text: str, position: int) -> NoReturn:
    character = text[position]
    if text.startswith(("--", "/*"), position):
        _refuse("comments are not in the language", position + 1, "put remarks into the field `note`")
    if character == "'":
        _refuse("this text is never closed", position + 1, "close it with ', and write ' inside it as ''")
    if character in _CHARACTERS:
        what, remedy = _CHARACTERS[character]
        _refuse(f"{character} here: {what} not in the language", position + 1, remedy)
    plain = _LOOK_ALIKE.get(character) or unicodedata.normalize("NFKC", character)
    twin = plain != character and plain.isascii() and plain.strip()
    remedy = f"did you mean {plain}" if twin else _SIMPLE
    _refuse(f"{_character_name(character)} is not in the language", position + 1, remedy)


def _character_name(character: str) -> str:
    code = f"U+{ord(character):04X}"
    if unicodedata.category(character) == "Cc":
        return f"a control character ({code})"
    return f"{unicodedata.name(character, 'a character').lower()} ({code})"


def _refuse(message: str, column: int, remedy: str) -> NoReturn:
    raise ExpressionError(message, column=column, remedy=remedy)
