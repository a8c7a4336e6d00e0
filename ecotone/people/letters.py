"""The letter by which a person's own way in begins. It names nobody, no team and nothing of her care."""

from django.utils.translation import gettext_lazy as _

WAY_IN = (
    _("Your way in to Ecotone"),
    _(
        """Hello,

somebody whom you know has offered you a way to sign in to Ecotone as yourself. Open it here:

%(link)s

You are asked for a code of eight digits. You got it from them, on paper or by word of mouth;
it stands in no e-mail, and nobody asks you for it but that page. Without it the link opens nothing.

The link holds until %(until)s.

If you do not know what this is about, delete it.
"""
    ),
)
