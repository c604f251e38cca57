"""Refusals of the audience, each with a sentence for the person who asked."""

from hub.common.exceptions import HubError


class NoSuchReader(HubError):
    """Not there, or not yours: nobody can tell which."""

    code = "no_such_reader"

    def __init__(self) -> None:
        super().__init__("There is no such reader on your list.")


class NoSuchImport(HubError):
    """Not there, or not yours."""

    code = "no_such_import"

    def __init__(self) -> None:
        super().__init__("There is no such import of yours.")


class NoSuchTag(HubError):
    """Not there, or not yours."""

    code = "no_such_tag"

    def __init__(self) -> None:
        super().__init__("There is no such tag of yours.")


class NoSuchTopic(HubError):
    """Not there, or not this viewer's to change."""

    code = "no_such_topic"

    def __init__(self) -> None:
        super().__init__("There is no such topic.")


class BadTopic(HubError):
    """A topic that readers could not tell from another, or not read."""

    code = "bad_topic"


class NoSuchNote(HubError):
    """Not there, or on another reader's card."""

    code = "no_such_note"

    def __init__(self) -> None:
        super().__init__("There is no such note on this card.")


class NoSuchHandOver(HubError):
    """Not there, or none of this viewer's business."""

    code = "no_such_hand_over"

    def __init__(self) -> None:
        super().__init__("There is no such hand-over.")


class CannotHandOver(HubError):
    """A hand-over that cannot begin or go on like this."""

    code = "cannot_hand_over"


class BadCard(HubError):
    """Something that cannot stand on a reader's card."""

    code = "bad_card"


class CannotMerge(HubError):
    """Two cards that cannot be joined, or not be separated again."""

    code = "cannot_merge"


class Expired(HubError):
    code = "expired"


class HasLeft(HubError):
    code = "has_left"


class AlreadyThere(HubError):
    code = "already_there"


class BadName(HubError):
    code = "bad_name"


class BadHistory(HubError):
    """A list brought over from elsewhere does not prove that people wanted to be on it."""

    code = "bad_history"


class UnreadableFile(HubError):
    """A file that is no table of people, or not one that we can read."""

    code = "unreadable_file"


class NothingImported(HubError):
    """An import that may not begin, or that must not go through: nobody is on the list because of it."""

    code = "nothing_imported"
