"""Changes of the lists, one flow a file."""

from .asking import ask_imported
from .bringing import bring_over
from .editing import update_subscriber
from .erasing import erase_person
from .expiring import expire_pending
from .exporting import export_readers
from .handing_over import answer_hand_over, ask_customers, ask_hand_overs, begin_hand_over, call_off
from .importing import import_file
from .leaving import note_why_left, suppress, unsubscribe
from .merging import merge_cards, undo_merge
from .noting import change_note, delete_note, remove_day, set_day, write_note
from .preferring import choose_language, note_letter_sent, set_preferences
from .retaining import keep_no_longer
from .subscribing import add_subscriber, ask_again, confirm, note_flood, request_subscription
from .tagging import delete_tag, rename_tag, set_tags, tag_readers
from .topics import bring_back_topic, change_topic, make_topic, retire_topic
from .undoing import perform_undo, undo_import
from .uploading import check_upload, choose_columns, discard_import, perform_import, preview, receive_upload, start_import, sweep_imports

__all__ = [
    "add_subscriber",
    "answer_hand_over",
    "ask_again",
    "ask_customers",
    "ask_hand_overs",
    "begin_hand_over",
    "call_off",
    "ask_imported",
    "bring_back_topic",
    "bring_over",
    "change_note",
    "change_topic",
    "check_upload",
    "choose_columns",
    "choose_language",
    "confirm",
    "delete_note",
    "delete_tag",
    "discard_import",
    "erase_person",
    "expire_pending",
    "export_readers",
    "import_file",
    "keep_no_longer",
    "make_topic",
    "merge_cards",
    "note_flood",
    "note_letter_sent",
    "note_why_left",
    "perform_import",
    "perform_undo",
    "preview",
    "receive_upload",
    "remove_day",
    "rename_tag",
    "request_subscription",
    "retire_topic",
    "set_day",
    "set_preferences",
    "set_tags",
    "start_import",
    "suppress",
    "sweep_imports",
    "tag_readers",
    "undo_import",
    "undo_merge",
    "unsubscribe",
    "update_subscriber",
    "write_note",
]
