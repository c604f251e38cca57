"""What came back and what readers did."""

from .inbound import Brake, Inbound, Reply, Strike

__all__ = ["Brake", "Inbound", "Reply", "Strike"]
