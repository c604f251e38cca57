"""Mail addresses in the one form under which they are stored, compared and hashed."""

import re
from functools import lru_cache

import idna
from django.utils.translation import gettext as _

from .exceptions import BadAddress

MAX_LENGTH = 254  # RFC 5321, 4.5.3.1.3: a path of 256 with its angle brackets
MAX_LOCAL = 64  # RFC 5321, 4.5.3.1.1
# RFC 5322 dot-atom; quoted local parts are legal and refused: almost always a mistake, and a way to smuggle.
_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_BLANKS = re.compile("[\x00-\x20\x7f-\x9f]")


def normalise(text: str) -> str:
    """The address with its domain as lower-case A-labels (IDNA 2008 with UTS 46 mapping) and its local part in lower case.

    Lower-casing the local part follows every large mailbox provider; RFC 5321 would allow two people to differ by case alone.
    Raises BadAddress with a sentence for the person who typed it.
    """
    address = text.strip(" \t\r\n")
    local, at, domain = address.rpartition("@")
    if not at or not local or not domain:
        raise BadAddress(_("Please enter a whole e-mail address, such as maria@example.com."))
    if _BLANKS.search(address):
        raise BadAddress(_("An e-mail address has no blanks in it. Please check what you typed."))
    if not local.isascii():
        raise BadAddress(_("We cannot write to addresses with special letters before the @. Please use another address of yours."))
    if len(local) > MAX_LOCAL or not _LOCAL.fullmatch(local):
        raise BadAddress(_("The part before the @ does not look right. Please check the e-mail address."))
    normal = f"{local.lower()}@{_a_labels(domain)}"
    if len(normal) > MAX_LENGTH:
        raise BadAddress(_("This e-mail address is too long to exist. Please check what you typed."))
    return normal


def is_address(text: str) -> bool:
    """Whether `normalise` would take it."""
    try:
        normalise(text)
    except BadAddress:
        return False
    return True


def readable(address: str) -> str:
    """A stored address as people write it, with its domain in its own script: for screens, never for mail headers."""
    local, _, domain = address.rpartition("@")
    try:
        return f"{local}@{idna.decode(domain)}"
    except idna.IDNAError:
        return address


@lru_cache(maxsize=4096)  # most addresses of a list share a handful of domains; a look-up costs a thirtieth
def _a_labels(domain: str) -> str:
    wrong = BadAddress(_("The part after the @ does not look right. Please check the e-mail address."))
    try:
        ascii_domain = idna.encode(domain, uts46=True, std3_rules=True).decode("ascii").lower()
    except (idna.IDNAError, UnicodeError) as error:
        raise wrong from error
    labels = ascii_domain.split(".")
    if len(labels) < 2 or not labels[-1] or labels[-1].isdigit():
        raise wrong
    return ascii_domain
