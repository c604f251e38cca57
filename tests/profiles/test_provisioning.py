"""Sellers, shops and regions by a file: everything or nothing, and the same file again changes nothing."""

import json
import time
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from wagtail.models import Page

from hub.accounts.models import User
from hub.accounts.queries import group_of
from hub.common.exceptions import HubError, NotAllowed
from hub.common.models import AuditEntry, OutgoingMail
from hub.company.models import Region, Shop
from sellers.profiles import services
from sellers.profiles.models import Seller
from tests.factories.profiles import make_seller, make_user

pytestmark = pytest.mark.django_db
HEAD = "email,name,job,shop,street,town,region,time_zone,language"
GOOD = f"""{HEAD}
Eva@company.example,Eva Kos,Tea,North Quay,4 Quay Street,Gdańsk,North,Europe/Warsaw,pl
ida@company.example,Ida Kos,,North Quay,,,,,
eva.two@company.example,Eva Kos,,Harbour,1 Pier,Gdynia,north,,
,,,Empty Shop,2 Lane,Sopot,South,,
,,,,,,West,,
"""


def provision(text: str, **more: object) -> dict:
    return services.provision(text.encode(), by=None, **more).as_json()


def test_a_file_makes_regions_shops_and_sellers_with_sign_in_group_page_and_slug():
    report = provision(GOOD)
    assert (report["rows"], report["regions"], report["shops"], report["refused"], report["written"]) == (5, 3, 3, [], True)
    assert report["sellers"] == {"new": 3, "moved": 0, "unchanged": 0}
    eva = Seller.objects.get(user__email="eva@company.example")
    assert (eva.name, eva.slug, eva.job, eva.shop.name, eva.shop.language, eva.shop.region.code) == (
        "Eva Kos", "eva-kos", "Tea", "North Quay", "pl", "north",
    )  # fmt: skip
    assert Seller.objects.get(user__email="eva.two@company.example").slug == "eva-kos-2"
    assert list(eva.user.groups.all()) == [group_of("seller")]
    assert Client().get(eva.page.url).status_code == 200
    assert {r.code for r in Region.objects.all()} >= {"north", "south", "west"}
    assert Page.find_problems() == ([], [], [], [], [])


def test_the_same_file_again_changes_nothing_and_a_new_shop_moves_her():
    provision(GOOD)
    before = list(Seller.objects.values_list("pk", "shop_id"))
    again = provision(GOOD)
    assert again["sellers"] == {"new": 0, "moved": 0, "unchanged": 3}
    assert list(Seller.objects.values_list("pk", "shop_id")) == before
    moved = provision(f"{HEAD}\nida@company.example,Ida Kos,,Harbour,,,,,\n")
    assert moved["sellers"] == {"new": 0, "moved": 1, "unchanged": 0}
    assert Seller.objects.get(user__email="ida@company.example").shop.name == "Harbour"


def test_a_dry_run_says_the_same_and_writes_nothing():
    report = provision(GOOD, dry_run=True)
    assert report["sellers"]["new"] == 3
    assert not report["written"]
    assert not Seller.objects.exists()
    assert not Shop.objects.exists()
    assert not AuditEntry.objects.filter(action="profiles.provisioned").exists()


BAD = [
    ("no-address,Eva,,North Quay,,,north,,", "whole e-mail address"),
    (",Eva,,North Quay,,,north,,", "no e-mail address"),
    ("eva@company.example,,,North Quay,,,north,,", "needs a name"),
    ("eva@company.example,Eva,,,,,,,", "needs a shop"),
    ("eva@company.example,Eva,,Nowhere,,,,,", "say in which region"),
    ("lead@company.example,Eva,,North Quay,,,north,,", "as marketing lead"),
    ("gone@company.example,Gone,,North Quay,,,north,,", "has left the company"),
    ("eva@company.example,Eva,,New,,,north,Mars/Base,", "no time zone Mars/Base"),
    ("eva@company.example,Eva,,New,,,north,,xx", "no language xx"),
    ("eva@company.example,Eva\u202e,,New,,,north,,", "invisible sign"),
    (f"eva@company.example,{'E' * 101},,New,,,north,,", "longer than 100"),
    ("ok@company.example,Twice,,North Quay,,,north,,", "stands in line 2 already"),
    ("eva@company.example,Eva,,South Gate,,,north,,", "Moving a shop"),
]


@pytest.mark.parametrize(("row", "reason"), BAD, ids=[reason for _, reason in BAD])
def test_a_row_that_cannot_be_taken_is_named_with_its_line_and_nothing_is_written(row: str, reason: str):
    make_user("lead", email="lead@company.example")
    Shop.objects.create(name="South Gate", region=Region.objects.create(code="south", name="South"), street="", town="")
    gone = make_seller("Gone", email="gone@company.example")
    services.let_go(gone, by=None)
    before = Seller.objects.count()
    report = provision(f"{HEAD}\nok@company.example,Good,,North Quay,,,North,,\n{row}\n")
    assert [entry["line"] for entry in report["refused"]] == [3]
    assert reason in report["refused"][0]["reason"]
    assert not report["written"]
    assert Seller.objects.count() == before


@pytest.mark.parametrize("content", [b"", b"surprise,email\nx,y\n", b"email,name\na,b,c,d\n", b'email\n"unclosed'])
def test_what_is_no_table_of_ours_is_refused_in_words(content: bytes):
    if not content:
        assert services.provision(content, by=None).as_json()["rows"] == 0
        return
    with pytest.raises(HubError):
        services.provision(content, by=None)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252"])
def test_files_as_offices_save_them(encoding: str):
    text = "email;name;shop;region\nzoe@company.example;Zoë Müller;Café Süd;Süd\n"
    services.provision(text.encode(encoding), by=None)
    assert Seller.objects.get().name == "Zoë Müller"


def test_invitations_go_to_whoever_has_not_been_in_and_only_to_them():
    provision(GOOD)
    provision(f"{HEAD}\nnew@company.example,New,,Harbour,,,,,\nida@company.example,Ida Kos,,North Quay,,,,,\n", invite=True)
    assert set(OutgoingMail.objects.values_list("to", flat=True)) == {"new@company.example", "ida@company.example"}
    assert provision(GOOD, invite=True)["invited"] == 2, "Ida's invitation waits already"


def test_only_administrators_and_the_run_is_one_line_in_the_audit_trail():
    for role in ("lead", "seller", "assistant"):
        with pytest.raises(NotAllowed):
            services.provision(GOOD.encode(), by=make_user(role))
    admin = make_user("administrator")
    services.provision(GOOD.encode(), by=admin)
    line = AuditEntry.objects.get(action="profiles.provisioned")
    assert (line.actor_id, len(line.data["sellers"]), line.data["shops"]) == (admin.pk, 3, 3)
    assert "@" not in json.dumps(line.data)


def test_the_command_prints_a_report_and_fails_when_a_row_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    file = tmp_path / "sellers.csv"
    file.write_text(GOOD)
    call_command("provision", str(file), "--dry-run")
    assert json.loads(capsys.readouterr().out)["written"] is False
    call_command("provision", str(file))
    assert json.loads(capsys.readouterr().out)["sellers"]["new"] == 3
    file.write_text(f"{HEAD}\nbad,,,,,,,,\n")
    with pytest.raises(SystemExit):
        call_command("provision", str(file))


def test_the_screen_looks_first_and_writes_then(client: Client):
    client.force_login(make_user("administrator"))

    def send(text: str, **more: str):
        return client.post("/admin/sellers/file/", {"file": SimpleUploadedFile("s.csv", text.encode()), **more})

    assert "would make 3 sellers, 3 shops and 3 regions" in send(GOOD).content.decode()
    assert not Seller.objects.exists()
    bad = send(f"{HEAD}\nbad,<script>x</script>,,,,,,,\n", write="1").content.decode()
    assert "Nothing is written" in bad
    assert "<script>x" not in bad
    assert send(GOOD, write="1").status_code == 302
    assert Seller.objects.count() == 3


def test_ten_thousand_sellers_take_seconds():
    rows = "\n".join(f"s{n}@company.example,Seller {n % 700},,Shop {n % 200},,,Region {n % 200 % 12},," for n in range(10_000))
    started = time.process_time()
    report = provision(f"{HEAD}\n{rows}\n")
    seconds = time.process_time() - started
    assert report["sellers"]["new"] == 10_000
    assert (Shop.objects.count(), Region.objects.count(), User.objects.count()) == (200, 12, 10_000)
    assert Page.objects.filter(depth=3).count() == 10_000
    assert seconds < 30, f"{seconds:.0f} s of processor time"
    print(f"10,000 sellers: {seconds:.1f} s")  # noqa: T201
