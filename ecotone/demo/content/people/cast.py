"""Those who sign in to the demo: nineteen invented people, the hats they wear, and what each is here to see.

A hat is a role in a team or a forum; one account may have several and wears one at a time. Whoever has a story here,
or acts for somebody who has, wears none. `permission` says what the person at the centre has allowed, where that is
the point.
"""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Hat:
    """A title worn for an actor of the world, such as "Occupational therapist" for irt-airdrie."""

    title: str
    actor: str


@dataclass(frozen=True, kw_only=True)
class Account:
    """One who signs in.

    purpose      what a visitor to the demo sees by signing in as them, one line
    person       "" for a worker; "self" for a person whose own story it is; otherwise whose family they are
    permission   "" or "some": a family member who may see and do a part, until a day
    """

    key: str
    name: str
    pronouns: str
    purpose: str
    hats: tuple[Hat, ...] = ()
    person: str = ""
    permission: str = ""

    @property
    def email(self) -> str:
        """Always at example.org, which reaches nobody."""
        return f"{self.key}@example.org"


CAST = (
    Account(
        key="jean",
        name="Jean Rafferty",
        pronouns="she/her",
        person="self",
        purpose="A person: her story in her words, who has looked, and what she thinks the help was worth",
    ),
    Account(
        key="daughter",
        name="Anne-Marie Boyle",
        pronouns="she/her",
        person="jean",
        permission="some",
        purpose="A daughter whom her mother lets act for her, within what her mother chose, until a day",
    ),
    Account(
        key="link-worker",
        name="Marcus Adeyemi-Kerr",
        pronouns="he/him",
        hats=(Hat(title="Community link worker", actor="whinhall-hearth"),),
        purpose="Writes down what matters in a person's words, and finds the right help nearby",
    ),
    Account(
        key="befriending-coordinator",
        name="Elaine Cuthbertson",
        pronouns="she/her",
        hats=(
            Hat(title="Befriending coordinator", actor="kettle-on"),
            Hat(title="Volunteer walk leader", actor="chapelhall-striders"),
        ),
        purpose="A small charity that takes referrals and makes them, on equal terms; two roles",
    ),
    Account(
        key="occupational-therapist",
        name="Shazia Malik",
        pronouns="she/her",
        hats=(Hat(title="Occupational therapist", actor="irt-airdrie"),),
        purpose="Reads the story before the visit and is the one named on it",
    ),
    Account(
        key="team-lead",
        name="Brendan Docherty",
        pronouns="he/him",
        hats=(
            Hat(title="Team lead, integrated rehabilitation", actor="irt-airdrie"),
            Hat(title="Locality planning group member", actor="north-partnership"),
        ),
        purpose="Answers for a whole team, and sits on a board: two roles, one at a time",
    ),
    Account(
        key="district-nurse",
        name="Yvonne Weir",
        pronouns="she/her",
        hats=(Hat(title="District nurse", actor="nursing-airdrie"),),
        purpose="Sees who is already involved before she chaps the door",
    ),
    Account(
        key="social-worker",
        name="Gurpreet Bains",
        pronouns="he/him",
        hats=(Hat(title="Social worker", actor="social-work-airdrie"),),
        purpose="A council social worker whom every side asks, and what waits for her",
    ),
    Account(
        key="discharge-nurse",
        name="Ciara Gallacher",
        pronouns="she/her",
        hats=(Hat(title="Discharge nurse", actor="hospital-discharge"),),
        purpose="Has two teams to ring with the same remit, and a bed wanted by noon",
    ),
    Account(
        key="practice-worker",
        name="Morag Templeton",
        pronouns="she/her",
        hats=(Hat(title="Practice receptionist and care navigator", actor="gp-millrace"),),
        purpose="A GP practice with no second system to keep",
    ),
    Account(
        key="intermediary-officer",
        name="Declan McGinty",
        pronouns="he/him",
        hats=(
            Hat(title="Partnership officer", actor="plaidwork"),
            Hat(title="Third-sector member, integration joint board", actor="north-ijb"),
            Hat(title="Secretary", actor="the-weave"),
        ),
        purpose="Claims to speak for community groups: who confirms it, and when did he last ask them?",
    ),
    Account(
        key="board-member",
        name="Rena Pettigrew",
        pronouns="she/her",
        hats=(Hat(title="Lived-experience member", actor="north-ijb"),),
        purpose="A lay member of a board: sees the exchange on the map, and can open no one's story",
    ),
    Account(
        key="locality-manager",
        name="Fiona Lochhead",
        pronouns="she/her",
        hats=(
            Hat(title="Locality manager, Airdrie", actor="north-partnership"),
            Hat(title="Guardian of records", actor="north-ijb"),
        ),
        purpose="How help moves between sectors, and what could not be met; reviews what was opened in an emergency",
    ),
    Account(
        key="home-care-manager",
        name="Stuart Meikle",
        pronouns="he/him",
        hats=(Hat(title="Registered manager", actor="lintie"),),
        purpose="An independent provider: says what there is room for, and answers those who ask",
    ),
    Account(
        key="researcher",
        name="Ruta Stepsis",
        pronouns="she/her",
        hats=(Hat(title="Visiting researcher", actor="public-health"),),
        purpose="Sees who and what is at work, and counts; sees no names",
    ),
    Account(
        key="private-person",
        name="Leanne Prentice",
        pronouns="she/her",
        person="self",
        purpose=("A person with one part of her story that must never be seen, or guessed, by the wrong reader"),
    ),
    Account(
        key="attorney",
        name="Shona Kilbride",
        pronouns="she/her",
        person="deciding",
        permission="some",
        purpose="A daughter who is a welfare attorney: what she signs where her parent cannot decide, and what not",
    ),
    Account(
        key="administrator",
        name="Norma Ferrie",
        pronouns="she/her",
        hats=(Hat(title="Administrator", actor="nhs-lanarkshire"),),
        purpose="Lets colleagues and programs in, and out; agrees to the terms for them all; sees no record",
    ),
    Account(
        key="steward",
        name="Isla Drysdale",
        pronouns="she/her",
        hats=(Hat(title="Keeper of this place", actor="north-ijb"),),
        purpose="Keeps the map, the words and the terms of the place, and sees who has agreed to them",
    ),
)

BY_KEY = {account.key: account for account in CAST}
