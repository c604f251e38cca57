"""Which column means what: by the names that exports and people give them, in the languages of our sellers."""

from collections.abc import Mapping, Sequence

from ..exceptions import UnreadableFile
from ..folding import plain

FIELDS = {
    "address": "E-mail address",
    "first_name": "First name",
    "last_name": "Last name",
    "name": "Whole name",
    "salutation": "How she is greeted",
    "language": "Language",
    "how_we_met": "How we met",
    "note": "Notes",
    "phone": "Telephone",
    "tastes": "What she likes",
    "sizes": "Sizes",
    "looks_for": "What she looks for",
    "tags": "Tags, with commas between them",
    "birthday": "Birthday, with or without the year",
    "consent_source": "Where she said yes",
    "consent_date": "When she said yes",
    "status": "Status, such as “unsubscribed”",
    "opted_out": "Has left (yes or no)",
}
# English; German; Polish; Spanish; Indonesian; Korean. Accents, case and signs do not count.
_NAMES = {
    "address": "email; e-mail; mail; email address; e-mail address; address email; subscriber email; emailaddress; e-mail-adresse;"
    "emailadresse; mailadresse; adres e-mail; adres email; adres mailowy; poczta; correo; correo electrónico; dirección de correo;"
    "dirección de correo electrónico; surel; alamat email; alamat surel; pos-el; 이메일; 이메일 주소; 메일; 메일 주소; 전자우편",
    "first_name": "first name; firstname; given name; fname; forename; vorname; rufname; imię; imie; nombre; nombre de pila; nama depan;"
    "이름; first",
    "last_name": "last name; lastname; surname; family name; lname; nachname; familienname; nazwisko; apellido; apellidos; nama belakang;"
    "nama keluarga; 성; last",
    "name": "name; full name; fullname; customer; contact; contact name; kunde; kundin; ganzer name; imię i nazwisko; klient;"
    "klientka; nombre completo; nombre y apellidos; cliente; nama; nama lengkap; nama pelanggan; 성명; 고객; 고객명; 고객 이름",
    "salutation": "salutation; greeting; anrede; briefanrede; zwrot; saludo; tratamiento; sapaan; salam; 호칭; 인사말",
    "language": "language; lang; locale; sprache; język; idioma; lengua; bahasa; 언어",
    "how_we_met": "how we met; met; where we met; wie wir uns kennen; kennengelernt; jak się poznałyśmy; cómo nos conocimos;"
    "bagaimana bertemu; 만난 곳",
    "note": "note; notes; comment; comments; remark; notiz; notizen; bemerkung; bemerkungen; kommentar; notatka; notatki; uwagi; uwaga;"
    "komentarz; nota; notas; comentario; comentarios; observaciones; catatan; keterangan; 메모; 비고; 참고",
    "phone": "phone; phone number; telephone; mobile; mobile phone; cell; cell phone; telefon; telefonnummer; handy; handynummer; mobil;"
    "tel; telefon komórkowy; numer telefonu; komórka; teléfono; móvil; celular; número de teléfono; telepon; nomor telepon; no hp; hp;"
    "전화; 전화번호; 휴대폰; 핸드폰; 연락처",
    "tastes": "tastes; likes; preferences; interests; vorlieben; mag; interessen; upodobania; lubi; preferencje; zainteresowania; gustos;"
    "preferencias; intereses; kesukaan; minat; suka; 취향; 선호; 관심사",
    "sizes": "size; sizes; größe; größen; konfektionsgröße; rozmiar; rozmiary; talla; tallas; ukuran; 사이즈; 치수",
    "looks_for": "looks for; looking for; sucht; szuka; busca; mencari; 찾는 것; 찾는 제품",
    "tags": "tags; tag; labels; groups; schlagworte; schlagwörter; tagi; etykiety; etiquetas; label; 태그",
    "birthday": "birthday; birth date; date of birth; birthdate; dob; geburtstag; geburtsdatum; urodziny; data urodzenia; cumpleaños;"
    "fecha de nacimiento; ulang tahun; tanggal lahir; 생일; 생년월일",
    "consent_source": "consent source; source of consent; opt-in source; optin source; where consented; consent; quelle der einwilligung;"
    "einwilligung; herkunft der einwilligung; źródło zgody; zgoda; origen del consentimiento; consentimiento; sumber persetujuan;"
    "persetujuan; 동의; 동의 경로; 동의 출처",
    "consent_date": "consent date; date of consent; consent time; opt-in date; optin time; confirm time; opt-in time; consented at;"
    "datum der einwilligung; einwilligung am; einwilligungsdatum; data zgody; fecha de consentimiento; fecha del consentimiento;"
    "tanggal persetujuan; 동의일; 동의 일자; 동의 날짜",
    "status": "status; member status; subscription status; email marketing status; 상태",
    "opted_out": "unsubscribed; unsubscribed from all email; opt-out; opted out; abgemeldet; wypisany; wypisana; baja; dado de baja;"
    "berhenti berlangganan; 수신거부",
}
_YES = {"yes", "true", "1", "x", "ja", "wahr", "tak", "prawda", "si", "verdadero", "ya", "benar", "예"}
_LEFT = {
    "unsubscribed", "cleaned", "opted out", "opt out", "bounced", "complained", "non subscribed", "unsubscribe", "left", "archived",
    "abgemeldet", "wypisany", "wypisana", "baja", "dado de baja", "berhenti", "berhenti berlangganan", "수신거부",
}  # fmt: skip


_KNOWN = {plain(name): field for field, names in _NAMES.items() for name in names.split(";")}


def guess(headers: Sequence[str]) -> dict[str, int]:
    """{field: column} for the names we know; the first column of a name wins."""
    found: dict[str, int] = {}
    for column, header in enumerate(headers):
        if (field := _KNOWN.get(plain(header))) and field not in found:
            found[field] = column
    return found


def named(headers: Sequence[str], wanted: Mapping[str, str]) -> dict[str, int]:
    """{field: column} for names or numbers (from 1) that a person gave for fields. Raises UnreadableFile for what is not there."""
    places = {plain(header): column for column, header in reversed(list(enumerate(headers)))}
    found = {}
    for field, name in wanted.items():
        if field not in FIELDS:
            raise UnreadableFile(f"“{field}” is no field of a reader. There are: {', '.join(FIELDS)}.")
        column = places.get(plain(name))
        if column is None and name.isdigit() and 0 < int(name) <= len(headers):
            column = int(name) - 1
        if column is None:
            raise UnreadableFile(f"The file has no column “{name}”. It has: {', '.join(h for h in headers if h)}.")
        found[field] = column
    return found


def says_left(status: str, opted_out: str) -> bool:
    """Whether the file itself says that this person does not want letters."""
    return plain(status) in _LEFT or plain(opted_out) in _LEFT | _YES
