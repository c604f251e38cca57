"""The brand's rules and approved texts, live."""

from datetime import datetime, timedelta

from brandguard.choices import BlockState
from brandguard.models import ApprovedBlock, BlockVersion, Rule
from brandguard.services.blocks import approve_version, create_block, draft_version, recall_version, submit_version
from brandguard.services.rules import publish_rule, save_rule
from hub.accounts.models import User

from ..content.blocks import BLOCKS, BlockData
from ..content.rules import RULES


def put_guard(users: dict[str, User], *, now: datetime) -> None:
    """Rules first: a block is checked by them when it is approved."""
    put_rules(by=users["helen"])
    for block in BLOCKS:
        put_block(block, maker=users["marek"], reader=users["helen"], now=now)


def put_rules(*, by: User) -> None:
    there = set(Rule.objects.values_list("key", flat=True))
    for fields in RULES:
        if fields["key"] not in there:
            publish_rule(save_rule(fields, by=by), by=by)


def put_block(data: BlockData, *, maker: User, reader: User, now: datetime) -> None:
    """All versions of a block, each written by one lead and approved by the other."""
    block = ApprovedBlock.objects.filter(key=data.key).first() or create_block(
        key=data.key, title=data.title, purpose=data.purpose, by=maker
    )
    for version in data.versions[block.versions.count() :]:
        valid_from, valid_to = (now + timedelta(days=days) if days is not None else None for days in version.days)
        fields = {"body": version.body, "regions": list(version.regions), "valid_from": valid_from, "valid_to": valid_to}
        approve_version(submit_version(draft_version(block, by=maker, **fields), by=maker), by=reader)


def pinned(key: str) -> BlockVersion:
    """The version a letter written today would hold."""
    return BlockVersion.objects.filter(block__key=key, state=BlockState.APPROVED).select_related("block").latest("number")


def recall_blocks(*, by: User) -> None:
    """Withdraw what head office has withdrawn; letters that wait with it are held."""
    for data in BLOCKS:
        for number, version in enumerate(data.versions, start=1):
            found = BlockVersion.objects.get(block__key=data.key, number=number)
            if version.recalled and found.recalled_at is None:
                recall_version(found, by=by, reason=version.recalled)
