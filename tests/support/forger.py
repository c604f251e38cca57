"""An OpenID provider on loopback that can lie: each test says what is wrong with the token it gives."""

import json
import time
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

KEY, OTHER_KEY = (rsa.generate_private_key(public_exponent=65537, key_size=2048) for _ in range(2))
CLIENT = "letters"


class Forger:
    """`claims` go over the honest ones (None takes one away); `sign` makes the token of them; `userinfo` is what is told besides."""

    def __init__(self, port: int, address: str) -> None:
        self.issuer, self.address = f"http://127.0.0.1:{port}", address
        self.nonce, self.claims, self.userinfo = "", dict[str, Any](), dict[str, Any]()
        self.sign = signed

    def answer(self, path: str) -> Any:
        person = {"sub": "eva-1", "email": self.address, "email_verified": True}
        if path == "/userinfo":
            return {**person, **self.userinfo}
        if path == "/jwks":
            return {
                "keys": [{**json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key())), "kid": "1", "alg": "RS256", "use": "sig"}]
            }
        if path == "/token":
            now = int(time.time())
            honest = {"iss": self.issuer, "aud": CLIENT, "exp": now + 300, "iat": now, "nonce": self.nonce, **person}
            claims = {name: value for name, value in {**honest, **self.claims}.items() if value is not None}
            given = self.sign(claims)
            return {"access_token": "a", "token_type": "Bearer", **({"id_token": given} if given else {})}
        places = {"authorization": "authorize", "token": "token", "userinfo": "userinfo"}
        return {
            "issuer": self.issuer,
            "jwks_uri": f"{self.issuer}/jwks",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        } | {f"{name}_endpoint": f"{self.issuer}/{place}" for name, place in places.items()}


def signed(claims: dict[str, Any], *, key: Any = KEY, algorithm: str = "RS256", **header: Any) -> str:
    return jwt.encode(claims, key, algorithm=algorithm, headers={"kid": "1", **header})


def unsigned(claims: dict[str, Any]) -> str:
    return jwt.encode(claims, None, algorithm="none", headers={"kid": "1"})


def by_another_key(claims: dict[str, Any]) -> str:
    return signed(claims, key=OTHER_KEY)


def by_a_shared_secret(claims: dict[str, Any]) -> str:
    """The old trick: the public key, which everybody knows, taken as the secret of an HMAC."""
    return signed(claims, key="the secret that both sides know, which is none of the provider's keys", algorithm="HS256")


def with_its_claims_changed(claims: dict[str, Any]) -> str:
    """A true signature under other words."""
    head, _, signature = signed({**claims, "email": "somebody@company.example"}).split(".")
    return ".".join((head, urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip("="), signature))


def none_at_all(claims: dict[str, Any]) -> str:
    return ""


@contextmanager
def forging(address: str) -> Iterator[Forger]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if length := int(self.headers.get("Content-Length") or 0):
                self.rfile.read(length)
            body = json.dumps(forger.answer(self.path)).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_POST = do_GET

        def log_message(self, *args: Any) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    forger = Forger(server.server_port, address)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield forger
    finally:
        server.shutdown()
        server.server_close()
