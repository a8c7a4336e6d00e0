"""The columns of a list of asks as a file, as far as each may be seen: what is withheld stands there as that."""

from django.utils.translation import gettext_lazy as _

from ecotone.care.words import STATES, URGENCIES
from ecotone.web.sheets import Column

THEMSELVES = _("The person")
EVERYONE = _("all who can help")
WHOSE = (
    Column(_("Name"), lambda row: row.person.identity and row.person.identity.name),
    Column(_("Need"), lambda row: row.need),
    Column(_("Service"), lambda row: row.service),
    Column(_("Asked by"), lambda row: THEMSELVES if row.source == "" else row.source),
)
HOW_IT_STANDS = (
    Column(_("Asked"), lambda row: row.offered_at),
    Column(_("Stands"), lambda row: STATES[row.state]),
    Column(_("Urgency"), lambda row: URGENCIES[row.urgency]),
    Column(_("Reply by"), lambda row: row.reply_by),
    Column(_("Look again on"), lambda row: row.review_on),
    Column(_("Late"), lambda row: row.overdue),
    Column(_("Ended"), lambda row: row.ended_at),
    Column(_("Worker"), lambda row: row.worker),
)
OF_US = (*WHOSE, *HOW_IT_STANDS)
"""Where it goes without saying of whom all of it was asked."""
ASKS = (*WHOSE, Column(_("Asked of"), lambda row: EVERYONE if row.target == "" else row.target), *HOW_IT_STANDS)
