"""Where links may lead, and that they lead where they say."""

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import idna

from ..choices import Scope
from ..documents import Finding, Link
from ..engine.spec import Spec
from .base import RuleKind, message_of, words

if TYPE_CHECKING:
    from ..engine.matching import Hit
    from ..engine.reading import Reading

_DOMAIN_IN_TEXT = re.compile(r"(?:https?://)?(?:[\w-]{1,63}\.){1,6}[a-z]{2,24}(?![\w@])", re.IGNORECASE)
HARMLESS = ("mailto", "tel", "sms")


def host_of(target: str) -> str:
    """The host of an address, lower case, by UTS 46 as ASCII; "" when there is none."""
    cleaned = re.sub(r"[\s\x00-\x20]", "", target).replace("\\", "/")
    if "://" not in cleaned and not cleaned.startswith("//"):
        return ""
    try:
        host = (urlsplit(cleaned).hostname or "").rstrip(".")
        return idna.encode(host, uts46=True).decode() if host and not host.isascii() else host
    except (ValueError, idna.IDNAError):
        return "invalid"


def belongs(host: str, domain: str) -> bool:
    """Whether a host is the domain or lies under it."""
    wanted = host_of(f"https://{domain.strip().lower().removeprefix('*.').lstrip('.')}")
    return host == wanted or host.endswith(f".{wanted}")


class LinkDomain(RuleKind):
    """params: allow (only these domains and what lies under them), deny, mismatch (text that names another domain than its target)."""

    def problems(self, spec: Spec) -> list[str]:
        lists = words(spec.params.get("allow")) + words(spec.params.get("deny"))
        wrong = [f"“{d}” is not a domain. Write it like shop.example." for d in lists if "." not in d or "/" in d or " " in d]
        return wrong if lists or spec.params.get("mismatch") else ["List domains to allow or to deny, one in each line."]

    def wakes(self, spec: Spec) -> None:
        return None

    def findings(self, spec: Spec, hits: Sequence["Hit"], reading: "Reading") -> Iterable[Finding]:
        for link in reading.document.links:
            if self.refused(spec, link):
                yield Finding(
                    rule=spec.key, severity=spec.severity, message=message_of(spec, link.target), location=link.location,
                    scope=Scope.LINK_TARGET.value, start=-1, end=-1, match=link.target, fix=spec.fix,
                )  # fmt: skip

    def refused(self, spec: Spec, link: Link) -> bool:
        target = link.target.strip()
        if not target or target.startswith(("#", "{{")):
            return False
        scheme = re.match(r"[a-z][a-z0-9+.-]*(?=:)", re.sub(r"[\s\x00-\x20]", "", target).lower())
        if scheme and scheme[0] in HARMLESS:
            return False
        host = host_of(target)
        allow = words(spec.params.get("allow"))
        if allow and (host or scheme) and not any(belongs(host, domain) for domain in allow):
            return True
        if any(belongs(host, domain) for domain in words(spec.params.get("deny"))):
            return True
        return bool(spec.params.get("mismatch")) and self.misleads(link.text, host)

    def misleads(self, text: str, host: str) -> bool:
        named = _DOMAIN_IN_TEXT.findall(text)
        hosts = [host_of(name if "://" in name else f"https://{name}") for name in named]
        return any(not (belongs(host, h) or belongs(h, host)) for h in hosts if host and h)
