"""`make demo` as a person meets it: everything starts, says so, survives an accident and stops."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.support.live import ROOT, LiveStack

pytestmark = [pytest.mark.faults, pytest.mark.one_engine]


def processes_of(stack: LiveStack) -> list[int]:
    """Every process whose environment names this stack's folder as its data."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if f"DEMO_DIR={stack.folder}".encode() in (folder / "environ").read_bytes().split(b"\0"):
                found.append(int(folder.name))
        except OSError:
            continue
    return found


def wait_for(condition, seconds):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.1)


def worker_of(stack: LiveStack) -> int:
    return next(pid for pid in processes_of(stack) if b"\0worker\0" in Path(f"/proc/{pid}/cmdline").read_bytes())


def engine_of(stack: LiveStack) -> str:
    return stack.manage("shell", "-v", "0", "-c", "from django.db import connection; print(connection.vendor)").stdout


def test_a_killed_worker_comes_back_and_a_killed_supervisor_leaves_nothing():
    stack = LiveStack(empty=True).start()
    try:
        assert "sqlite" in engine_of(stack)
        os.kill(worker_of(stack), signal.SIGKILL)
        wait_for(lambda: "worker was killed by signal 9; starting it again now" in stack.words(), 5)
        wait_for(lambda: worker_of(stack), 5)
        stack.process.kill()
        stack.process.wait()
        wait_for(lambda: processes_of(stack) == [], 15)
    finally:
        stack.stop()


def test_the_full_stack_runs_on_postgresql_and_stops_in_seconds():
    stack = LiveStack(full=True, empty=True).start()
    try:
        assert "postgresql" in engine_of(stack)
        wait_for(lambda: f"Open {stack.origin}/" in stack.words(), 10)
        began = time.monotonic()
        stack.stop(keep=True)
        assert time.monotonic() - began < 10
        assert "Everything has stopped." in stack.words()
        assert processes_of(stack) == []
    finally:
        stack.stop()


def test_a_taken_port_is_said_with_the_way_out(tmp_path):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        env = {**os.environ, "DEMO_PORT": str(port), "DEMO_DIR": str(tmp_path)}
        asked = subprocess.run([sys.executable, "-m", "hub.demo"], cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert asked.returncode == 1
    assert f"Port {port} is taken by another program. Choose another one: DEMO_PORT={port + 1} make demo" in asked.stdout
