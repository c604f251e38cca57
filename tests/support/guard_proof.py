"""Writes the tables of docs/guard.md from the committed cases: `python -m tests.support.guard_proof`."""

import json
import os
import re
import sys
import time
from collections import Counter
from pathlib import Path

import django

ROOT = Path(__file__).resolve().parents[2]
CASES = ROOT / "tests" / "brandguard" / "cases"
PAGE = ROOT / "docs" / "guard.md"
SEEDS = (1, 2, 3)
PATTERN = "<!-- {name} -->\n.*?<!-- /{name} -->"


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hub.config.settings")
    django.setup()
    phrases = json.loads((CASES / "phrases.json").read_text(encoding="utf-8"))
    page = PAGE.read_text(encoding="utf-8")
    for name, table in (("recall", recall(phrases)), ("alarms", alarms(phrases))):
        page = re.sub(PATTERN.format(name=name), f"<!-- {name} -->\n{table}\n<!-- /{name} -->", page, flags=re.DOTALL)
    PAGE.write_text(page, encoding="utf-8")
    sys.stdout.write(f"Written to {PAGE}\n")
    return 0


def recall(phrases: dict[str, list[str]]) -> str:
    """A table: kinds of attack by languages, how many of those tried were found."""
    from brandguard.engine import Compiled, Spec
    from brandguard.engine.attacks import attacks_on
    from brandguard.engine.evasion import seen

    tried: Counter[tuple[str, str]] = Counter()
    found: Counter[tuple[str, str]] = Counter()
    for language, terms in phrases.items():
        for phrase in terms:
            compiled = Compiled([Spec(key="r", params={"terms": [phrase]})])
            for seed in SEEDS:
                for attack in attacks_on(phrase, language=language, seed=seed):
                    tried[attack.kind, language] += 1
                    found[attack.kind, language] += seen(compiled, attack)
    kinds = sorted({kind for kind, _ in tried})
    lines = [f"| attack | {' | '.join(phrases)} |", "|---|" + "--:|" * len(phrases)]
    lines += [f"| {kind} | {' | '.join(share(found[kind, lang], tried[kind, lang]) for lang in phrases)} |" for kind in kinds]
    totals = [share(sum(found[k, lang] for k in kinds), sum(tried[k, lang] for k in kinds)) for lang in phrases]
    whole = f"{sum(found.values())} of {sum(tried.values())} attacks were found: {100 * sum(found.values()) / sum(tried.values()):.2f} %."
    return "\n".join([*lines, f"| **all** | {' | '.join(totals)} |", "", whole])


def share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f} %" if whole else "–"


def alarms(phrases: dict[str, list[str]]) -> str:
    """A table: false findings in ordinary prose, and the time a paragraph takes."""
    from brandguard.documents import Document, Part
    from brandguard.engine import Compiled, Spec, check
    from brandguard.engine.fold import fold

    terms = [phrase for some in phrases.values() for phrase in some]
    inflected = [Spec(key=f"in-{lang}", params={"terms": some, "inflected": True}) for lang, some in phrases.items()]
    rules = Compiled([Spec(key="exact", params={"terms": terms}), *inflected])
    lines = ["| prose | paragraphs | bytes | false findings | µs of CPU a paragraph |", "|---|--:|--:|--:|--:|"]
    for path in sorted(CASES.glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        language = path.stem if path.stem in phrases else "en"
        documents = [Document((Part("body", piece, "b", language),), language=language) for piece in text.split("\n\n")]
        false = sum(len(check(document, rules)) for document in documents)
        begun = time.process_time()
        for document in documents * 5:
            # Each as if it were seen for the first time.
            rules.looked_at.clear()
            fold.cache_clear()
            check(document, rules)
        each = (time.process_time() - begun) * 1e6 / len(documents) / 5
        lines.append(f"| {path.stem} | {len(documents)} | {len(text.encode())} | {false} | {each:.0f} |")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
