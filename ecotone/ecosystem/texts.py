"""The terms that a place may begin from. They are invented and short, and say who has to read them first."""

from django.utils.translation import gettext_lazy as _

PLAIN = _(
    """These words are invented, to begin from. Before they are used they have to be read and changed by those who answer for information governance here.

What this place is
Ecotone is one shared place where those who help people here ask each other for help. What you see of somebody is theirs, and they see that you looked.

What we promise you
You are asked only for what you offer. We keep what you write safe. You can leave on any day, and keep your own listing.

What you promise
You look at somebody only to help them with what was asked, or because they asked you to.
You keep to yourselves what you read here. You tell nobody else, not even within your group, unless it is needed to help.
Whoever leaves your group is taken off here on the same day.
Each of you signs in as yourself. Nobody lends out a password.
If something goes wrong, or somebody saw what they should not have, you tell us on the same day.
If somebody says no, that stands.

Who answers for what
You and each organisation here answer for what your own people do with what they see. We answer for the place itself.

When it ends
If you stop agreeing, your people see no record from that day. What was written stays with the person it is about."""  # noqa: E501 - a text, whose lines are paragraphs
)

FULL = _(
    """These words are invented, to begin from. They are no legal advice. Before they are used they have to be read and changed by the information governance leads, data protection officers and Caldicott Guardians of the bodies that agree to them.

1. Purpose
The bodies that agree to this share information about people through Ecotone so that help is asked for, given and followed to its end across organisations. Counts that name nobody may be used to improve how that goes. Nothing is shared for any other purpose.

2. Lawful basis
Each body determines its own lawful basis under UK GDPR Articles 6 and 9 for what it puts in and looks at, and records it. The common law duty of confidentiality is met by what the person has agreed to, or by a legal duty that is named each time.

3. Controllers
Each body is a controller of what its own people do here. For the running of the place the bodies are joint controllers, as the schedule of this place says; whoever hosts it is a processor and acts on instructions alone.

4. What the person decides
A refusal is kept and obeyed at once by every body. It yields to nothing but a legal duty that a guardian of records has recorded. People read who looked at their record, and when.

5. Who may look
Only staff with a current relationship of care, in a hat that their organisation gave them, for the care of that person. Each body gives and ends hats on the day, looks through them each quarter, and trains its people before they look.

6. Emergencies
Breaking the glass is recorded with its reason, told to the person unless that is unsafe, and reviewed within five working days.

7. Security and incidents
Each body keeps its devices and accounts safe. Whoever learns of a breach tells the place and the bodies concerned on the same day, so that the 72 hours for reporting it can be kept.

8. Rights
Requests to see, correct or erase are answered within a month through the pages for it, by the body that wrote what they are about.

9. Keeping
Records are kept as long as the schedule of this place says, and erased after that.

10. Ending
A body may end its agreement on any day. Its people then see no record. What was written stays with the record of the person it is about, and with the other bodies as far as the law asks them to keep it.

11. Review
This is read again each year, and whenever the law or the place changes. New versions come with days to agree to them."""  # noqa: E501 - a text, whose lines are paragraphs
)
