"""What a letter is made of. Few blocks, plain labels: they are read on a phone between two customers."""

from typing import Any

from wagtail import blocks
from wagtail.fields import StreamField
from wagtail.images.blocks import ImageChooserBlock

from brandguard.blocks import ApprovedBlockChooserBlock

TEXT_FEATURES = ["bold", "italic", "ol", "ul", "link"]
LINK_HELP = "A web address (https://…), mailto:name@shop or tel:+48…"


class PictureBlock(blocks.StructBlock):
    image = ImageChooserBlock(label="Picture")
    alt = blocks.CharBlock(label="What is in the picture", max_length=200, help_text="For readers who do not see it.")
    caption = blocks.CharBlock(required=False, max_length=200)
    link = blocks.CharBlock(required=False, max_length=500, help_text=LINK_HELP)

    class Meta:
        icon = "image"
        label = "Picture"


class ProductBlock(blocks.StructBlock):
    image = ImageChooserBlock(required=False, label="Picture")
    alt = blocks.CharBlock(required=False, label="What is in the picture", max_length=200)
    name = blocks.CharBlock(max_length=120)
    price = blocks.CharBlock(required=False, max_length=40)
    text = blocks.TextBlock(required=False, rows=3, max_length=600, label="Why you would show it")
    link = blocks.CharBlock(required=False, max_length=500, help_text=LINK_HELP)
    link_label = blocks.CharBlock(required=False, max_length=60, label="Words on the link", default="Have a look")

    class Meta:
        icon = "tag"
        label = "Product"


class ButtonBlock(blocks.StructBlock):
    label = blocks.CharBlock(max_length=60, label="Words on the button")
    link = blocks.CharBlock(max_length=500, label="Where it leads", help_text=LINK_HELP)

    class Meta:
        icon = "link"
        label = "Button"


class QuoteBlock(blocks.StructBlock):
    text = blocks.TextBlock(rows=3, max_length=600, label="Words")
    who = blocks.CharBlock(required=False, max_length=100, label="Who said it")

    class Meta:
        icon = "openquote"
        label = "Quote"


class SignatureBlock(blocks.StructBlock):
    sign_off = blocks.CharBlock(
        required=False, max_length=200, label="How you end", help_text="Empty: as on your page. Your name and photo follow by themselves."
    )

    class Meta:
        icon = "pick"
        label = "Signature"


class LetterBody(blocks.StreamBlock):
    text = blocks.RichTextBlock(features=TEXT_FEATURES, icon="pilcrow", label="Text")
    heading = blocks.CharBlock(max_length=120, icon="title", label="Heading")
    picture = PictureBlock()
    product = ProductBlock()
    button = ButtonBlock()
    quote = QuoteBlock()
    approved = ApprovedBlockChooserBlock(icon="success", label="Approved text")
    divider = blocks.StaticBlock(icon="horizontalrule", label="Line", admin_text="A thin line across the letter.")
    signature = SignatureBlock()

    class Meta:
        required = False


class BodyField(StreamField):
    """A StreamField whose migrations do not repeat the blocks: their words change often, the column never."""

    def deconstruct(self) -> Any:
        name, path, _, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        return name, path, [[]], kwargs
