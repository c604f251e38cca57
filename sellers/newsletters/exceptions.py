"""Why a letter cannot go on."""

from hub.common.exceptions import HubError


class LetterError(HubError):
    code = "letter"


class LetterTooBig(LetterError):
    """Mail programs cut long mails off, unsubscribe link included."""

    code = "too_big"

    @classmethod
    def of(cls, size: int) -> "LetterTooBig":
        return cls(f"The letter is too long ({size // 1000} kB, at most 100). Take out a few blocks or shorten the text.", size=size)


class LetterSent(LetterError):
    """A letter that went out is history."""

    code = "sent"


class NoSuchLetter(LetterError):
    """Absent, or somebody else's: nobody learns which."""

    code = "no_such_letter"
