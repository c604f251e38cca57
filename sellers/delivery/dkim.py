"""DKIM signatures (RFC 6376, relaxed/relaxed; RSA-SHA256, or Ed25519-SHA256 by RFC 8463).

Own code, because a letter has to be signed for each reader: dkimpy takes 9.6 ms for RSA-2048, most of it in Python's
arithmetic; this is canonicalisation and one call of OpenSSL.
"""

import base64
import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ed25519, padding, rsa

from .exceptions import BadKey

# RFC 8058 wants both unsubscribe headers covered. From stands twice (oversigning): a second From added on the way breaks the signature.
SIGNED = (
    "From", "From", "To", "Subject", "Date", "Message-ID", "Reply-To", "MIME-Version", "Content-Type",
    "List-Id", "List-Unsubscribe", "List-Unsubscribe-Post", "Feedback-ID",
)  # fmt: skip
_BLANKS = re.compile(rb"[ \t]+")
# Only what relaxing changes: a single blank in mid-line, by far the most, is no match.
_BODY_RUNS = re.compile(rb" *\t[ \t]*|  [ \t]*")
_FOLD = re.compile(rb"\r\n(?=[ \t])")
_LEAST_BITS = 2048


@dataclass(frozen=True)
class Signer:
    """Signs for one domain and selector. Made once, used for every message."""

    domain: str
    selector: str
    key: rsa.RSAPrivateKey | ed25519.Ed25519PrivateKey

    @classmethod
    def from_pem(cls, pem: bytes, *, domain: str, selector: str) -> "Signer":
        """Raises BadKey for what is not an unencrypted RSA key of 2048 bits or more, nor an Ed25519 key."""
        try:
            key = serialization.load_pem_private_key(pem, password=None)
        except (ValueError, TypeError) as error:
            raise BadKey("The DKIM key cannot be read. It must be an unencrypted private key in PEM form.") from error
        if isinstance(key, rsa.RSAPrivateKey) and key.key_size < _LEAST_BITS:
            raise BadKey(f"The DKIM key has {key.key_size} bits; receivers expect {_LEAST_BITS} or more. Make a new one.")
        if not isinstance(key, rsa.RSAPrivateKey | ed25519.Ed25519PrivateKey):
            raise BadKey("The DKIM key must be an RSA or an Ed25519 key.")
        return cls(domain, selector, key)

    def header(self, message: bytes, *, now: int) -> bytes:
        """The DKIM-Signature header with its CRLF, to be put before `message` (CRLF line ends). `now` is in Unix seconds."""
        head, _, body = message.partition(b"\r\n\r\n")
        fields = _fields(head)
        names = [name for name in SIGNED if name.lower().encode() in fields]
        algorithm = "rsa" if isinstance(self.key, rsa.RSAPrivateKey) else "ed25519"
        body_hash = base64.b64encode(hashlib.sha256(relaxed_body(body)).digest()).decode()
        lines = [
            f"DKIM-Signature: v=1; a={algorithm}-sha256; c=relaxed/relaxed; d={self.domain};",
            f" s={self.selector}; t={now};",
            *_folded("h=", names),
            f" bh={body_hash};",
            " b=",
        ]
        unsigned = "\r\n".join(lines).encode()
        signature = base64.b64encode(self._sign(_signed_data(fields, names) + _relaxed(unsigned))).decode()
        return unsigned + "\r\n ".join(signature[i : i + 72] for i in range(0, len(signature), 72)).encode() + b"\r\n"

    def _sign(self, data: bytes) -> bytes:
        if isinstance(self.key, rsa.RSAPrivateKey):
            return self.key.sign(data, padding.PKCS1v15(), hashes.SHA256())
        return self.key.sign(hashlib.sha256(data).digest())


def relaxed_body(body: bytes) -> bytes:
    """RFC 6376 3.4.4 of a body that ends with CRLF: blanks at line ends go, runs of blanks become one, empty lines at the end go."""
    if b"\t" in body or b"  " in body:
        body = _BODY_RUNS.sub(b" ", body)
    body = body.replace(b" \r\n", b"\r\n")
    end = len(body)
    while body.endswith(b"\r\n", 0, end):
        end -= 2
    return body[:end] + b"\r\n" if end else b""


def _fields(head: bytes) -> dict[bytes, list[bytes]]:
    """Raw header fields by lower-case name, in order."""
    fields: dict[bytes, list[bytes]] = {}
    for field in _FOLD.sub(b"", head).split(b"\r\n"):
        fields.setdefault(field.split(b":", 1)[0].strip().lower(), []).append(field)
    return fields


def _relaxed(field: bytes) -> bytes:
    """RFC 6376 3.4.2, without a CRLF at the end."""
    name, _, value = _FOLD.sub(b"", field).partition(b":")
    return name.strip().lower() + b":" + _BLANKS.sub(b" ", value).strip(b" \t\r\n")


def _signed_data(fields: dict[bytes, list[bytes]], names: Iterable[str]) -> bytes:
    """The named fields, the last of a name first; a name that has run out stands for nothing (oversigning)."""
    left = {name: list(values) for name, values in fields.items()}
    parts = []
    for name in names:
        if values := left.get(name.lower().encode()):
            parts.append(_relaxed(values.pop()) + b"\r\n")
    return b"".join(parts)


def _folded(prefix: str, names: list[str]) -> list[str]:
    """` h=From:To:…;` on lines of at most 76 characters."""
    lines, line = [], f" {prefix}"
    for index, name in enumerate(names):
        piece = name + (";" if index == len(names) - 1 else ":")
        if len(line) + len(piece) > 76:
            lines.append(line)
            line = " "
        line += piece
    return [*lines, line]
