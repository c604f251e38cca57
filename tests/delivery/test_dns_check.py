"""What a sending domain publishes, said in plain words."""

import base64
import json

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from django.core.management import CommandError, call_command

from sellers.delivery import sending_domain
from sellers.delivery.sending_domain import check_domain


def public(bits):
    key = rsa.generate_private_key(65537, bits).public_key()
    return base64.b64encode(key.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)).decode()


@pytest.fixture(scope="module")
def good():
    return {
        "brand.example": ["some-site-verification=1", "v=spf1 include:mail.example -all"],
        "s1._domainkey.brand.example": [f"v=DKIM1; k=rsa; p={public(2048)}"],
        "_dmarc.brand.example": ["v=DMARC1; p=reject; rua=mailto:x@brand.example"],
    }


def states(records, domain="brand.example"):
    found = check_domain(domain, selector="s1", lookup=lambda name: records.get(name, []))
    return {advice.record: advice.state for advice in found}, {advice.record: advice for advice in found}


def test_a_domain_in_order_is_called_good(good):
    assert states(good)[0] == {"SPF": "good", "DKIM": "good", "DMARC": "good"}


def test_an_empty_domain_is_told_what_to_publish():
    found, advice = states({})
    assert set(found.values()) == {"missing"}
    assert (
        "v=spf1" in advice["SPF"].advice and "s1._domainkey.brand.example" in advice["DKIM"].advice and "v=DMARC1" in advice["DMARC"].advice
    )


@pytest.mark.parametrize(
    "record", ["v=spf1 +all", "v=spf1 include:a.example", "v=spf1 " + " ".join(f"include:{n}.example" for n in range(11)) + " -all"]
)
def test_weak_spf_is_named(good, record):
    assert states({**good, "brand.example": [record]})[0]["SPF"] == "weak"


def test_two_spf_records_count_as_none(good):
    assert states({**good, "brand.example": ["v=spf1 -all", "v=spf1 mx -all"]})[0]["SPF"] == "weak"


@pytest.mark.parametrize(
    ("record", "state"), [("v=DKIM1; p=", "missing"), ("v=DKIM1; p=!!", "weak"), (None, "weak"), ("v=DKIM1; k=ed25519; p=abc", "weak")]
)
def test_unusable_keys_are_named(good, record, state):
    record = record or f"v=DKIM1; p={public(1024)}"
    assert states({**good, "s1._domainkey.brand.example": [record]})[0]["DKIM"] == state


def test_a_subdomain_follows_its_organisation(good):
    records = {**good, "_dmarc.brand.example": ["v=DMARC1; p=reject; sp=none"]}
    assert states(records, "letters.brand.example")[0]["DMARC"] == "weak"
    assert states(good, "letters.brand.example")[0]["DMARC"] == "good"


def test_the_command_prints_json_and_exits_1_when_something_is_missing(monkeypatch, capsys):
    monkeypatch.setattr(sending_domain, "txt_records", lambda name: [])
    with pytest.raises(SystemExit) as stop:
        call_command("dns_check", "brand.example", format="json")
    assert stop.value.code == 1
    assert [row["state"] for row in json.loads(capsys.readouterr().out)] == ["missing"] * 3


def test_silent_name_servers_are_said_and_not_called_missing(monkeypatch):
    def silent(name):
        raise sending_domain.DnsUnavailable("The name servers did not answer.")

    monkeypatch.setattr(sending_domain, "txt_records", silent)
    with pytest.raises(CommandError, match="did not answer"):
        call_command("dns_check", "brand.example")


def test_nonsense_is_refused():
    with pytest.raises(CommandError):
        call_command("dns_check", "not a domain")
