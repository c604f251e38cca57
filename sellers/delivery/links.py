"""Where the links of a letter lead. Tracking, when a policy asks for it, rewrites here and nowhere else."""

from collections.abc import Sequence


def targets(links: Sequence[str]) -> dict[str, str]:
    """The mark of each link of the link table ("link0" …) and the address that takes its place: its plain target."""
    return {f"link{number}": target for number, target in enumerate(links)}
