"""Every route under /admin/, with somebody else's objects for its arguments."""

import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.files.images import ImageFile
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone
from PIL import Image as Pillow
from wagtail.admin.models import EditingSession
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.models import Collection, Page, UploadedFile

from brandguard.models import Recall
from hub.accounts.models import Role, User
from hub.accounts.queries import group_of
from hub.common.tokens import address_hash
from sellers.audience.models import CardMerge, HandOver, Import, ImportFile, Person, Subscriber
from sellers.audience.services import make_topic
from sellers.audience.services.import_rows import Tally
from sellers.delivery.models import Issue, Problem
from sellers.delivery.services.arm import arm_issue
from sellers.delivery.services.start import start_issue
from sellers.desk.models import Idea, ShopSystem, Task
from sellers.newsletters.models import ReviewTaskState
from sellers.profiles.models import ProfileChange, WritingGrant
from sellers.profiles.services import grant_writing
from sellers.tracking.models import Brake, Inbound, Reply
from tests.access.world import MARK, World
from tests.factories.brandguard import approved_version, live_rule
from tests.factories.delivery import make_issue
from tests.factories.profiles import make_user
from tests.factories.review import submitted_letter

TITLE, READER, ADDRESS, NOTE, PICTURE = (
    "Annas secret letter",
    "Zofia-of-Anna",
    "zofia.of.anna@example.com",
    "likes-Annas-tea",
    "Annas-own-picture",
)
SENT = "Annas letter on its way"
LETTER_MARKS = (TITLE, PICTURE, f"{MARK} of Anna", SENT)
READER_MARKS = (READER, ADDRESS, NOTE)


@dataclass(frozen=True)
class Route:
    route: str
    name: str
    arguments: frozenset[str]


def admin_routes() -> list[Route]:
    return [route for route in _walk(get_resolver(), "", "") if route.route.startswith("admin/")]


def _walk(resolver: URLResolver, before: str, namespace: str) -> Iterator[Route]:
    for entry in resolver.url_patterns:
        route = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from _walk(entry, route, f"{namespace}{entry.namespace}:" if entry.namespace else namespace)
        elif isinstance(entry, URLPattern) and entry.name:
            yield Route(route, f"{namespace}{entry.name}", frozenset(entry.pattern.regex.groupindex))


class Annas:
    """Everything of Anna's that a route can name."""

    def __init__(self, world: World) -> None:
        self.world, self.letter, user = world, world.annas, world.anna.user
        self.revision = self.letter.latest_revision
        # A workflow as real ones run: handed in, past the guard, waiting for a person.
        _, self.review = submitted_letter(self.letter)
        self.task_state = ReviewTaskState.objects.get(review=self.review)
        self.task, self.workflow = self.task_state.task, self.task_state.workflow_state.workflow
        picture = io.BytesIO()
        Pillow.new("RGB", (40, 30), "teal").save(picture, "PNG")
        self.image = Image.objects.create(title=PICTURE, file=ImageFile(picture, "annas.png"), uploaded_by_user=user)
        self.upload = UploadedFile.objects.create(
            for_content_type=ContentType.objects.get_for_model(Image), file=ImageFile(picture, "upload.png"), uploaded_by_user=user
        )
        self.document = Document.objects.create(title=PICTURE, file=ImageFile(picture, "annas.png"), uploaded_by_user=user)
        person = Person.objects.create(address=ADDRESS, address_hash=address_hash(ADDRESS))
        now = timezone.now()
        self.reader = Subscriber.objects.create(
            seller=world.anna, person=person, first_name=READER, note=NOTE, state="active", added_at=now, confirmed_at=now
        )
        self.run = Import.objects.create(
            seller=world.anna, state="checked", file_name=f"{NOTE}.csv", headers=["E-Mail"], columns={"address": 0}, source=NOTE,
            report=Tally().report(),
        )  # fmt: skip
        self.hand_over = HandOver.objects.create(seller=self.world.anna, reason="away", begun_at=timezone.now())
        ImportFile.objects.create(run=self.run, content=f"E-Mail\n{ADDRESS}\n".encode())
        self.todo = Task.objects.create(
            seller=world.anna, subscriber=self.reader, text=NOTE, due_on=timezone.localdate(), made_at=now, by=user
        )
        other = Person.objects.create(address=f"other.{ADDRESS}", address_hash=address_hash(f"other.{ADDRESS}"))
        twin = Subscriber.objects.create(seller=world.anna, person=other, state="merged", merged_into=self.reader, added_at=now)
        before = {"kept": {"state": "active", "card": {}}, "joined": {"state": "pending"}, "notes": [], "days": [], "tags": []}
        self.merge = CardMerge.objects.create(kept=self.reader, joined=twin, by=user, at=now, before=before)
        self.idea = Idea.objects.create(title="For Anna alone", text="Tea", from_day=now.date(), made_by=world.administrator, made_at=now)
        self.idea.sellers.add(world.anna)
        self.till = ShopSystem.objects.create(name="Tills", digest="0" * 64, hint="0000", made_by=world.administrator, made_at=now)
        self.issue, self.problem = self._issue()
        self.grant = WritingGrant.objects.filter(content_object=world.anna).first() or grant_writing(
            world.anna, to=make_user("assistant"), by=None
        )
        self.brake = Brake.objects.create(seller=world.anna, kind="bounces", count=5, sent=60, pulled_at=now)
        self.change = ProfileChange.objects.create(seller=world.anna, words={"bio": ["", f"{MARK} of Anna"]})
        self.topic = make_topic(name="Evenings", by=None)
        self.rule, self.version = live_rule(), approved_version()
        self.recall = Recall.objects.create(
            kind="rule", subject=f"rule:{self.rule.key}", ref=self.rule.key, title="Words", reason="Wrong", by=world.administrator, at=now
        )
        came = Inbound.objects.create(digest="of Zofia", source="lmtp", kind="other", seller=world.anna, at=now)
        self.reply = Reply.objects.create(seller=world.anna, subscriber=self.reader, issue=self.issue, inbound=came, text=NOTE, at=now)
        self.session = EditingSession.objects.create(
            user=user, content_type=self.letter.cached_content_type, object_id=str(self.letter.pk), last_seen_at=now - timedelta(seconds=2)
        )

    def _issue(self) -> tuple[Issue, Problem]:
        """Being sent to the reader above, with one row in doubt."""
        issue = make_issue(self.world.anna, readers=0, subject=SENT)
        arm_issue(issue, by=self.world.anna.user, readers=1)
        start_issue(issue.pk)
        issue.refresh_from_db()
        delivery, chunk = issue.deliveries.get(), issue.chunks.get()
        return issue, Problem.objects.create(chunk=chunk, delivery=delivery, kind="in_doubt", reason="No answer", at=timezone.now())

    def arguments(self, route: Route) -> list[dict[str, Any]]:
        """One or more sets of arguments for a route; KeyError names an argument nobody told this crawl about."""
        home = Page.objects.get(depth=2, pk=self.world.anna.page.get_parent().pk)
        letter, page = self.letter.pk, self.world.anna.page.pk
        common = {
            "page_id": letter, "page_pk": letter, "page_to_move_id": letter, "parent_page_id": page,
            "destination_id": self.world.berta.page.pk, "revision_id": self.revision.pk,
            "revision_id_a": "earliest", "revision_id_b": self.revision.pk,
            "task_state_id": self.task_state.pk, "task_id": self.task.pk, "workflow_state_id": self.task_state.workflow_state_id,
            "workflow_pk": self.workflow.pk, "action_name": "approve", "image_id": self.image.pk, "document_id": self.document.pk,
            "doc_id": self.document.pk, "uploaded_file_id": self.upload.pk, "filter_spec": "width-20",
            "collection_id": Collection.get_first_root_node().pk, "session_id": self.session.pk, "object_id": str(letter),
            "letter_id": letter, "issue_id": letter, "seller_id": self.world.anna.pk, "reader_id": self.reader.pk,
            "subscriber_id": self.reader.pk, "user_id": self.world.anna.user_id, "uidb64": "Mg", "token": "x-y", "act_name": "deactivate",
            "problem": self.problem.pk, "import_id": self.run.pk, "grant_id": self.grant.pk, "comment": 1, "step": "approve",
            "todo_id": self.todo.pk, "other_id": self.reader.pk, "merge_id": self.merge.pk,
            "idea_id": self.idea.pk, "system_id": self.till.pk, "brake_id": self.brake.pk, "reply_id": self.reply.pk,
            "change_id": self.change.pk, "release": "stop", "topic_id": self.topic.pk,
        }  # fmt: skip
        common |= {"pk": self._pk(route), "hand_over_id": self.hand_over.pk}
        if route.route.startswith("admin/went/"):
            common["letter_id"] = self.issue.pk  # how a letter went is told of one that went
        found = [{name: common[name] for name in route.arguments if name in common}]
        labels = [name for name in route.arguments if name not in common]
        if labels:
            found = [{**found[0], **named} for named in self._labels(route, labels)]
        if "parent_page_id" in route.arguments:
            found.append({**found[0], "parent_page_id": home.pk})
        return found

    def _labels(self, route: Route, labels: list[str]) -> list[dict[str, str]]:
        first = {"content_type_app_name", "app_label", "app_name"}
        second = {"content_type_model_name", "model_name"}
        values = [("sellers_newsletters", "letterpage"), ("wagtailcore", "page")]
        if "settings" in route.route:
            values = [("hub_company", "brandkit")]
        if "tasks/add" in route.route:
            values = [("wagtailcore", "groupapprovaltask")]
        if route.name == "wagtail_bulk_action":
            actions = ["delete", "move", "publish", "unpublish"]
            return [{"app_label": "wagtailcore", "model_name": "page", "action": a} for a in actions] + [
                {"app_label": label, "model_name": model, "action": action}
                for label, model in (("wagtailimages", "image"), ("wagtaildocs", "document"))
                for action in ("delete", "add_tags", "add_to_collection")
            ]
        if route.name == "wagtailadmin_tag_model_autocomplete":
            values = [("taggit", "tag")]
        unknown = set(labels) - first - second
        if unknown:
            raise KeyError(f"{route.name} ({route.route}) has arguments the crawl does not know: {sorted(unknown)}")
        return [{**dict.fromkeys(first & set(labels), a), **dict.fromkeys(second & set(labels), b)} for a, b in values]

    def _pk(self, route: Route) -> Any:
        by_place = {
            "admin/pages/": self.letter.pk, "admin/api/main/^pages/": self.letter.pk, "admin/images/": self.image.pk,
            "admin/api/main/^images/": self.image.pk, "admin/documents/": self.document.pk,
            "admin/api/main/^documents/": self.document.pk, "admin/users/": self.world.anna.user_id,
            "admin/people/": self.world.anna.user_id, "admin/groups/": group_of(Role.SELLER).pk,
            "admin/collections/": Collection.get_first_root_node().pk, "admin/workflows/tasks": self.task.pk,
            "admin/workflows/": self.workflow.pk, "admin/readers/": self.reader.pk, "admin/letters/": self.letter.pk,
            "admin/guard/rules/": self.rule.pk, "admin/guard/texts/": self.version.block_id,
            "admin/guard/^texts/versions/": self.version.pk, "admin/guard/recalls/": self.recall.pk,
            "admin/approved-texts/": self.version.pk, "admin/settings/": 1, "admin/sends/": self.issue.pk,
            "admin/results/": self.issue.pk, "admin/review/": self.review.pk,
            "admin/brand/regions/": self.world.anna.shop.region_id, "admin/brand/shops/": self.world.anna.shop_id,
        }  # fmt: skip
        for place, pk in by_place.items():
            if route.route.startswith(place):
                return pk
        return self.letter.pk

    def urls(self, route: Route) -> list[str]:
        pictures = "images" in route.route or route.name == "wagtail_bulk_action"
        ids = f"id={self.letter.pk}" + f"&id={self.image.pk}" * pictures
        query = f"?q=a&p=1&{ids}&ids={self.letter.pk}&search=&next=/admin/&page_type=wagtailcore.page"
        return [reverse(route.name, kwargs=kwargs) + query for kwargs in self.arguments(route)]

    def form(self) -> dict[str, Any]:
        """Fields of many forms at once: whatever takes one of them would change something."""
        return {
            "title": "CHANGED", "subject": "CHANGED", "name": "CHANGED", "email": "changed@example.com", "slug": "changed",
            "comment": "CHANGED", "note": "CHANGED", "action-publish": "1", "action-submit": "1", "new_title": "CHANGED",
            "new_slug": "changed-copy", "new_parent_page": self.world.berta.page.pk, "id": [self.letter.pk, self.image.pk],
            "destination": self.world.berta.page.pk, "collection": Collection.get_first_root_node().pk, "confirm": "1",
            "move_applicable": "1", "role": "administrator", "restriction_type": "login",
            "first_name": "CHANGED", "last_name": "CHANGED", "tags": "x",
            "overwrite_revision_id": self.revision.pk, "body-count": "0", "action": "delete", "external-link-chooser-url": "https://example.com/",
        }  # fmt: skip


WATCHED = (
    "wagtailcore.Page", "wagtailcore.Revision", "wagtailcore.Collection", "wagtailcore.Workflow", "wagtailcore.Task",
    "wagtailcore.PageViewRestriction", "wagtailcore.GroupCollectionPermission", "wagtailcore.WorkflowPage", "auth.Group",
    "wagtailimages.Image", "wagtailcore.UploadedFile", "wagtaildocs.Document", "guardian.UserObjectPermission",
    "sellers_newsletters.LetterPage", "sellers_profiles.SellerPage", "sellers_profiles.Seller", "sellers_audience.Person",
    "sellers_audience.Subscriber", "sellers_audience.ConsentEvent", "sellers_audience.Suppression",
    "sellers_audience.Import", "sellers_audience.ImportFile", "sellers_audience.HandOver", "sellers_audience.Topic",
    "sellers_profiles.WritingGrant",
    "sellers_audience.CardMerge", "sellers_audience.Note", "sellers_desk.Task", "sellers_desk.PersonalMail",
    "sellers_profiles.ProfileChange",
    "sellers_delivery.Issue", "sellers_delivery.Delivery", "sellers_delivery.Chunk", "sellers_delivery.Problem",
    "sellers_tracking.Inbound", "sellers_tracking.Reply",
    "sellers_newsletters.Justification", "sellers_newsletters.KeptPicture", "hub_company.Region", "hub_company.Shop", "hub_accounts.User",
)  # fmt: skip
PAGES = ("wagtailcore.Page", "wagtailcore.Revision", "sellers_newsletters.LetterPage", "sellers_profiles.SellerPage")
REVIEWED = (
    "wagtailcore.WorkflowState",
    "wagtailcore.TaskState",
    "brandguard.Artefact",
    "brandguard.Approval",
    "brandguard.Review",
    "brandguard.ReviewComment",
    "sellers_tracking.Brake",
)


def fingerprint(models: tuple[str, ...], *, world: World, but: User, letters: bool = True) -> dict[str, str]:
    """A digest of every row of these tables that is not Berta's or the visitor's own: what happens to those is not the question."""
    own = {str(page.pk) for page in Page.objects.filter(path__startswith=world.berta.page.path)}
    found = {}
    for label in models:
        for row in apps.get_model(label)._default_manager.order_by("pk").values():
            row.pop("last_login", None)
            place = str(row.get("object_id") if "object_id" in row else row.get("page_ptr_id", row.get("id")))
            key = f"{label}:{row.get('id', place)}"
            bertas = (label in PAGES and place in own) or (label == "sellers_profiles.ProfileChange" and row["seller_id"] == world.berta.pk)
            if bertas or key in (f"sellers_profiles.Seller:{world.berta.pk}", f"hub_accounts.User:{but.pk}"):
                continue
            # A stream's repr names a place in memory.
            plain = {name: value.get_prep_value() if hasattr(value, "get_prep_value") else value for name, value in row.items()}
            found[key] = hashlib.sha256(repr(plain).encode()).hexdigest()
    if letters:
        found["wagtailcore.Page:of-anna"] = str(sorted(Page.objects.filter(path__startswith=world.anna.page.path).values_list("pk")))
    return found
