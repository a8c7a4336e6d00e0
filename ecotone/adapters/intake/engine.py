"""The walk through a source: some things at a time, each compared with what is here, and where it writes, written.

    for each kind, those first that others refer to, CHUNK things at a time:
        twice? refers to what is refused, or not there? ──> refused
        known from this source? found otherwise? new?    ──> unchanged | changed | created
    at the end: known from this source, within the file's scope, not named ──> closed

Memory holds a chunk of each kind, the report, and of each thing named its key, row, digest and id: some 2 kB.
"""

import dataclasses
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import TypeAlias
from uuid import UUID

from ecotone.access.principal import Principal
from ecotone.access.verdicts import Refused as NotAllowed
from ecotone.adapters.intake.merge import Merged, digest, digests, merge, news
from ecotone.adapters.intake.report import Report
from ecotone.adapters.intake.takers import TAKERS, Current, Taker
from ecotone.adapters.intake.wanted import Key, NotTaken, Refused, Source, Wanted, Warned
from ecotone.adapters.models import ExternalRecord
from ecotone.ground import clock
from ecotone.ground.chunks import chunks
from ecotone.ground.errors import Invalid, NotFound, Problem, Stale
from ecotone.ground.ids import new_id

INTAKE = Principal.system("import")
"""Writes what is taken in; the audit names whoever took it in around it."""

CHUNK = 500
MOST_THINGS = 300_000
TO_COME = UUID(int=0)
"""Stands in a plan for the id of what would be created."""

Step: TypeAlias = Callable[[], None]
Told: TypeAlias = Callable[[int], None]


def plan(source: Source, *, told: Told = lambda _: None) -> Report:
    """What taking this in would do. Writes nothing; `told` hears how many things it has come past."""
    walk = Walk(source, writes=False, told=told)
    for step in walk.steps():
        step()
    return walk.report


def take(source: Source, *, told: Told = lambda _: None) -> "Walk":
    """A walk that writes, for an action to go: all of its steps in one transaction, or each in its own."""
    return Walk(source, writes=True, told=told)


class Walk:
    """One way through a source. `steps` gives what is to be done, chunk by chunk; `report` what has come of it."""

    def __init__(self, source: Source, *, writes: bool, told: Told) -> None:
        self.source, self.writes, self.told = source, writes, told
        self.report = Report()
        self.rows: dict[Key, int | str] = {}
        self.said: dict[Key, str] = {}
        self.repeats: set[int | str] = set()
        self.ids: dict[Key, UUID] = {}
        self.refused: set[Key] = set()
        self.ending: set[UUID] = set()
        self.scopes: dict[str, set[str]] = defaultdict(set)

    def steps(self) -> Iterator[Step]:
        for some in self._chunks():
            yield partial(self._take, some)
        yield from self.source.besides(self.report, writes=self.writes)
        yield self._close

    def _chunks(self) -> Iterator[list[Wanted]]:
        """Things of one kind, at most CHUNK, what others refer to first; what else is said goes into the report."""
        waiting: dict[str, list[Wanted]] = {kind: [] for kind in TAKERS}
        for said in self.source.read():
            match said:
                case Wanted():
                    if _must_go_first(waiting, said):
                        yield from _emptied(waiting)
                    waiting[said.kind] += self._once(said)
                case Refused():
                    self._refuse(said)
                case Warned():
                    self.report.warned(said)
                case NotTaken():
                    self.report.pass_over(said)
        yield from _emptied(waiting)

    def _once(self, said: Wanted) -> list[Wanted]:
        """The thing, unless the source has named it before."""
        key = Key(said.kind, said.key)
        self.scopes[said.kind].add(said.scope)
        said_now = digest([said.fields, said.refs], "")
        if key in self.rows:
            self._said_twice(said, alike=self.said.get(key) == said_now)
            return []
        if len(self.rows) >= MOST_THINGS:
            self._refuse(Refused(said.row, Problem("adapters.too_many", "", {"most": MOST_THINGS})))
            return []
        self.rows[key], self.said[key] = said.row, said_now
        return [said]

    def _said_twice(self, said: Wanted, *, alike: bool) -> None:
        """The same once more is worth knowing; something else under the same id is refused: which is right?"""
        where = {"row": self.rows[Key(said.kind, said.key)], "given": said.key}
        if not alike:
            self.report.refuse(Refused(said.row, Problem("adapters.twice", "id", where)))
        elif said.row not in self.repeats:
            self.repeats.add(said.row)
            self.report.warn(said.row, "adapters.said_twice", "id", **where)

    def _refuse(self, refused: Refused) -> None:
        self.report.refuse(refused)
        if refused.key:
            self.refused.add(refused.key)
            self.rows.setdefault(refused.key, refused.row)

    def _take(self, some: Sequence[Wanted]) -> None:
        """One chunk: all that it needs is read in a few queries, whatever its length."""
        taker = TAKERS[some[0].kind]
        known = self._known(taker.kind, [each.key for each in some])
        self._look_up(ref for each in some for refs in each.refs.values() for ref in _several(refs))
        ready = [tidied for each in some if (tidied := self._ready(taker, each))]
        adopted = taker.find([each for each in ready if each.key not in known])
        fresh = {each.key: _told_news(known[each.key], each) for each in ready if each.key in known}
        changed = [known[key].subject_id for key, told in fresh.items() if told]
        current = taker.read({*changed, *adopted.values()}) if changed or adopted else {}
        made: list[ExternalRecord] = []
        renewed: list[ExternalRecord] = []
        for each in ready:
            external = known.get(each.key)
            if external is None:
                made += self._new(taker, each, current.get(adopted.get(each.key, TO_COME)))
            else:
                renewed += self._again(taker, each, external, current.get(external.subject_id))
        if self.writes:
            ExternalRecord.objects.bulk_create(made)
            ExternalRecord.objects.bulk_update(renewed, ["taken", "scope", "gone_on"], batch_size=200)
        self.told(len(some))

    def _known(self, kind: str, keys: Iterable[str]) -> dict[str, ExternalRecord]:
        rows = ExternalRecord.objects.filter(source=self.source.name, kind=kind, value__in=list(keys))
        return {row.value: row for row in rows}

    def _look_up(self, refs: Iterable[Key]) -> None:
        """The ids of what is referred to and was taken in some other time."""
        wanted: dict[str, set[str]] = defaultdict(set)
        for ref in refs:
            if ref not in self.ids and ref not in self.refused:
                wanted[ref.kind].add(ref.value)
        for kind, values in wanted.items():
            for value, row in self._known(kind, values).items():
                self.ids[Key(kind, value)] = row.subject_id

    def _ready(self, taker: Taker, wanted: Wanted) -> Wanted | None:
        """The thing with ids in place of its references, tidied and found to be in order; else it is refused."""
        fields, problems = dict(wanted.fields), []
        for name, refs in wanted.refs.items():
            for ref in _several(refs):
                if ref in self.refused:
                    problems.append(Problem("adapters.refers_to_refused", name, {"given": ref.value}))
                elif ref not in self.ids:
                    problems.append(Problem("adapters.refers_to_nothing", name, {"given": ref.value}))
            fields[name] = self._ids_of(refs)
        if not problems:
            try:
                fields = taker.tidy(fields)
                problems = list(taker.problems(fields))
            except (TypeError, ValueError) as error:
                problems = [Problem("adapters.wrong_shape", "", {"given": str(error)[:120]})]
        if problems:
            self._refuse_all(wanted, problems)
            return None
        return dataclasses.replace(wanted, fields=fields)

    def _ids_of(self, refs: Key | tuple[Key, ...]) -> UUID | list[UUID] | None:
        if isinstance(refs, Key):
            return self.ids.get(refs)
        return [self.ids[ref] for ref in refs if ref in self.ids]

    def _refuse_all(self, wanted: Wanted, problems: Iterable[Problem]) -> None:
        for problem in problems:
            self._refuse(Refused(wanted.row, problem, Key(wanted.kind, wanted.key)))

    def _new(self, taker: Taker, wanted: Wanted, here: Current | None) -> list[ExternalRecord]:
        """Something the source has not named before: it is made, or found to be here already and adopted."""
        own_id = new_id()
        if here is None:
            subject_id = self._written(wanted, lambda: taker.create(INTAKE, wanted, wanted.fields))
            outcome, fields = "created", tuple[str, ...]()
        else:
            said = {name: value for name, value in wanted.fields.items() if name not in taker.found_by}
            merged = merge({}, here.fields, said, str(own_id))
            subject_id = self._written(wanted, lambda: self._adopt(taker, wanted, here, merged), or_else=here.id)
            outcome, fields = "changed" if merged.write else "unchanged", tuple(merged.write)
            self._say_kept(wanted, merged.kept, "adapters.here_already")
        if subject_id is None:
            return []
        self.ids[Key(wanted.kind, wanted.key)] = subject_id
        self.report.count(outcome, wanted.kind, wanted.name, fields)
        taken = digests(wanted.fields, str(own_id))
        return [
            ExternalRecord(
                id=own_id,
                source=self.source.name,
                kind=wanted.kind,
                value=wanted.key,
                subject_id=subject_id,
                taken=taken,
                scope=wanted.scope,
            )
        ]

    def _adopt(self, taker: Taker, wanted: Wanted, here: Current, merged: Merged) -> UUID:
        if merged.write:
            taker.change(INTAKE, here, merged.write)
        taker.adopt(INTAKE, here.id, wanted)
        return here.id

    def _again(
        self, taker: Taker, wanted: Wanted, external: ExternalRecord, here: Current | None
    ) -> list[ExternalRecord]:
        """Something known from this source: what is new about it is merged, and what had gone may be back."""
        self.ids[Key(wanted.kind, wanted.key)] = external.subject_id
        returned = external.gone_on is not None
        if here is None and not returned and external.scope == wanted.scope:
            self.report.count("unchanged", wanted.kind)
            return []
        salt = str(external.id)
        merged = merge(external.taken, here.fields, wanted.fields, salt) if here else Merged()

        def write() -> UUID:
            if returned:
                taker.reopen(INTAKE, external.subject_id)
            if here and merged.write:
                # Opening it again has counted its version up.
                now = taker.read([here.id])[here.id] if returned else here
                for name in taker.change(INTAKE, now, merged.write):
                    self.report.warn(wanted.row, "adapters.stays", name, name=wanted.name)
            return external.subject_id

        if self._written(wanted, write) is None:
            return []
        self._say_kept(wanted, merged.kept)
        outcome = "changed" if merged.write or returned else "unchanged"
        self.report.count(outcome, wanted.kind, wanted.name, tuple(merged.write))
        external.taken = external.taken | digests(wanted.fields, salt)
        external.scope, external.gone_on = wanted.scope, None
        return [external]

    def _written(self, wanted: Wanted, write: Callable[[], UUID], or_else: UUID = TO_COME) -> UUID | None:
        """What writing gave; in a plan `or_else`. None where a door refused, which is then in the report."""
        if not self.writes:
            return or_else
        try:
            return write()
        except Invalid as invalid:
            self._refuse_all(wanted, invalid.problems)
        except (NotFound, Stale, NotAllowed) as error:
            self._refuse_all(wanted, [Problem("adapters.door_refused", "", {"given": str(error)})])
        return None

    def _say_kept(self, wanted: Wanted, kept: Iterable[str], code: str = "adapters.kept") -> None:
        for name in kept:
            self.report.warn(wanted.row, code, name, name=wanted.name)

    def _close(self) -> None:
        """Ends what this source named before, for the same part of the world, and does not name now."""
        for kind in reversed([kind for kind in TAKERS if kind in self.source.closes and kind in self.scopes]):
            for some in chunks(self._gone(kind), CHUNK):
                self._end(TAKERS[kind], some)

    def _gone(self, kind: str) -> list[ExternalRecord]:
        rows = ExternalRecord.objects.filter(
            source=self.source.name, kind=kind, scope__in=sorted(self.scopes[kind]), gone_on=None
        )
        named = {self.ids[key] for key in self.rows if key in self.ids}  # under another key than before, too
        gone = (row for row in rows.order_by("value") if Key(kind, row.value) not in self.rows)
        return [row for row in gone if row.subject_id not in named]

    def _end(self, taker: Taker, some: Sequence[ExternalRecord]) -> None:
        names = {id_: now.name for id_, now in taker.read([row.subject_id for row in some]).items()}
        stays = taker.stays(names, ending=self.ending)
        for subject_id, why in stays.items():
            self.report.warn("", why, "", name=names[subject_id])
        ended = [row for row in some if row.subject_id not in stays]
        if self.writes and ended:
            taker.close(INTAKE, [row.subject_id for row in ended], on=clock.today(), source=self.source.name)
            ExternalRecord.objects.filter(pk__in=[row.pk for row in ended]).update(gone_on=clock.today())
        self.ending |= {row.subject_id for row in ended}
        for row in ended:
            self.report.count("closed", taker.kind, names[row.subject_id])


def _must_go_first(waiting: Mapping[str, Sequence[Wanted]], said: Wanted) -> bool:
    """Whether what waits must be taken before this joins it: it is enough, or this refers to some of its own kind."""
    same = waiting[said.kind]
    if len(same) == CHUNK:
        return True
    refs = {ref.value for several in said.refs.values() for ref in _several(several) if ref.kind == said.kind}
    return bool(refs) and any(each.key in refs for each in same)


def _emptied(waiting: dict[str, list[Wanted]]) -> Iterator[list[Wanted]]:
    """All that waits, by kind in the order in which kinds refer to one another."""
    for kind, some in waiting.items():
        if some:
            yield some
            waiting[kind] = []


def _several(refs: Key | tuple[Key, ...]) -> tuple[Key, ...]:
    return (refs,) if isinstance(refs, Key) else refs


def _told_news(external: ExternalRecord, wanted: Wanted) -> bool:
    return external.gone_on is not None or bool(news(external.taken, wanted.fields, str(external.id)))
