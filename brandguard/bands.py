"""How far an audience may grow after a person has said yes to its size."""


def upper_bound(approved: int) -> int:
    """The most readers that an approval for `approved` readers still covers: a tenth more, or five more on a small list."""
    return max(approved + approved // 10, approved + 5)
