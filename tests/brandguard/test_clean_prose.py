"""Ordinary letters in many languages raise no alarm, whatever the rules of other letters are."""

import pytest

from tests.factories.brandguard import findings, spec

TERMS = [
    "free money",
    "guarantee",
    "sex",
    "cop",
    "pot",
    "cap",
    "ham",
    "sale",
    "best price",
    "no risk",
    "miracle cure",
    "rat",
    "bet",
    "ass",
    "tit",
    "loan",
    "casino",
    "viagra",
    "winner",
    "act now",
    "kill",
    "hell",
    "damn",
    "crap",
    "die now",
    "anal",
    "tot",
    "mal",
    "hat gift",
    "darmowe pieniądze",
    "gwarancja zysku",
    "cud",
    "kostenlos",
    "Wunder",
    "Garantie",
    "gratis total",
    "milagro",
    "garantía",
    "dijamin",
    "ajaib",
    "공짜",
    "보장",
    "бесплатно",
    "чудо",
    "гарантия прибыли",
]
PROSE = {
    "en": [
        (
            "Hello Eva, the linen dresses you asked about came in on Tuesday, and I've "
            "put the blue one (size 38) aside for you until 5pm on Friday."
        ),
        "We're open from 10am to 7pm; on Sundays it's 12–4. Don't hurry: there are 3 left, at €49.90 each, and they're all well-made.",
        (
            "You'll find me on the 2nd floor, next to the café. P.S. My e-mail is "
            "anna@shop.example, or call +48 58 123 45 67. See www.shop.example."
        ),
        "A, B or C? I'd take the A-line skirt: it's 100 % wool, machine-washable at 30°, and goes with the roll-neck you bought in '24.",
        "Ooh, I nearly forgot: the book club meets at 6:30 p.m. on the 3rd. We're reading a well-known novel, and coffee's on the house.",
        (
            "Mrs. O'Neill tried it on last week… she was so pleased! Too good to miss, "
            "I think, but see for yourself & tell me what you think."
        ),
    ],
    "pl": [
        (
            "Dzień dobry, pani Ewo! Sukienki lniane, o które pani pytała, przyszły we "
            "wtorek; niebieską (rozmiar 38) odłożyłam dla pani do piątku."
        ),
        "Jesteśmy czynni od 10:00 do 19:00, a w niedziele od 12 do 16. Zostały trzy sztuki, po 199,90 zł, wszystkie świetnie uszyte.",
        "Znajdzie mnie pani na 2. piętrze, obok kawiarni. Jeśli łaska, proszę zadzwonić wcześniej, przygotuję też tę żółtą chustę.",
    ],
    "de": [
        "Liebe Eva, die Leinenkleider sind am Dienstag gekommen, und das blaue (Größe 38) habe ich bis Freitag für Sie zurückgelegt.",
        (
            "Wir haben von 10 bis 19 Uhr geöffnet, sonntags 12–16 Uhr. Es sind noch "
            "drei Stück da, zu je 49,90 €, alle sehr schön verarbeitet."
        ),
        "Sie finden mich im 2. Stock neben dem Café. Das war es für heute; alles Gute und viele Grüße aus der Königstraße!",
    ],
    "es": [
        "Hola, Eva: los vestidos de lino llegaron el martes y te he guardado el azul (talla 38) hasta el viernes a las 17 h.",
        "Abrimos de 10 a 19 h; los domingos, de 12 a 16. Quedan tres, a 49,90 € cada uno, y están muy bien hechos. ¡Ojalá te gusten!",
        "Me encontrarás en la 2.ª planta, junto a la cafetería. Mañana llega también la chaqueta que te enseñé el año pasado.",
    ],
    "id": [
        "Halo Bu Eva, gaun linen yang Ibu tanyakan sudah datang hari Selasa, dan yang biru (ukuran 38) saya simpan sampai hari Jumat.",
        (
            "Kami buka dari pukul 10.00 sampai 19.00; hari Minggu 12.00–16.00. Masih "
            "ada tiga potong, masing-masing Rp499.000, jahitannya rapi."
        ),
        "Saya ada di lantai 2, di sebelah kafe. Kalau sempat, mampirlah; saya siapkan teh hangat dan kita bisa melihat-lihat bersama.",
    ],
    "ko": [
        "안녕하세요, 은영 님. 문의하신 리넨 원피스가 화요일에 들어왔고, 파란색(38 사이즈)은 금요일 오후 5시까지 따로 보관해 두었습니다.",
        "매장은 오전 10시부터 오후 7시까지 열고, 일요일에는 12시에 엽니다. 세 벌이 남아 있고 한 벌에 49,900원입니다.",
        "저는 2층 카페 옆에 있습니다. iPhone으로 전화 주시면 LED 조명 아래에서 색을 비교해 보실 수 있게 준비하겠습니다.",
    ],
    "ru": [
        "Здравствуйте, Ева! Льняные платья, о которых вы спрашивали, пришли во вторник; синее (размер 38) я отложила для вас до пятницы.",
        "Мы открыты с 10 до 19, а в воскресенье с 12 до 16. Осталось три штуки, по 4990 ₽ каждая, и все они хорошо сшиты. У нас тепло.",
        "Я на втором этаже, рядом с кафе. Если рот до ушей от новой шляпы — значит, она ваша. А сор мы вымели, USB-лампу повесили.",
    ],
}
RULES = [
    spec(*TERMS, key="exact"),
    spec(
        "guarantee",
        "gift",
        "miracle",
        "Garantie",
        "gwarancja",
        "gratis",
        "скидка",
        "보장",
        "jamin",
        key="inflected",
        params={"inflected": True},
    ),
]


@pytest.mark.parametrize(("language", "text"), [(language, text) for language, texts in PROSE.items() for text in texts])
@pytest.mark.parametrize("declared", [True, False])
def test_ordinary_prose_is_left_alone(language, text, declared):
    assert findings(RULES, text, language=language if declared else "en") == []


@pytest.mark.parametrize("language", PROSE)
def test_the_same_rules_do_find_what_they_are_for(language):
    assert [f.rule for f in findings(RULES, f"{PROSE[language][0]} Miracle cure!", language=language)][:1] == ["exact"]
