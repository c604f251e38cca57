"""Letters that are being written, read or mended."""

from .letters import SIGNED, LetterData, approved, button, heading, p, picture, product

LETTERS = (
    LetterData(
        "marta",
        "waiting",
        "I opened a kiln this morning",
        "Eleven good bowls, one strange one",
        (
            p(
                "Dear {firstname|friend},",
                "this morning at six I helped to open a kiln in Oliwa. You stand there in gloves and nobody speaks, and then the "
                "first bowl is "
                "the right green and everybody speaks at once.",
                "Eleven are as we hoped. The twelfth has slumped to one side like somebody listening. I have kept it for myself.",
            ),
            product(
                "bowl",
                "A wide bowl with a green celadon glaze",
                "Bowl from Oliwa, first firing",
                "88 zł",
                "I eat my porridge from one. It keeps warm for as long as the news lasts.",
                "bowls/oliwa",
            ),
            p("They stand in my window from Friday. If you want one kept, write back with a number from one to eleven."),
            SIGNED,
        ),
        topic="New in the shop",
    ),
    LetterData(
        "piotr",
        "waiting",
        "Thursday is knife day again",
        "Two at most, wrapped in a tea towel",
        (
            p(
                "Hello {firstname|there},",
                "the stone is back from the quarry and flat again, so I am too. From this Thursday I sharpen while you wait: two "
                "knives each, wrapped in a tea towel, please, and not in your coat pocket.",
                "While the wheel runs I will show you how to hold a steel. Most people hold it as if it were going to bite.",
            ),
            picture("knife", "A kitchen knife with a dark wooden handle on a board", "Carbon steel: it goes grey, and it should."),
            button("When I am at the wheel", "north-quay/thursdays"),
            SIGNED,
        ),
    ),
    LetterData(
        "priya",
        "waiting",
        "Friday's dal, and the spice I left out",
        "It was better without",
        (
            p(
                "Dear {firstname|cook},",
                "last Friday I forgot the asafoetida, and the dal was better. My mother must not hear of it. Here is what I did, so "
                "that you "
                "can forget it too.",
            ),
            (
                "text",
                "<ul><li>A cup of red lentils, washed until the water is bored</li><li>One onion, slowly, until it is the colour of "
                "the pan</li>"
                "<li>A spoon of my number 12: cumin, coriander, a little smoke</li></ul>",
            ),
            product(
                "spice",
                "A small jar of ground spice with a paper label",
                "Blend no. 12",
                "£6.50",
                "I ground it on Monday. It is for lentils, but I have put it on eggs.",
                "spices/12",
            ),
            heading("Come and grind your own"),
            approved("spring-evenings"),
            SIGNED,
        ),
    ),
    LetterData(
        "kasia",
        "returned",
        "The tin that never sticks, I think",
        "Three loaves, no tears",
        (
            p(
                "Dear {firstname|baker},",
                "I have baked three loaves in the new tin, and all three fell out as if they had somewhere to be. I am told that it never "
                "sticks. I would say: it has not stuck to me yet.",
                "Everybody in the shop has had a slice, so this is a fair trial.",
            ),
            product(
                "tin",
                "A long dark baking tin",
                "Loaf tin, 28 centimetres",
                "72 zł",
                "Heavy, dark, and with an edge that you can hold in oven gloves.",
                "baking/loaf-tin",
            ),
            p("If yours sticks, bring it back with the loaf still in it. I want to see that."),
            SIGNED,
        ),
        note="Kasia, this made me hungry. Two small things and it can go.",
        remarks=(
            (
                "it never sticks",
                "Could you leave out what you were told, and keep only what you saw? “It has not stuck to me yet” is lovely by itself.",
            ),
            ("bring it back with the loaf still in it", "Please add the block “Bringing things back” below, so that people know how."),
        ),
    ),
    LetterData(
        "anna",
        "draft",
        "A pot for one",
        "For the mornings that are only mine",
        (
            p(
                "Dear {firstname|friend},",
                "I have been looking for a pot for one for years. The small ones pour badly and the ones that pour well are for "
                "four. Now I "
                "have found one from a workshop near Kartuzy, and it is guaranteed not to drip.",
                "It is the best pot on my shelf, and I brew the last of the spring tea in it every morning before the shop opens.",
            ),
            product(
                "pot",
                "A small round teapot with a bamboo handle",
                "Pot for one, 0.3 litres",
                "119 zł",
                "I chose the brown one. The blue one is prettier, but brown hides my sins.",
                "pots/one",
            ),
            SIGNED,
        ),
    ),
    LetterData(
        "nell",
        "draft",
        "Books about tea, for when it rains",
        "It is raining",
        (
            p(
                "Dear {firstname|neighbour},",
                "I have made a shelf of books about tea in the corner where the roof leaks least. Seven so far.",
            ),
            p("To do: photograph the shelf, ask Mr Pickering for the title of the one with the camel."),
        ),
    ),
    LetterData(
        "jonas",
        "draft",
        "Our coffee week",
        "Something about a sale, ask Helen",
        (p("Hello {firstname|there},", "from Monday there is a sale on grinders. I need to find out what I may say about it."), SIGNED),
    ),
    LetterData(
        "tom",
        "draft",
        "How to save a rusty pan",
        "Salt, a potato and half an hour",
        (
            p(
                "Dear {firstname|cook},",
                "somebody left a pan on our step on Tuesday, in a bag, with a note: “Can you do anything?” I could. It took coarse salt, "
                "half a potato and the second half of a football match.",
            ),
            picture("pan", "A black cast-iron pan", "After. You do not want to see before."),
        ),
    ),
)
