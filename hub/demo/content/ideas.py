"""What head office would write about this month."""

from dataclasses import dataclass


@dataclass(frozen=True)
class IdeaData:
    """`days`: from and to, counted from the day of loading; None is open. `used_by`: logins of sellers who began from it."""

    title: str
    text: str
    subject: str = ""
    opening: str = ""
    blocks: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    days: tuple[int, int | None] = (-3, None)
    used_by: tuple[str, ...] = ()


IDEAS = (
    IdeaData(
        "Which cup for which tea",
        "Many bought one cup for everything. Say in three lines which cup you take for which tea at home, and why. No prices needed: "
        "they come and ask.",
        "Which cup do you reach for?",
        "I have four cups at home and use each for one tea only.\nThe thin one is for the green tea: it cools faster than I can wait.",
        days=(-3, 25),
        used_by=("piotr",),
    ),
    IdeaData(
        "A present that can be brought back",
        "The weeks of presents begin. Whoever is unsure buys more easily when it can come back: the approved words are in it.",
        "If it should be the wrong one",
        "You asked me for something for somebody who has everything.",
        blocks=("return-policy",),
        days=(-1, 30),
    ),
    IdeaData(
        "Ask them one question",
        "The letters that were answered most ended with a question of one line. Ask what they drink when it rains.",
        days=(-40, None),
        used_by=("marta", "jonas", "isla"),
    ),
    IdeaData(
        "The spring list", "The new list comes on the first; look at it with one customer in mind.", days=(20, 50), regions=("north",)
    ),
)
