"""Two at once at a person's own way in: used twice, guessed at one instant, offered while she dies or is erased."""

import pytest

from ecotone.access.models import Account
from ecotone.ground import clock
from ecotone.ground.errors import Invalid, NotFound, Stale
from ecotone.people.models import OwnWayIn, Person
from ecotone.procedures.erasing import erase
from ecotone.procedures.leaving import record_death
from ecotone.rights.rules.erasing import Ground
from tests import worlds
from tests.rooms.people.test_way_in import (
    BORN,
    HERS,
    guardian,
    jean,
    offer,
    open_,
    ours,
    proved,
    tried,
    use,
)
from tests.rooms.racing import both, sorted_out
from tests.worlds import offered_way_in

__all__ = ["guardian", "jean", "ours"]
pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("monday"),
    pytest.mark.commitment(3),
]


def test_of_two_who_use_it_at_once_one_wins(ours, jean):
    proof = proved(ours, jean)
    done, errors = sorted_out(both(lambda: open_(proof), lambda: open_(proof)))
    assert len(done) == 1 and type(errors[0]) in (NotFound, Stale, Invalid)
    assert Person.of(jean.id).account_id == done[0]
    assert Account.objects.filter(email=HERS).count() == 1


def test_of_two_records_offered_to_one_address_one_gets_the_account(ours, jean):
    other, account = worlds.taken_in(ours, name="Ann Low", birth_date=BORN), worlds.account("Jean")
    proofs = [proved(ours, who, account.email) for who in (jean, other)]
    done, errors = sorted_out(both(*(lambda p=p: use(account, p) for p in proofs)))
    assert len(done) == len(errors) == 1
    assert Person.objects.filter(account=account).count() == 1


def test_guesses_at_one_instant_are_all_counted(ours, jean):
    token, _code = offered_way_in(ours, jean, HERS)
    outcomes = both(*(lambda: tried(token, "11111111") for _ in range(8)))
    assert sum(each == "" for each in outcomes) <= 5
    row = OwnWayIn.objects.get()
    assert row.tries == sum(each == "" for each in outcomes)


@pytest.mark.parametrize("end", ["death", "erasure"])
def test_an_offer_raced_with_an_end_leaves_nothing_that_leads_in(ours, jean, guardian, end):
    def ended():
        if end == "death":
            return record_death(by=ours, person_id=jean.id, died_on=clock.today(), told_by="Her niece")
        return erase(by=guardian, person_id=jean.id, ground=Ground.NO_LONGER_NEEDED)

    outcomes = both(lambda: offer(ours, jean), ended)
    assert not isinstance(outcomes[1], Exception) or isinstance(outcomes[1], Stale)
    if not isinstance(outcomes[1], Exception):
        assert not OwnWayIn.objects.filter(ended_at=None).exists()
