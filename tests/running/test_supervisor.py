"""One command keeps the processes running, and leaves none behind."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from hub.demo.supervise import Child, Supervisor

pytestmark = pytest.mark.one_engine
SLEEP = [sys.executable, "-S", "-c", "import time; time.sleep(60)"]
STUBBORN = [sys.executable, "-S", "-c", "import signal, time; signal.signal(15, signal.SIG_IGN); print('here', flush=True); time.sleep(60)"]
DIES = [sys.executable, "-S", "-c", "print('no bread'); raise SystemExit(3)"]


@pytest.fixture
def said():
    return []


@pytest.fixture
def supervisor(tmp_path, said):
    supervisor = Supervisor(env=dict(os.environ), logs=tmp_path, say=said.append)
    yield supervisor
    supervisor.stop()


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().split(") ")[1][0] != "Z"
    except FileNotFoundError:
        return False


def wait_for(condition, seconds=5.0):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.01)


def test_a_child_that_dies_is_started_again_and_its_last_words_are_told(supervisor, said):
    child = Child("baker", DIES)
    supervisor.start(child)
    child.process.wait()
    first = child.process.pid
    supervisor.look_after()
    assert child.process is not None and child.process.pid != first
    assert "baker ended with exit code 3" in said[0] and "no bread" in said[0]


def test_a_child_that_keeps_dying_is_given_longer_and_longer_pauses(supervisor, said):
    child = Child("baker", DIES)
    pauses = []
    for _ in range(9):
        supervisor.start(child)
        child.process.wait()
        supervisor._note_death(child, time.monotonic())
        pauses.append(round(child.start_again_at - time.monotonic()))
    assert pauses == [0, 1, 2, 4, 8, 16, 30, 30, 30]


def test_stopping_ends_every_child_also_one_that_will_not_listen(supervisor, monkeypatch, tmp_path, said):
    monkeypatch.setattr("hub.demo.supervise.STOP_SECONDS", 0.3)
    children = [Child("quick", SLEEP), Child("stubborn", STUBBORN)]
    for child in children:
        supervisor.start(child)
    wait_for(lambda: "here" in (tmp_path / "stubborn.log").read_text())
    pids = [child.process.pid for child in children]
    supervisor.stop()
    assert not any(alive(pid) for pid in pids)
    assert said == ["stubborn did not stop in time and was ended."]


PARENT = """
import os, sys
from pathlib import Path
from hub.demo.supervise import Child, Supervisor
supervisor = Supervisor(env=dict(os.environ), logs=Path(sys.argv[1]), say=print)
child = Child("child", [sys.executable, "-S", "-c", "import time; time.sleep(60)"])
supervisor.start(child)
seen = []
supervisor.run(poll=0.05, each=lambda: seen or seen.append(print(child.process.pid, flush=True)))
"""


@pytest.fixture
def parent(tmp_path):
    process = subprocess.Popen([sys.executable, "-c", PARENT, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    yield process
    process.kill()
    process.wait()
    process.stdout.close()


def test_children_die_with_a_supervisor_that_is_killed(parent):
    child = int(parent.stdout.readline())
    parent.kill()
    wait_for(lambda: not alive(child))


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_and_sigterm_stop_everything(parent, number):
    child = int(parent.stdout.readline())
    parent.send_signal(number)
    assert parent.wait(5) == 0
    assert not alive(child)
