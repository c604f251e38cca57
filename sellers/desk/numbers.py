"""Small numbers, said honestly: a seller has forty readers, not forty thousand."""

from math import sqrt

Z = 1.96  # 95 in 100
ENOUGH = 30  # below this many copies two letters are not compared


def of_how_many(some: int, total: int) -> str:
    """As one says it: "nobody of 41", "3 of 41", "24 of 240, about 1 in 10"."""
    if not total:
        return "nobody"
    if not some:
        return f"nobody of {total:,}"
    if total < 100 or some > total / 2:
        return f"{some:,} of {total:,}"
    return f"{some:,} of {total:,}, about 1 in {round(total / some)}"


def interval(some: int, total: int) -> tuple[float, float]:
    """Wilson's 95 % interval of a share: what the true one may be, after this many copies."""
    if not total:
        return 0.0, 1.0
    share, spread = some / total, Z * Z / total
    middle = (share + spread / 2) / (1 + spread)
    half = Z / (1 + spread) * sqrt(share * (1 - share) / total + spread / (4 * total))
    return max(0.0, middle - half), min(1.0, middle + half)


def beside_the_others(some: int, total: int, others: int, others_total: int) -> str:
    """Whether this letter did better than her others: only said when the two intervals lie apart."""
    if not others_total:
        return "It is the first, so there is nothing to compare it with yet."
    if total < ENOUGH or others_total < ENOUGH:
        return "Too few to compare."
    low, high = interval(some, total)
    other_low, other_high = interval(others, others_total)
    if low > other_high:
        return "More than your letters usually get."
    if high < other_low:
        return "Fewer than your letters usually get."
    return "About as many as usual; the difference may be chance."
