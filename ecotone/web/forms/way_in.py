"""The forms of a person's own way in: offered by staff, its two halves, an account taken off."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ecotone.people.words_way_in import KNEW
from ecotone.web.forms.base import ActionForm, day, radios, words


class OfferWayInForm(ActionForm):
    """To which address, and how whoever offers it knows that it is she."""

    address = forms.CharField(
        label=_("Their e-mail address"),
        max_length=254,
        help_text=_("One that they alone read. Ask them; do not take it from somebody around them."),
        widget=forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    knew = radios(_("How do you know that it is they?"), KNEW, help_text=_("They will read this."))
    knew_how = forms.CharField(
        label=_("In a few words"),
        max_length=300,
        required=False,
        help_text=_("Needed for another way. Such as: rang back on the number the practice has for them."),
    )


class HalvesForm(ActionForm):
    """The code that was given by hand; and the date of birth, where it is known."""

    code = forms.CharField(
        label=_("The code of eight digits"),
        max_length=40,
        help_text=_("As you were given it, on paper or by word of mouth: such as 1234 5678."),
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "class": "govuk-input--width-10"}
        ),
    )
    born = day(_("Your date of birth"), help_text=_("Such as 24/03/1950."))

    def __init__(self, *args: Any, birth_date: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not birth_date:
            del self.fields["born"]


class TakeOffForm(ActionForm):
    """Why an account is taken off somebody's record."""

    reason = words(
        _("Why?"),
        rows=3,
        help_text=_("Such as: it is not they who sign in. Read by those who guard records and those who help them."),
    )
