"""Refusals of the desk, each with a sentence for the person who asked."""

from hub.common.exceptions import HubError


class NoSuchTask(HubError):
    """Not there, or not yours: nobody can tell which."""

    code = "no_such_task"

    def __init__(self) -> None:
        super().__init__("There is no such task of yours.")


class BadTask(HubError):
    """A task that says nothing useful, or for a day that cannot be."""

    code = "bad_task"


class NotWritable(HubError):
    """A customer who may not be written to now, or a mail that says nothing."""

    code = "not_writable"


class BadPicture(HubError):
    """A file that is no picture, or one too large to be taken."""

    code = "bad_picture"


class NoSuchIdea(HubError):
    """Not there, over, or not for you: nobody can tell which."""

    code = "no_such_idea"

    def __init__(self) -> None:
        super().__init__("There is no such idea for you now. Please choose another start.")


class BadIdea(HubError):
    """An idea that cannot be kept as it is; `field` names what is wrong."""

    code = "bad_idea"

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message, field=field)


class BadPurchase(HubError):
    """A report that cannot be taken; `details["fields"]` holds {field: sentence}, and nothing was changed."""

    code = "bad_purchase"

    def __init__(self, fields: dict[str, str]) -> None:
        super().__init__("This purchase was not taken.", fields=fields)


class OtherPurchase(HubError):
    """The number is taken by a purchase with another content."""

    code = "other_purchase"

    def __init__(self) -> None:
        super().__init__("Another purchase has this number.", fields={"number": "Another purchase has this number."})
