"""Keys name, sign and verify in one way, and a key that deceives is refused."""

from __future__ import annotations

import json
import pickle

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from hypothesis import given
from hypothesis import strategies as st

from sekisho.errors import RecordError
from sekisho.ledger import curve
from sekisho.ledger.keys import HYBRID, SIGNING, PrivateKey, PublicKey, fingerprint, identities, read_public
from sekisho.terms.canonical import digest

EVERY = (*SIGNING, "x25519")
SEED = bytes(range(32))
KEYS = {algorithm: PrivateKey.from_seed(algorithm, SEED) for algorithm in EVERY}
SIZES = {"ed25519": (32, 64), "ml-dsa-65": (1952, 3309), HYBRID: (1984, 3373), "x25519": (32, 0)}
ED = KEYS["ed25519"].public.public


@pytest.mark.parametrize("algorithm", SIGNING)
def test_a_signature_holds_for_its_key_and_message_only(algorithm: str) -> None:
    key, other = KEYS[algorithm], PrivateKey.generate(algorithm)
    signature = key.sign(b"message")
    assert (len(key.public.raw), len(signature)) == SIZES[algorithm]
    assert key.public.verify(signature, b"message")
    assert not key.public.verify(signature, b"massage")
    assert not other.public.verify(signature, b"message")
    assert not key.public.verify(other.sign(b"message"), b"message")
    for bad in (b"", signature[:-1], signature + b"\0", bytes(len(signature)), b"\xff" * len(signature)):
        assert not key.public.verify(bad, b"message")


def test_both_halves_of_a_hybrid_must_verify() -> None:
    key = KEYS[HYBRID]
    signature = key.sign(b"message")
    for index in (0, 63, 64, 3372):
        broken = bytearray(signature)
        broken[index] ^= 1
        assert not key.public.verify(bytes(broken), b"message")
    other = PrivateKey.generate(HYBRID).sign(b"message")
    assert not key.public.verify(signature[:64] + other[64:], b"message")
    assert not key.public.verify(other[:64] + signature[64:], b"message")


def test_an_algorithm_is_the_keys_and_no_half_passes_for_the_whole() -> None:
    key = KEYS[HYBRID]
    signature = key.sign(b"message")
    half = read_public("ed25519", key.public.public[:64])
    assert half.verify(signature[:64], b"message")
    assert not key.public.verify(signature[:64], b"message")
    assert not half.verify(signature, b"message")
    assert half.fingerprint != key.public.fingerprint


@given(st.binary(max_size=200), st.sampled_from(EVERY))
def test_no_bytes_make_verify_raise(signature: bytes, algorithm: str) -> None:
    key = KEYS[algorithm].public
    assert not key.verify(signature, b"message")
    assert not key.verify((signature * 5000)[: key.signature_size].ljust(key.signature_size, b"\0"), b"message")


def test_a_signature_with_s_above_the_order_is_refused() -> None:
    key = KEYS["ed25519"]
    signature = key.sign(b"message")
    larger = int.from_bytes(signature[32:], "little") + curve.L
    assert not key.public.verify(signature[:32] + larger.to_bytes(32, "little"), b"message")


def test_rfc_8032_test_1() -> None:
    seed = bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")
    key = PrivateKey.from_seed("ed25519", seed)
    assert key.public.public == "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
    assert key.sign(b"").hex() == (
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
    )


@pytest.mark.parametrize("algorithm", EVERY)
def test_a_key_reads_back_under_its_fingerprint(algorithm: str) -> None:
    public = KEYS[algorithm].public
    found = read_public(algorithm, public.public)
    assert isinstance(found, PublicKey)
    assert found == public
    assert hash(found) == hash(public)
    document = json.dumps({"algorithm": algorithm, "public": public.public}, separators=(",", ":")).encode()
    assert public.fingerprint == fingerprint(algorithm, public.public) == digest(document)
    assert pickle.loads(pickle.dumps(public)) == public
    assert public.public not in repr(public)


@pytest.mark.parametrize("algorithm", EVERY)
def test_a_seed_gives_one_key(algorithm: str) -> None:
    assert PrivateKey.from_seed(algorithm, SEED).public == KEYS[algorithm].public
    assert PrivateKey.from_seed(algorithm, SEED[::-1]).public != KEYS[algorithm].public
    assert PrivateKey.generate(algorithm).public != PrivateKey.generate(algorithm).public


def test_the_halves_of_a_seeded_hybrid_are_its_own() -> None:
    every = [identities(KEYS[algorithm].public) for algorithm in SIGNING]
    assert [len(found) for found in every] == [1, 1, 2]
    assert len(frozenset().union(*every)) == 4


@pytest.mark.parametrize(
    ("algorithm", "public", "message"),
    [
        ("ed25519", "", "64 lower-case hexadecimal digits; these are 0 characters"),
        ("ed25519", ED[:-2], "64 lower-case"),
        ("ed25519", ED + "00", "64 lower-case"),
        ("ed25519", ED.upper(), "64 lower-case"),
        ("ed25519", ED[:-1] + "\n", "64 lower-case"),
        ("ed25519", "٣" * 64, "64 lower-case"),
        ("ed25519", ED[:-1] + " ", "64 lower-case"),
        ("ml-dsa-65", ED, "3904 lower-case"),
        (HYBRID, ED, "3968 lower-case"),
        ("ED25519", ED, "no algorithm 'ED25519'"),
        ("rsa", ED, "no algorithm 'rsa'"),
        ("", ED, "no algorithm ''"),
        ("ed25519", "01" + "00" * 31, "identity"),
        ("ed25519", "00" * 32, "prime order"),
        ("ed25519", "ec" + "ff" * 30 + "7f", "prime order"),
        ("ed25519", "ee" + "ff" * 30 + "7f", "not canonical"),
        ("ed25519", "01" + "00" * 30 + "80", "not canonical"),
        ("ed25519", "02" + "00" * 31, "no point of the curve"),
        (HYBRID, "00" * 1984, "prime order"),
        ("x25519", "00" * 32, "prime order"),
        ("x25519", "01" + "00" * 31, "prime order"),
        ("x25519", "ec" + "ff" * 30 + "7f", "small order"),
        ("x25519", "ed" + "ff" * 30 + "7f", "not canonical"),
        ("x25519", "09" + "00" * 30 + "80", "not canonical"),
        ("x25519", "02" + "00" * 31, "no u-coordinate"),
    ],
)
def test_keys_that_are_none_are_refused(algorithm: str, public: str, message: str) -> None:
    with pytest.raises(RecordError, match=message):
        read_public(algorithm, public)


def test_a_key_with_a_component_of_small_order_is_refused() -> None:
    x, y = curve.decode_point(bytes.fromhex(ED))
    twin = (curve.P - y | (1 - (x & 1)) << 255).to_bytes(32, "little")  # the point plus (0, -1), of order 2
    curve.decode_point(twin)
    with pytest.raises(RecordError, match="ed25519 key is refused: the point is not in the subgroup"):
        read_public("ed25519", twin.hex())


def test_one_physical_key_is_seen_under_every_name() -> None:
    ed = KEYS["ed25519"].public
    negative = read_public("ed25519", (int.from_bytes(ed.raw, "little") ^ 1 << 255).to_bytes(32, "little").hex())
    as_x = read_public("x25519", curve.montgomery_u(curve.decode_point(ed.raw)).hex())
    assert len({ed.fingerprint, negative.fingerprint, as_x.fingerprint}) == 3
    assert identities(ed) == identities(negative) == identities(as_x) == {as_x.raw}
    ml = KEYS["ml-dsa-65"].public
    both = read_public(HYBRID, negative.public + ml.public)
    assert identities(both) == identities(ed) | identities(ml)


def test_an_x25519_key_signs_nothing() -> None:
    with pytest.raises(RecordError, match="signs nothing"):
        KEYS["x25519"].sign(b"message")
    assert not KEYS["x25519"].public.verify(b"", b"message")
    assert KEYS["x25519"].public.signature_size == 0


@pytest.mark.parametrize("password", [None, b"correct horse"])
@pytest.mark.parametrize("algorithm", EVERY)
def test_a_private_key_is_kept_and_found_again(algorithm: str, password: bytes | None) -> None:
    data = KEYS[algorithm].dump(password)
    assert data.count(b"-----BEGIN") == (2 if algorithm == HYBRID else 1)
    found = PrivateKey.load(data, password)
    assert found.public == KEYS[algorithm].public
    if algorithm in SIGNING:
        assert KEYS[algorithm].public.verify(found.sign(b"m"), b"m")
    assert PrivateKey.load(b"\r\n" + data.replace(b"\n", b"\r\n"), password).public == found.public


@pytest.mark.parametrize("algorithm", EVERY)
def test_a_private_key_does_not_open_without_its_password(algorithm: str) -> None:
    data = KEYS[algorithm].dump(b"right")
    for wrong in (b"wrong", b"x" * 2000):
        with pytest.raises(RecordError, match="password is wrong"):
            PrivateKey.load(data, wrong)
    for missing in (None, b""):
        with pytest.raises(RecordError, match="is encrypted"):
            PrivateKey.load(data, missing)
    with pytest.raises(RecordError, match="is not encrypted"):
        PrivateKey.load(KEYS[algorithm].dump(None), b"right")


def foreign() -> bytes:
    return generate_private_key(SECP256R1()).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "not a private key"),
        (b"\xff\x00", "not a private key"),
        (KEYS["ed25519"].dump(None)[:-5], "not a private key"),
        (KEYS["ed25519"].dump(None) + b"more", "not a private key"),
        (KEYS["ed25519"].dump(None) * 100, "not a private key"),
        (KEYS["ed25519"].dump(None).replace(b"MC", b"MD"), "damaged"),
        (b"-----BEGIN PRIVATE KEY-----\n!!!!\n-----END PRIVATE KEY-----\n", "damaged"),
        (foreign(), "foreign kind"),
        (KEYS["ed25519"].dump(None) * 2, "ed25519 and ed25519, which is no key"),
        (KEYS["ml-dsa-65"].dump(None) + KEYS["ed25519"].dump(None), "ml-dsa-65 and ed25519, which is no key"),
        (KEYS["x25519"].dump(None) + KEYS["ml-dsa-65"].dump(None), "which is no key"),
    ],
)
def test_bytes_that_are_no_private_key_are_refused(data: bytes, message: str) -> None:
    with pytest.raises(RecordError, match=message):
        PrivateKey.load(data, None)


@given(st.binary(max_size=60))
def test_no_bytes_make_load_raise_otherwise(data: bytes) -> None:
    for whole in (data, b"-----BEGIN PRIVATE KEY-----" + data.replace(b"-", b"") + b"\n-----END PRIVATE KEY-----"):
        with pytest.raises(RecordError):
            PrivateKey.load(whole, None)


def test_impossible_arguments_are_refused() -> None:
    for make in (PrivateKey.generate, lambda algorithm: PrivateKey.from_seed(algorithm, SEED)):
        with pytest.raises(RecordError, match="no algorithm 'rsa'"):
            make("rsa")
    with pytest.raises(RecordError, match="a seed has 32 bytes"):
        PrivateKey.from_seed("ed25519", b"short")
    for password in (b"", b"x" * 1024):
        with pytest.raises(RecordError, match="password of"):
            KEYS["ed25519"].dump(password)


def test_a_private_key_shows_nothing_of_itself() -> None:
    assert repr(KEYS["ed25519"]) == f"PrivateKey('ed25519', public {KEYS['ed25519'].public.fingerprint})"
