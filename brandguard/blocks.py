"""The block by which a letter holds an approved text: it pins one version, whatever comes after it."""

from .viewsets.chooser import approved_block_chooser

# The value is a BlockVersion: `value.block.key`, `value.number` and `value.body` never change under a letter.
ApprovedBlockChooserBlock = approved_block_chooser.get_block_class(name="ApprovedBlockChooserBlock", module_path="brandguard.blocks")
