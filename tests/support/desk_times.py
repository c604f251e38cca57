"""What the desk's screens cost with 500 and with 5,000 customers: `python -m tests.support.desk_times` writes it into docs/ux.md.

A company of two sellers behind the demo's own web server; nothing else runs. Server time is the best of TRIES, from the last byte asked to
the first byte answered, the session and Wagtail's frame included.
"""

import gzip
import http.client
import json
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from tests.support.live import LiveStack

PAGE = Path(__file__).resolve().parents[2] / "docs" / "ux.md"
BEGIN, END = "<!-- times -->", "<!-- /times -->"
SIZES = (500, 5_000)
TRIES = 9
TOKEN = "s" * 32

# One seller of that many customers, signed in: her session and one of her customers.
SIGNED_IN = (
    "import json; from django.test import Client; from sellers.profiles.models import Seller; client = Client();"
    "seller = Seller.objects.select_related('user').get(pk={seller}); client.force_login(seller.user);"
    "print('SAID', json.dumps([client.cookies['sessionid'].value, seller.subscribers.order_by('pk')[7].pk]))"
)


@dataclass(frozen=True)
class Cost:
    milliseconds: float
    kilobytes: float  # of HTML, as it is and compressed
    compressed: float


def seller_with(stack: LiveStack, customers: int) -> tuple[str, int]:
    """(session, a customer) of a new seller."""
    made = json.loads(stack.manage("load_volume", "--sellers", "1", "--subscribers", str(customers), "--issues", "0").stdout)
    said = stack.manage("shell", "-v0", "-c", SIGNED_IN.format(seller=made["sellers"][0])).stdout
    session, customer = json.loads(said.split("SAID ", 1)[1])
    return session, customer


def cost_of(stack: LiveStack, path: str, session: str, search: str = "") -> Cost:
    """Of a page; of what each key typed into the search field asks for, with `search`."""
    headers, method, form = {"Cookie": f"sessionid={session}; csrftoken={TOKEN}"}, "GET", None
    if search:
        method, form = "POST", urlencode({"search": search})
        headers |= {"X-CSRFToken": TOKEN, "X-Rows": "1", "Content-Type": "application/x-www-form-urlencoded", "Origin": stack.origin}
    connection = http.client.HTTPConnection("localhost", stack.port, timeout=60)
    times, body = [], b""
    for _ in range(TRIES):
        began = time.perf_counter()
        connection.request(method, path, form, headers)
        answer = connection.getresponse()
        times.append(1000 * (time.perf_counter() - began))
        body = answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{path} answered {answer.status}")
    return Cost(min(times), len(body) / 1000, len(gzip.compress(body)) / 1000)


def measured(stack: LiveStack) -> list[str]:
    found: dict[str, list[Cost]] = {}
    for size in SIZES:
        session, customer = seller_with(stack, size)
        places = {
            "home": ("/admin/", ""),
            "customer book": ("/admin/customers/", ""),
            "a key typed into its search, “kowal”": ("/admin/customers/", "kowal"),
            "a customer’s card": (f"/admin/customers/{customer}/", ""),
            "results": ("/admin/went/", ""),
        }
        for name, (path, search) in places.items():
            found.setdefault(name, []).append(cost_of(stack, path, session, search))
    return [
        f"| {name} | {' | '.join(f'{one.milliseconds:.0f}' for one in costs)} | {costs[0].kilobytes:.0f} ({costs[0].compressed:.0f}) |"
        for name, costs in found.items()
    ]


def main() -> None:
    stack = LiveStack().start()
    try:
        lines = measured(stack)
    finally:
        stack.stop()
    head = ["| screen | ms with 500 customers | ms with 5,000 | kB of HTML (compressed) |", "|---|---|---|---|"]
    before, _, rest = PAGE.read_text().partition(BEGIN)
    PAGE.write_text("\n".join([before + BEGIN, *head, *lines, END + rest.partition(END)[2]]))


if __name__ == "__main__":
    main()
