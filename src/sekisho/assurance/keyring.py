"""Which key is in force for whom, at every index of the log.

Decides from charters, rotations, revocations and exits alone, never from a clock: a key is valid at a log index. Refuses a
charter whose keys are not what they seem: one physical key twice, a point of small order.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sekisho.errors import CharterError, RecordError
from sekisho.ledger.keys import PublicKey, identities, read_public
from sekisho.regime.charter import SECRETARIAT, Charter, Key

SIGNING = ("ballot", "cosign", "publication")


@dataclass(frozen=True, slots=True)
class Held:
    """A key in somebody's hand.

    Attributes:
        owner: Member id, or ``secretariat``.
        role: What it may sign.
        key: The key.
    """

    owner: str
    role: str
    key: PublicKey


def keys_of(charter: Charter) -> Iterator[tuple[str, Key]]:
    """Yield every key that a charter names with its owner."""
    for member in charter.members:
        for key in member.keys:
            yield member.id, key
    for key in charter.secretariat_keys:
        yield SECRETARIAT, key


def read_keys(charter: Charter) -> dict[str, Held]:
    """Return the keys of a charter by fingerprint, each one physical key of one owner in one role.

    Raises:
        CharterError: A key is malformed, of small order, or stands twice under whatever name, role or encoding.
    """
    found: dict[str, Held] = {}
    owners: dict[bytes, str] = {}
    for owner, key in keys_of(charter):
        try:
            public = read_public(key.algorithm, key.public)
        except RecordError as problem:
            raise CharterError(f"the {key.role} key of {owner}: {problem.message}", remedy="make another key") from problem
        for identity in identities(public):
            other = owners.setdefault(identity, f"{owner} ({key.role})")
            if other != f"{owner} ({key.role})" or public.fingerprint in found:
                raise CharterError(
                    f"{owner} ({key.role}) and {other} have the same physical key",
                    remedy="every role of every member needs a key of its own",
                )
        found[public.fingerprint] = Held(owner, key.role, public)
    return found


class Keyring:
    """The keys in force, with their history.

    ``at(index)`` is what was in force after all leaves below that index.
    """

    def __init__(self) -> None:
        self._from: list[int] = []
        self._sets: list[Mapping[str, Held]] = []
        self._gone: dict[str, str] = {}
        self._spent: set[bytes] = set()
        self._revoked: set[bytes] = set()

    def at(self, index: int) -> Mapping[str, Held]:
        """Return the keys in force at a log index, by fingerprint."""
        place = bisect_right(self._from, index)
        return self._sets[place - 1] if place else {}

    @property
    def now(self) -> Mapping[str, Held]:
        """Return the keys in force after the last change."""
        return self._sets[-1] if self._sets else {}

    def cosigning(self, index: int) -> dict[str, list[PublicKey]]:
        """Return the members' cosigning keys in force at a log index."""
        found: dict[str, list[PublicKey]] = {}
        for held in self.at(index).values():
            if held.role == "cosign":
                found.setdefault(held.owner, []).append(held.key)
        return found

    def of(self, owner: str, index: int) -> list[Held]:
        """Return the signing keys of a member in force at a log index."""
        return [held for held in self.at(index).values() if held.owner == owner and held.role in SIGNING]

    def secretariat(self, role: str, index: int) -> PublicKey | None:
        """Return the secretariat's key of a role at a log index."""
        for held in self.at(index).values():
            if held.owner == SECRETARIAT and held.role == role:
                return held.key
        return None

    def require(self, by: str, fingerprint: str, role: str, index: int) -> PublicKey:
        """Return the key by which somebody may sign in a role at a log index; role ``*`` is any signing role.

        Raises:
            RecordError: It is not in force, another's, or of another role.
        """
        held = self.at(index).get(fingerprint)
        if held is None:
            gone = self._gone.get(fingerprint)
            raise RecordError(f"the key {fingerprint[:12]} {gone or 'is not in the charter'}")
        if held.owner != by:
            raise RecordError(f"the key {fingerprint[:12]} is {held.owner}'s, not {by}'s")
        if held.role != role and not (role == "*" and held.role in SIGNING):
            raise RecordError(f"the key {fingerprint[:12]} is for {held.role}, not for {role}")
        return held.key

    def adopt(self, charter: Charter, keys: Mapping[str, Held], index: int) -> None:
        """Put a charter's keys in force from the leaf after ``index``; what was revoked stays so, whole and by halves."""
        for held in self.now.values():
            if held.key.fingerprint not in keys:
                self._end(held, f"is of a charter before version {charter.version}")
        self._put(index, {one: held for one, held in keys.items() if not identities(held.key) & self._revoked})

    def fresh(self, keys: Mapping[str, Held]) -> tuple[Held, ...]:
        """Return those of some keys that sign and were not in force before: they must prove that they are held."""
        return tuple(held for one, held in keys.items() if one not in self.now and held.key.algorithm != "x25519")

    def rotate(self, owner: str, role: str, old: str, new: PublicKey, index: int) -> None:
        """Replace a key by another.

        Raises:
            RecordError: The new key, or a half of it, is or was in somebody's hand.
        """
        taken = {identity for held in self.now.values() for identity in identities(held.key)}
        if identities(new) & (taken | self._spent):
            raise RecordError("the new key is, or was, in somebody's hand", remedy="make a new one")
        kept = {one: held for one, held in self.now.items() if one != old}
        self._end(self.now[old], f"was rotated at leaf {index}")
        self._put(index, {**kept, new.fingerprint: Held(owner, role, new)})

    def revoke(self, fingerprint: str, owner: str, index: int) -> Held:
        """Take a key out of force and return it.

        Raises:
            RecordError: It is not in force, or another's.
        """
        held = self.now.get(fingerprint)
        if held is None or held.owner != owner:
            raise RecordError(f"{owner} has no key {fingerprint[:12]} in force")
        self._end(held, f"was revoked at leaf {index}")
        self._revoked |= identities(held.key)
        self._put(index, {one: other for one, other in self.now.items() if one != fingerprint})
        return held

    def leave(self, member: str, index: int) -> None:
        """Take all keys of a member out of force."""
        for held in self.now.values():
            if held.owner == member:
                self._end(held, f"is of {member}, which left at leaf {index}")
        self._put(index, {one: held for one, held in self.now.items() if held.owner != member})

    def _end(self, held: Held, why: str) -> None:
        self._gone[held.key.fingerprint] = why
        self._spent |= identities(held.key)

    def _put(self, index: int, keys: Mapping[str, Held]) -> None:
        self._from.append(index + 1)
        self._sets.append(keys)
