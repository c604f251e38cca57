"""Everything a customer reads is said in six languages, and nobody's consent changes by a better translation."""

import hashlib
import re

import pytest

from sellers.audience.wording import WORDINGS
from tests.support.messages import LANGUAGES, ROOT, catalogue, wanted

pytestmark = pytest.mark.one_engine
PLACEHOLDER = re.compile(r"%\((\w+)\)s")
PUBLIC = (
    *(
        "400",
        "403",
        "404",
        "500",
        "public",
        "audience",
        "email/audience",
        "email/desk",
        "newsletters/archive",
        "newsletters/letter",
        "newsletters/section",
    ),
    *("profiles/home_page", "profiles/seller_page", "profiles/photo", "profiles/who", "profiles/prints"),
)
# Under these folders, but for people who sign in and work in English.
DESK = ("audience/readers", "audience/hand_overs")
# Names of others, and signs.
NAMES = {"WhatsApp", "Facebook"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_is_translated_and_none_is_left_over(language):
    said = {(m.sentence, m.context) for m in wanted()}
    entries = {(e.msgid, e.msgctxt or ""): e for e in catalogue(language)}
    missing = sorted(sentence for sentence, context in said - set(entries))
    empty = sorted(e.msgid for e in entries.values() if not e.translated())
    assert missing + empty == [], "run python -m tests.support.messages and fill in locale/*/LC_MESSAGES/django.po"
    assert sorted(sentence for sentence, _ in set(entries) - said) == [], "nobody says this any more: run python -m tests.support.messages"


@pytest.mark.parametrize("language", LANGUAGES)
def test_names_and_numbers_in_a_sentence_are_those_of_the_original(language):
    wrong = []
    for entry in catalogue(language):
        names = set(PLACEHOLDER.findall(entry.msgid)) | set(PLACEHOLDER.findall(entry.msgid_plural))
        for text in entry.msgstr_plural.values() if entry.msgid_plural else [entry.msgstr]:
            if set(PLACEHOLDER.findall(text)) != names or text.count("%") != text.count("%("):
                wrong.append((entry.msgid, text))
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_bring_no_markup_and_no_invisible_signs(language):
    texts = [text for e in catalogue(language) for text in (e.msgstr, *e.msgstr_plural.values())]
    assert [text for text in texts if re.search("[\x00-\x1f\u200b-\u200f\u202a-\u202e\u2066-\u2069]|</?[a-z]", text)] == []


def untranslated(source: str) -> list[str]:
    """Words of a template that stand outside every translation."""
    text = re.sub(r"{% block body_class %}.*?{% endblock %}|{% blocktranslate.*?{% endblocktranslate %}", " ", source, flags=re.S)
    text = re.sub(r"{%.*?%}|{{.*?}}|{#.*?#}|<!--\[?if.*?-->", " ", text, flags=re.S)
    text = re.sub(r"<(style|script|svg|code)\b.*?</\1>|<!doctype[^>]*>|<meta[^>]*>", "", text, flags=re.S | re.I)
    labels = re.findall(r'\b(?:aria-label|alt|title|placeholder)="([^"]*)"', text)
    words = re.findall(r"[^\W\d_]{2,}", " ".join((re.sub(r"<[^>]*>|&\w+;", " ", text), *labels)))
    return [word for word in words if word not in NAMES]


def public_templates() -> list[str]:
    names = (str(p.relative_to(ROOT / "templates")) for p in (ROOT / "templates").rglob("*") if p.suffix in (".html", ".txt"))
    return sorted(name for name in names if name.startswith(PUBLIC) and not name.startswith(DESK))


@pytest.mark.parametrize("name", public_templates())
def test_no_word_of_a_public_template_stands_outside_a_translation(name):
    assert untranslated((ROOT / "templates" / name).read_text()) == []


def test_a_bare_word_would_be_found():
    assert untranslated('<p>{% translate "Yes" %} Hello</p>') == ["Hello"]
    assert untranslated('<a aria-label="Close">{{ name }}</a>') == ["Close"]


def test_consent_is_asked_in_every_language_and_each_sentence_keeps_its_version():
    """A sentence was changed? Give it a new version, and write the new digest here: both are proof of what people agreed to."""
    digests = {w.version: hashlib.sha256(w.sentence.encode()).hexdigest()[:12] for w in WORDINGS.values()}
    assert set(WORDINGS) == {"en", *LANGUAGES}
    assert all({"{seller}", "{brand}"} <= set(re.findall(r"{\w+}", w.sentence)) for w in WORDINGS.values())
    assert digests == DIGESTS


DIGESTS = {
    "2026-11": "bb5a75ec900e",
    "2026-11-id": "f9de637a55b0",
    "2026-11-ko": "32f2a002993b",
    "2026-11-pl": "c31213278007",
    "2026-11-de": "2dc35c2ff715",
    "2026-11-es": "906708ec1737",
}
