"""The broker of files: whole messages, each to one worker, oldest first."""

import pytest
from kombu import Connection

pytestmark = pytest.mark.one_engine


@pytest.fixture
def connect(tmp_path):
    import hub.config.celery  # noqa: F401 (names the transport)

    opened = []

    def open_one():
        connection = Connection("doorbells://localhost/", transport_options={"folder": str(tmp_path), "polling_interval": 0.01})
        opened.append(connection)
        return connection

    yield open_one
    for connection in opened:
        connection.release()


def test_rings_are_heard_in_their_order_by_another_process(connect):
    ringing = connect().SimpleQueue("q")
    for n in range(5):
        ringing.put({"n": n})
    hearing = connect().SimpleQueue("q")
    assert [hearing.get(timeout=1).payload["n"] for _ in range(5)] == list(range(5))


def test_no_ring_is_heard_twice(connect):
    one, two = connect().SimpleQueue("q"), connect().SimpleQueue("q")
    one.put({"n": 1})
    assert one.get(timeout=1).payload == {"n": 1}
    with pytest.raises(two.Empty):
        two.get(timeout=0.05)


def test_queues_do_not_hear_each_other(connect):
    connect().SimpleQueue("one").put({})
    other = connect().SimpleQueue("two")
    with pytest.raises(other.Empty):
        other.get(timeout=0.05)


def test_a_half_written_message_is_not_seen(connect, tmp_path):
    queue = connect().SimpleQueue("q")
    (tmp_path / ".half").write_text('{"body": ')
    with pytest.raises(queue.Empty):
        queue.get(timeout=0.05)
