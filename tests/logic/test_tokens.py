"""The whitelist: what passes, and that everything else is refused where it stands."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.errors import ExpressionError
from sekisho.logic.tokens import MAX_CHARACTERS, MAX_NESTING, MAX_TOKENS, Token, text_fault, tokenise

HOSTILE = [
    # empty
    ("", 1, "empty"),
    (" \t\r\n", 1, "empty"),
    # functions, queries, commands
    ("lower(kind) = 'a'", 1, "functions"),
    ("x = 1 and sleep (10)", 11, "functions"),
    ("x in (select 1)", 7, "queries"),
    ("exists (select 1)", 1, "queries"),
    ("SELECT 1", 1, "queries"),
    ("x = any (1)", 5, "queries"),
    ("x = 1; drop table items", 6, "commands"),
    ("drop table items", 1, "commands"),
    ("case when x = 1 then true end", 1, "CASE"),
    # comments
    ("x = 1 -- and y = 2", 7, "comments"),
    ("x = 1 /* and y = 2 */", 7, "comments"),
    ("x = 1 # and", 7, "comments"),
    ("x = 5--2", 6, "comments"),
    # arithmetic
    ("x + 1 > 3", 3, "arithmetic"),
    ("x > 3 * 4", 7, "arithmetic"),
    ("x > -y", 5, "arithmetic"),
    ("x -5", 3, "arithmetic"),
    ("x > 5 -5", 7, "arithmetic"),
    ("(x = 1) -5", 9, "arithmetic"),
    ("x > - 5", 5, "arithmetic"),
    ("x % 2 = 0", 3, "arithmetic"),
    ("x mod 2 = 0", 3, "arithmetic"),
    # quoted names, casts, patterns, parameters, templates
    ('"x" = 1', 1, "quoted names"),
    ("`x` = 1", 1, "quoted names"),
    ("[x] = 1", 1, "quoted names"),
    ("x::int = 1", 2, "casts"),
    ("cast(x as int) = 1", 1, "casts"),
    ("s like 'a%'", 3, "text patterns"),
    ("s ILIKE 'a%'", 3, "text patterns"),
    ("s = ?", 5, "parameters"),
    ("s = :p", 5, "casts and parameters"),
    ("s = @p", 5, "parameters"),
    ("s = $1", 5, "parameters"),
    ("s = {{ p }}", 5, "templates"),
    ("items.x = 1", 6, "names with dots"),
    # null
    ("x in (1, null)", 10, "null stands only after is"),
    ("x in (null)", 7, "null stands only after is"),
    ("x not null", 7, "null stands only after is"),
    ("x = null", 5, "null is not a value"),
    ("null", 1, "null is not a value"),
    # operators of other languages
    ("x == 1", 3, "== is not a comparison"),
    ("x => 1", 3, "=> is not a comparison"),
    ("x <=> 1", 3, "<=> is not a comparison"),
    ("x = = 1", 3, "= is not a comparison"),
    ("x & 1", 3, "this sign"),
    ("x || y", 3, "this sign"),
    ("!x", 1, "this sign"),
    ("s ~ 'a'", 3, "tilde"),
    # words of SQL that are no names here
    ("x is distinct from y", 6, "distinct"),
    ("x = nan", 5, "nan"),
    ("x > Infinity", 5, "Infinity"),
    # numbers
    ("x = 1_000", 5, "1_000 is not a number"),
    ("x = 0x1F", 5, "0x1F is not a number"),
    ("x = 34K", 5, "34K is not a number"),
    ("x = 5.", 5, "5. is not a number"),
    ("x = 1e", 5, "1e is not a number"),
    ("x = 1.2.3", 5, "1.2.3 is not a number"),
    ("x = ٣", 5, "arabic-indic digit three"),
    # texts
    ("s = 'abc", 5, "never closed"),
    ("s = '''", 5, "never closed"),
    ("s = 'a' 'b'", 9, "'b' cannot follow 'a'"),
    ("s = N'a'", 5, "N is not a name"),
    ("s = 'a\x00'", 7, "control character (U+0000)"),
    ("s = 'a\x1b[31m'", 7, "control character (U+001B)"),
    ("s = 'a\nb'", 7, "control character (U+000A)"),
    ("s = 'a\x7f'", 7, "control character (U+007F)"),
    ("s = 'a\u200bb'", 7, "zero width space"),
    ("s = 'a\u202eb'", 7, "right-to-left override"),
    ("s = 'a\u00a0b'", 7, "no-break space"),
    ("s = 'a\u2028b'", 7, "line separator"),
    ("s = 'a\ue000b'", 7, "a character (U+E000)"),
    ("s = 'a\ud800'", 7, "a character (U+D800)"),
    ("s = 'g\u0430te'", 7, "cyrillic small letter a"),
    ("s = 'e\u0301'", 7, "combining acute accent"),
    ("s = '\ufb01'", 6, "ligature fi"),
    # look-alikes and control characters outside texts
    ("x ≥ 34", 3, "greater-than or equal to"),
    ("x \u2212 34", 3, "minus sign"),
    ("s = ‘a’", 5, "left single quotation mark"),
    ("ｘ = 1", 1, "fullwidth latin small letter x"),
    ("\u0445 = 1", 1, "cyrillic small letter ha"),
    ("g\u0430te = 1", 2, "cyrillic small letter a"),
    ("x\u00a0= 1", 2, "no-break space"),
    ("\ufeffx = 1", 1, "zero width no-break space"),
    ("x = 1\x00", 6, "control character (U+0000)"),
    ("x\x0b= 1", 2, "control character (U+000B)"),
    # names
    ("_x = 1", 1, "_x is not a name"),
    ("Qubits > 3", 1, "Qubits is not a name"),
    # order
    ("x = 1 and", 10, "ends too early"),
    ("not", 4, "ends too early"),
    ("and x = 1", 1, "cannot begin with and"),
    ("x y = 1", 3, "y cannot follow x"),
    ("x in ()", 7, ") cannot follow ("),
    ("x in (1,)", 9, ") cannot follow ,"),
    ("x in 5", 6, "in needs a list"),
    ("5 in (x)", 3, "in cannot follow 5"),
    ("not in (1)", 1, "not in stands only after a name"),
    ("x = 1 and not between 1 and 2", 11, "not between stands only after a name"),
    ("(x) = 5", 5, "= cannot follow )"),
    ("x = (5)", 5, "( cannot follow ="),
    ("x in ((1), (2))", 10, ", cannot follow )"),
    ("x is true", 6, "true cannot follow is"),
    # brackets and size
    ("x = 1)", 6, "never opened"),
    ("x = 1) or (x = 2", 6, "never opened"),
    ("(x = 1", 1, "never closed"),
    ("x = 1 or ((x = 2)", 10, "never closed"),
    ("(" * 10_000 + "x = 1" + ")" * 10_000, MAX_CHARACTERS + 1, "at most 4,000 characters"),
    ("(" * 1_000 + "x = 1" + ")" * 1_000, MAX_TOKENS + 1, "at most 400 words and signs"),
    ("(" * 60 + "x = 1" + ")" * 60, MAX_NESTING + 1, "more than 25 levels"),
    ("not " * 300 + "b", 4 * MAX_NESTING + 1, "more than 25 levels"),
    ("not (" * 20 + "b" + ")" * 20, 5 * 12 + 5, "more than 25 levels"),
]


@pytest.mark.parametrize(("text", "column", "message"), HOSTILE, ids=[repr(row[0])[:40] for row in HOSTILE])
def test_refused_where_it_stands(text: str, column: int, message: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        tokenise(text)
    assert message in caught.value.message
    assert caught.value.column == column
    assert caught.value.remedy


def test_tokens_with_their_columns() -> None:
    assert tokenise("x >= -1.5e3 AND not (s != 'it''s')") == (
        Token("name", "x", 1),
        Token("operator", ">=", 3),
        Token("number", "-1.5e3", 6),
        Token("and", "and", 13),
        Token("not", "not", 17),
        Token("(", "(", 21),
        Token("name", "s", 22),
        Token("operator", "<>", 24),
        Token("text", "'it''s'", 27),
        Token(")", ")", 34),
    )


def test_a_word_of_sql_may_be_a_parameter() -> None:
    names = {"mod", "case", "any"}
    assert [token.kind for token in tokenise("mod = 1 and case and any in (1)", names)][:3] == [
        "name",
        "operator",
        "number",
    ]
    with pytest.raises(ExpressionError, match="arithmetic"):
        tokenise("mod (3) = 1", names)


def test_the_case_of_a_name_is_corrected() -> None:
    with pytest.raises(ExpressionError, match="did you mean physical_qubits"):
        tokenise("Physical_Qubits >= 34", {"physical_qubits"})


def test_a_look_alike_is_corrected() -> None:
    with pytest.raises(ExpressionError, match="did you mean >="):
        tokenise("x ≥ 34")
    with pytest.raises(ExpressionError, match="did you mean x"):
        tokenise("ｘ = 1")


def test_the_limits_themselves_pass() -> None:
    assert len(tokenise("(" * MAX_NESTING + "b" + ")" * MAX_NESTING)) == 2 * MAX_NESTING + 1
    assert len(tokenise("not " * MAX_NESTING + "b")) == MAX_NESTING + 1
    assert len(tokenise(" or ".join(["b"] * (MAX_TOKENS // 2)))) == MAX_TOKENS - 1
    assert tokenise("b" + " " * (MAX_CHARACTERS - 1))


def test_not_counts_only_while_it_waits() -> None:
    tokenise(" and ".join(["not b", "x not in (1)", "x is not null"] * 25))


@pytest.mark.parametrize("value", ["", "gate", "関所", "é", "α", "β-1", "12 µm"[:3], "a'b"])
def test_texts_that_may_stand_in_a_rule(value: str) -> None:
    assert text_fault(value) is None


@given(st.text(max_size=30))
def test_any_text_is_split_or_refused_with_a_column(text: str) -> None:
    try:
        tokens, refused = tokenise(text), None
    except ExpressionError as error:
        tokens, refused = (), error
    assert refused is None or 1 <= (refused.column or 0) <= len(text) + 1
    for token in tokens:
        written = text[token.column - 1 :]
        assert written.lower().startswith((token.text.lower(), "!="))
