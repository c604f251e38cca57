"""Nell is away until the spring: who may be followed meanwhile, and what her customers say."""

AWAY, SUCCESSOR, SHOP_VOICE = "nell", "tom", "priya"
ANSWERS = ("person", "shop", "person", "person", "leave", "shop", "person")
# The other mails follow from the timetable, a minute later.
ASKED_SO_FAR, ANSWERED = 60, 23
