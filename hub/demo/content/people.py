"""The twelve sellers, in their own words."""

from dataclasses import dataclass

from .company import MAIL


@dataclass(frozen=True)
class SellerData:
    """`readers`: how many people stand on her list, those who left or wait included."""

    login: str
    name: str
    shop: str
    job: str
    readers: int
    sign_off: str
    bio: str

    @property
    def email(self) -> str:
        return f"{self.login}@{MAIL}"


SELLERS = (
    SellerData(
        "anna",
        "Anna Nowak",
        "north-quay",
        "I look after green teas and everything you brew them in",
        84,
        "See you at the quay, Anna",
        "I came to North Quay for a summer job eleven years ago and never left the tea counter. On Tuesdays I open the new tins and brew "
        "them for whoever walks in. I write about once a fortnight: what has arrived, what I drink myself, and what I would not buy again.",
    ),
    SellerData(
        "piotr",
        "Piotr Zieliński",
        "north-quay",
        "I sharpen, mend and sell kitchen knives",
        131,
        "Keep them sharp, Piotr",
        "I was a cook for nine years, so I know what a bad knife does to a good evening. Bring me yours on a Thursday and I sharpen "
        "it while "
        "you wait. My letters are short and mostly about steel, wood and onions.",
    ),
    SellerData(
        "marta",
        "Marta Wiśniewska",
        "pier-house",
        "I choose the stoneware for Pier House",
        146,
        "Warmly from the pier, Marta",
        "I throw pots myself, badly, and that is why I know who throws them well. I visit our four potters twice a year and write to you "
        "when a kiln has been opened. If a glaze has a flaw I like, I will tell you why I like it.",
    ),
    SellerData(
        "kasia",
        "Kasia Lewandowska",
        "pier-house",
        "I do the baking shelf, and I taste everything",
        118,
        "Flour on my sleeves, Kasia",
        "I bake at five in the morning because the house is quiet then. I sell tins, papers, bannetons and the odd strong opinion about "
        "butter. Write back and tell me what went wrong with your loaf; I have made that mistake too.",
    ),
    SellerData(
        "jonas",
        "Jonas Petersen",
        "salt-store",
        "I know coffee and the machines it comes out of",
        152,
        "Until your next cup, Jonas",
        "I repair espresso machines on the bench at the back of the shop, so I can tell you which ones come back to me. I write when a new "
        "roast arrives from Flensburg, or when I have finally understood something about water.",
    ),
    SellerData(
        "frieda",
        "Frieda Brandt",
        "salt-store",
        "I lay tables, for two or for twenty",
        97,
        "Yours at the long table, Frieda",
        "I learned to set a table in my grandmother's guest house on Fehmarn. I help people choose plates they will still like in ten "
        "years, and I lend out our big tablecloths. I write before the feasts and sometimes after them.",
    ),
    SellerData(
        "aylin",
        "Aylin Demir",
        "fleet-side",
        "I look after black teas, glasses and samovars",
        164,
        "The kettle is on, Aylin",
        "My family has drunk tea from small glasses for as long as anybody remembers, and I sell it that way too. Come in when it rains, "
        "which in Hamburg leaves you plenty of choice. I write when a harvest lands in the port.",
    ),
    SellerData(
        "isla",
        "Isla Macrae",
        "candle-row",
        "I run the winter counter: wool, wax and whisky glasses",
        138,
        "Keep warm, Isla",
        "I grew up on Skye, where you learn early what keeps a house warm. I pick our blankets, candles and glasses, and I light one of "
        "each before I sell it. My letters come when the evenings change.",
    ),
    SellerData(
        "callum",
        "Callum Reid",
        "candle-row",
        "I pack parcels and find presents",
        109,
        "Yours with string, Callum",
        "I am the one behind the brown paper. Tell me who it is for and what you can spend, and I will find three things and hide the "
        "price. I keep a note of birthdays if you ask me to.",
    ),
    SellerData(
        "priya",
        "Priya Nair",
        "stonegate",
        "I blend spices and write down the recipes",
        141,
        "With a full spoon, Priya",
        "I started our spice drawer with six jars from my mother's kitchen; there are forty-one now. I cook one of my own recipes every "
        "Friday evening and write to you on Saturday if it was any good.",
    ),
    SellerData(
        "tom",
        "Tom Ashworth",
        "stonegate",
        "I look after cast iron, copper and things that last",
        112,
        "Season it well, Tom",
        "I inherited a pan that is older than my house. I sell pans I believe you could leave to somebody, and I re-season the ones you "
        "already own. I write once a month, usually on a Sunday with the oven on.",
    ),
    SellerData(
        "nell",
        "Nell Harker",
        "harbour-stairs",
        "I keep our smallest shop, nineteen steps down",
        108,
        "From the harbour stairs, Nell",
        "My one window is full of sea. I sell tea, tins, books about tea and enamel that does not "
        "mind being dropped. I write when the weather gives me an hour.",
    ),
)
