"""The forms of signing in, of one's own account, and of those who let people in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ecotone.access.passkeys import LONGEST_ANSWER
from ecotone.access.rules import Role
from ecotone.access.words import ROLES
from ecotone.ecosystem.rules import MAY_GIVE
from ecotone.web.forms.base import ActionForm, choices, day, radios, words

LIST = _("Nobody: it goes to the team’s list")
PRESENT = {"autocomplete": "current-password"}


def _present(label: Any) -> forms.CharField:
    return forms.CharField(label=label, strip=False, max_length=200, widget=forms.PasswordInput(attrs=PRESENT))


def _code(label: Any, help_text: Any = "") -> forms.CharField:
    attrs = {"inputmode": "text", "autocomplete": "one-time-code", "class": "govuk-input--width-10"}
    return forms.CharField(label=label, help_text=help_text, max_length=40, widget=forms.TextInput(attrs=attrs))


class SignInForm(ActionForm):
    """E-mail address and password."""

    username = forms.CharField(
        label=_("E-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "username", "spellcheck": "false"}),
    )
    password = _present(_("Password"))
    shared = forms.BooleanField(
        label=_("This is a shared computer"),
        required=False,
        help_text=_("You are signed out after an hour without use, and when the window is closed."),
    )


class CodeForm(ActionForm):
    """A code, and whether this browser is to be asked again."""

    code = _code(_("The code"), _("Six digits from your device, or one of your recovery codes."))
    trust = forms.BooleanField(label=_("Do not ask in this browser for 30 days: nobody else uses it"), required=False)

    def __init__(self, *args: Any, shared: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if shared:
            del self.fields["trust"]


class ResetForm(ActionForm):
    """Where a link to choose a new password goes."""

    email = forms.CharField(
        label=_("Your e-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "username", "spellcheck": "false"}),
    )


class PasswordForm(ActionForm):
    """A password, typed twice."""

    password = forms.CharField(
        label=_("A password"),
        strip=False,
        max_length=200,
        help_text=_("At least twelve characters. Three words that do not belong together are easy to remember."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("The same again"),
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("password") and given.get("again") and given["password"] != given["again"]:
            self.add_error("again", _("These two are not the same. Type both again."))
        return given


class ChangePasswordForm(PasswordForm):
    """The present password, and another twice."""

    present = _present(_("Your password now"))
    field_order = ("present", "password", "again")


class PresentForm(ActionForm):
    """The password, before something that matters."""

    present = _present(_("Your password"))


class ConfirmForm(PresentForm):
    """The password, where there is one, before something more opens this account."""

    def __init__(self, *args: Any, has_password: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_password:
            del self.fields["present"]


class NewPasskeyForm(ConfirmForm):
    """What a passkey is called, and what the browser makes; `made` is filled in by the page's script."""

    name = forms.CharField(
        label=_("What to call it"),
        max_length=80,
        required=False,
        help_text=_("Such as: my telephone, the key on my ring. Left empty, it is called by today’s day."),
    )
    made = forms.CharField(max_length=LONGEST_ANSWER, required=False, widget=forms.HiddenInput)
    field_order = ("name", "present", "made")


class PasskeyNameForm(ActionForm):
    """What a passkey is called from now on."""

    name = forms.CharField(label=_("What to call it"), max_length=80)


class FirstCodeForm(ActionForm):
    """The first code of a device."""

    code = _code(_("The code it shows now"), _("Six digits."))


class OwnCodeForm(ActionForm):
    """A code of who is in already."""

    code = _code(_("A code from your device"), _("Or one of your recovery codes."))


class EndStepForm(PresentForm):
    """Password and code: both, to do without."""

    code = _code(_("A code from your device"), _("Or one of your recovery codes."))


class HatForm(ActionForm):
    """What somebody is in which team of the organisation."""

    actor = forms.ChoiceField(label=_("Where"))
    role = radios(_("As what"), {})
    title = forms.CharField(
        label=_("What they are called there"), max_length=200, help_text=_("Such as: community nurse, befriender.")
    )
    since = day(_("From which day"), required=False, help_text=_("Leave it empty for today."))
    until = day(
        _("Until which day"),
        required=False,
        help_text=_("For somebody who is there for a time. Empty: until somebody ends it."),
    )

    def __init__(self, *args: Any, actors: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["actor"].choices = actors  # type: ignore[attr-defined]
        given = [str(role) for role in MAY_GIVE[Role.ADMINISTRATOR]]
        self.fields["role"].choices = choices(ROLES, only=given)  # type: ignore[attr-defined]


class EndHatForm(ActionForm):
    """On which day a hat ends; today where none is said."""

    until = day(_("From which day"), required=False)


class MoveForm(HatForm):
    """To which team of the organisation somebody goes, and who takes what they leave."""

    to = forms.ChoiceField(label=_("Who takes what they have in hand in the team they leave"), required=False)

    def __init__(self, *args: Any, colleagues: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = [("", LIST), *colleagues]  # type: ignore[attr-defined]
        del self.fields["since"], self.fields["until"]


class LeaveForm(ActionForm):
    """On which day somebody leaves, and who takes what they have in hand, team by team."""

    on = day(_("From which day are they gone?"), help_text=_("Such as 24/03/2026. Today: they are out at once."))

    def __init__(self, *args: Any, teams: list[tuple[str, str, list[tuple[str, str]]]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for team, name, colleagues in teams:
            label = _("Who takes what they have in hand in %(team)s") % {"team": name}
            self.fields[f"to_{team}"] = forms.ChoiceField(
                label=label, required=False, choices=[("", LIST), *colleagues]
            )


class ListForm(ActionForm):
    """A list of people to let in, pasted or sent as a file."""

    mark_optional = False

    people = words(
        _("Paste the list here"),
        required=False,
        rows=8,
        help_text=_(
            "The first line is: name,email,team,role,title,from,until. Then a line for each person, such as: "
            "Nan Reid,nan@example.org,Befrienders,worker,Befriender,2026-03-24,2027-03-23. The role is worker, lead "
            "or administrator. Four may stay empty, with their commas: the team (then it is your organisation "
            "itself), the role (a worker), from (today), until (no last day)."
        ),
    )
    file = forms.FileField(label=_("Or as a file (.csv)"), required=False)


class LetInForm(HatForm):
    """Who is let in, and the hat they get."""

    name = forms.CharField(
        label=_("Their name"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    email = forms.CharField(
        label=_("Their e-mail address"),
        max_length=254,
        help_text=_("The link to choose a password goes there, so it has to be theirs alone."),
        widget=forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    field_order = ("name", "email", "actor", "role", "title", "since", "until")
