"""Whether a domain's DNS lets its letters in: SPF (RFC 7208), DKIM (RFC 6376), DMARC (RFC 7489), in plain words."""

import base64
import binascii
import re
from collections.abc import Callable
from dataclasses import dataclass

import dns.exception
import dns.resolver
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import load_der_public_key

from hub.common.addresses import normalise

# Gives the TXT records of a name, each joined to one string; an empty list when there is none. Raises DnsUnavailable.
Lookup = Callable[[str], list[str]]


class DnsUnavailable(Exception):
    """The name servers did not answer, so nothing can be said."""


@dataclass(frozen=True)
class Advice:
    """One record: `state` is good, weak or missing; `advice` says what to publish, "" when all is well."""

    record: str
    name: str
    state: str
    says: str
    advice: str = ""


def txt_records(name: str) -> list[str]:
    """TXT records from the machine's resolver, with a time limit of 5 s."""
    try:
        answer = dns.resolver.resolve(name, "TXT", lifetime=5)
    except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
        return []
    except dns.exception.DNSException as error:
        raise DnsUnavailable(f"The name servers did not answer for {name}. Try again in a few minutes.") from error
    return [b"".join(record.strings).decode("utf-8", "replace") for record in answer]


def check_domain(domain: str, *, selector: str, lookup: Lookup = txt_records) -> list[Advice]:
    """SPF, DKIM and DMARC of a domain. Raises BadAddress for what is no domain, DnsUnavailable when nothing answers."""
    domain = normalise(f"postmaster@{domain}").partition("@")[2]
    return [_spf(domain, lookup), _dkim(domain, selector, lookup), _dmarc(domain, lookup)]


_MECHANISM = re.compile("[:=/]")
_LOOKED_UP = {"include", "a", "mx", "ptr", "exists", "redirect"}


def _spf(domain: str, lookup: Lookup) -> Advice:
    found = [record for record in lookup(domain) if record.lower().split(" ", 1)[0] == "v=spf1"]
    if not found:
        return Advice(
            "SPF", domain, "missing", "No record says which servers may send for this domain.",
            f'Publish a TXT record at {domain}: "v=spf1 include:<your mail provider> -all"',
        )  # fmt: skip
    if len(found) > 1:
        return Advice(
            "SPF", domain, "weak", f"There are {len(found)} SPF records; receivers then believe none.", "Join them into one record."
        )
    terms = found[0].lower().split()
    lookups = sum(_MECHANISM.split(term.lstrip("+-~?"))[0] in _LOOKED_UP for term in terms)
    if "+all" in terms or "all" in terms:
        return Advice("SPF", domain, "weak", "The record allows every server in the world to send.", "End it with -all in place of +all.")
    if lookups > 10:
        return Advice(
            "SPF", domain, "weak", f"The record needs {lookups} look-ups; receivers stop at 10.", "Take out includes that you do not use."
        )
    if not {"-all", "~all"} & set(terms) and not any(term.startswith("redirect=") for term in terms):
        return Advice("SPF", domain, "weak", "The record does not say what to do with other servers.", "End it with -all.")
    return Advice("SPF", domain, "good", "Receivers know which servers may send for this domain.")


def _tags(record: str) -> dict[str, str]:
    pairs = (piece.split("=", 1) for piece in record.split(";") if "=" in piece)
    return {name.strip().lower(): "".join(value.split()) for name, value in pairs}


def _dkim(domain: str, selector: str, lookup: Lookup) -> Advice:
    name = f"{selector}._domainkey.{domain}"
    found = [tags for tags in map(_tags, lookup(name)) if "p" in tags]
    if not found:
        advice = f'Publish the public key as a TXT record at {name}: "v=DKIM1; k=rsa; p=<public key>"'
        return Advice("DKIM", name, "missing", "No key is published, so signatures cannot be checked.", advice)
    if not found[0]["p"]:
        return Advice("DKIM", name, "missing", "The key has been revoked (it is empty).", "Publish the present public key.")
    if found[0].get("k", "rsa") == "ed25519":
        says = "Only an Ed25519 key is published; many receivers cannot check it."
        return Advice("DKIM", name, "weak", says, "Publish an RSA key of 2048 bits too.")
    try:
        key = load_der_public_key(base64.b64decode(found[0]["p"], validate=True))
    except (ValueError, binascii.Error, UnsupportedAlgorithm):
        return Advice(
            "DKIM", name, "weak", "The published key cannot be read.", "Copy the public key again, whole and without line breaks."
        )
    bits = key.key_size if isinstance(key, rsa.RSAPublicKey) else 0
    if bits < 2048:
        return Advice("DKIM", name, "weak", f"The key has {bits} bits.", "Publish an RSA key of 2048 bits.")
    if "y" in found[0].get("t", "").split(":"):
        return Advice("DKIM", name, "weak", "The key is marked as a test (t=y); receivers may ignore it.", "Take t=y out of the record.")
    return Advice("DKIM", name, "good", f"An RSA key of {bits} bits is published.")


def _dmarc(domain: str, lookup: Lookup) -> Advice:
    parts = domain.split(".")
    # A subdomain without a record of its own follows its organisation's; without a public suffix list we try each parent.
    for index in range(max(1, len(parts) - 1)):
        name = "_dmarc." + ".".join(parts[index:])
        found = [tags for tags in map(_tags, lookup(name)) if tags.get("v", "").upper() == "DMARC1"]
        if found:
            return _policy(name, found, inherited=index > 0)
    name = f"_dmarc.{domain}"
    advice = f'Publish a TXT record at {name}: "v=DMARC1; p=quarantine; rua=mailto:dmarc@{domain}"'
    says = "Nothing tells receivers what to do with forged letters; large ones refuse bulk mail without it."
    return Advice("DMARC", name, "missing", says, advice)


def _policy(name: str, found: list[dict[str, str]], *, inherited: bool) -> Advice:
    if len(found) > 1:
        return Advice("DMARC", name, "weak", "There are several DMARC records; receivers then believe none.", "Keep one.")
    tags = found[0]
    policy = (tags.get("sp") if inherited else None) or tags.get("p", "")
    if policy.lower() not in ("quarantine", "reject"):
        advice = "Once the reports look right, set p=quarantine, later p=reject."
        return Advice("DMARC", name, "weak", f"The policy is “{policy or 'not set'}”: forged letters are let in.", advice)
    return Advice("DMARC", name, "good", f"Forged letters are stopped (policy {policy.lower()}).")
