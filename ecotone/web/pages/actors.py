"""Organisations, teams and groups: who they are, and how they stand to others; and institutions."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from ecotone.access.principal import Principal
from ecotone.care import queries as care
from ecotone.directory import queries as directory
from ecotone.directory.policies import KEEP, KEEP_FRESH, SMALL
from ecotone.directory.views import ServiceLine
from ecotone.ecosystem import actions, queries
from ecotone.ecosystem.rules import (
    KEEPS_ACTOR,
    Domain,
    InstitutionKind,
    Level,
    Orientation,
    StanceKind,
    Standing,
    TieKind,
    other_sides,
)
from ecotone.ecosystem.views import ActorBrief, ActorView, InstitutionView, StanceView, TieView
from ecotone.ecosystem.words import (
    ACTOR_KINDS,
    DOMAINS,
    INSTITUTION_KINDS,
    LEVELS,
    ORIENTATIONS,
    REGISTERS,
    SECTORS,
    STANDINGS,
    TIES,
    TIES_FROM_TARGET,
)
from ecotone.ground.errors import NotFound
from ecotone.observatory import queries as counted
from ecotone.web.forms.base import sent_version
from ecotone.web.forms.ecosystem import AnswerTieForm, StanceForm
from ecotone.web.request import Request, id_in
from ecotone.web.routes import Access, page
from ecotone.web.search import Search
from ecotone.web.sheets import Column, Sheet


@dataclass(frozen=True)
class TieGroup:
    """Ties of one kind that read the same way from here."""

    kind: TieKind
    outward: bool
    ties: Sequence[TieView]


@page(Access.SIGNED_IN, "web.actor", commitments=[1, 7])
def actor(request: Request, actor_id: UUID) -> HttpResponse:
    """Everything there is to know of one actor, and what one can do from here."""
    principal, view = request.principal, queries.actor(actor_id, by=request.principal)
    services = directory.services_of(actor_id, by=principal)
    context = {
        "view": view,
        "ties": _tie_groups(view),
        "overlaps": view.ties.get(TieKind.OVERLAPS, ()),
        "levels": _by_level(view),
        "registered": [(scheme, value) for scheme, value in view.identifiers if scheme in REGISTERS],
        "services": services,
        "asked": urlencode(_asked(principal, view, services)),
        "person_id": Search.of(request.GET).person_id if principal.practises else None,
        "ours": principal.actor_id == actor_id,
        "joint_with": care.joint_with(actor_id),
        "may_list": _may_list(principal, view),
        "answerable": _answerable(principal, view),
    }
    return render(request, "web/actor.html", context)


def _asked(principal: Principal, view: ActorView, services: Collection[ServiceLine]) -> dict[str, UUID]:
    """What one asks for help here: the service that takes referrals from this hat; where several do, the team."""
    if not principal.practises or principal.actor_id == view.id or view.until:
        return {}
    taking = [each.id for each in services if each.takes is not None and each.takes.allowed]
    return {"service": taking[0]} if len(taking) == 1 else {"team": view.id} if taking else {}


def _by_level(view: ActorView) -> list[tuple[Level, list[TieView]]]:
    """The ties by the level at which they are, each other side once."""
    ties = {(tie.level, tie.other_id): tie for those in view.ties.values() for tie in those}
    by_level = ((level, [tie for (at, _), tie in ties.items() if at is level]) for level in Level)
    return [(level, those) for level, those in by_level if those]


def _may_list(principal: Principal, view: ActorView) -> bool:
    """Whether to offer the form for a service of one's own. The action asks the policy again."""
    keepers = KEEP_FRESH if view.sector in SMALL else KEEP
    return principal.actor_id == view.id and principal.role in keepers and view.until is None


def _tie_groups(view: ActorView) -> list[TieGroup]:
    """The ties as they read from here: a partnership reads alike from both sides, a commission does not."""
    groups = []
    for kind, ties in view.ties.items():
        alike = TIES[kind] == TIES_FROM_TARGET[kind]
        for outward in (True,) if alike else (True, False):
            if those := [tie for tie in ties if alike or tie.outward is outward]:
                groups.append(TieGroup(kind, outward, those))
    return groups


def _answerable(principal: Principal, view: ActorView) -> set[UUID]:
    """The ties that wait for this hat's word. The action asks the policy again."""
    if principal.actor_id != view.id or principal.role not in KEEPS_ACTOR:
        return set()
    ties = [tie for those in view.ties.values() for tie in those]
    return {
        tie.id
        for tie in ties
        if tie.claimed_by_id and view.id in other_sides(tie.source_id, tie.target_id, tie.claimed_by_id)
    }


@page(Access.SIGNED_IN, "web.answer_tie", commitments=[7])
def answer_tie(request: Request, actor_id: UUID, tie_id: UUID) -> HttpResponse:
    """Confirms or disputes what another says of one's own organisation or team."""
    view = queries.actor(actor_id, by=request.principal)
    tie = next((tie for ties in view.ties.values() for tie in ties if tie.id == tie_id), None)
    if tie is None or tie_id not in _answerable(request.principal, view):
        raise NotFound("tie", tie_id)
    form = AnswerTieForm.of(request)
    if form.is_valid():
        version = sent_version(request)
        if form.done(actions.answer_tie, tie_id=tie_id, version=version, **form.values()):
            messages.success(request, _("Answered. Your word stands beside theirs."))
            return redirect("actor", actor_id=actor_id)
    context = {"form": form, "view": view, "tie": tie, "version": sent_version(request) or tie.version}
    return render(request, "web/answer_tie.html", context)


ACTORS = Sheet(
    "organisations-and-teams",
    (
        Column(_("Name"), lambda row: row.name),
        Column(_("Sector"), lambda row: SECTORS[row.sector]),
        Column(_("What it is"), lambda row: ACTOR_KINDS[row.kind]),
        Column(_("Phone"), lambda row: row.phone),
    ),
)


@page(Access.SIGNED_IN, "web.actors")
def actors(request: Request) -> HttpResponse:
    """Finds an organisation, team or group by its name, now or before."""
    words, place_id = request.GET.get("q", "")[:200], id_in(request.GET.get("place", ""))
    if ACTORS.asked(request):
        return ACTORS.of(lambda start, most: queries.search_actors(words, place_id, most=start + most)[start:])
    found: list[ActorBrief] = queries.search_actors(words, place_id, most=60)
    return render(request, "web/actors.html", {"found": found, "q": words, "most": 60})


FILTERS: tuple[tuple[str, Any, Any, str], ...] = (
    ("kind", InstitutionKind, _("Kind"), "institution_kind"),
    ("standing", Standing, _("In force, or only still obeyed"), "standing"),
    ("orientation", Orientation, _("Said to steer towards"), "orientation"),
    ("level", Level, _("How far it reaches"), "level"),
)
"""For each filter its name, its choices, its label, and the table its words stand in."""


INSTITUTIONS = Sheet(
    "laws-rules-customs",
    (
        Column(_("Domain"), lambda row: DOMAINS[row.domain]),
        Column(_("Name"), lambda row: row.name),
        Column(_("What it is"), lambda row: INSTITUTION_KINDS[row.kind]),
        Column(_("Written down"), lambda row: row.formal),
        Column(_("Standing"), lambda row: STANDINGS[row.standing]),
        Column(_("Level"), lambda row: LEVELS[row.level]),
        Column(_("From"), lambda row: row.issuer),
        Column(_("Place"), lambda row: row.place),
        Column(_("Said to steer towards"), lambda row: ", ".join(str(ORIENTATIONS[o]) for o in row.orientations)),
        Column(_("Since"), lambda row: row.since),
    ),
)


@page(Access.SIGNED_IN, "web.institutions")
def institutions(request: Request) -> HttpResponse:
    """The rules of the game, written or not, that hold today."""
    words = request.GET.get("q", "")[:200]
    chosen = {name: of(given) for name, of, *_rest in FILTERS if (given := request.GET.get(name, "")) in set(of)}
    found = queries.institutions(words=words, **chosen)
    by_domain = [(domain, [each for each in found if each.domain is domain]) for domain in Domain]
    if INSTITUTIONS.asked(request):
        in_order = [each for _domain, those in by_domain for each in those]
        return INSTITUTIONS.of_all(in_order)
    filters = [(name, label, list(of), chosen.get(name, ""), words_of) for name, of, label, words_of in FILTERS]
    context = {"domains": by_domain, "total": len(found), "q": words, "filters": filters}
    return render(request, "web/institutions.html", context)


@page(Access.SIGNED_IN, "web.institution", commitments=[7])
def institution(request: Request, institution_id: UUID) -> HttpResponse:
    """One rule of the game: what it says, where it comes from, who stands how to it."""
    view = queries.institution(institution_id)
    context: dict[str, Any] = {"view": view, "stances": _by_kind(view.stances)}
    context["may_stand"] = _may_stand(request.principal, view)
    context["named_window"], context["named"] = counted.named_rule(request.principal, institution_id)
    return render(request, "web/institution.html", context)


def _by_kind(stances: Iterable[StanceView]) -> list[tuple[StanceKind, list[StanceView]]]:
    kept = list(stances)
    return [(kind, those) for kind in StanceKind if (those := [each for each in kept if each.kind is kind])]


def _may_stand(principal: Principal, view: InstitutionView) -> bool:
    return principal.actor_id is not None and principal.role in KEEPS_ACTOR


@page(Access.SIGNED_IN, "web.take_stance", commitments=[1, 7])
def take_stance(request: Request, institution_id: UUID) -> HttpResponse:
    """Says how one's own organisation or team stands to an institution."""
    view = queries.institution(institution_id)
    own = request.principal.actor_id
    if own is None:
        raise NotFound("actor")
    form = StanceForm.of(request)
    if form.is_valid():
        given = {**form.cleaned_data, "kind": StanceKind(form.cleaned_data["kind"])}
        if form.done(actions.take_stance, actor_id=own, institution_id=institution_id, **given):
            messages.success(request, _("Kept. It stands in your team's name."))
            return redirect("institution", institution_id=institution_id)
    return render(request, "web/stance_form.html", {"form": form, "view": view})
