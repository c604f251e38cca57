"""Header values never break a header block (mail-standards 2, 3, 4)."""

from contextlib import suppress
from email import message_from_bytes, message_from_string, policy
from email.header import decode_header, make_header

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.common import outbox
from hub.common.exceptions import BadAddress, BadHeader
from hub.common.headers import address_header, clean, encode_phrase, encode_unstructured
from hub.common.models import OutgoingMail

BIDI = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\u2028\u2029" + BIDI), max_size=200)


def decoded(value: str) -> str:
    return str(make_header(decode_header(value.replace("\r\n", ""))))


def test_every_sign_of_the_basic_plane_is_refused_or_encoded_and_the_block_stays_whole():
    refused = 0
    for point in range(0x10000):
        value = f"before{chr(point)}after"
        try:
            lines = f"Subject: {encode_unstructured(value, first=9)}".split("\r\n")
        except BadHeader:
            refused += 1
            continue
        assert all(line.isascii() and line.isprintable() and len(line) <= 78 for line in lines)
        assert all(line.startswith(" ") for line in lines[1:])
    assert refused == 32 + 33 + 2 + 3 + 5 + 4 + 2048


@pytest.mark.parametrize("header", ["To", "From", "Reply-To", "List-Id"])
def test_every_sign_of_the_basic_plane_in_a_name_is_refused_or_encoded(header):
    first, refused = len(header) + 2, 0
    for point in range(0x10000):
        name = f"before{chr(point)}after"
        try:
            value = encode_phrase(name, first=first) if header == "List-Id" else address_header(name, "a@example.com", first=first)
        except BadHeader:
            refused += 1
            continue
        lines = f"{header}: {value}".split("\r\n")
        assert all(line.isascii() and line.isprintable() and len(line) <= 78 for line in lines)
        assert all(line.startswith(" ") for line in lines[1:])
        assert header == "List-Id" or value.endswith("<a@example.com>")
    assert refused == 32 + 33 + 2 + 3 + 5 + 4 + 2048


def test_every_sign_of_the_basic_plane_in_an_address_is_refused_or_encoded():
    for point in range(0x10000):
        for address in (f"a{chr(point)}b@example.com", f"a@exa{chr(point)}mple.com"):
            try:
                value = address_header("Anna", address)
            except (BadAddress, BadHeader):
                continue
            assert value.isascii() and value.isprintable()
            assert value.count("@") == 1 and "," not in value and ";" not in value


def taken() -> list[str]:
    """Every sign of the basic plane that may stand in a header."""
    found = []
    for point in range(0x10000):
        with suppress(BadHeader):
            found.append(clean(chr(point)))
    return found


def test_every_sign_that_is_taken_leaves_the_outbox_in_a_whole_block():
    """Confirmations, invitations, personal mail: subject, sender's name, Reply-To and a further field, as Django's builder writes them."""
    signs, names = taken(), None
    assert len(signs) == 0x10000 - (32 + 33 + 2 + 3 + 5 + 4 + 2048)
    for start in range(0, len(signs), 40):
        text = "".join(signs[start : start + 40])
        sender = address_header(f"a{text}b", "anna@example.com", first=len("From: ")).replace("\r\n", "")
        reply = address_header(f"a{text}b", "anna@example.com").replace("\r\n", "")
        mail = OutgoingMail(to="eva@example.com", subject=f"a{text}b", text="x", html="", from_header=sender)
        mail.headers = {"Reply-To": reply, "X-Note": f"a{text}b", "Message-ID": "<1@example.com>"}
        head = outbox._message(mail, None).message().as_bytes().partition(b"\n\n")[0]
        lines = head.split(b"\n")
        assert all(line.isascii() and line.decode().isprintable() and len(line) <= 998 for line in lines), ascii(text)
        found = [line.partition(b":")[0] for line in lines if not line.startswith(b" ")]
        names = names or found
        assert found == names and len(names) == len(set(names)), ascii(text)
        parsed = message_from_bytes(head + b"\n\n", policy=policy.SMTP)
        assert [one.addr_spec for one in parsed["From"].addresses] == ["anna@example.com"], ascii(text)


@pytest.mark.parametrize(
    "bad", ["a\nb", "a\rb", "a\x0bb", "a\x0cb", "a\x1cb", "a\x1db", "a\x1eb", "a\x85b", "a\u2028b", "a\u202eb", "a\x00b"]
)
def test_controls_separators_and_bidi_overrides_are_refused_with_their_place(bad):
    with pytest.raises(BadHeader) as caught:
        clean(bad)
    assert caught.value.details["position"] == 1


@given(TEXT, st.integers(0, 30))
@settings(max_examples=300, deadline=None)
def test_a_subject_survives_folding_with_legal_words_and_lines(text, first):
    value = encode_unstructured(text, first=first)
    lines = value.split("\r\n")
    assert first + len(lines[0]) <= 78 and all(len(line) <= 78 for line in lines)
    assert all(len(word) <= 75 for word in value.split() if word.startswith("=?"))
    if text.strip() == text:
        assert decoded(value) == text


@given(TEXT.filter(lambda t: t.strip()))
@settings(max_examples=200, deadline=None)
def test_a_name_is_encoded_and_its_address_never_is(name):
    header = "From: " + address_header(name, "anna@straße.de", first=6)
    assert header.endswith("<anna@xn--strae-oqa.de>")
    assert all(len(line) <= 78 for line in header.split("\r\n"))
    parsed = message_from_string(header + "\r\n\r\n", policy=policy.SMTP)["From"].addresses
    assert [a.addr_spec for a in parsed] == ["anna@xn--strae-oqa.de"]


def test_plain_names_stay_plain_and_odd_ones_are_quoted():
    assert encode_phrase("Anna Nowak at Brand") == "Anna Nowak at Brand"
    assert encode_phrase('Nowak, "Anna" (B)') == '"Nowak, \\"Anna\\" (B)"'
    assert encode_phrase("Ż") == "=?utf-8?b?xbs=?="
    assert address_header("", "Anna@Example.com") == "anna@example.com"


def test_text_that_looks_like_an_encoded_word_is_shown_as_typed():
    assert decoded(encode_unstructured("=?utf-8?q?hello?=")) == "=?utf-8?q?hello?="
