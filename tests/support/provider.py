"""A real OpenID provider on a port of its own: allauth's, in a process of its own. `python -m tests.support.provider PORT CALLBACK`.

GET /as/<address>/ signs the caller in there, as somebody would by hand; all that follows is the protocol.
"""

import json
import sys
import tempfile
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

CLIENT, SECRET = "letters", "a secret that only the two know"
# address: (whether the provider checked it, groups)
PEOPLE: dict[str, tuple[bool, list[str]]] = {
    "eva@company.example": (True, ["marketing"]),
    "unchecked@company.example": (False, []),
    "stranger@elsewhere.example": (True, ["it"]),
    "anna@company.example": (True, ["it"]),
    "both@company.example": (True, ["marketing", "it"]),
}


class Threaded(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class Quiet(WSGIRequestHandler):
    def log_message(self, *args: Any) -> None:
        """Says nothing."""


def configure(folder: Path) -> None:
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import rsa
    from django.conf import settings

    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()).decode()
    settings.configure(
        SECRET_KEY="the provider's own, known to nobody else and long enough",
        ALLOWED_HOSTS=["127.0.0.1"],
        ROOT_URLCONF="tests.support.provider",
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": folder / "provider.sqlite3"}},
        INSTALLED_APPS=[
            "django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions", "django.contrib.messages",
            "allauth", "allauth.account", "allauth.idp.oidc",
        ],
        MIDDLEWARE=[
            "django.contrib.sessions.middleware.SessionMiddleware", "django.contrib.auth.middleware.AuthenticationMiddleware",
            "django.contrib.messages.middleware.MessageMiddleware", "allauth.account.middleware.AccountMiddleware",
        ],
        TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True, "OPTIONS": {"context_processors": [
            "django.template.context_processors.request", "django.contrib.auth.context_processors.auth",
            "django.contrib.messages.context_processors.messages"]}}],
        AUTHENTICATION_BACKENDS=["django.contrib.auth.backends.ModelBackend"],
        IDP_OIDC_PRIVATE_KEY=pem,
        IDP_OIDC_ADAPTER="tests.support.provider.Adapter",
        USE_TZ=True,
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    )  # fmt: skip


def __getattr__(name: str) -> Any:
    """Made when Django is ready: its models cannot be imported before."""
    if name == "urlpatterns":
        from django.urls import include, path

        return [path("as/<str:address>/", sign_in_as), path("", include("allauth.idp.urls")), path("accounts/", include("allauth.urls"))]
    if name == "Adapter":
        from allauth.idp.oidc.adapter import DefaultOIDCAdapter

        class Adapter(DefaultOIDCAdapter):
            def get_claims(self, purpose: Any, user: Any, client: Any, scopes: Any, **more: Any) -> dict[str, Any]:
                return {**super().get_claims(purpose, user, client, scopes, **more), "groups": PEOPLE[user.email][1]}

        return Adapter
    raise AttributeError(name)


def sign_in_as(request: Any, address: str) -> Any:
    from django.contrib.auth import get_user_model, login
    from django.http import HttpResponse

    login(request, get_user_model().objects.get(email=address))
    return HttpResponse("ok")


def prepare(callback: str) -> None:
    from allauth.account.models import EmailAddress
    from allauth.idp.oidc.models import Client
    from django.contrib.auth import get_user_model
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    for address, (checked, _) in PEOPLE.items():
        user = get_user_model().objects.create_user(address, address)
        EmailAddress.objects.create(user=user, email=address, verified=checked, primary=True)
    client = Client(id=CLIENT, name="Letters", scopes="openid\nprofile\nemail", skip_consent=True, redirect_uris=callback)
    client.set_secret(SECRET)
    client.save()


def main(port: int, callback: str) -> None:
    import django
    from django.core.wsgi import get_wsgi_application

    with tempfile.TemporaryDirectory(prefix="hub-provider-") as folder:
        configure(Path(folder))
        django.setup()
        prepare(callback)
        server = make_server("127.0.0.1", port, get_wsgi_application(), server_class=Threaded, handler_class=Quiet)
        print(json.dumps({"ready": port}), flush=True)  # noqa: T201
        server.serve_forever()


if __name__ == "__main__":
    # Under its own name, because Django imports what the settings name.
    sys.modules["tests.support.provider"] = sys.modules["__main__"]
    main(int(sys.argv[1]), sys.argv[2])
