"""Where each address of a file stood first, for two hundred thousand of them in three megabytes; a dict takes twenty-five."""

from array import array

from ..files.reading import MAX_ROWS

_SLOTS = 1 << (MAX_ROWS * 5 // 4).bit_length()


class FirstLines:
    """Numbers (the first 64 bits of an address's keyed hash, so they are spread evenly) and the line each was seen in first."""

    def __init__(self) -> None:
        self._numbers, self._lines = array("Q", bytes(8 * _SLOTS)), array("I", bytes(4 * _SLOTS))

    def first(self, number: int, line: int) -> int:
        """The line in which the number was seen first; this one (from 1) when it is new."""
        place = number % _SLOTS
        while seen := self._lines[place]:
            if self._numbers[place] == number:
                return seen
            place = (place + 1) % _SLOTS
        self._numbers[place], self._lines[place] = number, line
        return line
