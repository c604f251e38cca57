import asyncio
import threading
from email.message import EmailMessage
from email.policy import SMTP

import pytest

from hub.demo.inbox.server import Mailboxes
from hub.demo.inbox.store import Store


@pytest.fixture
def inbox_folder(settings, tmp_path):
    settings.HUB_DATA = tmp_path
    settings.DEMO = True
    settings.ORIGIN = "http://localhost:8000"
    return tmp_path / "inbox"


@pytest.fixture
def store(inbox_folder):
    return Store()


@pytest.fixture
def inbox_server(store):
    """A running mail server of the demo; gives its (host, port)."""
    from aiosmtpd.smtp import SMTP as Server

    loop = asyncio.new_event_loop()
    with store.keep():
        # In its own thread from the start: a browser of an earlier test may have a loop running in this one.
        thread = threading.Thread(target=loop.run_forever, daemon=True)
        thread.start()
        opening = loop.create_server(lambda: Server(Mailboxes(store), hostname="inbox.example"), "127.0.0.1", 0)
        listening = asyncio.run_coroutine_threadsafe(opening, loop).result(10)
        yield listening.sockets[0].getsockname()
        loop.call_soon_threadsafe(listening.close)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(5)
    loop.close()


def letter_bytes(*, to="maria@reader.example", subject="Spring is in", text="Hello Maria,\nthe new teas are here.", html=None, **headers):
    message = EmailMessage()
    message["From"] = "Anna Nowak at Brand <anna.nowak@letters.example>"
    message["To"] = to
    message["Subject"] = subject
    message["Message-ID"] = "<abc@letters.example>"
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    if html:
        message.add_alternative(html, subtype="html")
    return message.as_bytes(policy=SMTP)
