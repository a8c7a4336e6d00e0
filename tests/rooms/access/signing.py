"""What tests of signing in need: an account with a password, and its device."""

from ecotone.access import actions, onetime
from ecotone.access.actions import open_account
from ecotone.access.models import Account, SecondStep
from ecotone.access.principal import Principal
from ecotone.access.rules import Kind
from ecotone.ground import clock

PASSWORD = "three odd wheels"


def somebody(name: str = "Ailsa", password: str = PASSWORD) -> Account:
    return open_account(
        by=Principal.system("tests"), name=name, email=f"{name.lower()}@example.org", password=password
    )


def as_(account: Account) -> Principal:
    """Whoever signed in with it, without a hat."""
    return Principal(kind=Kind.NOBODY, account_id=account.id, name=account.name)


def device(account: Account, *, away: int = 0) -> str:
    """What its device shows, so many half minutes away from now."""
    step = SecondStep.objects.get(account=account, ended_at=None)
    return onetime.code_at(onetime.secret_of(step.id), int(clock.now().timestamp()) // onetime.STEP + away)


def with_step(account: Account) -> list[str]:
    """Sets the second step up a minute ago; its recovery codes."""
    actions.begin_second_step(by=as_(account), present=PASSWORD)
    return actions.confirm_second_step(by=as_(account), code=device(account, away=-1))
