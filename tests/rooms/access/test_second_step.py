"""Second steps: what sets them up and ends them, and that no code counts twice."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from ecotone.access import actions, queries
from ecotone.access.models import AuditEntry, Browser, RecoveryCode, SecondStep
from ecotone.access.principal import Principal
from ecotone.access.verdicts import Refused
from ecotone.ground import clock
from ecotone.ground.errors import Invalid
from tests.rooms.access.signing import PASSWORD, as_, device, somebody, with_step
from tests.rooms.racing import both, sorted_out

NOBODY = Principal.nobody()


def tried(account, code):
    return actions.try_second_step(by=NOBODY, account_id=account.id, code=code)


@pytest.mark.django_db
def test_it_needs_the_password_and_a_first_code(monday):
    ailsa = somebody()
    with pytest.raises(Invalid, match="wrong_password"):
        actions.begin_second_step(by=as_(ailsa), present="three odd wheel")
    actions.begin_second_step(by=as_(ailsa), present=PASSWORD)
    with pytest.raises(Invalid, match="wrong_code"):
        actions.confirm_second_step(by=as_(ailsa), code="000000" if device(ailsa) != "000000" else "111111")
    assert queries.own_account(as_(ailsa)).second_step_since is None
    codes = actions.confirm_second_step(by=as_(ailsa), code=device(ailsa))
    own = queries.own_account(as_(ailsa))
    assert own.second_step_since == clock.now() and own.codes_left == len(codes) == 10
    assert queries.secret_to_confirm(as_(ailsa)) is None


@pytest.mark.django_db
def test_what_was_begun_before_opens_nothing_after_it_was_begun_anew(monday):
    """Somebody at an open screen who has seen one picture does not know the one that counts."""
    ailsa = somebody()
    actions.begin_second_step(by=as_(ailsa), present=PASSWORD)
    seen = device(ailsa)
    actions.begin_second_step(by=as_(ailsa), present=PASSWORD)
    assert device(ailsa) != seen
    with pytest.raises(Invalid, match="wrong_code"):
        actions.confirm_second_step(by=as_(ailsa), code=seen)


@pytest.mark.django_db
def test_a_code_is_taken_once_and_none_before_it_after(monday):
    ailsa = somebody()
    with_step(ailsa)
    tried(ailsa, f" {device(ailsa)[:3]} {device(ailsa)[3:]} ")
    for again in (device(ailsa), device(ailsa, away=-1)):
        with pytest.raises(Invalid, match="wrong_code"):
            tried(ailsa, again)
    with clock.at(clock.now() + timedelta(seconds=30)):
        tried(ailsa, device(ailsa))


@pytest.mark.django_db
def test_a_recovery_code_stands_in_once(monday):
    ailsa = somebody()
    first, *others = with_step(ailsa)
    tried(ailsa, first.upper())
    with pytest.raises(Invalid, match="wrong_code"):
        tried(ailsa, first)
    assert queries.own_account(as_(ailsa)).codes_left == 9
    actions.renew_recovery_codes(by=as_(ailsa), code=device(ailsa))
    with pytest.raises(Invalid, match="wrong_code"):
        tried(ailsa, others[0])


@pytest.mark.django_db
def test_it_ends_by_password_and_code_together_and_takes_trust_with_it(monday):
    ailsa = somebody()
    with_step(ailsa)
    actions.know_browser(by=as_(ailsa), account_id=ailsa.id, trust=True)
    for present, code in (("wrong", device(ailsa)), (PASSWORD, "000000")):
        with pytest.raises(Invalid):
            actions.end_second_step(by=as_(ailsa), present=present, code=code)
    actions.end_second_step(by=as_(ailsa), present=PASSWORD, code=device(ailsa))
    assert not Browser.objects.exclude(trusted_until=None).exists()
    with pytest.raises(Invalid, match="no_second_step"):
        tried(ailsa, "123456")


@pytest.mark.django_db
def test_nobody_and_no_program_does_it_for_another(monday):
    ailsa, bert = somebody(), somebody("Bert")
    with_step(ailsa)
    program = Principal(**{**as_(ailsa).__dict__, "token_id": ailsa.id})
    for by in (NOBODY, Principal.system("tests"), program):
        with pytest.raises(Refused):
            actions.end_second_step(by=by, present=PASSWORD, code=device(ailsa))
    with pytest.raises(Refused):
        actions.try_second_step(by=as_(bert), account_id=ailsa.id, code=device(ailsa))
    with pytest.raises(Refused):
        actions.lift_second_step(by=as_(bert), account_id=ailsa.id)


@pytest.mark.django_db
def test_the_database_holds_neither_secret_nor_codes_and_the_audit_names_none(monday):
    ailsa = somebody()
    codes = with_step(ailsa)
    actions.begin_second_step(by=as_(somebody("Bert")), present=PASSWORD)
    rows = [*SecondStep.objects.values_list(), *RecoveryCode.objects.values_list(), *AuditEntry.objects.values_list()]
    kept = " ".join(str(value) for row in rows for value in row).lower()
    assert not [code for code in codes if code in kept or code.replace("-", "") in kept]
    assert device(ailsa) not in kept


@pytest.mark.django_db
def test_one_account_has_one_second_step_in_the_database_too(monday):
    ailsa = somebody()
    with_step(ailsa)
    with pytest.raises(IntegrityError), transaction.atomic():
        SecondStep.add(account=ailsa)


@pytest.mark.django_db(transaction=True)
def test_of_two_at_one_instant_with_the_same_code_one_gets_in():
    ailsa = somebody()
    recovery = with_step(ailsa)
    for code in (device(ailsa), recovery[0]):
        gone, errors = sorted_out(both(*[lambda code=code: tried(ailsa, code)] * 2))
        assert (len(gone), len(errors)) == (1, 1) and isinstance(errors[0], Invalid)
