"""The demo company, put in through the rooms' own services: nothing is faked, so whatever it shows is true."""

from .loading import load, sign_ins

__all__ = ["load", "sign_ins"]
