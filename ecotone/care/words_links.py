"""The words for answering without an account: why a link is over, and how the asker heard what it writes down."""

from django.utils.translation import gettext_lazy as _

LINK_ENDS = {
    "ended": _("closed: what was asked has ended"),
    "returned": _("closed: no answer came, so the ask went back"),
    "replaced": _("replaced by a newer one"),
    "revoked": _("taken back"),
}
HEARD = {"phone": _("by phone"), "message": _("in a sentence, by e-mail or text"), "meeting": _("face to face")}
HEARD_FIELDS = {
    "heard_by": _("How they told you"),
    "heard_from": _("Who said it"),
    "heard_on": _("On which day"),
}
