"""Wren & Linden: tea, tableware and things for the kitchen, in seven shops around two cold seas."""

from dataclasses import dataclass

PASSWORD = "linden-tea-2026"  # noqa: S105 - printed on the screen for everybody: a demo has no secrets
MAIL = "wrenlinden.example"
SITE = "https://wrenlinden.example"

BRAND = {
    "name": "Wren & Linden",
    "primary_colour": "#1f4d3a",
    "accent_colour": "#b0502a",
    "paper_colour": "#faf6ef",
    "postal_address": "Wren & Linden, 4 Long Bridge Quay, 80-834 Gdańsk",
    "legal_footer": "Wren & Linden sells tea, tableware and kitchen things in seven shops. Prices are for the shops and for as long "
    "as stock lasts.",
    "tone_words": "warm, as across the counter\nplain words\nnever loud\none thing at a time",
    "privacy_url": "",
}
INTRO = "Tea, tableware and kitchen things, and people who know them. Pick somebody to write to you: a person writes, and not often."


@dataclass(frozen=True)
class ShopData:
    key: str
    region: str
    name: str
    street: str
    town: str
    phone: str
    hours: str
    zone: str


REGIONS = {"baltic": "Baltic coast", "hanse": "Hanse towns", "north": "The North of Britain"}

SHOPS = (
    ShopData("north-quay", "baltic", "North Quay", "4 Long Bridge Quay", "Gdańsk", "+48 58 555 0104", "Mon–Sat 10–19", "Europe/Warsaw"),
    ShopData(
        "pier-house", "baltic", "Pier House", "11 Monte Cassino Street", "Sopot", "+48 58 555 0111", "Every day 10–20", "Europe/Warsaw"
    ),
    ShopData("salt-store", "hanse", "Salt Store", "17 An der Obertrave", "Lübeck", "+49 451 555 0117", "Mon–Sat 10–18:30", "Europe/Berlin"),
    ShopData("fleet-side", "hanse", "Fleet Side", "29 Deichstraße", "Hamburg", "+49 40 555 0129", "Mon–Sat 10–19", "Europe/Berlin"),
    ShopData(
        "candle-row",
        "north",
        "Candle Row",
        "52 Cockburn Street",
        "Edinburgh",
        "+44 131 496 0152",
        "Mon–Sat 9:30–18, Sun 11–17",
        "Europe/London",
    ),
    ShopData("stonegate", "north", "Stonegate", "38 Stonegate", "York", "+44 1904 496 0138", "Mon–Sat 9:30–17:30", "Europe/London"),
    ShopData(
        "harbour-stairs", "north", "Harbour Stairs", "6 Church Street", "Whitby", "+44 1947 496 0106", "Thu–Mon 10–17", "Europe/London"
    ),
)


@dataclass(frozen=True)
class StaffData:
    """Somebody who signs in but has no list: `region` limits a lead, `writes_for` names an assistant's sellers."""

    login: str
    name: str
    role: str
    says: str
    region: str = ""
    writes_for: tuple[str, ...] = ()

    @property
    def email(self) -> str:
        return f"{self.login}@{MAIL}"


STAFF = (
    StaffData("helen", "Helen Marsh", "lead", "reviews every letter, keeps rules and blocks"),
    StaffData("marek", "Marek Dąbrowski", "lead", "reviews the Baltic coast", region="baltic"),
    StaffData("lucy", "Lucy Grant", "assistant", "drafts for Anna and Priya, sees no readers", writes_for=("anna", "priya")),
    StaffData("ben", "Ben Okafor", "assistant", "drafts for the Hamburg and Lübeck shops", writes_for=("aylin", "jonas", "frieda")),
    StaffData("ruth", "Ruth Feld", "administrator", "people, roles and settings"),
    StaffData("owen", "Owen Price", "administrator", "stands in for Ruth"),
)
