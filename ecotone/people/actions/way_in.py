"""Writes to how a person signs in as herself: offered, proved by its two halves, used, taken back, taken off.

    staff: offer ──▶ a link, mailed ────┐
              └────▶ a code, by hand ───┴─▶ try ──right──▶ proved ──▶ open (a new account) ──┐
                                             │                └─────▶ use (the account there) ┴─▶ her account
                                             └──five wrong──▶ over
    she, or whoever guards records: take off ──▶ an account with no record; her record stays, and may be offered anew

Whoever offers has no mailbox, the mailbox no code. Her row is locked first in each, as a death and an erasure do.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.crypto import constant_time_compare, salted_hmac

from ecotone.access import policies as access
from ecotone.access.actions import choose_password, end_as_herself, open_account
from ecotone.access.audit import wrote
from ecotone.access.doors import action
from ecotone.access.models import Account
from ecotone.access.passwords import token_for
from ecotone.access.principal import Principal
from ecotone.access.rules import Kind
from ecotone.access.spending import HOUR, spend
from ecotone.access.tokens import hashed
from ecotone.ecosystem.rules import required
from ecotone.ground import clock
from ecotone.ground.errors import Invalid, NotFound, Problem, check
from ecotone.ground.ids import new_digits, new_id, new_secret
from ecotone.notices.actions import POST, queue_mail
from ecotone.notices.actions.post import is_one_address
from ecotone.notices.queries import link
from ecotone.people import policies
from ecotone.people.actions import telling
from ecotone.people.actions.traces import written
from ecotone.people.letters import WAY_IN
from ecotone.people.models import AccountTakenOff, OwnWayIn, Person
from ecotone.people.rules import Part, after_death
from ecotone.people.rules.way_in import (
    A_DAY,
    AN_HOUR,
    DIGITS,
    LASTS,
    PROOF_LASTS,
    TRIES,
    KnewHow,
    WayInEnd,
    bare,
    is_spelt_plainly,
    knew_problems,
)

PATH = "/way-in/{token}/"
"""Where the mailed link leads; the page there is web's."""
DOORKEEPER = Principal.system("way-in")
"""Opens the account that both halves have earned, and ends sessions; the audit names who did the act around it."""


@dataclass(frozen=True)
class Offered:
    """What was offered, and the half that is given by hand. It is shown now and never again."""

    way_in_id: UUID
    code: str


@action("people.link_account")
def link_account(*, by: Principal, person_id: UUID, account_id: UUID) -> Person:
    """Lets an account sign in as this person: whoever has it then sees and decides all that she may."""
    policies.may_link_account(by, account_id).require("person", person_id)
    person = _locked(Person.of(person_id).pk)
    _bind(person, Account.of(account_id).pk)
    end_ways_in(person_id, WayInEnd.LINKED)
    wrote("person", person_id, act="people.link_account", part=Part.IDENTITY)
    return person


def _locked(person_id: UUID) -> Person:
    return Person.objects.select_for_update().get(pk=person_id)


def _bind(person: Person, account_id: UUID) -> None:
    """Makes the account hers. Both rows are locked, so that of two who do so at once one finds it done."""
    account = Account.objects.select_for_update().get(pk=account_id)
    check(_sign_in_problems(person))
    if person.account_id not in (None, account.id):
        raise Invalid(Problem("people.linked_already", "account"))
    if Person.objects.filter(account=account).exclude(pk=person.pk).exists():
        raise Invalid(Problem("people.account_taken", "account"))
    person.change(version=person.version, account_id=account.id)


def _sign_in_problems(person: Person) -> list[Problem]:
    return [
        *after_death(person.died_on),
        *([Problem("people.erased")] if person.erased_at else []),
        *([] if policies.may_sign_in(person) else [Problem("people.too_young_for_account", "account")]),
    ]


def end_ways_in(person_id: UUID, why: WayInEnd, *, by: str = "") -> None:
    """What is offered her leads nowhere from now. The caller holds her row."""
    for row in OwnWayIn.objects.select_for_update().filter(person_id=person_id, ended_at=None):
        _end(row, why, by=by)


def _end(row: OwnWayIn, why: WayInEnd, *, by: str = "") -> None:
    row.change(version=row.version, ended_at=clock.now(), ended=why, ended_by=by, proof_hash="")


@action("people.offer_own_way_in")
def offer_own_way_in(*, by: Principal, person_id: UUID, address: str, knew: KnewHow, knew_how: str = "") -> Offered:
    """Offers her to sign in as herself: a link goes to that address, the code comes back to be given by hand.

    A newer takes an older's place. The same comes of it whether anybody signs in with that address or not, unless
    the caller may know whose it is. Raises Invalid naming every fault.
    """
    basis = policies.may_offer_way_in(by, person_id).require("person", person_id).basis
    to, person = address.strip().lower(), _locked(Person.of(person_id).pk)
    check(
        [
            *_address_problems(by, person_id, to),
            *knew_problems(knew, knew_how),
            *_sign_in_problems(person),
            *([Problem("people.linked_already")] if person.account_id else []),
            *_often_problems(by, person_id),
        ]
    )
    end_ways_in(person_id, WayInEnd.REPLACED, by=by.signature)
    id_, code, token, until = new_id(), new_digits(DIGITS), new_secret(), clock.now() + LASTS
    row = OwnWayIn.add(
        id=id_,
        person=person,
        address=to,
        knew=knew,
        knew_how=knew_how.strip(),
        link_hash=hashed(token),
        code_hash=_code_hash(id_, code),
        until=until,
        **OwnWayIn.signed(by),
    )
    _mail(row, token)
    wrote("person", person_id, act="people.offer_own_way_in", part=str(knew), basis=basis)
    wrote("ownwayin", row.id, act="people.offer_own_way_in", basis=basis)
    return Offered(row.id, code)


def _address_problems(by: Principal, person_id: UUID, address: str) -> list[Problem]:
    try:
        validate_email(address)
    except ValidationError:
        return [Problem("access.email" if address else "ground.required", "address")]
    if not (is_one_address(address) and is_spelt_plainly(address)):
        return [Problem("access.email", "address")]
    why = policies.refused_openly(by, person_id, address)
    return [Problem(why, "address")] if why else []


def _often_problems(by: Principal, person_id: UUID) -> list[Problem]:
    """Whoever offers names any address, and a mail goes there."""
    lately = OwnWayIn.objects.filter(person_id=person_id, created_at__gt=clock.now() - timedelta(days=1))
    if lately.count() >= A_DAY:
        return [Problem("people.way_in_offered_often", params={"most": A_DAY})]
    theirs = spend(f"way-in:{by.account_id}", limit=AN_HOUR, window=HOUR)
    return [Problem("people.ways_in_within_the_hour", params={"most": AN_HOUR})] if theirs.exceeded else []


def _code_hash(way_in_id: UUID, code: str) -> str:
    return salted_hmac(f"ecotone.way-in:{way_in_id}", bare(code), algorithm="sha256").hexdigest()


def _mail(row: OwnWayIn, token: str) -> None:
    subject, body = WAY_IN
    last = row.until.astimezone(clock.LOCAL)
    said = {"link": link(PATH.format(token=token)), "until": f"{last.day} {last:%B %Y, %H:%M}"}
    queue_mail(
        by=POST,
        key=f"way-in:{row.id}",
        to=row.address,
        subject=str(subject),
        body=str(body) % said,
        good_until=row.until,
    )


@action("people.take_back_own_way_in")
def take_back_own_way_in(*, by: Principal, way_in_id: UUID, version: int) -> OwnWayIn:
    """It leads nowhere from this moment, also for whoever has given its code already. Raises Invalid, Stale."""
    row = OwnWayIn.of(way_in_id)
    policies.may_offer_way_in(by, row.person_id).require("person", row.person_id)
    _locked(row.person_id)
    check([] if row.ended_at is None else [Problem("people.ended")])
    row.version = version
    _end(row, WayInEnd.TAKEN_BACK, by=by.signature)
    written(row, "people.take_back_own_way_in")
    return row


@action("people.try_own_way_in")
def try_own_way_in(*, by: Principal, token: str, code: str, born: date | None = None) -> str:
    """Tries the code, and her date of birth where it is known, behind a mailed link; the right ones give a proof.

    "" for a wrong one, whichever it was. It is counted in the row itself, whoever tries and wherever; the fifth ends
    it. The browser keeps the proof for PROOF_LASTS. Raises NotFound for a link that leads nowhere.
    """
    access.anybody(by).require()
    row = OwnWayIn.objects.select_for_update().filter(link_hash=hashed(token)).first()
    if row is None or not _holds(row):
        raise NotFound("ownwayin")
    wrote("ownwayin", row.id, act="people.try_own_way_in", keeps_access=True)
    known = Person.of(row.person_id).birth_date
    is_code = constant_time_compare(row.code_hash, _code_hash(row.id, code))
    if is_code and (known is None or known == born):
        proof = new_secret()
        row.change(version=row.version, proof_hash=hashed(proof), proved_at=clock.now())
        return proof
    row.change(version=row.version, tries=row.tries + 1)
    if row.tries >= TRIES:
        _end(row, WayInEnd.WRONG_TRIES)
        written(row, "people.try_own_way_in")
    return ""


def _holds(row: OwnWayIn) -> bool:
    return row.ended_at is None and row.until > clock.now()


@action("people.use_own_way_in")
def use_own_way_in(*, by: Principal, proof: str) -> Person:
    """Whoever gave both halves, and signed in with the account of that address, signs in as herself from now.

    Raises NotFound where the proof leads nowhere (any more), Invalid for another account, or one that never may.
    """
    access.by_hand(by).require()
    assert by.account_id  # noqa: S101 - the policy refuses whoever has no account
    person, row = _proved(proof)
    if not Account.objects.filter(pk=by.account_id, email=row.address, is_active=True).exists():
        raise Invalid(Problem("people.way_in_other_account"))
    return _use(person, row, by.account_id)


@action("people.open_own_way_in")
def open_own_way_in(*, by: Principal, proof: str, password: str) -> UUID:
    """The same with a new account for that address, and its first password; its id.

    Raises Invalid for a weak password, and where somebody signs in with that address already: then that is hers.
    """
    access.anybody(by).require()
    person, row = _proved(proof)
    _must_be_hers(row)
    account = open_account(by=DOORKEEPER, name=person.name, email=row.address)
    choose_password(by=DOORKEEPER, account_id=account.id, token=token_for(account), password=password)
    _use(person, row, account.id)
    return account.id


def _proved(proof: str) -> tuple[Person, OwnWayIn]:
    """Of whom both halves were given in this browser lately, and what was offered; both rows are held."""
    found = OwnWayIn.objects.filter(proof_hash=hashed(proof)).first() if proof else None
    if found is None:
        raise NotFound("ownwayin")
    person = _locked(found.person_id)
    row = OwnWayIn.objects.select_for_update().get(pk=found.pk)
    if not (_holds(row) and row.proof_hash == hashed(proof) and is_fresh(row)):
        raise NotFound("ownwayin", row.id)
    return person, row


def is_fresh(row: OwnWayIn) -> bool:
    return row.proved_at is not None and row.proved_at > clock.now() - PROOF_LASTS


def _must_be_hers(row: OwnWayIn) -> None:
    if policies.is_anothers(row):
        raise Invalid(Problem("people.way_in_not_this_address"))


def _use(person: Person, row: OwnWayIn, account_id: UUID) -> Person:
    _must_be_hers(row)
    _bind(person, account_id)
    _end(row, WayInEnd.USED)
    telling.tell_of_way_in(DOORKEEPER, row)
    written(row, "people.use_own_way_in")
    wrote("account", account_id, act="people.use_own_way_in")
    return person


@action("people.take_off_account")
def take_off_account(*, by: Principal, person_id: UUID, reason: str = "") -> AccountTakenOff:
    """Her account signs in as nobody with a record from now; whoever is in by it is out, and programs that call as
    her call no more. Her record stays. Whoever guards records says why, and those who help her are told.
    """
    policies.may_take_off_account(by, person_id).require("person", person_id)
    person, herself = _locked(person_id), by.kind is Kind.PERSON
    account_id = person.account_id
    check([*([] if account_id else [Problem("people.no_account")]), *_reasons(herself, reason)])
    assert account_id  # noqa: S101 - it has been looked at
    person.change(version=person.version, account_id=None)
    end_as_herself(by=DOORKEEPER, account_id=account_id)
    words = {"by_her": herself, "reason": "" if herself else reason}
    row = AccountTakenOff.add(person=person, **words, **AccountTakenOff.signed(by))
    telling.tell_of_taking_off(by, row, [] if herself else policies.helping_teams(person_id))
    written(row, "people.take_off_account")
    return row


def _reasons(herself: bool, reason: str) -> Iterable[Problem]:
    return [] if herself else required(reason=reason)
