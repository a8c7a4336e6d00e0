"""Keeps the index true to the listing, in the listing's own transaction.

Words come from the listing, its provider's name, and the names and synonyms of its needs. Only an active service
has any, so that a closed one is found by nobody.
"""

from collections.abc import Iterator
from uuid import UUID

from ecotone.directory.models import Service, ServiceWord
from ecotone.directory.rules import ServiceStatus
from ecotone.directory.search.text import Field, stem, weigh


def reindex(service_id: UUID) -> None:
    """Writes the index of one service anew."""
    ServiceWord.objects.filter(service_id=service_id).delete()
    service = Service.objects.select_related("provider").prefetch_related("needs__need").get(pk=service_id)
    ServiceWord.objects.bulk_create(entries(service), batch_size=500)


def entries(service: Service) -> list[ServiceWord]:
    """The rows that the index of this service consists of, not saved."""
    if service.status != ServiceStatus.ACTIVE:
        return []
    return [
        ServiceWord(service_id=service.pk, word=word, stem=stem(word), weight=weight)
        for word, weight in sorted(weigh(_texts(service)).items())
    ]


def _texts(service: Service) -> Iterator[tuple[Field, str]]:
    yield Field.NAME, service.name
    yield Field.NAME, service.alternate_name
    yield Field.PROVIDER, service.provider.name
    yield Field.TEXT, service.description
    yield Field.TEXT, service.eligibility
    for link in service.needs.all():
        yield Field.NEED, link.need.name
        yield Field.SYNONYM, link.need.synonyms
