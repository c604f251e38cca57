"""Forms of the lists: the public one, and the seller's own."""

from typing import Any

from django import forms
from django.conf import settings
from django.core import signing
from django.utils.translation import gettext_lazy as _

from hub.common.addresses import normalise
from hub.common.exceptions import BadAddress
from hub.common.languages import known
from sellers.profiles.models import Seller
from sellers.profiles.queries import sellers_seen_by

from .exceptions import BadName
from .files.columns import FIELDS
from .files.reading import MAX_BYTES
from .models import HandOver, Subscriber, Topic
from .queries import topics_in_use
from .services.people import clean_name

_STAMP = signing.TimestampSigner(salt="audience.form")
TOO_QUICK = 2  # seconds: nobody types a name and an address in less
TOO_OLD = 12 * 3600


class NameField(forms.CharField):
    """A name that is a name: no links, no mark-up, no invisible signs."""

    def clean(self, value: Any) -> str:
        try:
            return clean_name(super().clean(value))
        except BadName as error:
            raise forms.ValidationError(error.message) from error


class AddressField(forms.CharField):
    """An address as hub.common.addresses stores it. A text field with an e-mail keyboard: browsers refuse some legal domains."""

    widget = forms.EmailInput

    def clean(self, value: Any) -> str:
        try:
            return normalise(super().clean(value))
        except BadAddress as error:
            raise forms.ValidationError(error.message) from error


class SubscribeForm(forms.Form):
    """The form on a seller's page. `website` is a honeypot that no person sees, `stamp` the signed time it was shown."""

    use_required_attribute = True
    first_name = NameField(
        label=_("Your first name"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "given-name", "autocapitalize": "words"})
    )
    address = AddressField(
        label=_("Your e-mail address"), max_length=320, widget=forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email"})
    )
    consent = forms.BooleanField(error_messages={"required": _("Please tick this, or we may not write to you.")})
    website = forms.CharField(required=False, widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}))
    stamp = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, seller: Seller, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"stamp": _STAMP.sign(str(seller.pk))})
        super().__init__(*args, **kwargs)
        self.seller = seller

    @property
    def is_trap(self) -> bool:
        """A machine filled in what people cannot see."""
        return bool(self.data.get("website"))

    def clean_stamp(self) -> str:
        stamp = self.cleaned_data["stamp"]
        try:
            if _STAMP.unsign(stamp, max_age=TOO_OLD) != str(self.seller.pk):
                raise signing.BadSignature
        except signing.BadSignature:
            self._fresh_stamp()
            raise forms.ValidationError(_("This page was open for a long time. Please press the button once more.")) from None
        try:
            _STAMP.unsign(stamp, max_age=TOO_QUICK)
        except signing.SignatureExpired:
            return stamp
        raise forms.ValidationError(_("That was very quick. Please check what you typed and press the button once more."))

    def _fresh_stamp(self) -> None:
        self.data = self.data.copy()
        self.data["stamp"] = _STAMP.sign(str(self.seller.pk))


class WishesForm(forms.Form):
    """How often, about what, and from when on: a reader's wishes for one seller's letters."""

    rhythm = forms.TypedChoiceField(
        label=_("How often?"),
        coerce=int,
        choices=[(0, _("Every letter")), (7, _("At most one a week")), (30, _("At most one a month"))],
        widget=forms.RadioSelect,
    )
    topics = forms.ModelMultipleChoiceField(
        Topic.objects.none(), label=_("What about?"), required=False, widget=forms.CheckboxSelectMultiple
    )
    pause_until = forms.DateField(
        label=_("No letters before"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered = list(topics_in_use())
        self.fields["topics"].queryset = topics_in_use()
        if not self.offered:
            del self.fields["topics"]

    @classmethod
    def of(cls, subscriber: Subscriber, data: Any = None) -> "WishesForm":
        """With what she has chosen so far."""
        muted = {topic.pk for topic in subscriber.muted.all()}
        wishes = {"rhythm": subscriber.rhythm_days, "pause_until": subscriber.pause_until}
        wishes["topics"] = [topic.pk for topic in topics_in_use() if topic.pk not in muted]
        return cls(data, initial=wishes, auto_id=f"wish-{subscriber.pk}-%s")

    @property
    def muted(self) -> list[int]:
        """What was offered and not ticked."""
        ticked = {topic.pk for topic in self.cleaned_data["topics"]}
        return [topic.pk for topic in self.offered if topic.pk not in ticked]


class TopicForm(forms.Form):
    """What letters can be about, in the words of every language that readers are spoken to in."""

    name = NameField(label="Name", max_length=60, help_text="As readers see it whose language has no name of its own below.")
    position = forms.IntegerField(
        label="Place in the list", min_value=0, max_value=999, initial=0, help_text="Small numbers come first, equal ones by name."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, language in settings.LANGUAGES:
            if code != known(settings.LANGUAGE_CODE):
                self.fields[f"name_{code}"] = NameField(label=f"In {language}", max_length=60, required=False)
        self.fields["position"] = self.fields.pop("position")  # the last of them

    @classmethod
    def of(cls, topic: Topic, data: Any = None) -> "TopicForm":
        words = {f"name_{code}": word for code, word in topic.names.items()}
        return cls(data, initial={"name": topic.name, "position": topic.position, **words})

    @property
    def said(self) -> dict[str, Any]:
        """What was typed, as the services take it."""
        words = {name[5:]: word for name, word in self.cleaned_data.items() if name.startswith("name_")}
        return {"name": self.cleaned_data["name"], "position": self.cleaned_data["position"], "names": words}


class ReaderForm(forms.Form):
    """A reader's card, as her seller fills it in."""

    first_name = NameField(label="First name", max_length=80)
    last_name = NameField(label="Last name", max_length=80, required=False)
    salutation = NameField(
        label="How you greet them",
        max_length=80,
        required=False,
        help_text="Such as “Dear Mrs Nowak”. Empty: as your letters greet everybody, by name.",
    )
    how_we_met = forms.CharField(label="How we met", max_length=300, required=False)
    note = forms.CharField(label="My notes", max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 4}))


class NewReaderForm(ReaderForm):
    """Writing a customer down: the card and her address."""

    address = AddressField(label="E-mail address", max_length=320, help_text="One mail asks for a yes; the list has to wait for it.")
    field_order = ["first_name", "last_name", "address", "salutation", "how_we_met", "note"]


class UploadForm(forms.Form):
    """A file of customers."""

    file = forms.FileField(
        label="File",
        help_text=f"CSV or Excel (.xlsx), at most {MAX_BYTES // 1_000_000} MB. Nobody is on your list before you have seen what is in it.",
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx"}),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise forms.ValidationError(f"The file is larger than {MAX_BYTES // 1_000_000} MB. Please cut it into several files.")
        return file


class ColumnsForm(forms.Form):
    """What each column of a file means, and where and when its people said yes."""

    source = forms.CharField(
        label="Where did these people say yes to your letters?",
        max_length=300,
        required=False,
        help_text="Such as “paper cards at the till of Old Mill”. It is kept with every one of them. Not needed when a column says it.",
    )
    consent_date = forms.DateField(
        label="When?",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text="The last day on which one of them said yes. Left empty, and with no column that says it, each is asked by mail first.",
    )

    def __init__(self, *args: Any, headers: list[str], columns: dict[str, int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        meaning = {column: field for field, column in columns.items()}
        for place, header in enumerate(headers):
            self.fields[f"column_{place}"] = forms.ChoiceField(
                label=header or f"Column {place + 1}",
                choices=[("", "Leave out"), *FIELDS.items()],
                required=False,
                initial=meaning.get(place, ""),
            )

    @property
    def selects(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith("column_")]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        chosen = [(value, int(name[7:])) for name, value in data.items() if name.startswith("column_") and value]
        columns = dict(chosen)
        if len(columns) < len(chosen):
            raise forms.ValidationError("Two columns have the same meaning. Please leave one of them out.")
        if "address" not in columns:
            raise forms.ValidationError("Please say which column has the e-mail addresses.")
        if not data.get("source") and "consent_source" not in columns:
            self.add_error("source", "Please say where these people agreed to get letters: without that nobody may be written to.")
        data["columns"] = columns
        return data


class AwayForm(forms.Form):
    """A seller who is away for long."""

    seller = forms.ModelChoiceField(queryset=Seller.objects.none(), label="Who is away?")

    def __init__(self, *args: Any, viewer: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seller"].queryset = sellers_seen_by(viewer=viewer).exclude(state=Seller.State.LEFT)  # type: ignore[attr-defined]


class HandOverForm(forms.Form):
    """Whom customers may follow."""

    successor = forms.ModelChoiceField(queryset=Seller.objects.none(), required=False, label="The new person")
    shop_voice = forms.ModelChoiceField(
        queryset=Seller.objects.none(), required=False, label="The shop", help_text="Who writes to those who would rather follow the shop."
    )

    def __init__(self, *args: Any, viewer: Any, hand_over: HandOver, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"successor": hand_over.successor_id})
        super().__init__(*args, **kwargs)
        others = sellers_seen_by(viewer=viewer).filter(state=Seller.State.ACTIVE).exclude(pk=hand_over.seller_id)
        for name in ("successor", "shop_voice"):
            self.fields[name].queryset = others  # type: ignore[attr-defined]
