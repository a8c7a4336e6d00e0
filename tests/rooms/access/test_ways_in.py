"""Ways in besides a password, raced: one wins, and nothing is there twice or not at all."""

import pytest

from ecotone.access import actions
from ecotone.access.claims import Vouched
from ecotone.access.entering import Tried, try_vouched
from ecotone.access.models import Account, AuditEntry, OutsideAccount, Passkey
from ecotone.access.passkeys import Made
from ecotone.access.principal import Principal
from ecotone.access.providers import IdentityProvider
from ecotone.ground.errors import Invalid
from tests.rooms.access.signing import PASSWORD, as_, somebody
from tests.rooms.racing import both, sorted_out

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("monday")]
ISSUER = "https://login.example.org"
COUNCIL = IdentityProvider(
    "council", "Council", ISSUER, "id", "s", addresses=frozenset({"example.org"}), opens_accounts=True
)


def test_of_two_answers_with_one_count_one_counts():
    ailsa = somebody()
    made = Passkey.add(account=ailsa, name="x", credential="c", public_key="k", sign_count=4)

    def use() -> None:
        actions.use_passkey(by=Principal.nobody(), passkey_id=made.id, sign_count=5)

    _, errors = sorted_out(both(use, use))
    assert [type(each) for each in errors] == [Invalid]
    assert Passkey.objects.get().sign_count == 5


def test_one_account_elsewhere_is_linked_to_one_here_whoever_is_quicker():
    def link(account: Account) -> None:
        whom = {"issuer": ISSUER, "subject": "there-1", "label": ""}
        actions.link_outside_account(by=as_(account), **whom, present=PASSWORD)

    one, other = somebody("Ann"), somebody("Bert")
    _, errors = sorted_out(both(lambda: link(one), lambda: link(other)))
    assert [type(each) for each in errors] == [Invalid] and OutsideAccount.objects.count() == 1


def test_one_passkey_is_added_once():
    ailsa = somebody()
    made = Made("c", "k", 0)

    def add() -> None:
        actions.add_passkey(by=as_(ailsa), name="x", made=made, present=PASSWORD)

    _, errors = sorted_out(both(add, add))
    assert [type(each) for each in errors] == [Invalid] and Passkey.objects.count() == 1


@pytest.mark.parametrize("is_here", [True, False])
def test_who_comes_for_the_first_time_in_two_windows_at_once_is_let_in_by_one_account(is_here: bool):
    """The slower of the two may be told to begin again, and nothing worse."""
    if is_here:
        somebody()
    came = Vouched(ISSUER, "there-1", address="ailsa@example.org", name="Ailsa")

    def enter() -> Tried:
        return try_vouched(COUNCIL, came, match=actions.match_outside_account)

    outcomes, errors = sorted_out(both(enter, enter))
    assert not errors
    account = Account.objects.get()
    assert {each.account_id for each in outcomes} == {account.id}, [each.why for each in outcomes]
    assert OutsideAccount.objects.get().account == account
    assert not AuditEntry.objects.filter(kind="refusal").exists()
