"""Kinds of rules, one a file. Add a kind: a file here, a name in choices.Kind, a line in KINDS."""

from .alt_text import AltText
from .base import Pattern, RuleKind, Term
from .capitalisation import Capitalisation
from .conditional import Conditional
from .consistency import Consistency
from .link_domain import LinkDomain
from .occurrence import Occurrence
from .phrase import Phrase
from .readability import Readability
from .regex import Regex
from .required import Required
from .style import StyleRule
from .substitution import Substitution

KINDS: dict[str, RuleKind] = {
    "phrase": Phrase(),
    "regex": Regex(),
    "substitution": Substitution(),
    "occurrence": Occurrence(),
    "required": Required(),
    "conditional": Conditional(),
    "link_domain": LinkDomain(),
    "alt_text": AltText(),
    "readability": Readability(),
    "consistency": Consistency(),
    "capitalisation": Capitalisation(),
    "style": StyleRule(),
}

__all__ = ["KINDS", "Pattern", "RuleKind", "Term"]
