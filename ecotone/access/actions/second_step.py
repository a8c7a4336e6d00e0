"""Writes to second steps: set up with the password, confirmed by a code, used at signing in, ended with both.

begin ──> a secret to scan, asked of nobody ──confirm (a first code)──> asked at every sign-in ──end──> over
  └── begun again before it was confirmed: another secret, the first one opens nothing
"""

from uuid import UUID

from django.db.models import QuerySet

from ecotone.access import onetime, policies
from ecotone.access.actions.ending import end_sessions_of, end_trust_of
from ecotone.access.actions.passkeys import must_have_taken_both, own
from ecotone.access.actions.passwords import must_be_password
from ecotone.access.audit import wrote
from ecotone.access.doors import action
from ecotone.access.models import Passkey, RecoveryCode, SecondStep
from ecotone.access.principal import Principal
from ecotone.ground import clock
from ecotone.ground.errors import Invalid, Problem


@action("access.begin_second_step")
def begin_second_step(*, by: Principal, present: str, took_both: bool = False) -> UUID:
    """A new secret for the caller's own account, to be confirmed by its first code. `present` is the password.

    Raises Invalid for a wrong password, where a second step is there already, and where there is a passkey and this
    session has not been come by with it (`took_both`): else who has the password alone would go round it.
    """
    account = own(by)
    if SecondStep.asked_of(account.id).exists():
        raise Invalid(Problem("access.second_step_there"))
    must_be_password(account, present, "present")
    must_have_taken_both(account, took_both=took_both)
    SecondStep.objects.filter(account=account, ended_at=None).update(ended_at=clock.now())
    step = SecondStep.add(account=account)
    wrote("secondstep", step.id, act="access.begin_second_step")
    return step.id


@action("access.confirm_second_step")
def confirm_second_step(*, by: Principal, code: str) -> list[str]:
    """From now on the account is asked for codes. Returns ten recovery codes, which are nowhere else.

    Raises Invalid for a wrong code, and where none is waiting to be confirmed.
    """
    account = own(by)
    step = _there(SecondStep.begun_for(account.id))
    _take(step, code, recovery=False)
    SecondStep.objects.filter(pk=step.pk).update(confirmed_at=clock.now())
    end_trust_of(account.id)
    wrote("secondstep", step.id, act="access.confirm_second_step")
    return _recovery_codes(step)


@action("access.try_second_step")
def try_second_step(*, by: Principal, account_id: UUID, code: str) -> None:
    """Takes a code, from the device or a recovery code, of whoever has just given the password; each once.

    Raises Invalid for what is none, or was taken before.
    """
    policies.may_note_sign_in(by, account_id).require("account", account_id)
    step = _there(SecondStep.asked_of(account_id))
    part = _take(step, code)
    wrote("secondstep", step.id, act="access.try_second_step", part=part, keeps_access=True)


@action("access.renew_recovery_codes")
def renew_recovery_codes(*, by: Principal, code: str) -> list[str]:
    """Ten new recovery codes; those before open nothing any more. Raises Invalid for a wrong code."""
    step = _there(SecondStep.asked_of(own(by).id))
    _take(step, code)
    wrote("secondstep", step.id, act="access.renew_recovery_codes", keeps_access=True)
    return _recovery_codes(step)


@action("access.end_second_step")
def end_second_step(*, by: Principal, present: str, code: str) -> None:
    """The caller's account is asked for its password alone. Needs both, the password and a code."""
    account = own(by)
    step = _there(SecondStep.asked_of(account.id))
    must_be_password(account, present, "present")
    _take(step, code)
    _end(step)
    wrote("secondstep", step.id, act="access.end_second_step")


@action("access.lift_second_step")
def lift_second_step(*, by: Principal, account_id: UUID) -> None:
    """Ends somebody's second step who has lost the device and the codes, and takes their passkeys off, which are one.

    Whose it is to do, the caller has asked. Raises Invalid where there is neither.
    """
    policies.system_only(by).require("account", account_id)
    if not Passkey.objects.filter(account=account_id).delete()[0]:
        _there(SecondStep.asked_of(account_id))
    for step in SecondStep.asked_of(account_id):
        _end(step)
    end_sessions_of(account_id)
    wrote("account", account_id, act="access.lift_second_step")


def _there(rows: QuerySet[SecondStep]) -> SecondStep:
    """The one of these, of which there is one at most. Raises Invalid where there is none."""
    step = rows.first()
    if step is None:
        raise Invalid(Problem("access.no_second_step"))
    return step


def _end(step: SecondStep) -> None:
    SecondStep.objects.filter(pk=step.pk).update(ended_at=clock.now())
    end_trust_of(step.account_id)


def _take(step: SecondStep, code: str, *, recovery: bool = True) -> str:
    """Uses a code up: two at one instant with the same one, and one gets in. "" or "recovery", by which it was."""
    given = "".join(code.split())
    counter = onetime.counter_of(onetime.secret_of(step.id), given, clock.now()) if given.isascii() else None
    if counter and SecondStep.objects.filter(pk=step.pk, counter__lt=counter).update(counter=counter):
        return ""
    unused = RecoveryCode.objects.filter(step=step, code_hash=onetime.hash_of(step.id, given), used_at=None)
    if recovery and unused.update(used_at=clock.now()):
        return "recovery"
    raise Invalid(Problem("access.wrong_code", "code"))


def _recovery_codes(step: SecondStep) -> list[str]:
    """Ten new ones in place of those that are there."""
    RecoveryCode.objects.filter(step=step).delete()
    codes = onetime.new_recovery_codes()
    for code in codes:
        RecoveryCode.add(step=step, code_hash=onetime.hash_of(step.id, code))
    return codes
