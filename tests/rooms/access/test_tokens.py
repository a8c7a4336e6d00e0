"""Tokens: shown once, narrow, ending; how often somebody calls; what was answered under a key."""

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from ecotone.access import actions, answers, queries, tokens
from ecotone.access.answers import Given
from ecotone.access.models import Account, ApiToken, AuditEntry, KeptAnswer, Spending
from ecotone.access.principal import Principal
from ecotone.access.rules import MOST_TOKENS, Kind, Role, Scope, token_problems
from ecotone.access.spending import forget, spend
from ecotone.access.verdicts import Refused
from ecotone.ground import clock
from ecotone.ground.errors import Invalid, NotFound
from ecotone.ground.ids import new_id
from tests import worlds
from tests.rooms.racing import both, sorted_out

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
READ = [Scope.PEOPLE_READ]


def ann(**fields) -> Principal:
    account = worlds.account("Ann")
    return Principal(
        kind=Kind.WORKER,
        account_id=account.id,
        name="Ann",
        hat_id=new_id(),
        actor_id=new_id(),
        role=Role.WORKER,
        **fields,
    )


def made(by: Principal, **given) -> actions.NewToken:
    return actions.make_token(by=by, **{"name": "diary", "scopes": READ, **given})


def test_the_secret_is_shown_once_and_not_kept():
    token = made(ann())
    assert len(token.secret) == len(tokens.PREFIX) + 43
    row = ApiToken.objects.get()
    assert token.secret not in str(vars(row))
    assert (row.secret_hash, row.scopes) == (tokens.hashed(token.secret), "people:read")
    assert token.expires_at == clock.now() + timedelta(days=30)
    found = queries.token_of(token.secret)
    assert found and found.scopes == frozenset(READ)
    assert queries.token_of(token.secret + "x") is None


def test_it_ends_on_its_day_when_revoked_and_with_its_account():
    by = ann()
    token = made(by, days=1)
    with worlds.later(days=1):
        assert queries.token_of(token.secret) is None
    Account.objects.filter(pk=by.account_id).update(is_active=False)
    assert queries.token_of(token.secret) is None
    Account.objects.update(is_active=True)
    actions.revoke_token(by=by, token_id=token.id)
    assert queries.token_of(token.secret) is None
    assert AuditEntry.objects.filter(code="access.revoke_token", account_id=by.account_id).exists()


def test_nobody_ends_or_sees_anothers():
    token = made(ann())
    other = Principal(kind=Kind.WORKER, account_id=worlds.account("Bo").id, hat_id=new_id(), actor_id=new_id())
    with pytest.raises(NotFound):
        actions.revoke_token(by=other, token_id=token.id)
    assert queries.token_of(token.secret)
    assert queries.tokens_of(other) == []


def test_a_program_makes_no_token():
    with pytest.raises(Refused) as no:
        made(ann(token_id=new_id()))
    assert no.value.verdict.code == "access.by_hand"
    with pytest.raises(Refused):
        made(Principal.nobody())
    assert not ApiToken.objects.exists()


def test_so_many_and_no_more():
    by = ann()
    for _ in range(MOST_TOKENS):
        made(by)
    with pytest.raises(Invalid):
        made(by)
    with worlds.later(days=31):
        made(by)


@given(
    st.text(max_size=3),
    st.lists(st.sampled_from([*Scope, "all:write"]), max_size=4),
    st.integers(min_value=-1, max_value=400),
)
def test_a_fault_is_named_at_its_field(name, scopes, days):
    fields = {problem.field for problem in token_problems(name=name, scopes=scopes, days=days)}
    assert ("name" in fields) == (name.strip() == "")
    assert ("days" in fields) == (days < 1 or days > 365)
    assert ("scopes" in fields) == (not scopes or "all:write" in scopes)


def test_calls_are_counted_by_the_minute_and_forgotten():
    left = [spend("a", limit=2) for _ in range(3)]
    assert [(each.left, each.exceeded) for each in left] == [(1, False), (0, False), (0, True)]
    assert left[2].headers["Retry-After"] == str(left[2].resets_in)
    assert spend("b", limit=2).left == 1
    with worlds.later(minutes=1):
        assert spend("a", limit=2).left == 1
    with worlds.later(minutes=59):
        assert forget() == 0, "some are counted by the hour"
    with worlds.later(minutes=69):
        assert forget() == 3
    assert not Spending.objects.filter(key="a").exists(), "who called is in no row"


@pytest.mark.django_db(transaction=True)
def test_calls_at_once_are_all_counted():
    outcomes = both(*[lambda: spend("a", limit=100)] * 8)
    assert sorted(each.left for each in outcomes) == [*range(92, 100)]


def test_a_key_gives_the_first_answer_again_for_a_day():
    token = made(ann())
    row = answers.claim(token.id, "key", "request")
    assert not isinstance(row, Given)
    answers.keep(row, {"id": "1"})
    assert answers.claim(token.id, "key", "request") == Given(True, {"id": "1"})
    assert answers.claim(token.id, "key", "another") == Given(False, {"id": "1"})
    assert not isinstance(answers.claim(made(ann()).id, "key", "request"), Given), "a key is its token's alone"
    with worlds.later(hours=24):
        assert answers.forget() == 2
    assert not KeptAnswer.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_key_used_at_once_writes_once():
    token = made(ann())

    def write():
        with transaction.atomic():
            row = answers.claim(token.id, "key", "request")
            if isinstance(row, Given):
                return row
            answers.keep(row, {"id": "1"})
            return None

    results, errors = sorted_out(both(*[write] * 6))
    assert not errors
    assert sorted(map(str, results)) == sorted(map(str, [None, *[Given(True, {"id": "1"})] * 5]))
