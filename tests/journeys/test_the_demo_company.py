"""What `make demo` has put in is a company in mid-work, and its numbers are true."""

import json
import urllib.request
from collections import Counter

from hub.demo.content.letters import all_letters
from hub.demo.content.people import SELLERS
from hub.demo.inbox.store import Search, Store
from hub.demo.services import sign_ins


def ledger(stack):
    return json.loads(stack.manage("ledger", "--format", "json").stdout)


def test_letters_stand_where_their_story_says(live_stack):
    code = (
        "import json; from sellers.newsletters.models import LetterPage; from sellers.newsletters.queries import states_of;"
        "found = list(LetterPage.objects.filter(pk__lte=1000)); states = states_of(found);"
        "print('STATES', json.dumps({letter.subject: str(states[letter.pk]) for letter in found}))"
    )
    states = json.loads(live_stack.manage("shell", "-v0", "-c", code).stdout.split("STATES ", 1)[1])
    told = {"waiting": "in_review", "paused": "sending"}
    for letter in all_letters():
        assert states[letter.subject] == told.get(letter.state, letter.state), letter.subject


def test_every_mail_of_a_sent_letter_lies_in_one_mailbox_each(live_stack):
    store = Store(live_stack.folder / "inbox")
    ids = Counter(store.message_ids())
    assert [number for number in ids.values() if number > 1] == []
    assert store.count(Search(kind="letters")) > 300


def test_the_audit_trail_is_whole(live_stack):
    assert "chain whole" in live_stack.manage("audit_verify").stdout


def test_everybody_can_sign_in_with_the_printed_password(live_stack):
    assert live_stack.sign_ins == sign_ins()
    code = (
        "from hub.accounts.models import User; from hub.demo.content.company import PASSWORD;"
        "print('RIGHT', all(u.check_password(PASSWORD) for u in User.objects.all()), User.objects.count())"
    )
    assert "RIGHT True 18" in live_stack.manage("shell", "-v0", "-c", code).stdout


def test_every_seller_has_a_page_with_her_photo(live_stack):
    for person in SELLERS:
        slug = person.name.lower().translate(str.maketrans("ńśą ", "nsa-")).replace("ł", "l").replace("ż", "z")
        with urllib.request.urlopen(f"{live_stack.origin}/{slug}/") as answer:
            assert person.name in answer.read().decode()


def test_loading_again_changes_nothing(live_stack):
    code = "from hub.demo import services; print('LOADED', services.load())"
    assert "LOADED False" in live_stack.manage("shell", "-v0", "-c", code).stdout
