"""A look at the very moment of a refusal, an ended duty or an ended permission: shown and on record, or refused."""

from datetime import timedelta
from functools import partial

import pytest

from ecotone.access.audit import gathering
from ecotone.access.models import AuditEntry
from ecotone.access.principal import Principal
from ecotone.access.rules import Kind, Role
from ecotone.access.verdicts import Refused
from ecotone.ground import clock
from ecotone.ground.errors import NotFound
from ecotone.people import actions, policies, queries
from ecotone.people.rules import DutyKind, Effect, Part
from tests import worlds
from tests.rooms.racing import both, sorted_out

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("monday"),
    pytest.mark.commitment(3),
]


@pytest.fixture
def ours():
    return worlds.wearing(worlds.team("Link workers"))


@pytest.fixture
def jean(ours):
    return worlds.taken_in(ours)


def page(by: Principal, person_id):
    """A page of hers, as it is opened."""
    with gathering(by, "web.person"):
        return queries.person(by, person_id).identity.name


def refused(ours, jean):
    me = worlds.herself(jean)
    return ours, partial(actions.choose_sharing, by=me, person_id=jean.id, effect=Effect.REFUSAL)


def duty_ended(ours, jean):
    council = worlds.wearing(worlds.team("Council"))
    guardian = worlds.wearing(worlds.team("Records"), Role.GUARDIAN)
    row = actions.record_duty(
        by=guardian,
        person_id=jean.id,
        actor_id=council.team_id,
        kind=DutyKind.COURT_ORDER,
        parts=[Part.HARMS],
        reference="Order 7",
        until=clock.now() + timedelta(days=7),
    )
    return council, partial(actions.end_duty, by=guardian, duty_id=row.id, version=1, reason="Over")


def permission_ended(ours, jean):
    me = worlds.herself(jean)
    tie = actions.add_to_circle(by=me, person_id=jean.id, kind="family", name="Ann")
    carer, until = worlds.account("Ann"), clock.now() + timedelta(days=7)
    given = {"tie_id": tie.id, "email": carer.email, "parts": [Part.MATTERS], "acts": [], "until": until}
    row = actions.offer_permission(by=me, person_id=jean.id, **given)
    actions.accept_permission(by=Principal(Kind.NOBODY, carer.id), permission_id=row.id, version=1)
    acting = Principal(Kind.CARER, carer.id, cares_for=jean.id, permission_id=row.id)
    return acting, partial(actions.end_permission, by=me, permission_id=row.id)


@pytest.mark.parametrize("withdrawn", [refused, duty_ended, permission_ended])
def test_a_look_at_that_moment_is_on_record_or_refused_and_the_next_is_refused(withdrawn, ours, jean):
    by, take_back = withdrawn(ours, jean)
    assert page(by, jean.id) == "Jean Rafferty"
    shown, errors = sorted_out(both(partial(page, by, jean.id), take_back, partial(page, by, jean.id)))
    # Between the rule's answer and its reading, PostgreSQL's own fence may close: then there is nothing of that id.
    assert all(isinstance(error, Refused | NotFound) for error in errors), errors
    seen = sum(each == "Jean Rafferty" for each in shown)
    looks = AuditEntry.objects.filter(kind="look", code="web.person").count()
    assert looks == 1 + seen, "nothing was shown that is not on record"
    assert AuditEntry.objects.filter(kind="refusal", code="web.person").count() == sum(
        isinstance(error, Refused) for error in errors
    )
    with pytest.raises(Refused):
        page(by, jean.id)
    assert not policies.visible_to(by).exists()
