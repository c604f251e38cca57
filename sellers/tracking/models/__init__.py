"""What came back and what readers did."""

from .events import Event, RecordFile, Tally
from .inbound import Brake, Inbound, Reply, Strike

__all__ = ["Brake", "Event", "Inbound", "RecordFile", "Reply", "Strike", "Tally"]
