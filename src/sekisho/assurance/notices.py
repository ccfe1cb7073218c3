"""Notices tied to keys: who may make one, for whom it is, and whether the bytes that arrived are that.

Decides by the charter and the keys in force, which the caller has verified. A notice is signed inside with the ballot key
of its maker, over recipients and charter, and encrypted outside: whoever forwards it cannot make it look as if meant for
another. Reads no clock and keeps nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from sekisho.assurance.keyring import Held, read_keys
from sekisho.assurance.replay import Verified
from sekisho.errors import RecordError
from sekisho.ledger.envelope import Envelope, read_envelope, sign_statement
from sekisho.ledger.keys import X25519, PrivateKey
from sekisho.notices import consultation, denial, life, sealed
from sekisho.notices.denial import check_notice, read_denial, refuse_longer
from sekisho.regime.charter import Charter, DenialRule
from sekisho.regime.statements import is_time
from sekisho.terms.dates import parse_date

Kept = Mapping[str, Mapping[str, Any]]
"""Digest of a statement to its body."""


@dataclass(frozen=True, slots=True)
class Authority:
    """The charter in force with its keys.

    Attributes:
        charter: In force.
        keys: In force, by fingerprint.
    """

    charter: Charter
    keys: Mapping[str, Held]

    @classmethod
    def of_record(cls, verified: Verified) -> Authority:
        """Return what a verified record has in force."""
        return cls(verified.docket.charter, verified.keyring.now)

    @classmethod
    def of_charter(cls, charter: Charter) -> Authority:
        """Return a charter with the keys that it names; rotations and revocations since are not known.

        Raises:
            CharterError: A key is unsound.
        """
        return cls(charter, read_keys(charter))

    def held(self, member: str, role: str) -> Held:
        """Return a member's key of a role.

        Raises:
            RecordError: It has none in force.
        """
        for one in self.keys.values():
            if (one.owner, one.role) == (member, role):
                return one
        remedy = "`sekisho notices list` shows who can be written to" if role == "notices" else None
        raise RecordError(f"{member} has no key of the role {role} in force", remedy=remedy)

    def readers(self) -> tuple[str, ...]:
        """Return the members that have a key to which notices are sealed, sorted."""
        return tuple(sorted(one.owner for one in self.keys.values() if one.role == "notices"))

    def rule(self, field: str) -> DenialRule:
        """Return the duty that denials in a field bring.

        Raises:
            RecordError: The charter knows none.
        """
        found = self.charter.denial_rule(field)
        if found is None:
            raise RecordError(
                f"the charter {self.charter.digest[:12]} says nothing of denials in {field}",
                place="field",
                remedy="a charter says it under `denials`; without it nobody owes anybody a notice",
            )
        return found


@dataclass(frozen=True, slots=True)
class Opened:
    """A notice that was opened and verified.

    Attributes:
        envelope: As its maker signed it.
        kind: One of ``notices.denial.KINDS``.
    """

    envelope: Envelope
    kind: str

    @property
    def body(self) -> Mapping[str, Any]:
        """Return what it says."""
        return self.envelope.body


def notice(
    authority: Authority, kind: str, by: str, to: Iterable[str], made: str, fields: Mapping[str, Any]
) -> dict[str, Any]:
    """Return a notice, ready to be signed.

    Args:
        authority: The charter and keys in force.
        kind: One of ``notices.denial.KINDS``.
        by: The member that makes it.
        to: Members for which it is.
        made: Time, ``YYYY-MM-DDThh:mm:ssZ``; it decides nothing.
        fields: Of the kind.

    Raises:
        RecordError: A member has no key, or a field is missing or malformed.
    """
    recipients = [{"member": one, "key": authority.held(one, "notices").key.fingerprint} for one in sorted(set(to))]
    body = {
        **fields,
        "type": kind,
        "framework": authority.charter.framework,
        "charter": authority.charter.digest,
        "by": by,
        "key": authority.held(by, "ballot").key.fingerprint,
        "made": made,
        "to": recipients,
    }
    check_notice(body)
    return body


def sign(authority: Authority, body: Mapping[str, Any], key: PrivateKey) -> Envelope:
    """Return a notice signed with its maker's ballot key.

    Raises:
        RecordError: The key is not that of the maker, or the notice is malformed.
    """
    found = read_envelope(sign_statement(body, [key]))
    _verified(authority, found)
    return found


def seal(authority: Authority, envelope: Envelope) -> bytes:
    """Return a notice sealed to those to whom it is addressed, and to nobody else.

    Raises:
        RecordError: A recipient's key is no longer in force, or the notice is too large.
    """
    keys = [_recipient(authority, one) for one in envelope.body["to"]]
    return sealed.seal(envelope.data, keys)


def _recipient(authority: Authority, row: Mapping[str, str]) -> bytes:
    found = authority.held(row["member"], "notices").key
    if found.fingerprint != row["key"]:
        raise RecordError(f"the key of {row['member']} is another than the notice names", remedy="make the notice again")
    return found.raw


def open_sealed(authority: Authority, data: bytes, reader: str, key: PrivateKey) -> Opened:
    """Open a sealed notice, and refuse one that is not what it should be.

    Args:
        authority: The charter and keys in force, as the reader has verified them.
        data: The sealed file.
        reader: The member that opens it.
        key: Its key of the role ``notices``.

    Raises:
        RecordError: It is not sealed to this key or was altered; it is addressed to others; it was made under another
            charter, or by somebody else than it says.
    """
    return verified_for(authority, sealed.unseal(data, secret_of(key)), reader, key)


def verified_for(authority: Authority, data: bytes, reader: str, key: PrivateKey) -> Opened:
    """Verify a notice in clear for one of those to whom it is addressed.

    Raises:
        RecordError: As ``open_sealed``.
    """
    envelope = read_envelope(data)
    kind = _verified(authority, envelope)
    mine = {"member": reader, "key": key.public.fingerprint}
    if mine not in envelope.body["to"]:
        meant = ", ".join(one["member"] for one in envelope.body["to"])
        message = f"this notice of {envelope.body['by']} is for {meant}, not for {reader} with this key"
        raise RecordError(message, place="to", remedy="somebody passed it on: its maker did not address it to you")
    return Opened(envelope, kind)


def _verified(authority: Authority, envelope: Envelope) -> str:
    """Return the kind of a notice that its maker has signed under the charter in force.

    Raises:
        RecordError: It is malformed, of another framework or charter, or not signed by its maker's ballot key in force.
    """
    body, charter = envelope.body, authority.charter
    kind = check_notice(body)
    if body["framework"] != charter.framework:
        raise RecordError(f"it is of the framework {body['framework']}, not {charter.framework}", place="framework")
    if body["charter"] != charter.digest:
        message = f"it was made under the charter {body['charter'][:12]}, and {charter.digest[:12]} is in force"
        raise RecordError(message, place="charter", remedy="ask its maker to make it again under the charter in force")
    held = authority.keys.get(body["key"])
    if held is None or (held.owner, held.role) != (body["by"], "ballot"):
        raise RecordError(f"{body['key'][:12]} is no ballot key of {body['by']} in force", place="key")
    if not envelope.signed_by(held.key):
        raise RecordError(f"{body['by']} has not signed it", place="signatures", remedy="sign with the ballot key")
    if not is_time(body["made"]):
        raise RecordError("the field 'made' is no time", place="made", remedy="write it as YYYY-MM-DDThh:mm:ssZ")
    return kind


def secret_of(key: PrivateKey) -> bytes:
    """Return the raw private key of a recipient, 32 bytes.

    Raises:
        RecordError: The key signs and opens nothing.
    """
    if key.public.algorithm != X25519:
        raise RecordError(f"an {key.public.algorithm} key opens nothing", remedy="give the key of the role notices")
    loaded = load_pem_private_key(key.dump(None), None)
    assert isinstance(loaded, X25519PrivateKey)
    return loaded.private_bytes_raw()


def refuse_idle(authority: Authority, body: Mapping[str, Any], kept: Kept) -> None:
    """Refuse a notice that contradicts the charter or what is kept, so that it would have no effect.

    Args:
        authority: The charter in force.
        body: The notice; its signature was verified.
        kept: What is kept already.

    Raises:
        RecordError: A validity beyond the charter's; a renewal of what is withdrawn; a change by another than the issuer;
            a consultation on a denial that is not kept, or against the charter's clocks.
    """
    kind = body["type"]
    if kind == denial.DENIAL:
        new = read_denial(body, "")
        refuse_longer(new.decided, new.valid_until, authority.rule(new.field).validity)
    elif kind in (denial.RENEWAL, denial.WITHDRAWAL):
        one = life.refuse_follower(kept, body)
        if one is not None and kind == denial.RENEWAL:
            validity = authority.rule(one.field).validity
            refuse_longer(parse_date(body["reviewed"]), parse_date(body["valid_until"]), validity)
    elif kind == denial.INQUIRY:
        _refuse_inquiry(authority, body, kept)
    elif kind == denial.ANSWER:
        asked = _kept(kept, body["inquiry"], denial.INQUIRY)
        consultation.check_answer(body, asked, _kept(kept, asked["denial"], denial.DENIAL)["by"])
    else:
        _refuse_grant(authority, body, kept)


def _refuse_inquiry(authority: Authority, body: Mapping[str, Any], kept: Kept) -> None:
    about = _kept(kept, body["denial"], denial.DENIAL)
    rule = authority.rule(about["field"])
    if rule.duty != "consult":
        raise RecordError(f"in {about['field']} the charter asks for notice of a grant, and for no consultation")
    if [one["member"] for one in body["to"]] != [about["by"]]:
        raise RecordError(f"a question on a denial of {about['by']} is for {about['by']} alone", place="to")
    standing = life.standings(kept)[body["denial"]].on(parse_date(body["asked"]))
    if standing != life.VALID:
        raise RecordError(
            f"the denial is {standing.replace('_', ' ')} on {body['asked']}: there is nothing to ask", place="asked"
        )
    consultation.check_inquiry(body, rule.reply_days, rule.reply_limit)


def _refuse_grant(authority: Authority, body: Mapping[str, Any], kept: Kept) -> None:
    about = _kept(kept, body["denial"], denial.DENIAL)
    if authority.rule(about["field"]).reasons and not body["reasons"].strip():
        raise RecordError("the charter asks for the reasons of a grant", place="reasons", remedy="state them")
    if body["inquiry"]:
        asked = _kept(kept, body["inquiry"], denial.INQUIRY)
        if (asked["by"], asked["denial"]) != (body["by"], body["denial"]):
            raise RecordError("the question is another's, or about another denial", place="inquiry")


def _kept(kept: Kept, digest: str, kind: str) -> Mapping[str, Any]:
    found = kept.get(digest)
    if found is None or found["type"] != kind:
        raise RecordError(f"the {kind} {digest[:12]} is not kept here", remedy=f"open the {kind} first")
    return found


def order(bodies: Kept) -> Sequence[str]:
    """Return the digests of notices in an order in which each finds what it is about: kind first, then digest."""
    kinds = list(denial.KINDS)
    return sorted(bodies, key=lambda key: (kinds.index(bodies[key]["type"]), key))
