"""What people say about what came back."""

from django import forms


class ReleaseForm(forms.Form):
    """Letting a brake go."""

    done = forms.CharField(label="What was done about it?", max_length=300, widget=forms.TextInput(attrs={"size": 60}))
