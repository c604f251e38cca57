"""The kinds of faults of a mail server that test_fault_table.py tries: what each does, and when, by a seed."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random

from tests.faults.fault_server import Faults

READERS = 110  # two chunks, so one hand of two
LATER, NEVER, GOING = "450 4.3.0 try later", "550 5.1.1 <someone@example.com> unknown", "421 4.3.2 going down"
SLOW = ("stall", "trickle")
OF_CONNECTIONS = ("connect", "ehlo", "starttls", "handshake", "auth")
WORDS = {
    "connect": "the greeting", "ehlo": "EHLO", "starttls": "STARTTLS", "handshake": "the TLS handshake", "auth": "AUTH", "mail": "MAIL",
    "rcpt": "RCPT", "data": "DATA", "half": "mid-body", "dot": "the final dot", "taken": "the answer to a letter it has taken",
}  # fmt: skip


@dataclass(frozen=True)
class Kind:
    name: str
    plan: Callable[[Random], Faults]
    # Whether a row may be in doubt afterwards: only where a body had begun.
    doubts: bool = False
    # None: now the one, now the other.
    pipelining: bool | None = None
    timeout: float = 3
    # STARTTLS and a sign-in, with a certificate that is trusted or only later is.
    tls: bool = False
    trusted: bool = True
    clock_jumps: bool = False
    disk_full: bool = False


def at(stage: str, *faults: str) -> Callable[[Random], Faults]:
    """One of the faults at one to three messages, or at the first connections and those after a cut."""

    def plan(chance: Random) -> Faults:
        often = 1 if faults[0] in SLOW else chance.randint(1, 3)
        hits, connections = set(chance.sample(range(READERS), often)), set(range(often))
        asked, cuts, done = iter(range(10_000)), {chance.randrange(READERS)}, set()

        def faulty(where: str, number: int) -> str | None:
            if where == stage and stage in OF_CONNECTIONS:
                return chance.choice(faults) if next(asked) in connections or (often > 1 and chance.random() < 0.2) else None
            if where == "mail" and stage in OF_CONNECTIONS and number in cuts:
                cuts.clear()
                return "cut"
            if where == stage and number in hits - done:
                done.add(number)
                return chance.choice(faults)
            return None

        return faulty

    return plan


def greylisting(chance: Random) -> Faults:
    """Nobody is taken at the first try."""
    seen = chance.randint(READERS // 2, READERS)
    return lambda stage, number: LATER if stage == "rcpt" and number < seen else None


def storm(chance: Random) -> Faults:
    """Anything, anywhere, again and again."""
    breaks = ("cut", "reset", "what?", "354 go on")  # after it has taken a letter a server may fall silent, but it may not say no
    wrong = (LATER, NEVER, GOING, *breaks)
    often = {"half": 0.0005, "connect": 0.2, "handshake": 0.1, "auth": 0.1}
    return lambda stage, number: chance.choice(breaks if stage == "taken" else wrong) if chance.random() < often.get(stage, 0.01) else None


def nobody_but_go_on(chance: Random) -> Faults:
    """Recipients refused, and each time 354 all the same, as some servers do (RFC 2920, 3.1)."""
    hits = set(chance.sample(range(READERS), 5))
    return lambda stage, number: "550 5.1.1 unknown" if stage == "rcpt" and number in hits else None


def well(chance: Random) -> Faults:
    return lambda stage, number: None


def _each_stage() -> Iterator[Kind]:
    for stage in ("connect", "ehlo", "starttls", "auth", "mail", "rcpt", "data", "dot"):
        where, tls = WORDS[stage], stage in ("starttls", "auth")
        yield Kind(f"4xx at {where}", at(stage, LATER, "451 4.7.1 not now", "452 4.2.2 full"), tls=tls)
        yield Kind(f"5xx at {where}", at(stage, NEVER, "554 5.7.1 no", "552 5.2.2 full"), tls=tls)
    for stage in ("connect", "ehlo", "starttls", "handshake", "auth", "mail", "rcpt", "data", "half", "dot", "taken"):
        where, tls, doubts = WORDS[stage], stage in ("starttls", "handshake", "auth"), stage in ("half", "dot", "taken")
        yield Kind(f"connection cut at {where}", at(stage, "cut", "reset"), tls=tls, doubts=doubts)
        yield Kind(f"stall at {where}", at(stage, "stall"), tls=tls, doubts=doubts, timeout=0.2)
    for stage in ("mail", "rcpt", "data", "dot"):
        yield Kind(f"421 in mid-pipeline at {WORDS[stage]}", at(stage, GOING), pipelining=True)
    for stage in ("connect", "ehlo", "mail", "rcpt", "data", "dot", "taken"):
        doubts, nonsense = stage in ("dot", "taken"), ("what?", "", "2x0 ok", "\x00\xff\x00", "999 who", "354 and now?", "199 hm")
        yield Kind(f"nonsense at {WORDS[stage]}", at(stage, *nonsense), doubts=doubts)
        yield Kind(f"over-long or endless answer at {WORDS[stage]}", at(stage, f"250 {'x' * 100_000}", "endless"), doubts=doubts)
        yield Kind(f"answer in drops at {WORDS[stage]}", at(stage, "trickle"), doubts=doubts, timeout=0.2)


KINDS = (
    *_each_stage(),
    Kind("greylisting", greylisting),
    Kind("a server without PIPELINING that breaks off", at("dot", "cut", LATER, NEVER), pipelining=False, doubts=True),
    Kind("recipients refused, body asked for all the same", nobody_but_go_on, pipelining=True),
    Kind("a certificate nobody vouches for", well, tls=True, trusted=False),
    Kind("cut under TLS in mid-body", at("half", "cut", "reset"), tls=True, doubts=True),
    Kind("everything at once", storm, doubts=True),
    Kind("everything at once, under TLS", storm, doubts=True, tls=True),
    Kind("the clock jumps by up to ten days", at("mail", LATER), clock_jumps=True),
    Kind("no room for the journal", at("mail", LATER), disk_full=True),
)
