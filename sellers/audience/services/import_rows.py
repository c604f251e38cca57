"""What a row of a brought file is: a reader to be, or a refusal with its line and reason."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from itertools import islice
from typing import Any

from django.db.models import Q
from django.utils import timezone

from hub.common.addresses import is_address, normalise
from hub.common.exceptions import HubError
from hub.common.tokens import address_hash
from sellers.profiles.models import Seller

from ..exceptions import BadCard, BadHistory, BadName, UnreadableFile
from ..files import columns as names
from ..files.reading import Row, Table
from ..folding import plain
from ..models import EarlierNo, Subscriber, Suppression
from .first_lines import FirstLines
from .noting import check_day_of_year
from .people import clean_name
from .tagging import clean_tag

CHUNK = 1000
BLOCKED = "We may not write to this address. Only its owner can ask for letters again."
THERE = "This address is on the list already."
_LIMITS = {
    "salutation": 80, "how_we_met": 300, "note": 4000, "phone": 40, "tastes": 2000, "sizes": 300, "looks_for": 2000, "tags": 1000,
    "consent_source": 300,
}  # fmt: skip
_FREE = ("how_we_met", "note", "phone", "tastes", "sizes", "looks_for", "tags")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffd]")
_LANGUAGES = {
    "english": "en", "englisch": "en", "angielski": "en", "ingles": "en", "inggris": "en", "영어": "en",
    "german": "de", "deutsch": "de", "niemiecki": "de", "aleman": "de", "jerman": "de", "독일어": "de",
    "polish": "pl", "polnisch": "pl", "polski": "pl", "polaco": "pl", "polandia": "pl", "폴란드어": "pl",
    "spanish": "es", "spanisch": "es", "hiszpanski": "es", "espanol": "es", "castellano": "es", "spanyol": "es", "스페인어": "es",
    "indonesian": "id", "indonesisch": "id", "indonezyjski": "id", "indonesio": "id", "indonesia": "id", "인도네시아어": "id",
    "korean": "ko", "koreanisch": "ko", "koreanski": "ko", "coreano": "ko", "korea": "ko", "한국어": "ko",
}  # fmt: skip
_DAY_FIRST = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})\b")
_YEAR_FIRST = re.compile(r"(\d{4})[./-](\d{1,2})[./-](\d{1,2})(?!\d)")


@dataclass(frozen=True)
class Plan:
    """How a file is read: which column is what, and what holds for rows that do not say it themselves."""

    columns: Mapping[str, int]
    header_line: int
    source: str = ""
    consent_date: date | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A row that may become a reader. `agreed` is the stated day of consent; without it she has to be asked."""

    line: int
    address: str
    hashed: str
    source: str
    agreed: date | None
    details: dict[str, str]


@dataclass
class Tally:
    """What became of each row: rows = good + already + duplicates + suppressed + refused."""

    rows: int = 0
    good: int = 0
    active: int = 0
    counts: dict[str, int] = field(default_factory=lambda: {"already": 0, "duplicates": 0, "suppressed": 0})
    refused: list[tuple[int, str]] = field(default_factory=list)
    left_out: list[tuple[int, str]] = field(default_factory=list)

    def leave_out(self, line: int, kind: str, reason: str) -> None:
        self.counts[kind] += 1
        self.left_out.append((line, reason))

    def report(self) -> dict[str, Any]:
        told = {name: [{"line": line, "reason": reason} for line, reason in sorted(rows)] for name, rows in self._lists()}
        return {"rows": self.rows, "good": self.good, "active": self.active, "to_be_asked": self.good - self.active, **self.counts, **told}

    @classmethod
    def from_report(cls, report: Mapping[str, Any]) -> "Tally":
        """The tally that gave this report."""
        tally = cls(
            report["rows"], report["good"], report["active"], {name: report[name] for name in ("already", "duplicates", "suppressed")}
        )
        for name, rows in tally._lists():
            rows.extend((row["line"], row["reason"]) for row in report[name])
        return tally

    def _lists(self) -> list[tuple[str, list[tuple[int, str]]]]:
        return [("refused", self.refused), ("left_out", self.left_out)]


def plan_for(table: Table, *, wanted: Mapping[str, str] | None = None, source: str = "", consent_date: date | None = None) -> Plan:
    """Which column is what: as named by the person, else by the header, else the column where the addresses stand.

    A first line with an address in it is no header. Raises UnreadableFile when there is no column of addresses.
    """
    head = table.head(20)
    if not head:
        raise UnreadableFile("There is nothing in the file.")
    line, first = head[0]
    header_line = 0 if any(is_address(cell) for cell in first) else line
    found = names.guess(first) if header_line else {}
    chosen = names.named(first, wanted or {})
    taken = set(chosen.values())
    found = {name: column for name, column in found.items() if name not in chosen and column not in taken} | chosen
    if "address" not in found:
        column = _where_addresses_stand(head)
        if column is None:
            raise UnreadableFile(f"No column has e-mail addresses in it. The first line says: {', '.join(c for c in first if c)[:300]}.")
        found["address"] = column
    return Plan(found, header_line, _stated(source), consent_date)


def _where_addresses_stand(head: list[Row]) -> int | None:
    hits: dict[int, int] = {}
    for _, cells in head:
        for column, cell in enumerate(cells):
            if is_address(cell):
                hits[column] = hits.get(column, 0) + 1
    return max(hits, key=lambda column: hits[column]) if hits else None


def read(table: Table, plan: Plan, tally: Tally) -> Iterator[list[Candidate]]:
    """Chunks of rows that can be read as people; what became of the others goes into the tally. Asks no database."""
    seen = FirstLines()
    rows = (row for row in table.rows() if row[0] != plan.header_line)
    while chunk := list(islice(rows, CHUNK)):
        tally.rows += len(chunk)
        yield _read_rows(chunk, plan, tally, seen)


def sift(table: Table, plan: Plan, tally: Tally, *, seller: Seller) -> Iterator[list[Candidate]]:
    """Chunks of rows that may come onto the seller's list as it is now; what became of the others goes into the tally."""
    for found in read(table, plan, tally):
        blocked, there = _known(seller, found)
        yield [one for one in found if _may_come(one, tally, blocked, there)]


def _may_come(one: Candidate, tally: Tally, blocked: set[str], there: dict[str, str]) -> bool:
    if one.hashed in blocked or there.get(one.hashed) == Subscriber.State.LEFT:
        tally.leave_out(one.line, "suppressed", BLOCKED)
    elif one.hashed in there:
        tally.leave_out(one.line, "already", THERE)
    else:
        tally.good += 1
        tally.active += one.agreed is not None
        return True
    return False


def _known(seller: Seller, read: Iterable[Candidate]) -> tuple[set[str], dict[str, str]]:
    hashes = [one.hashed for one in read]
    blocked = Suppression.objects.filter(Q(seller=seller) | Q(seller=None), address_hash__in=hashes).values_list("address_hash", flat=True)
    there = dict(Subscriber.objects.filter(seller=seller, person__address_hash__in=hashes).values_list("person__address_hash", "state"))
    earlier = EarlierNo.objects.filter(address_hash__in=hashes).values_list("address_hash", flat=True)
    return set(blocked) | (set(earlier) - set(there)), there


def _read_rows(chunk: list[Row], plan: Plan, tally: Tally, seen: FirstLines) -> list[Candidate]:
    found = []
    for line, cells in chunk:
        values = {name: cells[column] if column < len(cells) else "" for name, column in plan.columns.items()}
        try:
            one = _candidate(line, values, plan)
        except HubError as error:
            tally.refused.append((line, error.message))
            continue
        first = seen.first(int(one.hashed[:16], 16), line)
        if first != line:
            tally.leave_out(line, "duplicates", f"The same address as in line {first}.")
        elif names.says_left(values.get("status", ""), values.get("opted_out", "")):
            tally.leave_out(line, "suppressed", "The file itself says that this person has left.")
        else:
            found.append(one)
    return found


def _candidate(line: int, values: dict[str, str], plan: Plan) -> Candidate:
    """Raises BadAddress, BadName, BadHistory, UnreadableFile with the reason."""
    address = normalise(values["address"])
    source = _stated(values.get("consent_source", "")) or plan.source
    if not source:
        raise BadHistory("Nobody says where this person agreed to get letters.")
    stated = values.get("consent_date", "")
    agreed = _day(stated) if stated else plan.consent_date
    return Candidate(line, address, address_hash(address), source, agreed, _details(values))


def _details(values: dict[str, str]) -> dict[str, str]:
    first, last = values.get("first_name", ""), values.get("last_name", "")
    if not first and not last and (whole := values.get("name", "")):
        if "," in whole:
            last, _, first = (part.strip() for part in whole.partition(","))
        else:
            first, _, last = whole.rpartition(" ") if " " in whole else (whole, "", "")
    details = {"first_name": _name(first), "last_name": _name(last), "salutation": _name(values.get("salutation", ""))}
    details |= {name: _free(name, values.get(name, "")) for name in _FREE}
    if details["tags"]:
        check_tags(details["tags"])
    details["birthday"] = _birthday(values.get("birthday", ""))
    details["language"] = _language(values.get("language", ""))
    return details


@lru_cache(maxsize=4096)  # the same few hundred first names over and over
def _name(text: str) -> str:
    return clean_name(text) if text else ""


def _stated(text: str) -> str:
    return _free("consent_source", " ".join(text.split()))


def _free(name: str, text: str) -> str:
    if len(text) > _LIMITS[name]:
        raise BadName(f"“{names.FIELDS[name]}” is too long: {_LIMITS[name]} characters are the most.")
    if _CONTROLS.search(text):
        raise BadName(f"There is an invisible sign in “{names.FIELDS[name]}”. Please delete it and type the text again.")
    return text


@lru_cache(maxsize=256)
def _language(text: str) -> str:
    if not text:
        return ""
    word = plain(text)
    code = _LANGUAGES.get(word) or word.split(" ")[0]
    if not re.fullmatch(r"[a-z]{2,3}", code):
        raise BadName("We do not know this language. Please write a code such as de, en, es, id, ko or pl.")
    return code


def check_tags(text: str) -> list[str]:
    """The tags in a cell, parted by commas, semicolons or bars. Raises BadCard."""
    names = [name.strip() for name in re.split("[,;|]", text) if name.strip()]
    for name in names:
        clean_tag(name)
    return names


@lru_cache(maxsize=1024)
def _birthday(text: str) -> str:
    """1980-02-29, 29.02.1980, 29.02. or 02-29 as the first or the last of these. Raises BadCard."""
    if not text:
        return ""
    if found := _YEAR_FIRST.match(text):
        year, month, day = (int(part) for part in found.groups())
    elif found := _DAY_FIRST.match(text):
        day, month, year = (int(part) for part in found.groups())
    elif found := re.fullmatch(r"(\d{1,2})[./] ?(\d{1,2})\.?", text):
        day, month, year = int(found[1]), int(found[2]), 0
    elif found := re.fullmatch(r"-{0,2}(\d{1,2})-(\d{1,2})", text):
        month, day, year = int(found[1]), int(found[2]), 0
    else:
        raise BadCard("The birthday cannot be read. Please write it as 1980-05-31, or 31.05. without the year.")
    check_day_of_year(day, month, year or None)
    return f"{year}-{month:02}-{day:02}" if year else f"{month:02}-{day:02}"


@lru_cache(maxsize=4096)
def _day(text: str) -> date:
    """2024-05-31, 31.05.2024 or 31/05/2024, a time behind it is ignored. Raises BadHistory; a day that is to come proves nothing."""
    if found := _YEAR_FIRST.match(text):
        year, month, day = found.groups()
    elif found := _DAY_FIRST.match(text):
        day, month, year = found.groups()
    else:
        raise BadHistory("The day of consent cannot be read. Please write it as 2024-05-31.")
    try:
        agreed = date(int(year), int(month), int(day))
    except ValueError as error:
        raise BadHistory("There is no such day of consent. Please write it as 2024-05-31, year first.") from error
    return check_day(agreed)


def check_day(agreed: date) -> date:
    """The stated day of consent, if it can be one. Raises BadHistory."""
    if agreed > timezone.localdate() or agreed.year < 1990:
        raise BadHistory("The day of consent lies in the future or too far back.")
    return agreed
