"""What an ecosystem is made of: its kinds, its domains as the research lays them out, and what makes sense. Pure."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from ecotone.access.rules import Role
from ecotone.ground.errors import Problem


class Sector(StrEnum):
    """Who an actor belongs to by money and law. Not the same as its domain."""

    NHS = "nhs"
    COUNCIL = "council"
    THIRD = "third"
    INDEPENDENT = "independent"
    COMMUNITY = "community"
    INFORMAL = "informal"
    GOVERNMENT = "government"


class Domain(StrEnum):
    """Where in the nested ecosystem an actor plays its part."""

    GOVERNMENT = "government"
    SYSTEM = "system"
    COMMUNITY = "community"


class Level(StrEnum):
    """The scale of an interaction or a rule; it belongs to ties and institutions, never to actors."""

    MICRO = "micro"
    MESO = "meso"
    MACRO = "macro"


class PlaceKind(StrEnum):
    NATION = "nation"
    HEALTH_BOARD = "health_board"
    COUNCIL = "council"
    PARTNERSHIP = "partnership"
    LOCALITY = "locality"
    NEIGHBOURHOOD = "neighbourhood"


class Containment(StrEnum):
    """Why one place counts as inside another: it lies there, or it is run from there."""

    GEOGRAPHIC = "geographic"
    ADMINISTRATIVE = "administrative"


class Topic(StrEnum):
    """What a piece of context about a place speaks of."""

    HISTORY = "history"
    ECONOMY = "economy"
    HEALTH = "health"
    ASSETS = "assets"
    TRANSPORT = "transport"
    COMMUNITY = "community"


class ActorKind(StrEnum):
    """A group is a collective nobody is employed by: families, policy makers, GP practices."""

    ORGANISATION = "organisation"
    TEAM = "team"
    GROUP = "group"


class TieKind(StrEnum):
    """What ties the source to the target, read from source to target ("team, part of, organisation")."""

    PART_OF = "part_of"
    PARTNERSHIP = "partnership"
    COMMISSION = "commission"
    MEMBERSHIP = "membership"
    CO_LOCATION = "co_location"
    REPRESENTATION = "representation"
    EMPLOYS = "employs"
    REPLACES = "replaces"
    OVERLAPS = "overlaps"
    ASKS = "asks"


class Claim(StrEnum):
    """How a tie stands between its two sides."""

    CLAIMED = "claimed"
    CONFIRMED = "confirmed"
    DISPUTED = "disputed"


class InstitutionKind(StrEnum):
    LAW = "law"
    POLICY = "policy"
    AIM = "aim"
    FUNDING_RULE = "funding_rule"
    METRIC = "metric"
    PROFESSIONAL_STANDARD = "professional_standard"
    VALUE = "value"
    WORK_PRACTICE = "work_practice"


class Standing(StrEnum):
    """Legacy: no longer law or policy, and obeyed all the same."""

    CURRENT = "current"
    LEGACY = "legacy"


class Orientation(StrEnum):
    """What an institution steers towards."""

    PERSON_JUDGED_VALUE = "person_judged_value"
    EFFICIENCY = "efficiency"
    SAFETY = "safety"
    EQUITY = "equity"
    PREVENTION = "prevention"
    ACCOUNTABILITY = "accountability"
    PROFESSIONAL_AUTONOMY = "professional_autonomy"
    COMMUNITY_CONTROL = "community_control"


class InstitutionLinkKind(StrEnum):
    INTERPRETS = "interprets"
    CONFLICTS = "conflicts"
    REPLACES = "replaces"


class StanceKind(StrEnum):
    """How an actor stands to an institution; imposed: it has it imposed upon it."""

    SETS = "sets"
    SHARES = "shares"
    FOLLOWS = "follows"
    CONTESTS = "contests"
    IMPOSED = "imposed"


def _(text: str) -> str:
    """Marks a text for the catalogue; it is translated where it is shown, since rules know no language."""
    return text


@dataclass(frozen=True)
class DomainText:
    """A row of Table 1: what a domain does, who makes it up, and what enables or constrains it."""

    role: str
    main_actors: tuple[str, ...]
    institutions: tuple[str, ...]


TABLE_1: Mapping[Domain, DomainText] = MappingProxyType(
    {
        Domain.GOVERNMENT: DomainText(
            role=_("Strategic decisions"),
            main_actors=(_("Policy makers"), _("Legislators")),
            institutions=(
                _("Legislation"),
                _("Current and legacy policy goals"),
                _("Public values"),
                _("Funding arrangements"),
                _("Metrics"),
                _("Approaches"),
            ),
        ),
        Domain.SYSTEM: DomainText(
            role=_("Local decisions; statutory delivery to set goals"),
            main_actors=(
                _("Health boards"),
                _("Councils"),
                _("Partnerships"),
                _("Public health"),
                _("Third-sector intermediary organisations"),
            ),
            institutions=(
                _("Current and legacy policies"),
                _("Statutory aims"),
                _("Local funding"),
                _("Engagement structures"),
                _("Professional rules and standards"),
            ),
        ),
        Domain.COMMUNITY: DomainText(
            role=_("Define local need; deliver"),
            main_actors=(
                _("Third-sector organisations and their networks"),
                _("Service users"),
                _("Families"),
                _("GPs"),
                _("Multi-disciplinary teams"),
                _("Independent providers"),
            ),
            institutions=(
                _("Information infrastructure"),
                _("Aims"),
                _("Approaches to delivery"),
                _("Professional rules"),
                _("Civil-society and community values and traditions"),
                _("Local history"),
            ),
        ),
    }
)
"""The research's Table 1: the three domains of a nested health and social care ecosystem."""

KEEPS_ACTOR = frozenset({Role.ADMINISTRATOR, Role.LEAD, Role.OFFICER, Role.STEWARD})
"""The roles that may write about their own actor."""

MAY_GIVE: Mapping[Role, frozenset[Role]] = MappingProxyType(
    {
        Role.LEAD: frozenset({Role.WORKER, Role.LEAD}),
        Role.ADMINISTRATOR: frozenset({Role.WORKER, Role.LEAD, Role.ADMINISTRATOR}),
    }
)
"""Which hats a hat of this role may give in its team. The other roles reach beyond one team: Ecotone gives them."""

SPEAKS = frozenset({Role.ADMINISTRATOR, Role.LEAD})
"""The roles that may agree to the terms for the organisation in which the hat is worn."""


LAST_OF = frozenset({Role.ADMINISTRATOR, Role.GUARDIAN, Role.STEWARD})
"""The roles whose last wearer is not suspended for being away: nobody could let them, or anybody, in again."""
REMINDED_FOR = 14
"""Days after the reminder for which an unused account stays open."""


def quarter_of(day: date) -> str:
    """The quarter of a year a day lies in, such as 2026Q4."""
    return f"{day.year}Q{(day.month + 2) // 3}"


class TermsText(StrEnum):
    """Which of the two texts of a version somebody agrees to: one page in plain words, or the fuller one."""

    PLAIN = "plain"
    FULL = "full"


class TermsStage(StrEnum):
    """When those who speak for an organisation are told: terms are there, and its days are nearly over."""

    NEW = "new"
    SOON = "soon"


class TermsState(StrEnum):
    """How an organisation stands to the terms."""

    AGREED = "agreed"
    EARLIER = "earlier"
    WAITING = "waiting"
    SHUT = "shut"


GRACE, LONGEST_GRACE, SOON = 30, 366, 7
"""Days that organisations usually have to agree to new terms, at most, and before whose end they are told again."""

STATUTORY = frozenset({Sector.NHS, Sector.COUNCIL, Sector.GOVERNMENT})
"""The sectors that agree to the fuller text; one page in plain words is enough for the others."""


def text_for(sector: str) -> TermsText:
    """Which text an organisation of this sector agrees to."""
    return TermsText.FULL if sector in STATUTORY else TermsText.PLAIN


def terms_stand(*, needed: bool, employer: bool | None, own: bool, whole: Collection[bool]) -> bool:
    """Whether the terms stand between the place and one hat, so that its wearer may see records.

    `needed`: the place asks for agreement by now. `employer`: whether the employer that the hat names has agreed,
    None where it names none; `whole` the same of the organisations that its team is part of, empty for one that
    stands alone; `own` of the team or organisation itself.

    An employer answers for its own people, in whatever team they sit. Without one every organisation of the team has
    to have agreed, for nobody can say whose people they are.
    """
    if not needed:
        return True
    if employer is not None:
        return employer
    return all(whole) if whole else own


def terms_problems(
    *, plain: str, full: str, grace: int, changed: str = "", before: tuple[str, str] | None = None
) -> list[Problem]:
    """What is wrong with new terms, each at its field. `before`: both texts of the version that counts now.

    Each version asks every organisation to agree anew: so it differs from the one before, and says in what.
    """
    problems = [*required(plain=plain, full=full), *grace_problems(grace)]
    if before is None:
        return problems
    same = (plain.strip(), full.strip()) == before
    return problems + (
        [Problem("ecosystem.terms_unchanged", "plain")] if same and not problems else [*required(changed=changed)]
    )


def grace_problems(grace: int) -> list[Problem]:
    """Days of grace are none to LONGEST_GRACE."""
    return [] if 0 <= grace <= LONGEST_GRACE else [Problem("ecosystem.grace", "grace", {"most": LONGEST_GRACE})]


def terms_state(*, stands: bool, to_newest: bool, needed: bool) -> TermsState:
    """How an organisation stands: `to_newest` whether what it agreed to is the version that counts now."""
    if stands:
        return TermsState.AGREED if to_newest else TermsState.EARLIER
    return TermsState.SHUT if needed else TermsState.WAITING


def sought(*texts: str) -> str:
    """Texts as a search compares them: small letters, no accents, single spaces. "Café  Órla" → "cafe orla"."""
    apart = unicodedata.normalize("NFKD", " ".join(texts).replace("\x00", " "))
    return " ".join("".join(c for c in apart if not unicodedata.combining(c)).casefold().split())


def search_words(text: str) -> list[str]:
    """The words of a search, as `sought` has them: the first eight of the first 200 characters."""
    return sought(text[:1000])[:200].split()[:8]


def other_sides(source: object, target: object, claimed_by: object | None) -> frozenset:
    """Who may answer for a tie: the side that did not claim it; either, where neither did."""
    return frozenset({source, target} - {claimed_by})


def tie_problems(kind: TieKind, source: ActorKind, target: ActorKind) -> list[Problem]:
    """Whether such a tie makes sense between actors of these kinds."""
    if kind is TieKind.PART_OF and (source is ActorKind.ORGANISATION or target is not ActorKind.ORGANISATION):
        return [Problem("ecosystem.part_of", "kind")]
    return []


def answer_problems(claim: Claim, answer: Claim, reason: str) -> list[Problem]:
    """An answer confirms or disputes, changes something, and a dispute says why."""
    problems = []
    if answer is Claim.CLAIMED:
        problems.append(Problem("ground.unknown_choice", "answer"))
    elif answer is claim:
        problems.append(Problem("ecosystem.answered_already", "answer"))
    if answer is Claim.DISPUTED and not reason.strip():
        problems.append(Problem("ecosystem.dispute_reason", "reason"))
    return problems


def end_problems(since: date, until: date) -> list[Problem]:
    """What ends on the day it began never held: that is how a mistake is taken back."""
    return [Problem("ground.period", "until")] if until < since else []


def life_problems(since: date, until: date | None) -> list[Problem]:
    """What lives, as an organisation does, lives at least a day."""
    return [Problem("ground.period", "until")] if until and until <= since else []


def required(**values: object) -> list[Problem]:
    """A problem for each of these that is empty or nothing but white space."""
    return [Problem("ground.required", name) for name, value in values.items() if not str(value or "").strip()]


def choice_problems(**values: tuple[type[StrEnum], object]) -> list[Problem]:
    """A problem for each field whose value is none of its enum's."""
    return [Problem("ground.unknown_choice", name) for name, (of, value) in values.items() if not _is_one(of, value)]


def _is_one(of: type[StrEnum], value: object) -> bool:
    return isinstance(value, str) and value in {str(each) for each in of}


_EMAIL = re.compile(r"[^@\s<>]+@[^@\s<>]+\.[^@\s<>.]+")
_PHONE = re.compile(r"(?=(?:\D*\d){3})[\d +()./-]+(?:(?:ext\.?|x)\s*\d+)?", re.IGNORECASE)
_WEB = re.compile(r"https?://[^\s/?#<>\"'.]+(?:\.[^\s/?#<>\"'.]+)+(?:[/?#][^\s<>\"']*)?", re.IGNORECASE)
_SHAPES = {
    "email": (_EMAIL, "ecosystem.email"),
    "phone": (_PHONE, "ecosystem.phone"),
    "website": (_WEB, "ecosystem.website"),
    "source_url": (_WEB, "ecosystem.website"),
}


def contact_problems(fields: Mapping[str, object]) -> list[Problem]:
    """Whether what was given as e-mail, phone or web address can be one; what is empty or absent is fine."""
    given = ((name, str(fields.get(name) or "").strip()) for name in _SHAPES)
    return [Problem(_SHAPES[name][1], name) for name, text in given if text and not _SHAPES[name][0].fullmatch(text)]


def slug_problems(slug: str) -> list[Problem]:
    """Small letters, digits and single hyphens; never what reads as an id, since pages take either."""
    plain = re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug) and len(slug) <= 80
    return [] if plain and not re.fullmatch(r"[0-9a-f-]{32,}", slug) else [Problem("ecosystem.slug", "slug")]


_POSTCODE = re.compile(r"([A-Z]{1,2}[0-9][A-Z0-9]?)([0-9][A-Z]{2})")


def postcode_key(text: str) -> str:
    """A postcode in capitals without spaces, "ML6 0AA" → "ML60AA"; empty for what has not the shape of one.

    The shape is that of the Royal Mail's Postcode Address File: outward code, then a digit and two letters.
    """
    plain = "".join(text.split()).upper()
    return plain if _POSTCODE.fullmatch(plain) else ""


def position_problems(longitude: float | None, latitude: float | None) -> list[Problem]:
    """Both or neither, in degrees (WGS 84)."""
    if longitude is None and latitude is None:
        return []
    if longitude is None or latitude is None or not _on_earth(longitude, latitude):
        return [Problem("ecosystem.position", "latitude")]
    return []


def outline_problems(outline: Iterable[Iterable[Iterable[float]]] | None) -> list[Problem]:
    """An outline is a list of rings, each of at least three [longitude, latitude] points."""
    try:
        rings = [[(float(x), float(y)) for x, y in ring] for ring in outline or ()]
    except (TypeError, ValueError):
        return [Problem("ecosystem.outline", "outline")]
    whole = all(len(ring) >= 3 and all(_on_earth(*point) for point in ring) for ring in rings)
    return [] if whole else [Problem("ecosystem.outline", "outline")]


def _on_earth(longitude: float, latitude: float) -> bool:
    return -180 <= longitude <= 180 and -90 <= latitude <= 90
