"""What reads of the observatory return: frozen, and made of published rows alone."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from ecotone.ecosystem.views import PlaceBrief
from ecotone.observatory.rules import ANSWERS_IN_WORDS, FRICTIONS_IN_WORDS, METHOD_IN_WORDS, TELLINGS_IN_WORDS, Figure
from ecotone.observatory.shares import Share, Span


@dataclass(frozen=True, slots=True)
class Window:
    """One published quarter, from `since` until, but not on, `until`; `key` names it in addresses."""

    id: UUID
    key: str
    since: date
    until: date
    published_at: datetime
    threshold: int
    base: int
    method: str


@dataclass(frozen=True, slots=True)
class PlaceFigure:
    """The figure of one locality."""

    place_id: UUID
    slug: str
    name: str
    figure: Figure


@dataclass(frozen=True, slots=True)
class Flow:
    """Referrals from one sector to another."""

    from_sector: str
    to_sector: str
    figure: Figure


@dataclass(frozen=True, slots=True)
class Strength:
    """Referrals from one actor to another. No id and no name: the others of that sector, taken together."""

    from_sector: str
    from_id: UUID | None
    from_name: str
    to_sector: str
    to_id: UUID | None
    to_name: str
    figure: Figure


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What every answer says of itself: where, of when, how it came about.

    `window` is None where nothing is published yet. `notes` are codes of sentences to print beside the figures,
    `method` of those to print at the foot.
    """

    place_id: UUID
    place: str
    window: Window | None
    notes: tuple[str, ...] = ()
    method: tuple[str, ...] = METHOD_IN_WORDS


@dataclass(frozen=True, slots=True, kw_only=True)
class MapView(Answer):
    """The exchange at a locality, or at a larger place as the sum of its localities.

    Only flows and ties that can be shown are listed, the largest first; `hidden_flows` and `hidden_ties` say how
    many pairs are too small to show, those with none among them. Ties are listed for one locality only.
    `elsewhere` counts referrals for people whose locality is not known, in the whole of this Ecotone.
    """

    total: Figure | None = None
    localities: tuple[PlaceFigure, ...] = ()
    flows: tuple[Flow, ...] = ()
    hidden_flows: int = 0
    ties: tuple[Strength, ...] = ()
    hidden_ties: int = 0
    elsewhere: Figure | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExchangeView(Answer):
    """Referrals from one sector to another: in all, by locality, and between whom where it is one locality."""

    from_sector: str
    to_sector: str
    figure: Figure | None = None
    localities: tuple[PlaceFigure, ...] = ()
    ties: tuple[Strength, ...] = ()
    hidden_ties: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class TiesView(Answer):
    """Referrals between actors at one locality, the largest first."""

    ties: tuple[Strength, ...] = ()
    hidden_ties: int = 0


@dataclass(frozen=True, slots=True)
class NeedFigure:
    """How often a kind of need was not met. No code and no name: it was not said which."""

    code: str
    name: str
    figure: Figure


@dataclass(frozen=True, slots=True, kw_only=True)
class UnmetView(Answer):
    """Needs that were not met: those that can be shown, the largest first, and how many cannot."""

    total: Figure | None = None
    localities: tuple[PlaceFigure, ...] = ()
    needs: tuple[NeedFigure, ...] = ()
    hidden_needs: int = 0
    elsewhere: Figure | None = None


@dataclass(frozen=True, slots=True)
class Moment:
    """One quarter of a timeline."""

    window: Window
    total: Figure | None
    flows: tuple[Flow, ...]
    hidden_flows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineView(Answer):
    """The published quarters, the oldest first; `window` is the newest."""

    moments: tuple[Moment, ...] = ()


@dataclass(frozen=True, slots=True)
class KindFigure:
    """How often one sort of thing got in the way; hidden where too few people wrote it down."""

    kind: str
    figure: Figure


@dataclass(frozen=True, slots=True)
class RuleFigure:
    """How often an institution was named as what got in the way, in the whole of this Ecotone."""

    institution_id: UUID
    name: str
    figure: Figure


@dataclass(frozen=True, slots=True, kw_only=True)
class FrictionsView(Answer):
    """What got in the way at a place: every kind with its figure, the boundaries that can be shown, minutes lost.

    `minutes` were told for `told` of the `total` frictions; None where too few people told any. `named` are the
    institutions that can be shown, counted everywhere, the most named first.
    """

    total: Figure | None = None
    localities: tuple[PlaceFigure, ...] = ()
    kinds: tuple[KindFigure, ...] = ()
    boundaries: tuple[Flow, ...] = ()
    minutes: int | None = None
    told: Figure | None = None
    named: tuple[RuleFigure, ...] = ()
    method: tuple[str, ...] = FRICTIONS_IN_WORDS


@dataclass(frozen=True, slots=True)
class PartCount:
    """How many went so; `part` is a code."""

    part: str
    count: Span


@dataclass(frozen=True, slots=True)
class Course:
    """How asks went: what share was taken on, unanswered, answered within a week, right at the first door.

    `asked` is how many asks were broken down. Of the counts only those are listed of which something can be shown.
    """

    asked: Span
    accepted: Share
    no_reply: Share
    within_week: Share
    first_door: Share
    first: tuple[PartCount, ...] = ()
    reasons: tuple[PartCount, ...] = ()
    doors: tuple[PartCount, ...] = ()


@dataclass(frozen=True, slots=True)
class TeamCourse:
    """One team at one locality that can stand alone."""

    actor_id: UUID
    name: str
    place: str
    course: Course


@dataclass(frozen=True, slots=True)
class Boundary:
    """From one sector to another, or within one; `asked` as the exchange says it."""

    from_sector: str
    to_sector: str
    asked: Figure | None
    course: Course
    teams: tuple[TeamCourse, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DoorsView(Answer):
    """How asks went at a place: in all, by boundary, by locality where it has several."""

    windows: tuple[Window, ...] = ()
    whole: Course | None = None
    boundaries: tuple[Boundary, ...] = ()
    by_place: tuple[tuple[PlaceBrief, Course], ...] = ()
    method: tuple[str, ...] = ANSWERS_IN_WORDS


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamDoorsView:
    """How one team answered: in all, and by (locality, sector that asked). `whole` is None where none can be said."""

    actor_id: UUID
    name: str
    window: Window | None
    windows: tuple[Window, ...]
    whole: Course | None
    parts: tuple[tuple[str, str, Course], ...] = ()
    method: tuple[str, ...] = ANSWERS_IN_WORDS


@dataclass(frozen=True, slots=True)
class Retold:
    """Of contacts after the first: the share at which the story had to be repeated, and was told again by choice.

    `own_word` is the share that rests on the person's word. `shown`: that some of the repeating can be shown.
    """

    sector: str
    repeated: Share
    chose: Share
    own_word: Share
    shown: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TellingsView(Answer):
    """Having to repeat at a place: in all, by the sector of the team met, by locality where it has several."""

    windows: tuple[Window, ...] = ()
    counted: bool = True
    whole: Retold | None = None
    sectors: tuple[Retold, ...] = ()
    by_place: tuple[tuple[PlaceBrief, Retold], ...] = ()
    method: tuple[str, ...] = TELLINGS_IN_WORDS
