"""Translations without gettext's programs: the .po files in locale/ are compiled when a process first needs them, once per content."""

import hashlib
import os
import tempfile
from pathlib import Path


def compiled(source: Path, target: Path) -> Path:
    """The folder with the compiled catalogues of `source`, made under `target` unless the same content lies there already."""
    files = sorted(source.glob("*/LC_MESSAGES/*.po"))
    digest = hashlib.sha256(b"".join(str(path.relative_to(source)).encode() + path.read_bytes() for path in files)).hexdigest()[:16]
    ready = target / digest
    if not ready.is_dir():
        target.mkdir(parents=True, exist_ok=True)
        _publish(_compile(source, files, Path(tempfile.mkdtemp(dir=target))), ready)
    return ready


def _compile(source: Path, files: list[Path], folder: Path) -> Path:
    # Here and not above: what is compiled already needs no compiler, and every command would pay for its import.
    import polib

    for path in files:
        made = (folder / path.relative_to(source)).with_suffix(".mo")
        made.parent.mkdir(parents=True)
        polib.pofile(str(path)).save_as_mofile(str(made))
    folder.chmod(0o755)
    return folder


def _publish(folder: Path, ready: Path) -> None:
    """Under its name in one step; when another process was quicker, its work is as good."""
    try:
        os.rename(folder, ready)
    except OSError:
        if not ready.is_dir():
            raise
