"""Realistic volume for load tests and benchmarks, fast: rows in bulk, with real hashes and approvals that the gate accepts."""

from .loading import load_volume

__all__ = ["load_volume"]
