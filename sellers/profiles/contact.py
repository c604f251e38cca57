"""A seller as an address book takes her: a vCard 3.0, which every phone reads (RFC 2426), with the escapes that RFC 6350 shares with it."""

import re

from django.conf import settings

from .models import Seller

_CONTROLS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
LINE = 75  # octets, the line's end aside


def escaped(text: str) -> str:
    """A text value: backslash, comma, semicolon and line ends escaped; signs that no address book shows left out."""
    text = _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    for sign in ("\\", ",", ";"):
        text = text.replace(sign, "\\" + sign)
    return text.replace("\n", "\\n").strip()


def folded(line: str) -> str:
    """Cut after 75 octets, never within a character; what follows begins with a blank."""
    rows, row = [], b""
    for character in line:
        raw = character.encode()
        if len(row) + len(raw) > LINE:
            rows.append(row)
            row = b" "
        row += raw
    return "\r\n".join(part.decode() for part in (*rows, row))


def vcard(seller: Seller, *, company: str) -> str:
    """Name, job, shop, phone, the address her letters come from and that of her page; nothing of hers that is not on her page."""
    shop = seller.shop
    first, _, last = seller.name.partition(" ")
    fields = [
        ("N", ";".join(map(escaped, (last, first, "", "", "")))),
        ("FN", escaped(seller.name)),
        ("ORG", ";".join(map(escaped, (company, shop.name)))),
        ("TITLE", escaped(seller.job)),
        ("TEL;TYPE=WORK,VOICE", escaped(seller.phone or shop.phone)),
        ("EMAIL;TYPE=INTERNET,WORK", escaped(f"{seller.mail_name}@{settings.MAIL_DOMAIN}")),
        ("ADR;TYPE=WORK", ";".join(map(escaped, ("", "", shop.street, shop.town, "", "", "")))),
        ("URL", seller.page.address),
        ("NOTE", escaped(shop.opening_hours)),
    ]
    lines = ["BEGIN:VCARD", "VERSION:3.0", *(f"{name}:{value}" for name, value in fields if value.strip(";")), "END:VCARD"]
    return "".join(folded(line) + "\r\n" for line in lines)
