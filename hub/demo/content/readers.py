"""Names, notes and meetings from which 1,500 readers are put together, the same ones each time."""

NAMES = {
    "baltic": (
        "Agnieszka Zofia Magda Ewa Joanna Katarzyna Monika Barbara Hanna Ola Julia Teresa Danuta Alicja Dorota Tomasz Marcin Paweł "
        "Krzysztof "
        "Andrzej Jakub Michał Grzegorz Adam Łukasz Rafał Wojtek Stanisław Janusz Bartek",
        "Kowalczyk Wójcik Kamiński Szymańska Woźniak Dąbek Kozłowski Jankowska Mazur Krawczyk Piotrowska Grabowski Pawlak Michalska Król "
        "Wieczorek Jabłońska Wróbel Nowicki Majewska Olszewski Stępień Malinowska Jaworski Adamczyk Dudek Sikora Walczak Baran Rutkowski",
    ),
    "hanse": (
        "Antje Birgit Elke Silke Wiebke Maren Katrin Ute Swantje Inga Leyla Zeynep Heike Jule Lena Hinnerk Torben Malte Jan Sönke Kai Olaf "
        "Uwe Lars Emre Matthias Fiete Rolf Nils Hauke",
        "Hansen Claasen Möller Lüders Behrens Harms Steffens Carstens Brodersen Witt Thiessen Yilmaz Kruse Paulsen Detlefsen Groth "
        "Feddersen "
        "Kaya Martens Ahrens Sievers Lorenzen Bruns Jessen Reimers Stahmer Boysen Rickmers Tietjen Wulff",
    ),
    "north": (
        "Morag Fiona Eilidh Catriona Shona Margaret Ailsa Kirsty Jean Hazel Meera Ruth Sheila Bridget Grace Angus Hamish Duncan "
        "Ewan Fraser "
        "Neil Alan Stuart George Arun Walter Colin Edwin Joseph Hugh",
        "Sinclair Drummond Galbraith Buchan Lennox Pringle Haldane Gillespie Rennie Tulloch Metcalfe Thwaite Dunning Harland Storr "
        "Pickering "
        "Weighell Appleyard Cawood Fairweather Iqbal Chandra Ogilvie Laidlaw Moffat Ramsay Skelton Outhwaite Verity Leng",
    ),
}

HOSTS = ("post.example", "mailbox.example", "letterbox.example", "home.example")

MET = (
    "At the counter, on a Saturday",
    "Asked me about a present for her sister",
    "Came in out of the rain",
    "At the spring evening",
    "Brought in something to mend",
    "Signed up on my page",
    "Through a friend who reads my letters",
    "At the Christmas market stand",
    "Was looking for something we do not have",
    "By the card at the till",
    "Tasting in the shop",
    "Moved in round the corner",
)

NOTES = (
    "Looks for a pot that does not drip.",
    "Drinks nothing with bergamot.",
    "Has a small kitchen: nothing large.",
    "Collects blue glass.",
    "Likes to hear when something comes from close by.",
    "Bakes on Sundays, asks good questions.",
    "Buys presents early. Two grandchildren.",
    "Left-handed.",
    "Prefers a call to a letter when something is kept for her.",
    "Induction hob.",
    "Tea at four, coffee never.",
    "Wants to see the new stoneware before it goes into the window.",
    "Told me about her allotment; bring up the tomatoes.",
    "Gluten-free household.",
    "Asks for paper without print.",
)

# What letters can be about: name, and in German and Polish for the shops there.
TOPICS = (
    ("New in the shop", {"de": "Neu im Laden", "pl": "Nowości w sklepie"}),
    ("Evenings and workshops", {"de": "Abende und Werkstätten", "pl": "Wieczory i warsztaty"}),
    ("How I use things", {"de": "Wie ich Dinge benutze", "pl": "Jak używam rzeczy"}),
)
# One reader in so many does without the first of them.
DOES_WITHOUT = 15
