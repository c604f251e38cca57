"""What there is to translate, read from templates and code without gettext's programs.

`python -m tests.support.messages` writes new sentences into every catalogue in locale/ and marks those nobody says any more.
"""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import polib

ROOT = Path(__file__).resolve().parents[2]
LOCALE = ROOT / "locale"
LANGUAGES = ("id", "ko", "pl", "de", "es")
PLURALS = {
    "id": "nplurals=1; plural=0;",
    "ko": "nplurals=1; plural=0;",
    "pl": "nplurals=4; plural=(n==1 ? 0 : (n%10>=2 && n%10<=4) && (n%100<12 || n%100>14) ? 1 : "
    "n!=1 && (n%10>=0 && n%10<=1) || (n%10>=5 && n%10<=9) || (n%100>=12 && n%100<=14) ? 2 : 3);",
    "de": "nplurals=2; plural=(n != 1);",
    "es": "nplurals=3; plural=n == 1 ? 0 : n != 0 && n % 1000000 == 0 ? 1 : 2;",
}
# Function: which of its arguments are context, sentence, plural.
CALLS = {
    "_": (None, 0, None),
    "gettext": (None, 0, None),
    "gettext_lazy": (None, 0, None),
    "gettext_noop": (None, 0, None),
    "ngettext": (None, 0, 1),
    "ngettext_lazy": (None, 0, 1),
    "pgettext": (0, 1, None),
    "pgettext_lazy": (0, 1, None),
}
_CALL = re.compile(r"\b(_|p?n?gettext)\((?=u?['\"])")


class Message(NamedTuple):
    sentence: str
    context: str = ""
    plural: str = ""


def in_code(source: str) -> Iterator[Message]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in CALLS:
            said = [arg.value if isinstance(arg, ast.Constant) and isinstance(arg.value, str) else "" for arg in node.args]
            context, sentence, plural = (said[at] if at is not None and at < len(said) else "" for at in CALLS[node.func.id])
            if sentence:
                yield Message(sentence, context, plural)


def in_template(source: str) -> Iterator[Message]:
    """Django turns a template into calls of gettext among rows of X."""
    from django.utils.translation.template import templatize

    made = templatize(source)
    for found in _CALL.finditer(made):
        yield from in_code(_whole_call(made, found.start()))


def _whole_call(text: str, start: int) -> str:
    """Up to the bracket that ends it: the first at which it can be read."""
    at = start
    while (at := text.index(")", at) + 1) and at:
        try:
            ast.parse(text[start:at].replace("\n", "\\n"))
        except SyntaxError:
            continue
        return text[start:at]
    raise ValueError(text[start : start + 80])


def wanted() -> dict[Message, list[str]]:
    """Every sentence that is said somewhere, with the files that say it."""
    found: dict[Message, list[str]] = {}
    code = [path for top in ("hub", "sellers", "brandguard") for path in (ROOT / top).rglob("*.py")]
    templates = [path for suffix in ("html", "txt", "svg") for path in (ROOT / "templates").rglob(f"*.{suffix}")]
    for path, read in [*((path, in_code) for path in code), *((path, in_template) for path in templates)]:
        text = path.read_text()
        if read is in_code and "translation" not in text:
            continue
        for message in read(text):
            places = found.setdefault(message, [])
            if (place := str(path.relative_to(ROOT))) not in places:
                places.append(place)
    return found


def catalogue(language: str) -> polib.POFile:
    return polib.pofile(str(LOCALE / language / "LC_MESSAGES" / "django.po"), wrapwidth=120)


def update(language: str, messages: dict[Message, list[str]]) -> tuple[int, int]:
    """New sentences come in empty, those that nobody says go. How many of each."""
    path = LOCALE / language / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    old = catalogue(language) if path.exists() else polib.POFile()
    known = {(entry.msgid, entry.msgctxt or ""): entry for entry in old}
    new = polib.POFile(wrapwidth=120)
    new.metadata = {
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": PLURALS[language],
    }
    for message in sorted(messages):
        entry = known.pop((message.sentence, message.context), None) or polib.POEntry(
            msgid=message.sentence, msgctxt=message.context or None
        )
        if message.plural and not entry.msgstr_plural:
            entry.msgid_plural, entry.msgstr_plural = message.plural, dict.fromkeys(range(int(PLURALS[language][9])), "")
        entry.flags = ["python-format"] if re.search(r"%\(\w+\)", message.sentence) else []
        entry.occurrences = [(place, "") for place in sorted(messages[message])]
        new.append(entry)
    new.save(str(path))
    return len(new) - len(old) + len(known), len(known)


def main() -> None:
    import os

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hub.config.settings")
    django.setup()
    messages = wanted()
    for language in LANGUAGES:
        came, went = update(language, messages)
        empty = sum(not entry.translated() for entry in catalogue(language))
        sys.stdout.write(f"{language}: {came} new, {went} gone, {empty} to translate\n")


if __name__ == "__main__":
    main()
