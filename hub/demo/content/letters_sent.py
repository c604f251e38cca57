"""Letters that readers have."""

from .letters import LINE, SIGNED, LetterData, approved, button, heading, p, picture, product, quote

LETTERS = (
    LetterData(
        "anna",
        "sent",
        "The first green tea of the year, {firstname|my friend}",
        "It came on Tuesday, in a tin with a dent",
        (
            p(
                "Dear {firstname|friend},",
                "the first green tea of this year came on Tuesday, in a tin with a dent the size of a thumb. I opened it before I "
                "had taken "
                "my coat off. It smells of cut grass and, a little later, of fresh peas.",
                "I brew it at 70 degrees, which at home means: boil the kettle, go and look for your book, come back. Two minutes, "
                "no more.",
            ),
            picture("tea-green", "A green tin with a dent beside a cup of pale tea", "The dent is free of charge."),
            heading("What I would buy"),
            product(
                "bowl",
                "A small wide bowl with a celadon glaze",
                "Celadon bowl from Sopot",
                "64 zł",
                "Wide enough to cool the tea while you wait. I have had mine since spring and it has only got nicer.",
                "bowls/celadon",
            ),
            p("I have nine tins on the shelf and one on my own, and I am not sharing that one."),
            approved("spring-evenings"),
            button("How I brew it, with pictures", "notes/green-tea"),
            SIGNED,
        ),
    ),
    LetterData(
        "frieda",
        "sent",
        "How I lay a table for twelve in a room for eight",
        "Benches, and a trick with the corners",
        (
            p(
                "Dear {firstname|guest},",
                "every year in these weeks somebody comes to the Salt Store and says: there will be twelve of us, and I have eight chairs. "
                "I always answer the same: good, then you will be warm.",
            ),
            p(
                "I put a bench along the wall and the children at the corner, where their elbows do no harm. I leave out the side "
                "plates and "
                "put the bread straight on the cloth, as my grandmother did on Fehmarn.",
            ),
            picture("table", "A long table with a linen cloth, plates and a bowl of pears", "My own table last Sunday."),
            p("The big tablecloths can be borrowed again. I have five; come by or call me, and I will write your name on one."),
            quote("We sat so close that nobody could leave early. It was lovely.", "Mrs Claasen, who borrowed the blue one"),
            approved("return-policy"),
            SIGNED,
        ),
    ),
    LetterData(
        "nell",
        "sent",
        "Nineteen steps, and soup cups that can be dropped",
        "I dropped one for you, down the stairs",
        (
            p(
                "Dear {firstname|neighbour},",
                "it has blown so hard since Monday that I had four customers and a gull. So I had time to unpack the enamel from Silesia: "
                "soup cups, cream with a blue edge, and light as nothing.",
                "I dropped one down the harbour stairs to see. Nineteen steps. It has a chip at the foot and it still holds soup; I "
                "had mine "
                "from it today.",
            ),
            product(
                "cup-enamel",
                "A cream enamel cup with a blue edge",
                "Soup cup, half a litre",
                "£11",
                "I like it for soup, pencils and beach tea. Not for the microwave.",
                "enamel/soup-cup",
            ),
            LINE,
            p("I open Thursday to Monday, and later when the fleet is late. If the lamp is on, come down."),
            approved("delivery-terms"),
            SIGNED,
        ),
    ),
    LetterData(
        "callum",
        "sent",
        "Three presents I would like to wrap for you",
        "For a father, a neighbour and somebody difficult",
        (
            p(
                "Hello {firstname|there},",
                "I have stood at the wrapping table all week and thought about the people nobody knows what to give. Here is what I "
                "would do.",
            ),
            heading("For a father who has everything"),
            p("A pot of marmalade spoons: long enough for the bottom of the jar. Mine has stopped using the bread knife for it."),
            heading("For the neighbour who takes in your parcels"),
            product(
                "candle",
                "A honey-coloured candle in a small glass",
                "Beeswax candle, twelve hours",
                "£9",
                "Isla chose it, I burn it while I pack. It smells of the cupboard of somebody kind.",
                "candles/beeswax",
            ),
            heading("For somebody difficult"),
            p("Write back and tell me about them. I answer everybody, mostly after six, and I have not failed yet this year."),
            approved("return-policy"),
            SIGNED,
        ),
    ),
)
