"""What is written to others: a note when asking to connect, a message."""

from django import forms
from django.utils.translation import gettext_lazy as _

from profiles.models import MessageMail


class ConnectForm(forms.Form):
    note = forms.CharField(
        label=_("A few words, if you like"),
        help_text=_("Say who you are and what you would like to talk about."),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class MessageForm(forms.Form):
    text = forms.CharField(
        label=_("Your message"), max_length=5000, widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"})
    )


class MessageMailForm(forms.Form):
    wish = forms.ChoiceField(label=_("What we tell you by mail of new messages"), choices=MessageMail.choices)
