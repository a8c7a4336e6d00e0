"""Keeps the index true to the listing, in the listing's own transaction.

Words come from the listing, its provider's name, and the names and synonyms of its needs. Only an active service
has any, so that a closed one is found by nobody.
"""

from collections.abc import Iterator

from ecotone.directory.models import Service, ServiceWord
from ecotone.directory.rules import ServiceStatus
from ecotone.directory.search.text import Field, stem, weigh
from ecotone.ground.prepared import insert


def reindex(service: Service) -> None:
    """Writes the index of one service anew, from its row as it is here and its needs as they are kept."""
    ServiceWord.objects.filter(service=service).delete()
    if service.status == ServiceStatus.ACTIVE:
        insert(
            ServiceWord(service=service, word=word, stem=stem(word), weight=weight)
            for word, weight in sorted(weigh(_texts(service)).items())
        )


def _texts(service: Service) -> Iterator[tuple[Field, str]]:
    yield Field.NAME, service.name
    yield Field.NAME, service.alternate_name
    yield Field.PROVIDER, service.provider.name
    yield Field.TEXT, service.description
    yield Field.TEXT, service.eligibility
    for link in service.needs.select_related("need"):
        yield Field.NEED, link.need.name
        yield Field.SYNONYM, link.need.synonyms
        yield Field.PHRASE, link.need.synonyms
