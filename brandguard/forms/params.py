"""The fields that each kind of rule needs besides those that all have, in plain words."""

from django import forms

from ..choices import Kind
from .fields import Lines

WHERE = [("anywhere", "Anywhere in the letter"), ("same_block", "In the same block"), ("footer", "In the footer")]
HOW = [
    ("quiet", "No word in capitals alone"),
    ("sentence", "Only the first word large, as in a sentence"),
    ("title", "As in a title: every word but the short ones (Associated Press)"),
    ("title_chicago", "As in a title, prepositions small (Chicago)"),
    ("lower", "All small"),
    ("upper", "ALL LARGE"),
]
MEASURES = [
    ("", "Not measured as a whole"),
    ("lix", "LIX, from 20 (easy) to 60 (hard)"),
    ("grade", "School grade, in English only"),
]
OPENINGS = [
    "image of",
    "picture of",
    "photo of",
    "Bild von",
    "Foto von",
    "zdjęcie",
    "imagen de",
    "foto de",
    "gambar",
    "изображение",
    "사진",
]
WORDS = {"inflected", "match_case"}
# The fields that each kind of rule needs besides those that all have.
PARAMS: dict[str, set[str]] = {
    Kind.PHRASE: {"terms"} | WORDS,
    Kind.REGEX: {"pattern", "match_case"},
    Kind.SUBSTITUTION: {"pairs"} | WORDS,
    Kind.OCCURRENCE: {"terms", "minimum", "maximum"} | WORDS,
    Kind.REQUIRED: {"terms"} | WORDS,
    Kind.CONDITIONAL: {"if", "then", "where"} | WORDS,
    Kind.LINK_DOMAIN: {"allow", "deny", "mismatch"},
    Kind.ALT_TEXT: {"missing", "shortest", "file_name", "openings"},
    Kind.READABILITY: {"longest", "measure", "most", "from_words"},
    Kind.CONSISTENCY: {"either"} | WORDS,
    Kind.CAPITALISATION: {"how", "names"},
    Kind.STYLE: {"style", "accept"},
}
ALL_PARAMS = set().union(*PARAMS.values())
# What is said otherwise, or has to be said besides, for a kind.
EXPLAINED: dict[str, dict[str, str]] = {
    Kind.ALT_TEXT: {
        "hit": "At least two, one in each line: words for a picture, “words → name of its file”, or “→ photo.jpg” for one without words.",
        "miss": "At least two, one in each line: words that are fine.",
    },
    Kind.READABILITY: {"scopes": "Nothing ticked: body and lists."},
    Kind.CONSISTENCY: {"hit": "At least two lines in which both spellings stand.", "miss": "At least two lines with one of them only."},
    Kind.CAPITALISATION: {
        "scopes": "Nothing ticked: subject, headings and buttons.",
        "languages": "Nothing ticked: all. German writes nouns large: only “no word in capitals alone” looks at German.",
    },
}


class ParamFields(forms.Form):
    """All of them; a form for one kind takes out those of the others."""

    terms = Lines(
        label="Words and phrases", help_text="One in each line. Other spellings, disguises and line breaks are found by themselves."
    )
    inflected = forms.BooleanField(required=False, initial=True, label="In every form", help_text="Also guaranteed, guarantees, …")
    match_case = forms.BooleanField(required=False, label="Only in exactly these capitals")
    pattern = forms.CharField(required=False, label="Regular expression", widget=forms.TextInput(attrs={"class": "code"}))
    pairs = Lines(label="Say this instead", help_text="One pair in each line: what not to say → what to say instead. “->” will do.")
    minimum = forms.IntegerField(required=False, min_value=0, label="At least how many times")
    maximum = forms.IntegerField(required=False, min_value=0, label="At most how many times")
    style = forms.CharField(
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 14, "class": "code"}),
        label="The rule as Vale writes it",
        help_text="In YAML. What happens and the reason are those of this form.",
    )
    accept = Lines(label="Accepted terms", help_text="The vocabulary that excuses, one in each line.")
    allow = Lines(
        label="Links may lead to", help_text="Domains, one in each line; empty: anywhere. What lies under a domain counts as well."
    )
    deny = Lines(label="Links may not lead to", help_text="Domains, one in each line.")
    mismatch = forms.BooleanField(required=False, label="The words of a link may not name another domain than the one it leads to")
    missing = forms.BooleanField(
        required=False, initial=True, label="Every picture needs words", help_text="For readers who do not see it."
    )
    shortest = forms.IntegerField(
        required=False,
        min_value=0,
        initial=10,
        label="At least how many letters",
        help_text="A Korean syllable counts as two.",
    )
    file_name = forms.BooleanField(
        required=False, initial=True, label="No file names", help_text="IMG_2041.jpg tells nobody what is shown."
    )
    openings = Lines(
        label="Words it may neither begin nor end with",
        initial=OPENINGS,
        help_text="One in each line. “Image of a coat” says no more than “A coat”: that is offered as one click.",
    )
    longest = forms.IntegerField(
        required=False,
        min_value=1,
        initial=25,
        label="At most how many words a sentence",
        help_text="Each longer one is marked in its place.",
    )
    measure = forms.ChoiceField(required=False, choices=MEASURES, label="A figure for the whole letter")
    most = forms.IntegerField(
        required=False,
        min_value=1,
        label="At most how high",
        help_text="For example 45 (LIX, not in Korean) or 9 (grade).",
    )
    from_words = forms.IntegerField(
        required=False, min_value=0, initial=50, label="Measured from how many words on", help_text="A few words alone have no figure."
    )
    either = Lines(
        label="One of these in one letter",
        help_text="Spellings with a bar between them, a list in each line: e-mail | email | mail. The first in a letter is kept.",
    )
    how = forms.ChoiceField(required=False, choices=HOW, widget=forms.RadioSelect, initial="quiet", label="How it should be written")
    names = Lines(label="Names that stay as they are", help_text="One in each line, for example NOVA or iPhone.")
    where = forms.ChoiceField(required=False, choices=WHERE, label="Where it must appear")
