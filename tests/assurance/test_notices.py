"""Attacks on notices: each fails if its guard is taken away."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

import pytest

from sekisho.assurance.notices import Authority, notice, open_sealed, order, refuse_idle, seal, secret_of, sign, verified_for
from sekisho.errors import RecordError
from sekisho.ledger.envelope import Envelope, read_envelope, sign_statement
from sekisho.ledger.keys import PrivateKey
from sekisho.notices import sealed
from sekisho.regime.screen import screen
from sekisho.workspace.simulation import Group, notices_key
from tests.assurance import world
from tests.notices import denials as made

MADE = "2026-07-02T09:00:00Z"


@lru_cache
def group() -> Group:
    return world.group("notices", notices=True)


def authority() -> Authority:
    return Authority.of_record(group().secretariat.verified())


def fields(body: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in body.items() if key not in made.common("x")}


def ballot(member: str) -> PrivateKey:
    return group().members[member].keys["ballot"]


def reader(member: str) -> PrivateKey:
    return notices_key("notices", member)


def signed(body: dict[str, Any] | None = None, by: str = "US", to: tuple[str, ...] = ("JP",)) -> Envelope:
    said = made.denial() if body is None else body
    return sign(authority(), notice(authority(), said["type"], by, to, MADE, fields(said)), ballot(by))


def resealed(data: bytes, *members: str) -> bytes:
    """Encrypt bytes anew, as anybody can who has them."""
    return sealed.seal(data, [reader(one).public.raw for one in members])


def test_a_recipient_opens_what_was_made() -> None:
    one = signed(to=("JP", "GB"))
    data = seal(authority(), one)
    for member in ("GB", "JP"):
        opened = open_sealed(authority(), data, member, reader(member))
        assert opened.envelope.data == one.data
        assert opened.kind == "denial"
        assert [row["member"] for row in opened.body["to"]] == ["GB", "JP"]


def test_a_record_and_its_charter_give_the_same_authority() -> None:
    one = Authority.of_charter(group().charter)
    assert one.keys.keys() == authority().keys.keys()
    assert one.readers() == world.FIVE


def test_attack_opened_with_the_key_of_a_non_recipient() -> None:
    with pytest.raises(RecordError, match="not sealed to this key"):
        open_sealed(authority(), seal(authority(), signed()), "GB", reader("GB"))


def test_attack_a_recipient_forwards_it_as_if_meant_for_another() -> None:
    clear = open_sealed(authority(), seal(authority(), signed()), "JP", reader("JP")).envelope.data
    with pytest.raises(RecordError, match="is for JP, not for GB"):
        open_sealed(authority(), resealed(clear, "GB"), "GB", reader("GB"))


def test_attack_a_reader_claims_to_be_another_recipient() -> None:
    with pytest.raises(RecordError, match="not for GB with this key"):
        open_sealed(authority(), resealed(signed(to=("GB",)).data, "JP"), "GB", reader("JP"))


def test_attack_altered_outside() -> None:
    data = bytearray(seal(authority(), signed()))
    data[-40] ^= 1
    with pytest.raises(RecordError, match="was altered"):
        open_sealed(authority(), bytes(data), "JP", reader("JP"))


def test_attack_altered_inside_and_encrypted_anew() -> None:
    one = signed()
    changed = sign_statement({**one.body, "reasons": "another"}, [ballot("JP")])
    swapped = {**json.loads(changed), "signatures": json.loads(one.data)["signatures"]}
    data = json.dumps(swapped, sort_keys=True, separators=(",", ":")).encode()
    with pytest.raises(RecordError, match="US has not signed it"):
        open_sealed(authority(), resealed(data, "JP"), "JP", reader("JP"))


def test_attack_made_by_a_member_with_the_key_of_another() -> None:
    body = notice(authority(), "denial", "US", ("JP",), MADE, fields(made.denial()))
    with pytest.raises(RecordError, match="US has not signed it"):
        sign(authority(), body, ballot("GB"))
    theirs = {**body, "key": ballot("GB").public.fingerprint}
    with pytest.raises(RecordError, match="no ballot key of US"):
        sign(authority(), theirs, ballot("GB"))


@pytest.mark.parametrize("role", ["cosign", "publication"])
def test_attack_signed_with_a_key_of_another_role(role: str) -> None:
    key = group().members["US"].keys[role]
    body = notice(authority(), "denial", "US", ("JP",), MADE, fields(made.denial()))
    with pytest.raises(RecordError, match="no ballot key of US"):
        sign(authority(), {**body, "key": key.public.fingerprint}, key)


def test_attack_made_under_another_charter_or_framework() -> None:
    body = notice(authority(), "denial", "US", ("JP",), MADE, fields(made.denial()))
    for change, match in (({"charter": made.CHARTER}, "in force"), ({"framework": "another"}, "of the framework another")):
        data = sign_statement({**body, **change}, [ballot("US")])
        with pytest.raises(RecordError, match=match):
            open_sealed(authority(), resealed(data, "JP"), "JP", reader("JP"))


def test_attack_a_key_that_was_revoked_signs_no_more() -> None:
    one = world.group("revoked", notices=True)
    key = one.members["US"].keys["ballot"]
    before = Authority.of_record(one.secretariat.verified())
    body = notice(before, "denial", "US", ("JP",), MADE, fields(made.denial()))
    data = sign(before, body, key).data
    one.say("US", "exit", effective="at once", reason="made up")
    one.must_checkpoint()
    after = Authority.of_record(one.secretariat.verified())
    with pytest.raises(RecordError, match=r"no ballot key of US in force|no key of the role"):
        verified_for(after, data, "JP", notices_key("revoked", "JP"))


def test_attack_withdrawn_by_somebody_else_than_the_issuer() -> None:
    kept = {made.KEY: signed().body}
    with pytest.raises(RecordError, match="GB cannot change a denial of US"):
        refuse_idle(authority(), made.withdrawal(made.KEY, by="GB"), kept)


def test_attack_renewed_after_the_withdrawal() -> None:
    kept = {made.KEY: signed().body, made.CHARTER: made.withdrawal(made.KEY)}
    with pytest.raises(RecordError, match="nothing renews it"):
        refuse_idle(authority(), made.renewal(made.KEY), kept)


def test_attack_valid_for_longer_than_the_charter_allows() -> None:
    with pytest.raises(RecordError, match="1095 days"):
        refuse_idle(authority(), made.denial(valid_until="2029-06-01"), {})
    refuse_idle(authority(), made.denial(), {})
    with pytest.raises(RecordError, match="1095 days"):
        refuse_idle(authority(), made.renewal(made.KEY, until="2032-05-01"), {made.KEY: made.denial()})
    refuse_idle(authority(), made.renewal(made.KEY), {made.KEY: made.denial()})


def test_attack_a_text_in_two_directions_is_shown_as_it_is() -> None:
    one = signed(made.denial(reasons="refused \u202egnihton"))
    assert any("\\u{202e}gnihton" in line for line in screen(one.body))
    with pytest.raises(RecordError, match="lone surrogate"):
        signed(made.denial(reasons="refused \ud800"))


def test_a_consultation_follows_the_charter() -> None:
    kept = {made.KEY: made.denial()}
    refuse_idle(authority(), made.inquiry(made.KEY), kept)
    with pytest.raises(RecordError, match="is for US alone"):
        refuse_idle(authority(), {**made.inquiry(made.KEY), "to": [{"member": "GB", "key": made.KEY}]}, kept)
    with pytest.raises(RecordError, match="working days after"):
        refuse_idle(authority(), made.inquiry(made.KEY, reply_by="2026-07-16"), kept)
    with pytest.raises(RecordError, match=r"denial .* is not kept"):
        refuse_idle(authority(), made.inquiry(made.KEY), {})
    withdrawn = {**kept, made.digest("w"): made.withdrawal(made.KEY, "2026-06-15")}
    with pytest.raises(RecordError, match="withdrawn on 2026-07-01"):
        refuse_idle(authority(), made.inquiry(made.KEY), withdrawn)


def test_an_answer_comes_from_the_member_that_denied() -> None:
    asked = made.digest("q")
    kept = {made.KEY: made.denial(), asked: made.inquiry(made.KEY)}
    refuse_idle(authority(), made.answer(asked), kept)
    with pytest.raises(RecordError, match="was not asked"):
        refuse_idle(authority(), made.answer(asked, by="GB"), kept)
    with pytest.raises(RecordError, match=r"inquiry .* is not kept"):
        refuse_idle(authority(), made.answer(made.KEY), kept)


def test_a_grant_states_reasons_where_the_charter_asks() -> None:
    asked = made.digest("q")
    kept = {made.KEY: made.denial(), asked: made.inquiry(made.KEY)}
    refuse_idle(authority(), made.grant(made.KEY, asked), kept)
    refuse_idle(authority(), made.grant(made.KEY), kept)
    with pytest.raises(RecordError, match="reasons of a grant"):
        refuse_idle(authority(), made.grant(made.KEY, reasons=" "), kept)
    with pytest.raises(RecordError, match="another's"):
        refuse_idle(authority(), made.grant(made.KEY, asked, by="GB"), kept)


def test_where_the_charter_asks_for_notice_only_nobody_is_asked() -> None:
    rows = [{"fields": ["*"], "duty": "notify", "validity": "P1095D", "notify_days": "60", "reasons": "no"}]
    one = world.group("notify", notices=True, changes={"denials": [{**rows[0], "source": "made up", "status": "ours"}]})
    told = Authority.of_charter(one.charter)
    kept = {made.KEY: made.denial()}
    with pytest.raises(RecordError, match="no consultation"):
        refuse_idle(told, made.inquiry(made.KEY), kept)
    refuse_idle(told, made.grant(made.KEY, reasons=""), kept)


def test_where_the_charter_says_nothing_nobody_owes_anything() -> None:
    told = Authority.of_charter(world.group("silent", notices=True, changes={"denials": []}).charter)
    with pytest.raises(RecordError, match="says nothing of denials in quantum"):
        refuse_idle(told, made.denial(), {})


def test_a_member_without_a_key_for_notices_cannot_be_written_to() -> None:
    bare = Authority.of_charter(world.group("bare").charter)
    assert bare.readers() == ()
    with pytest.raises(RecordError, match="JP has no key of the role notices"):
        notice(bare, "denial", "US", ("JP",), MADE, fields(made.denial()))


def test_a_key_that_changed_since_is_not_sealed_to() -> None:
    one = signed()
    other = Authority.of_charter(world.group("others", notices=True).charter)
    with pytest.raises(RecordError, match="another than the notice names"):
        seal(other, one)


def test_a_key_that_signs_opens_nothing() -> None:
    with pytest.raises(RecordError, match="ed25519 key opens nothing"):
        secret_of(ballot("JP"))


def test_a_malformed_time_is_refused() -> None:
    body = notice(authority(), "denial", "US", ("JP",), "yesterday", fields(made.denial()))
    with pytest.raises(RecordError, match="no time"):
        sign(authority(), body, ballot("US"))


def test_what_is_no_notice_is_refused() -> None:
    data = sign_statement({"type": "ballot"}, [ballot("US")])
    assert read_envelope(data).kind == "ballot"
    with pytest.raises(RecordError, match="no kind of notice"):
        open_sealed(authority(), resealed(data, "JP"), "JP", reader("JP"))


def test_notices_are_taken_up_in_an_order_in_which_each_finds_its_own() -> None:
    rows = {"a": made.grant(made.KEY), "b": made.withdrawal(made.KEY), "c": made.denial(), "d": made.inquiry(made.KEY)}
    assert [rows[one]["type"] for one in order(rows)] == ["denial", "withdrawal", "inquiry", "grant"]
