"""What a worker holds."""

from dataclasses import dataclass

from ..message import ReaderFacts
from ..models import Chunk


@dataclass(frozen=True)
class Claim:
    """What a worker may send until its lease ends: (position in the chunk, facts of the reader) of each row."""

    chunk: Chunk
    rows: tuple[tuple[int, ReaderFacts], ...]
