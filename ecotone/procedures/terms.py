"""Those who speak for an organisation are mailed of the terms: once when there are new ones, once before days end.

A mail names no person but its reader's organisation. What was told is kept, so that two ticks at once tell it once.
"""

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from ecotone.access import queries as accounts
from ecotone.access.doors import action
from ecotone.access.policies import system_only
from ecotone.access.principal import Principal
from ecotone.ecosystem import actions as ecosystem
from ecotone.ecosystem.queries.terms import ToTell
from ecotone.ecosystem.rules import TermsStage
from ecotone.notices.actions import POST, queue_mail
from ecotone.notices.queries import link

PATH = "/terms/"
"""Where they are read and agreed to; the page there is web's."""
SUBJECTS = {
    TermsStage.NEW: _("Terms to agree to in Ecotone, for %(group)s"),
    TermsStage.SOON: _("Ecotone: %(group)s has until %(day)s to agree to the terms"),
}
OPEN = _(
    """Hello,

there are terms in Ecotone that %(group)s has not agreed to yet. You speak for it there, so it is for you to
read them and to agree, or not:

%(link)s

Until %(day)s all stays as it is. From that day on nobody who works for %(group)s sees a record, until somebody
agrees. It can still be found and asked, and it can answer by the links we mail.
"""
)
SHUT = _(
    """Hello,

there are terms in Ecotone that %(group)s has not agreed to. You speak for it there, so it is for you to read
them and to agree, or not:

%(link)s

Until somebody agrees, nobody who works for %(group)s sees a record. It can be found and asked, and it can
answer by the links we mail.
"""
)


@action("procedures.tell_of_terms")
def tell_of_terms(*, by: Principal, due: ToTell) -> int:
    """Mails those who speak for one organisation; to how many. Raises Invalid where they were told already."""
    system_only(by).require("terms", due.terms_id)
    ecosystem.note_told_of_terms(by=by, organisation_id=due.organisation_id, terms_id=due.terms_id, stage=due.stage)
    day = date_format(due.day, "j F Y") if due.day else ""
    said = {"group": due.name, "day": day, "link": link(PATH)}
    told = 0
    for account_id in dict.fromkeys(due.account_ids):
        address = accounts.address_of(account_id)
        if address:
            queue_mail(
                by=POST,
                key=f"terms:{due.terms_id}:{due.organisation_id}:{due.stage}:{account_id}",
                to=address,
                subject=str(SUBJECTS[due.stage]) % said,
                body=str(OPEN if due.day else SHUT) % said,
                account_id=account_id,
            )
            told += 1
    return told
