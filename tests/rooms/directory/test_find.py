"""Finding help: by words, need, place, room; what comes first, why, and where it leads on."""

from ecotone.directory.queries import find
from tests.rooms.directory.world import SYSTEM, service


def names(found) -> list[str]:
    return [each.name for each in found.results]


def test_plain_words_find_a_service_by_what_people_say_of_the_need(world):
    service(world, "Tea and a blether", need_codes=["company.connection"])
    service(world, "Help at home", need_codes=["home.personal-care"])
    assert names(find(SYSTEM, words="she is that lonely")) == ["Tea and a blether"]
    assert names(find(SYSTEM, words="cannae get in the bath")) == ["Help at home"]
    assert names(find(SYSTEM, words="Naebody tae talk tae")) == ["Tea and a blether"]
