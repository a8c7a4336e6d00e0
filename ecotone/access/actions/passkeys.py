"""Writes to passkeys: added with the password, called otherwise, used at signing in, taken off.

A passkey takes both steps by itself. It only opens: whoever has one is let in by their password as before, in hats
that ask for no second step, or with a code where they set that up.
"""

from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from ecotone.access import policies
from ecotone.access.actions.ending import end_all, end_sessions_of
from ecotone.access.actions.passwords import must_be_password
from ecotone.access.audit import wrote
from ecotone.access.doors import action
from ecotone.access.models import Account, OutsideAccount, Passkey, SecondStep
from ecotone.access.passkeys import Made
from ecotone.access.principal import Principal
from ecotone.ground import clock
from ecotone.ground.errors import Invalid, NotFound, Problem

MOST = 20
BY_ITS_DAY = _("Passkey added %(day)s")
"""What one is called whose owner has not said."""


@action("access.add_passkey")
def add_passkey(*, by: Principal, name: str, made: Made, present: str, took_both: bool = False) -> UUID:
    """The caller also signs in by that passkey. `present` and `took_both` are for `must_be_sure`.

    Without a name it is called by its day. Raises what that does, and Invalid for the twenty-first, and for one that
    is here already.
    """
    account = own(by)
    must_be_sure(account, present, took_both=took_both)
    if Passkey.objects.filter(account=account).count() >= MOST:
        raise Invalid(Problem("access.many_passkeys", params={"most": MOST}))
    kept = {"credential": made.credential, "public_key": made.public_key, "sign_count": made.sign_count}
    try:
        with transaction.atomic():
            passkey = Passkey.add(account=account, name=name.strip() or _by_its_day(), **kept)
    except IntegrityError as error:
        raise Invalid(Problem("access.passkey_there")) from error
    wrote("passkey", passkey.id, act="access.add_passkey")
    return passkey.id


def _by_its_day() -> str:
    return str(BY_ITS_DAY) % {"day": date_format(clock.today(), "j F")}


@action("access.rename_passkey")
def rename_passkey(*, by: Principal, passkey_id: UUID, name: str) -> None:
    """It is called otherwise, and opens what it did. Raises NotFound for somebody else's; Invalid without a name."""
    account = own(by)
    passkey = Passkey.objects.filter(account=account, pk=passkey_id).first()
    if passkey is None:
        raise NotFound("passkey", passkey_id)
    if not name.strip():
        raise Invalid(Problem("ground.required", "name"))
    passkey.name = name
    passkey.save(update_fields=["name"])
    wrote("passkey", passkey_id, act="access.rename_passkey", keeps_access=True)


@action("access.use_passkey")
def use_passkey(*, by: Principal, passkey_id: UUID, sign_count: int) -> None:
    """Notes that it was used to sign in, its signature having been proved.

    Raises Invalid where a device that counts has counted backwards: then there are two of it.
    """
    passkey = Passkey.of(passkey_id)
    policies.may_note_sign_in(by, passkey.account_id).require("account", passkey.account_id)
    goes_on = Q(sign_count__lt=sign_count) if sign_count else Q(sign_count=0)
    counted = Passkey.objects.filter(goes_on, pk=passkey_id)
    if not counted.update(sign_count=sign_count, used_at=clock.now()):
        raise Invalid(Problem("access.passkey_copied"))
    wrote("passkey", passkey_id, act="access.use_passkey", keeps_access=True)


@action("access.remove_passkey")
def remove_passkey(*, by: Principal, passkey_id: UUID, is_sure: bool = False, session_key: str | None = None) -> None:
    """It opens nothing any more, and the caller is out everywhere but in the session of that key.

    `is_sure` says that this session took both steps, or that no hat of theirs asks for two: else who has the password
    alone would take the second step off and set up their own. Raises NotFound for somebody else's; Invalid where it
    is not sure, and where there would be no way in left.
    """
    if not is_sure and Passkey.objects.filter(account=own(by), pk=passkey_id).exists():
        raise Invalid(Problem("access.prove_to_take_off"))
    take_off(by, Passkey, passkey_id, "access.remove_passkey", session_key=session_key)


@action("access.take_ways_off")
def take_ways_off(*, by: Principal, is_sure: bool = False, session_key: str | None = None) -> None:
    """The password alone opens, and the codes if there are some: no passkey, account elsewhere or program any more.

    The caller is out everywhere but in the session of that key; `is_sure` as for one passkey. Raises Invalid where
    there is no password, and where there is a passkey and it is not sure.
    """
    account = own(by)
    if not account.has_usable_password():
        raise Invalid(Problem("access.last_way_in"))
    passkeys = Passkey.objects.filter(account=account)
    if not is_sure and passkeys.exists():
        raise Invalid(Problem("access.prove_to_take_off"))
    passkeys.delete()
    OutsideAccount.objects.filter(account=account).delete()
    end_all(account.id, but=session_key)
    wrote("account", account.id, act="access.take_ways_off")


def take_off(
    by: Principal, sort: type[Passkey | OutsideAccount], way_id: UUID, act: str, *, session_key: str | None
) -> None:
    """One way in of the caller's own less, inside an action; and they are out everywhere else."""
    account, kind = own(by), str(sort._meta.model_name)
    mine = sort._default_manager.filter(account=account, pk=way_id)
    if not mine.exists():
        raise NotFound(kind, way_id)
    must_leave_a_way_in(account, but=way_id)
    mine.delete()
    end_sessions_of(account.id, but=session_key)
    wrote(kind, way_id, act=act)


def own(by: Principal) -> Account:
    """The caller's own account, for what is done by hand."""
    policies.by_hand(by).require()
    assert by.account_id  # noqa: S101 - the policy refuses whoever has no account
    return Account.objects.select_for_update().get(pk=by.account_id)


def must_be_sure(account: Account, present: str, *, took_both: bool) -> None:
    """That it is the owner who adds a way in: by the password, where there is one, and the second step, if there is.

    `took_both` says that this session has taken it. Raises Invalid for a wrong password, and without that step.
    """
    if account.has_usable_password():
        must_be_password(account, present, "present")
    must_have_taken_both(account, took_both=took_both)


def must_have_taken_both(account: Account, *, took_both: bool) -> None:
    """Raises Invalid where the account has a second step, or a passkey, and this session has taken neither."""
    has_one = SecondStep.asked_of(account.id).exists() or Passkey.objects.filter(account=account).exists()
    if has_one and not took_both:
        raise Invalid(Problem("access.prove_first"))


def must_leave_a_way_in(account: Account, *, but: UUID) -> None:
    """Raises Invalid where there is no password, passkey or account elsewhere besides that one."""
    others = [table.objects.filter(account=account).exclude(pk=but) for table in (Passkey, OutsideAccount)]
    if not account.has_usable_password() and not any(each.exists() for each in others):
        raise Invalid(Problem("access.last_way_in"))
