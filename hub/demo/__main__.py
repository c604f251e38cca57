"""`python -m hub.demo`: loads a small company once, starts everything, and says who listens where. Ctrl-C stops it all."""

import fcntl
import json
import os
import shlex
import subprocess
import sys
import time
import urllib.error
import urllib.request
from typing import IO

from .servers import full_servers
from .stack import PortTaken, Stack, stack_from_environment
from .supervise import Supervisor

READY_SECONDS = 90
SETTINGS = ("HUB_DEMO", "HUB_MODE", "HUB_DATA", "ORIGIN", "EMAIL_URL", "DATABASE_URL", "BROKER_URL", "MAIL_DOMAIN")


def say(text: str) -> None:
    print(text, flush=True)  # noqa: T201 (this is the command's voice)


def main() -> int:
    try:
        stack = stack_from_environment()
    except PortTaken as error:
        say(str(error))
        return 1
    stack.folder.mkdir(parents=True, exist_ok=True)
    lock = (stack.folder / "lock").open("w")
    if not taken_for_us(lock):
        say(f"Another demo already runs in {stack.folder}. Stop it, or choose another folder: DEMO_DIR=demo2 DEMO_PORT=8001 make demo")
        return 1
    with full_servers(stack, os.environ) as servers:
        return run(stack, stack.environment(os.environ, servers=servers))


def taken_for_us(lock: IO[str]) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def run(stack: Stack, env: dict[str, str]) -> int:
    note_environment(stack, env)
    supervisor = Supervisor(env=env, logs=stack.folder / "logs", say=say)
    try:
        supervisor.start(stack.inbox())
        if not prepare(stack, env):
            return 1
        for child in (stack.web(), stack.worker(), stack.scheduler()):
            supervisor.start(child)
        supervisor.run(each=Greeting(stack, supervisor))
    except KeyboardInterrupt:
        pass
    finally:
        supervisor.stop()
    say("Everything has stopped.")
    return 0


def note_environment(stack: Stack, env: dict[str, str]) -> None:
    """Leave the settings beside the data, so that `manage.py` can be pointed at this demo from another terminal."""
    ours = {name: env[name] for name in SETTINGS}
    (stack.folder / "environment.json").write_text(json.dumps(ours, indent=1))
    (stack.folder / "environment.sh").write_text("".join(f"export {name}={shlex.quote(value)}\n" for name, value in ours.items()))


def prepare(stack: Stack, env: dict[str, str]) -> bool:
    """Migrate and load the company; the second time nothing is left to do."""
    if stack.is_prepared():
        return True
    say(f"Preparing {stack.folder} (once) …")
    command = stack.manage("demo_prepare", "--sign-ins", str(stack.sign_ins), *(["--empty"] if stack.empty else []))
    if subprocess.run(command, env=env, stdin=subprocess.DEVNULL, check=False).returncode:  # noqa: S603
        say("The demo could not be prepared; the lines above say why. Remove the folder to begin anew, or read docs/architecture.md.")
        return False
    stack.note_prepared()
    return True


class Greeting:
    """Says once, when all parts run, who listens where; or what is missing after a while."""

    def __init__(self, stack: Stack, supervisor: Supervisor) -> None:
        self.stack, self.supervisor = stack, supervisor
        self.done, self.began = False, time.monotonic()

    def __call__(self) -> None:
        if self.done:
            return
        missing = missing_parts(self.stack)
        if not missing:
            say(table(self.stack, self.supervisor))
            self.done = True
        elif time.monotonic() - self.began > READY_SECONDS:
            say(f"Not everything runs yet: {missing}. The logs are in {self.supervisor.logs}.")
            self.done = True


def missing_parts(stack: Stack) -> str:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{stack.port}/health/ready", timeout=5):  # noqa: S310 (our own address)
            return ""
    except urllib.error.HTTPError as error:
        return ", ".join(json.load(error).get("missing", [])) if error.code == 503 else f"web (answers {error.code})"
    except (OSError, ValueError):
        return "web"


def table(stack: Stack, supervisor: Supervisor) -> str:
    width = max(len(child.name) for child in supervisor.children)
    lines = ["", f"Open {stack.origin}/ and sign in at {stack.origin}/admin/", ""]
    lines += [f"  {child.name:<{width}}  {child.says}" for child in supervisor.children]
    if stack.sign_ins.exists():
        lines += ["", "Sign-ins:"]
        lines += [f"  {role:<16} {email:<36} {password}" for role, email, password in json.loads(stack.sign_ins.read_text())]
    lines += [
        "",
        f"Data: {stack.folder}   Logs: {supervisor.logs}   Ctrl-C stops everything.",
        f"For manage.py in another terminal: . {stack.folder}/environment.sh",
        "",
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
