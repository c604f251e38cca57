"""Words for pictures, easy reading, one spelling, capital letters: what each finds, leaves alone and offers."""

import pytest

from brandguard.documents import Document, Finding, Part, Picture
from brandguard.engine import Compiled, Spec, check, evasion_score, prove
from brandguard.exceptions import BadRule
from brandguard.forms.params import OPENINGS
from brandguard.services.files import check_file, rules_from
from brandguard.vale.writer import write_styles
from tests.factories.brandguard import findings

LONG = "We have " + ", ".join(["a coat"] * 20) + "."


def rule(kind: str, *, params: dict, **more) -> Spec:
    return Spec.from_json({"key": "r", "kind": kind, "params": params, **more})


def pictured(spec: Spec, alt: str, file: str = "", language: str = "en") -> list[Finding]:
    parts = (Part("alt", alt, "body/1/1", language),) if alt else ()
    return check(Document(parts, pictures=(Picture(alt, file, "body/1/1"),), language=language), Compiled([spec]))


ALT = rule("alt_text", params={"missing": True, "shortest": 5, "file_name": True, "openings": OPENINGS}, reason="Say what is to be seen.")


@pytest.mark.parametrize(
    ("alt", "file", "said", "match", "fix"),
    [
        ("", "coat.jpg", "There are no words", "", ""),
        (" . ", "coat.jpg", "There are no words", "", ""),
        ("Hat", "", "says too little", "Hat", ""),
        ("IMG_2041.JPG", "", "is the name of a file", "IMG_2041.JPG", ""),
        ("DSC 00123", "", "is the name of a file", "DSC 00123", ""),
        ("redCoat_2", "redCoat_2.jpg", "is the name of a file", "redCoat_2", ""),
        ("Image of a red coat", "", "only that it is a picture", "Image of a", "A"),
        ("a picture of red coats", "", "only that it is a picture", "a picture of red", "red"),
        ("Zdjęcie: czerwony płaszcz", "", "only that it is a picture", "Zdjęcie: czerwony", "Czerwony"),
        ("빨간 코트 사진", "", "only that it is a picture", "사진", ""),
        ("BILD VON Mänteln", "", "only that it is a picture", "BILD VON Mänteln", "Mänteln"),
    ],
)  # fmt: skip
def test_words_for_a_picture(alt, file, said, match, fix):
    (finding,) = pictured(ALT, alt, file)
    assert (finding.match, finding.fix, finding.location) == (match, fix, "body/1/1")
    assert said in finding.message and finding.message.endswith("Say what is to be seen.")


@pytest.mark.parametrize(
    ("alt", "file"),
    [
        ("A red coat", "a-red-coat.jpg"),
        ("Red coat", "red-coat.jpg"),
        ("Imagery of the north", ""),
        ("A photograph album", ""),
        ("Gambaran pagi di pasar", ""),
        ("빨간 코트", ""),
        ("Our shop since 1998", ""),
        ("Photos offer comfort", ""),
    ],
)
def test_words_that_say_what_is_to_be_seen(alt, file):
    assert pictured(ALT, alt, file) == []


def test_a_rule_about_openings_alone_asks_no_words_for_an_ornament():
    assert pictured(rule("alt_text", params={"openings": ["image of"]}), "") == []


@pytest.mark.parametrize("params", [{}, {"missing": False, "openings": []}])
def test_a_rule_about_pictures_that_asks_nothing_is_none(params):
    with pytest.raises(BadRule, match="at least one thing"):
        prove(rule("alt_text", params=params))


def test_a_picture_without_words_is_an_example_before_an_arrow():
    examples = {"hit": ["→ photo.jpg", "IMG_1.jpg", "coat_1 → coat_1.png"], "miss": ["A red coat", "A blue hat → hat.jpg"]}
    prove(rule("alt_text", params={"missing": True, "file_name": True}, examples=examples))


EASY = rule("readability", params={"longest": 12}, reason="Make two of it.")


def test_a_long_sentence_is_marked_where_it_stands():
    (finding,) = findings(EASY, f"Hello. {LONG} Bye.")
    assert (finding.start, finding.match) == (7, LONG)
    assert finding.message == "This sentence has 42 words, at most 12 are wanted. Make two of it."


def test_lines_end_sentences_and_headings_are_no_prose():
    assert findings(EASY, "\n".join(["one two three four five six"] * 5)) == []
    assert findings(EASY, LONG, scope="heading") == []
    assert len(findings(rule("readability", params={"longest": 12}, scopes=["heading"]), LONG, scope="heading")) == 1


HARD = {
    "en": "Notwithstanding considerable organisational transformations, departmental responsibilities necessitate documentation.",
    "de": "Ungeachtet beträchtlicher organisatorischer Veränderungen erfordern Zuständigkeiten umfassende Dokumentation der Vorgänge.",
    "pl": "Niezależnie od przekształceń organizacyjnych odpowiedzialność departamentów wymaga szczegółowej dokumentacji postępowania.",
    "es": "Considerables transformaciones organizativas requieren documentación pormenorizada de responsabilidades departamentales.",
    "id": "Penyelenggaraan pertanggungjawaban organisasi mengharuskan pendokumentasian menyeluruh berkesinambungan setiap departemen.",
    "ru": "Значительные организационные преобразования требуют всесторонней документации ответственности соответствующих подразделений.",
}
PLAIN = {
    "en": "I saw a new coat. It is red. It may be for you. Come and try it on.",
    "de": "Der Mantel ist neu. Er ist rot. Kommen Sie doch mal vorbei.",
    "pl": "Mam nowy płaszcz. Jest w sam raz na maj. Wpadnij do nas.",
    "es": "Hay un abrigo nuevo. Es rojo. Ven a verlo.",
    "id": "Ada jas baru. Warnanya merah. Ayo lihat.",
    "ru": "Есть новое пальто. Оно красное. Зайди к нам.",
}


@pytest.mark.parametrize("language", HARD)
def test_a_figure_for_the_whole_letter(language):
    measured = rule("readability", params={"measure": "lix", "most": 55, "from_words": 8}, reason="Shorter words.")
    (finding,) = findings(measured, HARD[language], language=language)
    assert finding.start == -1 and finding.message.startswith("It reads hard: ") and finding.message.endswith("Shorter words.")
    assert findings(measured, PLAIN[language], language=language) == []
    assert findings(measured, "Notwithstanding considerable transformations", language=language) == [], "too short to be measured"


def test_the_school_grade_is_for_english_alone():
    with pytest.raises(BadRule, match="Tick English alone"):
        prove(rule("readability", params={"measure": "grade", "most": 9}))
    graded = rule("readability", params={"measure": "grade", "most": 9}, languages=["en"])
    assert len(findings(graded, HARD["en"])) == 1
    assert findings(graded, PLAIN["en"]) == [] and findings(graded, HARD["de"], language="de") == []


def test_a_letter_without_prose_has_no_figure():
    assert findings(rule("readability", params={"measure": "lix", "most": 1}), "", "…") == []


def test_lix_says_nothing_of_korean():
    assert (
        findings(rule("readability", params={"measure": "lix", "most": 1}), "저희 매장에 새로운 코트가 들어왔습니다.", language="ko") == []
    )


EITHER = ["e-mail | email | mail", "adviser | advisor"]
MAIL = rule("consistency", params={"either": EITHER, "inflected": True}, reason="First %s, then %s.")


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["Send an e-mail.", "My email is here."], [("email", "e-mail")]),
        (["Email me, or e-mail us."], [("e-mail", "email")]),
        (["an e-mail, a mail, an email"], [("mail", "e-mail"), ("email", "e-mail")]),
        (["Ask an adviser. Advisors know."], [("Advisors", "")]),
        (["Ask an adviser. Advisor me."], [("Advisor", "Adviser")]),
        (["An e-mail is an e-mail is an E-Mail."], []),
        (["an adviser", "an email"], []),
    ],
)
def test_one_spelling_in_one_letter(texts, expected):
    assert [(f.match, f.fix) for f in findings(MAIL, *texts)] == expected


def test_the_sentence_names_both_spellings():
    assert findings(MAIL, "e-mail and email")[0].message == "First e-mail, then email."


def test_only_capitals_may_make_the_difference():
    cased = rule("consistency", params={"either": ["Internet | internet"], "match_case": True})
    assert [f.match for f in findings(cased, "the Internet and the internet")] == ["internet"]


@pytest.mark.parametrize("either", [[], ["email"], ["email | email"]])
def test_one_spelling_alone_is_no_choice(either):
    with pytest.raises(BadRule):
        prove(rule("consistency", params={"either": either}))


@pytest.mark.parametrize(
    ("how", "text", "language", "match", "fix"),
    [
        ("quiet", "New: HUGE SALE today", "en", "HUGE SALE", "Huge sale"),
        ("quiet", "The SALE is here", "en", "SALE", "sale"),
        ("quiet", "ŻÓŁTE buty", "pl", "ŻÓŁTE", "Żółte"),
        ("quiet", "СКИДКИ для вас", "ru", "СКИДКИ", "Скидки"),
        ("quiet", "Der GROSSE Tag", "de", "GROSSE", "grosse"),
        ("sentence", "A New Coat for You", "en", "A New Coat for You", "A new coat for you"),
        ("title", "A new coat for you", "en", "A new coat for you", "A New Coat for You"),
        (
            "title_chicago",
            "Walking With Friends Through Rain",
            "en",
            "Walking With Friends Through Rain",
            "Walking with Friends through Rain",
        ),
        ("lower", "New coats", "en", "New coats", "new coats"),
        ("upper", "New coats", "en", "New coats", "NEW COATS"),
    ],
)
def test_capitals_that_are_wrong(how, text, language, match, fix):
    (finding,) = findings(rule("capitalisation", params={"how": how}), text, scope="heading", language=language)
    assert (finding.match, finding.fix) == (match, fix)


@pytest.mark.parametrize(
    ("how", "text", "language"),
    [
        ("quiet", "BMW and USA and NATO-like", "en"),
        ("quiet", "NOVA is here", "en"),
        ("quiet", "안녕하세요", "ko"),
        ("quiet", "2024 50 %", "en"),
        ("sentence", "Der Neue Mantel für Sie", "de"),
        ("sentence", "A new NOVA coat", "en"),
        ("title", "새 코트", "ko"),
        ("lower", "123", "en"),
    ],
)
def test_capitals_that_are_right(how, text, language):
    kept = rule("capitalisation", params={"how": how, "names": ["NOVA", "NATO-like"]})
    assert findings(kept, text, scope="heading", language=language) == []


def test_capitals_are_looked_at_in_lines_unless_a_rule_says_where():
    quiet = rule("capitalisation", params={"how": "quiet"})
    assert findings(quiet, "SALE NOW") == []
    assert [len(findings(quiet, "SALE NOW", scope=scope)) for scope in ("subject", "heading", "button")] == [1, 1, 1]
    everywhere = rule("capitalisation", params={"how": "quiet"}, scopes=["everything"])
    assert len(findings(everywhere, "SALE NOW")) == 1


def test_an_exception_excuses_capitals_that_it_contains():
    excused = rule("capitalisation", params={"how": "quiet"}, exceptions=["BLACK FRIDAY"])
    assert findings(excused, "Our BLACK FRIDAY", scope="subject") == []
    assert len(findings(excused, "Our BLACK FRIDAY SALE", scope="subject")) == 1


@pytest.mark.parametrize("spec", [ALT, EASY, MAIL, rule("capitalisation", params={"how": "quiet"})])
def test_what_hides_no_words_has_no_evasion_score(spec):
    score = evasion_score(spec)
    assert score.percent is None and not score.applies


def test_letters_kept_before_pictures_were_have_what_was_said_of_each():
    kept = Document((Part("alt", "IMG_1.jpg", "body/1/1"),)).as_json()
    del kept["pictures"]
    assert [f.rule for f in check(Document.from_json(kept), Compiled([ALT]))] == ["r"]


def test_what_vale_has_a_word_for_goes_out_and_finds_the_same_there(tmp_path):
    specs = [
        Spec.from_json({**MAIL.as_json(), "key": "mail", "params": {"either": EITHER}}),
        rule("capitalisation", params={"how": "quiet", "names": ["NOVA"]}, reason="No shouting.", key="quiet"),
        rule("readability", params={"longest": 6}, reason="Too long.", key="long"),
    ]
    written, left_out = write_styles(tmp_path / "styles", specs)
    assert len(written) == 3 and left_out == []
    (tmp_path / "a.md").write_text("# A NOVA SALE\n\nAn e-mail. My email says far too many words at once.\n")
    report = check_file(tmp_path / "a.md", rules_from(tmp_path / "styles"))
    assert [(f.line, f.check, f.match) for f in report] == [
        (1, "House.Quiet", "SALE"),
        (3, "House.Long", "My"),
        (3, "House.Mail", "email"),
    ]


@pytest.mark.parametrize(
    "spec",
    [
        ALT,
        rule("readability", params={"longest": 6, "measure": "lix", "most": 50}),
        rule("capitalisation", params={"how": "quiet"}, scopes=["subject"]),
        rule("phrase", params={"terms": ["sale"]}, scopes=["subject"]),
    ],
)
def test_what_vale_cannot_say_so_is_named(tmp_path, spec):
    written, left_out = write_styles(tmp_path, [spec])
    assert written == [] and left_out[0].startswith("r: Vale has nothing for")
