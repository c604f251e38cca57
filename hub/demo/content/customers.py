"""What sellers know of some of their customers, what they mean to do, and what customers answered."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Known:
    """`birthday` counts in days from the day of loading; None is unknown. `task` is (kind, days from today, about what)."""

    tastes: str
    looks_for: str = ""
    sizes: str = ""
    stage: str = "regular"
    tags: tuple[str, ...] = ()
    note: str = ""
    birthday: int | None = None
    phone: bool = False
    task: tuple[str, int, str] | None = None


# The first ones have something to do with them: they are met on the seller's home.
KNOWN = (
    Known(
        "Green tea in the morning, nothing smoky. Plain glazes.",
        looks_for="A small pot that does not drip",
        stage="fan",
        tags=("tea", "first to know"),
        note="A sister moved to Gdynia in the autumn; ask how it goes.",
        birthday=2,
        phone=True,
        task=("call", 0, "The blue pot is back on the shelf"),
    ),
    Known(
        "Sencha, and tins with a good lid.",
        looks_for="A present for a new flat",
        tags=("presents",),
        note="Pays attention to paper: brown, no print.",
        birthday=6,
        task=("follow_up", -1, "Did the present go down well?"),
    ),
    Known(
        "Cooks for eight on Sundays. Cast iron, wood, nothing that beeps.",
        sizes="Pans from 28 cm; apron L",
        stage="buyer",
        tags=("kitchen",),
        note="Bought the large pan in spring and asks about seasoning it.",
        task=("remind", 0, "Put the wide lid aside when it comes"),
    ),
    Known(
        "Collects blue glass, one piece a year.",
        looks_for="Blue glass, old or new",
        stage="fan",
        tags=("blue glass", "first to know"),
        birthday=19,
        phone=True,
        task=("call", 3, "New glass comes on Friday"),
    ),
    Known(
        "Bakes with rye. Dry humour.", looks_for="A banneton that is not round", tags=("baking",), note="Lent me a recipe; give it back."
    ),
    Known("Tea at four, coffee never.", stage="interested", tags=("tea",), note="Reads every letter, answers in the shop."),
    Known("White plates, linen, candles without scent.", sizes="Table for ten; cloth 160 × 320", tags=("table",), birthday=40),
    Known("Spices, the hotter the better.", looks_for="A mortar that stays where it is", stage="buyer", tags=("kitchen",), birthday=75),
    Known("Presents for three godchildren.", stage="regular", tags=("presents",), note="Wants to hear in November, not in December."),
    Known("Enamel, camping, a stove with one ring.", stage="interested", tags=("outdoors",), birthday=120),
    Known("Likes to know who made it.", stage="regular", tags=("first to know",), note="Came to the spring evening with a friend."),
    Known("Quiet colours. Never asks for a discount.", stage="quiet", note="Not seen since the summer."),
)

ANSWERS = (
    "Thank you, that made me smile on the tram. Please keep one for me, I come by on Saturday.",
    "What a lovely letter. Does it also come in a smaller size? My kitchen is the size of a cupboard.",
    "I was in yesterday and you were not there! Anyway: yes please, two of them, and the paper without print.",
    "Good to hear from you. My mother asks whether the workshop still takes people.",
)

# (what, how many of it, for how much, days before today; 0 is after the letter that went out)
PURCHASES = (
    ("Sencha, first flush, 100 g", 1, "24.90", 0),
    ("Cast-iron trivet", 1, "18.00", 0),
    ("Tea bowl, blue glaze", 2, "58.00", 26),
    ("Darjeeling, 250 g", 1, "31.50", 61),
)
