"""The form in which one lets a program call in one's own name."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ecotone.access.rules import TOKEN_LASTS_AT_MOST
from ecotone.access.words import SCOPES
from ecotone.web.forms.base import ActionForm


class TokenForm(ActionForm):
    """What the program is, what it may do, for how long."""

    name = forms.CharField(
        label=_("Which program is it for?"),
        max_length=80,
        help_text=_("A name by which you know it again, such as “our appointment diary”."),
    )
    scopes = forms.MultipleChoiceField(
        label=_("What may it do?"),
        choices=list(SCOPES.items()),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Never more than you may in the hat you wear now. Choose as little as it needs."),
    )
    days = forms.IntegerField(
        label=_("For how many days?"),
        min_value=1,
        max_value=TOKEN_LASTS_AT_MOST,
        help_text=_("At most 365. Then it ends by itself."),
    )
