"""The demo's pictures, drawn at loading: portraits of the sellers and things from the shelves. The same ones each time."""

from .canvas import as_jpeg
from .portraits import PORTRAITS, portrait
from .things import THINGS, thing

__all__ = ["PORTRAITS", "THINGS", "as_jpeg", "portrait", "thing"]
