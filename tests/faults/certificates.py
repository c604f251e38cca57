"""A certificate for 127.0.0.1 by an authority of the test's own, which the machine trusts only when told to."""

import ssl
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


class Certificates:
    """`set_variable` sets an environment variable for as long as a test lasts."""

    def __init__(self, folder: Path, set_variable: Any) -> None:
        self._file, self._set = folder / "server.pem", set_variable
        key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "the fault server")])
        # A jumping clock must not make it invalid.
        start = datetime.now(UTC) - timedelta(days=3650)
        built = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), start, start + timedelta(days=7300))
        built = built.add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        made = built.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True).sign(key, hashes.SHA256())
        form = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        self._file.write_bytes(key.private_bytes(*form) + made.public_bytes(serialization.Encoding.PEM))
        (folder / "nobody.pem").write_bytes(b"")

    def trust(self, yes: bool) -> None:
        self._set("SSL_CERT_FILE", str(self._file if yes else self._file.with_name("nobody.pem")))

    def context(self) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self._file)
        return context
