"""Letters that are approved: waiting for their hour, on their way, or stopped."""

from .letters import SIGNED, LetterData, approved, button, heading, p, picture, product, quote

LETTERS = (
    LetterData(
        "aylin",
        "paused",
        "The second flush has landed, and I was there",
        "Forty chests, one very small forklift",
        (
            p(
                "Dear {firstname|guest},",
                "on Wednesday I stood at the quay in the rain and watched forty chests of second flush come off a ship. One of them "
                "was ours. "
                "The man on the forklift asked whether it was worth it, so I brought him a glass on Thursday. He has bought a packet.",
            ),
            picture("tea-black", "A small tulip-shaped glass of dark red tea", "Small glass, big spoon, no milk."),
            p(
                "It is darker than last year's, with something of plums. I brew it strong and let it stand on the samovar for the "
                "rest of the day."
            ),
            heading("If you want to learn how the glasses are made"),
            approved("workshop-hamburg"),
            SIGNED,
        ),
    ),
    LetterData(
        "tom",
        "held",
        "What I told my sister about her first kettle",
        "She did not listen either",
        (
            p(
                "Dear {firstname|cook},",
                "my sister moved out last month, at thirty-four, and asked me what kettle to buy. I said: one that you can still lift "
                "when it is full. She bought the largest we have.",
                "So now I own the largest kettle we have, and she has my old Tern in grey. I miss it more than I miss her.",
            ),
            product(
                "kettle",
                "A grey enamel kettle with a wooden handle",
                "Tern kettle, 1.4 litres",
                "£58",
                "I had mine for seven years. The handle stays cool and the spout does not drip on the cat.",
                "kettles/tern",
            ),
            approved("kettle-safety"),
            SIGNED,
        ),
    ),
    LetterData(
        "isla",
        "scheduled",
        "The evenings are turning, and so is the wool",
        "I have kept you the corner of the blanket",
        (
            p(
                "Dear {firstname|friend},",
                "I lit the first candle at the counter at half past three yesterday, and nobody laughed. That is how I know that it "
                "is time "
                "to write to you.",
                "The blankets from Skye are here. The weaver is seventy-nine and makes eleven a year; she sent us seven and kept four for "
                "people she likes. I think that is fair.",
            ),
            picture("blanket", "A folded blanket in moss green and grey", "Moss and rain, she calls it."),
            quote("I bought one for my husband and sleep under it myself.", "A customer who asked me not to say who"),
            p("Come and put your hand on one. I have the kettle on from four o'clock, and the chair by the window is yours."),
            button("See all seven", "wool/skye"),
            approved("delivery-terms"),
            SIGNED,
        ),
    ),
    LetterData(
        "jonas",
        "approved",
        "I have finally understood water",
        "It took eleven years and a postcard from Flensburg",
        (
            p(
                "Hello {firstname|there},",
                "for eleven years I have told people that their coffee is sour because of the roast. Last week a customer from "
                "Flensburg brought me a canister from her own tap, and I had to apologise to a whole bag of beans.",
                "I now filter the water for the light roasts and leave it alone for the dark ones. That is all. I could have known it "
                "sooner, my grandmother did.",
            ),
            product(
                "jug",
                "A glass jug with a wooden collar and a filter",
                "Filter jug with wooden collar",
                "42 €",
                "I use it at the bench every morning. The filters last six weeks if you write the date on them; I never do.",
                "coffee/jug",
            ),
            p("Bring me a small bottle of your water on any weekday and I brew it against ours, side by side. You keep both cups."),
            approved("return-policy"),
            SIGNED,
        ),
    ),
)
