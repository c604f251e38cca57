"""Who we are: an id that lies outside the database, so that a copy of the database is somebody else's until a person says otherwise."""

import hashlib
import os
from functools import lru_cache
from pathlib import Path
from secrets import token_hex

from django.conf import settings

DISARMED = (
    "Nothing is sent from here: this database was restored, or belongs to another installation. "
    "Once you are sure that no other one sends, run: manage.py arm_installation"
)


def our_key() -> str:
    """The id of this installation: INSTALLATION_ID, else of a file under HUB_DATA. 32 characters."""
    return _key(settings.INSTALLATION_ID, Path(settings.HUB_DATA))


@lru_cache(maxsize=8)
def _key(named: str, folder: Path) -> str:
    if named:
        return hashlib.blake2b(named.encode(), digest_size=16).hexdigest()
    path = folder / "installation"
    if not path.exists():
        _make(path)
    # With the file's place on the disk: a copy of the whole folder is another installation too.
    own = f"{path.read_text()}:{path.stat().st_ino}"
    return hashlib.blake2b(own.encode(), digest_size=16).hexdigest()


def _make(path: Path) -> None:
    """Whole under its name at once, whoever else is making it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"installation.{token_hex(8)}")
    draft.write_text(token_hex(16))
    draft.chmod(0o600)
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
