"""Signatures that an independent verifier accepts, and that break when anything covered changes."""

import base64

import dkim
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from hypothesis import given, settings
from hypothesis import strategies as st

from sellers.delivery.dkim import BadKey, Signer, relaxed_body

MESSAGE = (
    b"From: Anna Nowak at Brand\r\n <anna.nowak@letters.example>\r\nTo: kim@example.org\r\nSubject: New  tea\t today\r\n"
    b"Date: Sun, 22 Nov 2026 10:00:00 +0000\r\nMessage-ID: <a@letters.example>\r\nList-Unsubscribe: <https://x.example/u/abc>\r\n"
    b"List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\nMIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\n"
    b"Dear Kim,  \r\n\r\n  the tea \t is here.\r\n\r\n\r\n"
)


@pytest.fixture(scope="module", params=["rsa", "ed25519"])
def key(request):
    return rsa.generate_private_key(65537, 2048) if request.param == "rsa" else ed25519.Ed25519PrivateKey.generate()


def pem(key):
    return key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())


def published(key):
    public = key.public_key()
    if isinstance(key, ed25519.Ed25519PrivateKey):
        raw = public.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
        return b"v=DKIM1; k=ed25519; p=" + base64.b64encode(raw)
    der = public.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    return b"v=DKIM1; k=rsa; p=" + base64.b64encode(der)


def verifies(message, key):
    return dkim.verify(message, dnsfunc=lambda name, timeout=5: published(key))


def signed(key, message=MESSAGE):
    return Signer.from_pem(pem(key), domain="letters.example", selector="s1").header(message, now=1_795_000_000) + message


def test_an_independent_verifier_accepts_the_signature(key):
    assert verifies(signed(key), key)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"the tea", b"the tee"),
        (b"List-Unsubscribe: <https://x.example/u/abc>", b"List-Unsubscribe: <https://evil.example/>"),
        (b"List-Unsubscribe-Post: List-Unsubscribe=One-Click", b"List-Unsubscribe-Post: no"),
        (b"Subject: New", b"Subject: Old"),
        (b"To: kim@example.org\r\n", b"To: kim@example.org\r\nFrom: boss@evil.example\r\n"),
    ],
    ids=["body", "unsubscribe", "one-click", "subject", "second From"],
)
def test_a_change_on_the_way_breaks_it(key, old, new):
    assert old in MESSAGE
    assert not verifies(signed(key).replace(old, new), key)


def test_changes_of_blanks_and_folding_on_the_way_do_not_break_it(key):
    assert verifies(signed(key).replace(b"Subject: New  tea\t today", b"Subject: New tea\r\n today"), key)


def test_header_lines_stay_short(key):
    assert all(len(line) <= 78 for line in signed(key).split(b"\r\n\r\n")[0].split(b"\r\n"))


def test_weak_or_unusable_keys_are_refused():
    weak = rsa.generate_private_key(65537, 1024)
    with pytest.raises(BadKey, match="1024 bits"):
        Signer.from_pem(pem(weak), domain="d", selector="s")
    with pytest.raises(BadKey, match="RSA or an Ed25519"):
        Signer.from_pem(pem(ec.generate_private_key(ec.SECP256R1())), domain="d", selector="s")
    with pytest.raises(BadKey, match="cannot be read"):
        Signer.from_pem(b"not a key", domain="d", selector="s")


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from([b"a", b" ", b"\t", b"\r\n", b"=20"]), max_size=30).map(b"".join))
def test_bodies_are_made_canonical_as_dkimpy_does(body):
    from dkim.canonicalization import Relaxed

    assert relaxed_body(body + b"\r\n") == Relaxed.canonicalize_body(body + b"\r\n")
