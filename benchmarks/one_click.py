"""One-click unsubscribing (RFC 8058) at a real web server while a send runs at full speed beside it: how long the slowest hundredth takes.

A mailbox provider posts when somebody presses its button, whatever we are doing at that moment; SQLite has one writer for both.
"""

import http.client
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from .frame import Result, Turn, raw
from .postfix import find, sink
from .rig import ENGINES, ROOT, Engine, engine, environment, free_port, own_database

READERS, LEAVING, SENDING_WORKERS, ASKING = int(os.environ.get("ONE_CLICK_READERS", "60000")), 2_000, 2, 2
LIMIT_MS = 200.0
BODY, KIND = b"List-Unsubscribe=One-Click", "application/x-www-form-urlencoded"


def measure() -> Iterator[Result]:
    tools = find()
    if tools is None:
        return
    for vendor in ENGINES:
        with sink(tools, free_port()) as server, own_database(vendor) as url, engine(url, server.port) as ours:
            big = ours("load", sellers=1, subscribers=READERS, issues=1, size=10_000)
            paths = ours("leaving", issue=ours("load", sellers=1, subscribers=LEAVING, issues=1)[0])
            with web_server(url) as port:
                alone = posting(port, iter(paths[:200]), lambda: True)
                yield beside(ours, big, port, iter(paths[200:]), alone, vendor)


def beside(ours: Engine, big: list[int], port: int, paths: Iterator[str], alone: list[float], vendor: str) -> Result:
    ours("arm", ids=big)
    took: dict[str, float] = {}
    sending = threading.Thread(target=lambda: took.update(ours("drain", ids=big, workers=SENDING_WORKERS)))
    sending.start()
    time.sleep(0.5)  # the readers are being fixed
    taken = posting(port, paths, sending.is_alive)
    sending.join()
    worst, middle = percentile(taken, 99), statistics.median(taken)
    speed = READERS / took["seconds"]
    name = (
        f"one-click p99 beside a send of {READERS:,} at {speed:,.0f}/s on {vendor} ({len(taken)} asked, median {middle:.0f} ms, "
        f"alone p99 {percentile(alone, 99):.0f} ms): {LIMIT_MS:g} ms ÷ ours"
    )
    turns = [(Turn(found / 1000, 0.0), Turn(LIMIT_MS / 1000, 0.0)) for found in taken]
    return Result(name, round(worst, 1), "ms", LIMIT_MS, round(LIMIT_MS / worst, 2), 1, 0, worst <= LIMIT_MS, raw(turns))


def percentile(taken: list[float], share: int) -> float:
    return sorted(taken)[min(len(taken) - 1, len(taken) * share // 100)]


def posting(port: int, paths: Iterator[str], more: Callable[[], bool]) -> list[float]:
    """Milliseconds of each post, over two connections at a time, each its own as a mailbox provider's is."""
    taken: list[float] = []
    lock = threading.Lock()

    def ask() -> None:
        while more():
            with lock:
                path = next(paths, None)
            if path is None:
                return
            taken.append(post(port, path))
            time.sleep(0.01)

    askers = [threading.Thread(target=ask) for _ in range(ASKING)]
    for asker in askers:
        asker.start()
    for asker in askers:
        asker.join()
    return taken


def post(port: int, path: str) -> float:
    began = time.perf_counter()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request("POST", path, BODY, {"Content-Type": KIND, "Host": "localhost:8000"})
        answer = connection.getresponse()
        answer.read()
    finally:
        connection.close()
    if answer.status != 200:
        raise RuntimeError(f"the server answered {answer.status}")
    return (time.perf_counter() - began) * 1000


@contextmanager
def web_server(url: str) -> Iterator[int]:
    """The product's own web server, as the operator's guide starts it."""
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="hub-bench-data-") as folder:
        around = environment(url, 9, folder)
        subprocess.run([sys.executable, "manage.py", "createcachetable"], cwd=ROOT, env=around, check=True)
        command = [sys.executable, "-m", "gunicorn", "hub.config.wsgi", "--bind", f"127.0.0.1:{port}", "--preload", "--workers", "2"]
        with subprocess.Popen([*command, "--log-level", "error"], cwd=ROOT, env=around) as process:
            try:
                _wait_for(port)
                yield port
            finally:
                process.terminate()


def _wait_for(port: int) -> None:
    for _ in range(300):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("GET", "/health/live", headers={"Host": "localhost:8000"})
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.2)
        finally:
            connection.close()
    raise RuntimeError("the web server does not start")
