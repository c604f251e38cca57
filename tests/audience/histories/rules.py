"""Who may get letters, said as simply as it can be: a page of rules that knows nothing of tables.

Times are numbers that only grow. A yes counts when no no came after it; a no of one joined address counts for the others.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

Pair = tuple[str, str]  # address, seller


@dataclass(frozen=True)
class Wish:
    """What she chose on an address's page: days between two letters, no letters before this day, and when she said so."""

    rhythm: int = 0
    until: int = 0
    at: int = -1


@dataclass
class Rules:
    now: int = 0
    yes: dict[Pair, int] = field(default_factory=dict)
    no: dict[Pair, int] = field(default_factory=dict)
    no_to_all: dict[str, int] = field(default_factory=dict)  # left everybody or erased
    dead: dict[str, int] = field(default_factory=dict)  # could not be reached, and has pressed no button since
    blocked: set[str] = field(default_factory=set)  # complained, or by the company's word
    joined: dict[Pair, str] = field(default_factory=dict)  # (address, seller) -> the address whose card is kept
    joined_at: dict[Pair, int] = field(default_factory=dict)
    wishes: dict[Pair, Wish] = field(default_factory=dict)
    letters: dict[Pair, datetime] = field(default_factory=dict)  # the last letter to somebody with a rhythm
    gone: set[str] = field(default_factory=set)  # sellers
    clock: datetime = datetime.min

    def may_get(self, address: str, seller: str) -> bool:
        """Whether a letter of this seller to this address is legal now."""
        pair = (address, seller)
        if address in self.blocked or seller in self.gone or pair in self.joined or self.is_quiet(address, seller):
            return False
        if pair not in self.yes or self.yes[pair] <= self.dead.get(address, -1):
            return False
        return all(self.yes[pair] > self._last_no(one, seller) for one in self.group(address, seller))

    def is_quiet(self, address: str, seller: str) -> bool:
        """Whether she paused, or had her letter of this week or month, under any address that is joined with this one."""
        wishes = self._wishes_that_count(address, seller)
        if any(wish.until > self.clock.toordinal() for wish in wishes):
            return True
        letters = [self.letters[one, seller] for one in self.group(address, seller) if (one, seller) in self.letters]
        rhythm = self.rhythm(address, seller)
        return bool(rhythm and letters) and self.clock < max(letters) + timedelta(days=rhythm) - timedelta(hours=12)

    def rhythm(self, address: str, seller: str) -> int:
        return max((wish.rhythm for wish in self._wishes_that_count(address, seller)), default=0)

    def _wishes_that_count(self, address: str, seller: str) -> list[Wish]:
        """Her own, and those of joined addresses that were said, or joined with it, after hers."""
        own = self.wishes.get((address, seller), Wish())
        others = [(self.wishes.get((one, seller), Wish()), one) for one in self.group(address, seller) - {address}]
        return [own] + [wish for wish, one in others if max(wish.at, self.joined_at.get((one, seller), -1)) > own.at]

    def group(self, address: str, seller: str) -> set[str]:
        """The address and those that are one person with it, by this seller's word."""
        kept = self.joined.get((address, seller), address)
        return {kept, address} | {one for (one, whose), into in self.joined.items() if whose == seller and into == kept}

    def _last_no(self, address: str, seller: str) -> int:
        """When this address last said no, if it has not said yes since; -1 otherwise. That a mailbox is gone is nobody's no: her other
        address, with a yes of its own, goes on getting letters."""
        last = self._said_no(address, seller)
        return -1 if last < self.yes.get((address, seller), -1) else last

    def any_no(self, address: str, seller: str) -> int:
        return max(self._said_no(address, seller), self.dead.get(address, -1))

    def _said_no(self, address: str, seller: str) -> int:
        return max(self.no.get((address, seller), -1), self.no_to_all.get(address, -1))

    # What is said.

    def says_yes(self, address: str, seller: str, *, asked: int) -> None:
        """By a button in her mailbox, for a question of that time: an older question than her last no revives nothing."""
        if address not in self.blocked and asked > self.any_no(address, seller):
            self.yes[address, seller] = self.now
            self.joined.pop((address, seller), None)
            self.dead.pop(address, None)

    def is_stated(self, address: str, seller: str) -> None:
        """By a file or an older list: counts for those alone who never said no."""
        if address not in self.blocked and self.any_no(address, seller) < 0:
            self.yes.setdefault((address, seller), self.now)

    def is_taken_back(self, address: str, seller: str) -> None:
        self.yes.pop((address, seller), None)

    def is_joined(self, address: str, into: str, seller: str) -> None:
        self.joined[address, seller], self.joined_at[address, seller] = into, self.now

    def wishes_for(self, address: str, seller: str, *, rhythm: int, until: int) -> None:
        self.wishes[address, seller] = Wish(rhythm, until, self.now)

    def gets_a_letter(self, address: str, seller: str) -> None:
        if self.rhythm(address, seller):
            self.letters[address, seller] = self.clock

    def says_no(self, address: str, seller: str) -> None:
        for one in self.group(address, seller):
            self.no[one, seller] = self.now

    def says_no_to_all(self, address: str, sellers: list[str]) -> None:
        for seller in sellers:
            self.says_no(address, seller)
        self.no_to_all[address] = self.now

    def is_dead(self, address: str) -> None:
        self.dead[address] = self.now

    def is_erased(self, address: str, sellers: list[str]) -> None:
        self.says_no_to_all(address, sellers)
        self.joined = {pair: into for pair, into in self.joined.items() if address not in (pair[0], into)}
        self.wishes = {pair: wish for pair, wish in self.wishes.items() if pair[0] != address}
        self.letters = {pair: moment for pair, moment in self.letters.items() if pair[0] != address}

    def is_blocked(self, address: str, sellers: list[str]) -> None:
        self.says_no_to_all(address, sellers)
        self.blocked.add(address)
