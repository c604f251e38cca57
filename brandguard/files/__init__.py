"""Files as documents: text, Markdown and HTML, with the way back to line and column."""

from .reader import FileDocument, read_file, read_text

__all__ = ["FileDocument", "read_file", "read_text"]
