"""The index is always what the listings would give, written anew."""

from collections import Counter

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ecotone.directory import actions
from ecotone.directory.models import Service, ServiceNeed, ServiceWord
from ecotone.directory.search.text import stem, words
from tests.rooms.directory.world import NEEDS, SYSTEM, service
from tests.rooms.ecosystem.world import undone

texts = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=60)
codes = st.lists(st.sampled_from(sorted(NEEDS)), max_size=3, unique=True)
changes = st.one_of(
    st.tuples(st.just("name"), texts.map(lambda text: f"Tea {text}")),
    st.tuples(st.just("description"), texts),
    st.tuples(st.just("alternate_name"), texts),
    st.tuples(st.just("eligibility"), texts),
    st.tuples(st.just("need_codes"), codes),
    st.tuples(st.just("close"), st.sampled_from(["inactive", "temporarily_closed"])),
    st.tuples(st.just("reopen"), st.none()),
    st.tuples(st.just("capacity"), st.none()),
)


def make(change: str, value, made: Service) -> None:
    made.refresh_from_db()
    common = {"by": SYSTEM, "service_id": made.id, "version": made.version}
    if change == "close" and made.status == "active":
        actions.close_service(**common, status=value, reason="A rest.")
    elif change == "reopen" and made.status != "active":
        actions.reopen_service(**common)
    elif change == "capacity":
        actions.set_capacity(**common, capacity_word="has_capacity")
    elif change not in ("close", "reopen"):
        actions.change_service(**common, **{change: value})


def plainly(made: Service) -> dict[str, tuple[str, int]]:
    """Word by word what an active service's listing gives, read from the tables."""
    if made.status != "active":
        return {}
    needs = [link.need for link in ServiceNeed.objects.filter(service=made)]
    fields = [
        (4, f"{made.name} {made.alternate_name}"),
        (4, " ".join(need.name for need in needs)),
        (3, " ".join(need.synonyms for need in needs)),
        (2, made.provider.name),
        (1, f"{made.description} {made.eligibility}"),
    ]
    weights: Counter[str] = Counter()
    for weight, text in fields:
        for word, times in Counter(words(text)).items():
            weights[word] += weight * min(times, 3)
    said = [line for need in needs for line in need.synonyms.splitlines() if " " in line]
    for phrase, times in Counter(said).items():
        weights[phrase] += 6 * min(times, 3)
    return {word: (" ".join(map(stem, word.split())), weight) for word, weight in weights.items()}


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(changes, max_size=5))
def test_the_index_follows_every_change(world, sequence):
    with undone():
        other = service(world, "Lunch club", need_codes=["company.groups"])
        made = service(world, need_codes=["company.connection"])
        for change, value in sequence:
            make(change, value, made)
        for each in (made, other):
            each.refresh_from_db()
            rows = ServiceWord.objects.filter(service=each).values_list("word", "stem", "weight")
            assert {word: (of, weight) for word, of, weight in rows} == plainly(each)


def test_a_refused_change_leaves_the_index_as_it_was(world):
    made = service(world, "Tea")
    before = set(ServiceWord.objects.values_list("service", "word", "weight"))
    try:
        actions.change_service(by=SYSTEM, service_id=made.id, version=1, name="Coffee", need_codes=["no.such"])
    except Exception as error:
        assert "unknown_need" in str(error)
    assert set(ServiceWord.objects.values_list("service", "word", "weight")) == before
