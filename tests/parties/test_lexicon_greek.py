"""The table of Greek words is well formed, and names of bodies are read through it."""

from __future__ import annotations

from sekisho.parties.lexicon import rows
from sekisho.parties.matching.clean import without_accents
from sekisho.parties.matching.read import variants

KINDS = {"generic", "place", "form", "small", "name"}


def test_a_form_stands_once_folded_and_in_order() -> None:
    table = rows("greek")
    forms = [form for form, _, _ in table]
    assert {kind for _, _, kind in table} <= KINDS
    assert forms == sorted(set(forms))
    assert [form for form in forms if without_accents(form) != form] == []


def test_a_ministry_is_translated_and_a_brand_is_spelt() -> None:
    ministry, brand = (variants(name, "Company")[0] for name in ("Υπουργείο Άμυνας", "Βαρνάκης Ναυτιλία"))
    assert [token.spellings[0] for token in ministry.tokens] == ["ministry", "defence"]
    assert "varnakis" in brand.tokens[0].spellings
    assert brand.tokens[1].spellings[0] == "shipping"
