"""Text that head office has approved, in versions."""

from dataclasses import dataclass


@dataclass(frozen=True)
class VersionData:
    """`days`: from and to, counted from the day of loading; None is open. `recalled` is the reason, or ""."""

    body: str
    regions: tuple[str, ...] = ()
    days: tuple[int | None, int | None] = (None, None)
    recalled: str = ""


@dataclass(frozen=True)
class BlockData:
    key: str
    title: str
    purpose: str
    versions: tuple[VersionData, ...]


BLOCKS = (
    BlockData(
        "delivery-terms",
        "Delivery",
        "Whenever you offer to post something.",
        (
            VersionData("<p>We post parcels on Tuesdays and Fridays. Delivery costs 4.90 and takes two to four working days.</p>"),
            VersionData(
                "<p>I can post it to you: parcels leave on Tuesdays and Fridays, cost 5.40 within the country and take two to four working "
                "days. If something breaks on the way, we send another.</p>"
            ),
        ),
    ),
    BlockData(
        "return-policy",
        "Bringing things back",
        "When somebody might buy a present or a first of its kind.",
        (
            VersionData(
                "<p>If it is not right, bring it back within 30 days, washed or unwashed, to any of our shops. With the receipt you "
                "get your "
                "money, without it a voucher.</p>"
            ),
        ),
    ),
    BlockData(
        "sale-terms",
        "Terms of a sale",
        "Every letter that speaks of a sale or a discount needs it.",
        (
            VersionData(
                "<p><em>The reduced prices hold until the last day of this month, while stock lasts, in our shops only. The price "
                "before is "
                "the lowest of the 30 days before the sale.</em></p>"
            ),
        ),
    ),
    BlockData(
        "spring-evenings",
        "Spring evenings",
        "Invites to the tastings in every shop. Ends soon: use it now or not at all.",
        (
            VersionData(
                "<p><strong>Spring evenings in all our shops.</strong> On the last Thursday of the month we stay open until nine, "
                "brew what "
                "is new and answer questions. There is no charge and no need to book.</p>",
                days=(-40, 6),
            ),
        ),
    ),
    BlockData(
        "prize-draw-terms",
        "Terms of a prize draw",
        "Every letter that speaks of a prize draw needs it.",
        (
            VersionData(
                "<p><em>No purchase is needed to take part. One slip for each person aged 18 or over, until the last Saturday of "
                "the month; "
                "we draw in the shop on the Monday after. The prize cannot be paid out in money.</em></p>"
            ),
        ),
    ),
    BlockData(
        "workshop-hamburg",
        "Glass workshop in Hamburg",
        "Only for the Hanse towns.",
        (
            VersionData(
                "<p>The glass workshop meets on the first Saturday at Fleet Side, 11 to 13, eight seats, 15 euros with tea.</p>", ("hanse",)
            ),
        ),
    ),
    BlockData(
        "kettle-safety",
        "Care of the Tern kettle",
        "How to look after the enamel kettle.",
        (
            VersionData(
                "<p>The Tern kettle is safe on every hob, induction included. Dry it with a cloth and it will stay bright.</p>",
                recalled="The maker has withdrawn the kettle's lid knob; the text says it is safe on every hob.",
            ),
        ),
    ),
)
