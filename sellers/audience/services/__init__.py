"""Changes of the lists, one flow a file."""

from .asking import ask_imported
from .bringing import bring_over
from .editing import update_subscriber
from .erasing import erase_person
from .expiring import expire_pending
from .exporting import export_readers
from .importing import import_file
from .leaving import suppress, unsubscribe
from .subscribing import add_subscriber, ask_again, confirm, request_subscription
from .undoing import perform_undo, undo_import
from .uploading import check_upload, choose_columns, discard_import, perform_import, preview, receive_upload, start_import, sweep_imports

__all__ = [
    "add_subscriber",
    "ask_again",
    "ask_imported",
    "bring_over",
    "check_upload",
    "choose_columns",
    "confirm",
    "discard_import",
    "erase_person",
    "expire_pending",
    "export_readers",
    "import_file",
    "perform_import",
    "perform_undo",
    "preview",
    "receive_upload",
    "request_subscription",
    "start_import",
    "suppress",
    "sweep_imports",
    "undo_import",
    "unsubscribe",
    "update_subscriber",
]
