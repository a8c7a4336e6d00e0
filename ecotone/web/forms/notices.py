"""The form in which one says how one wants to hear by e-mail."""

from django.utils.translation import gettext_lazy as _

from ecotone.notices.words import HOW
from ecotone.web.forms.base import ActionForm, radios


class HowForm(ActionForm):
    """One of four."""

    how = radios(
        _("When would you like to hear by e-mail?"),
        HOW,
        help_text=_("What you have read here by then is left out, and where nothing is new no mail comes."),
    )
