"""Signing a 10 KB letter with RSA-2048, against dkimpy, which most Python projects use. What we sign, dkimpy verifies first."""

import time

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from .frame import Result, compare

TIMES, GOAL = 200, 8.0
LETTER = (
    b"From: Anna <anna@letters.example>\r\nTo: Maria <maria@mail.example>\r\nSubject: Something for you\r\n"
    b"Date: Tue, 24 Nov 2026 10:00:00 +0000\r\nMessage-ID: <1@letters.example>\r\nMIME-Version: 1.0\r\n"
    b"Content-Type: text/html; charset=utf-8\r\nList-Unsubscribe: <https://letters.example/u/1>\r\n"
    b"List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n\r\n"
    + b"<p>When the new autumn teas came in I put one aside for you.</p>\r\n"
    * 150
)
HEADERS = [
    b"from",
    b"to",
    b"subject",
    b"date",
    b"message-id",
    b"mime-version",
    b"content-type",
    b"list-unsubscribe",
    b"list-unsubscribe-post",
]


def measure() -> list[Result]:
    import dkim

    from sellers.delivery.dkim import Signer

    key = rsa.generate_private_key(65537, 2048)
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption())
    public = key.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    record = b"v=DKIM1; k=rsa; p=" + b"".join(public.splitlines()[1:-1])
    signer = Signer.from_pem(pem, domain="letters.example", selector="s1")
    signed = signer.header(LETTER, now=int(time.time())) + LETTER
    if not dkim.verify(signed, dnsfunc=lambda name, timeout=5: record):
        raise RuntimeError("dkimpy does not verify what we signed")

    def ours(times: int) -> None:
        for _ in range(times):
            signer.header(LETTER, now=int(time.time()))

    def theirs(times: int) -> None:
        for _ in range(times):
            dkim.sign(LETTER, b"s1", b"letters.example", pem, canonicalize=(b"relaxed", b"relaxed"), include_headers=HEADERS)

    name = f"DKIM RSA-2048 over {len(LETTER) // 1000} KB ÷ dkimpy"
    return [compare(name, ours=ours, baseline=theirs, times=TIMES, baseline_times=TIMES // 10, goal=GOAL, rounds=5)]
