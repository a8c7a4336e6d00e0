"""FHIR as another system meets it: every answer valid R4, every error in FHIR, no secret told."""

from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ecotone.access import actions
from ecotone.access.models import AuditEntry
from ecotone.access.principal import Principal
from ecotone.access.queries import settled
from ecotone.access.rules import Scope
from ecotone.adapters.fhir.along import includes, reverse_includes
from ecotone.adapters.fhir.mapping.elements import CHI_OID, CHI_SYSTEMS
from ecotone.adapters.fhir.resources import KINDS
from ecotone.ecosystem import queries as ecosystem
from ecotone.ecosystem.models import Site
from ecotone.people import actions as people_actions
from ecotone.people import queries as people
from ecotone.people.models import Person
from tests import fhir_validator, worlds
from tests.fhir_validator import Validator

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("invented")]
CALLERS = {
    "a link worker": ("Marcus Adeyemi-Kerr", ""),
    "a charity's coordinator": ("Elaine Cuthbertson", "Befriending coordinator"),
    "a team's lead": ("Brendan Docherty", "Team lead, integrated rehabilitation"),
    "the person": ("Jean Rafferty", ""),
    "her daughter": ("Anne-Marie Boyle", ""),
    "a board member": ("Rena Pettigrew", ""),
}


@pytest.fixture(scope="module")
def validator() -> Iterator[Validator]:
    yield from fhir_validator.running()


@pytest.fixture
def called(db):
    """A program with a token of one of the cast, in a hat by its title."""

    def as_(name: str, hat: str = "", scopes: Iterable[Scope] = tuple(Scope)) -> Client:
        account = UUID(next(member["account"] for member in settled().recipe["cast"] if member["name"] == name))
        secret = actions.make_token(by=principal(account, name, hat), name="a program", scopes=scopes).secret
        return Client(headers={"Authorization": f"Bearer {secret}"})

    return as_


def principal(account: UUID, name: str, title: str) -> Principal:
    hats = [hat for hat in ecosystem.hats_of(account) if title in ("", hat.title)]
    if hats:
        return ecosystem.principal_for(account, name, hats[0].id)
    offers = people.permissions_to(account)
    return people.carer_principal(account, name, offers[0].id) if offers else people.principal_for(account)


@pytest.fixture
def ask(validator):
    """Asks an address, and holds the answer against the validator, whatever it is."""

    def ask_(client: Client, address: str, status: int = 200, **headers: str) -> Any:
        answer = client.get(address if address.startswith("http") else f"/fhir/R4/{address}", headers=headers)
        assert answer.status_code == status, answer.content
        assert answer["Content-Type"].startswith("application/fhir+json")
        resource = answer.json()
        assert not validator.faults(resource), resource
        return resource

    return ask_


def jean() -> UUID:
    return Person.objects.get(name="Jean Rafferty").id


def narrowed(kind: str) -> str:
    return f"{kind}?patient=Patient/{jean()}" if kind == "RelatedPerson" else kind


def resources(bundle: Any) -> list[Any]:
    return [entry["resource"] for entry in bundle.get("entry", [])]


@pytest.mark.parametrize("caller", CALLERS)
def test_every_search_and_read_is_valid(caller, called, ask):
    client = called(*CALLERS[caller])
    for kind in KINDS:
        found = resources(ask(client, narrowed(kind)))
        assert {each["resourceType"] for each in found} <= {kind}
        for each in found[:5]:
            assert ask(client, f"{kind}/{each['id']}") == each
        assert not ask(client, f"{kind}?_id=nobody&patient=Patient/{UUID(int=1)}").get("entry")


def test_the_world_has_some_of_every_kind(called, ask):
    """So that no other test here passes because there is nothing to see."""
    marcus = called("Marcus Adeyemi-Kerr")
    empty = [kind for kind in KINDS if not resources(ask(marcus, narrowed(kind)))]
    assert empty == []


def test_what_is_here_is_said_to_anyone(ask):
    said = ask(Client(), "metadata")
    assert {each["type"] for each in said["rest"][0]["resource"]} == {*KINDS}
    assert said["fhirVersion"] == "4.0.1"


def test_every_parameter_that_is_declared_is_understood(called, ask):
    marcus = called("Marcus Adeyemi-Kerr")
    for kind, served in KINDS.items():
        for parameter in served.parameters:
            examples = {"date": "2020-01-31", "reference": (parameter.points_at or ("Organization",))[0] + "/1"}
            value = examples.get(parameter.type, "nothing of the sort")
            value = "Practitioner/1" if parameter.name == "practitioner" else value
            both = {"patient": f"Patient/{jean()}"} if kind == "RelatedPerson" else {}
            address = f"{kind}?{urlencode(both | {parameter.name: value})}"
            found = ask(marcus, address, prefer="handling=strict")
            assert found["total"] == 0 if "total" in found else "entry" not in found, address


def walked(client: Client, ask: Any, address: str) -> list[str]:
    """The ids on all pages, by following each next link."""
    found: list[str] = []
    while address:
        page = ask(client, address)
        found += [each["id"] for each in resources(page)]
        address = next((link["url"] for link in page["link"] if link["relation"] == "next"), "")
    return found


@pytest.mark.parametrize("kind", ["Patient", "Organization", "HealthcareService", "ServiceRequest", "Task"])
def test_pages_hold_each_once_and_as_many_as_are_counted(kind, called, ask):
    marcus = called("Marcus Adeyemi-Kerr")
    ids = walked(marcus, ask, f"{kind}?_count=3")
    assert len(ids) > 3 and len(ids) == len({*ids})
    assert ids == walked(marcus, ask, f"{kind}?_count=200")
    assert ask(marcus, f"{kind}?_summary=count") == ask(marcus, f"{kind}?_summary=count") | {"total": len(ids)}


@pytest.mark.commitment(3)
@pytest.mark.parametrize("caller", ["a board member", "a team's lead", "a charity's coordinator"])
def test_a_search_does_not_tell_that_she_is_here(caller, called, ask):
    """By name, number, birth date, id, reference or count: for one who may not know her it is as if she were not."""
    client, her = called(*CALLERS[caller]), Person.objects.get(name="Jean Rafferty")
    people_actions.add_identifier(by=worlds.SYSTEM, person_id=her.id, kind="chi", value="0101011237")
    searches = [
        *(f"Patient?{urlencode(by)}" for by in ({"name": her.name}, {"birthdate": her.birth_date}, {"_id": her.id})),
        "Patient?identifier=0101011237",
        "Patient?identifier=urn:oid:2.16.840.1.113883.2.1.3.2.4.16.53|0101011237",
        *(f"{kind}?patient={her.id}" for kind in ("RelatedPerson", "ServiceRequest", "Task")),
        f"ServiceRequest?subject=Patient/{her.id}",
    ]
    for search in searches:
        for rest in ("", "&_summary=count"):
            found = ask(client, search + rest)
            assert "entry" not in found and found.get("total", 0) == 0, search
    known, unknown = ask(client, f"Patient/{her.id}", 404), ask(client, f"Patient/{UUID(int=7)}", 404)
    assert known == unknown
    tie = her.circle.exclude(kind="group").first()
    assert ask(client, f"RelatedPerson/{tie.id}", 404) == known


@pytest.mark.commitment(3)
def test_her_number_finds_her_only_where_her_numbers_were_shared():
    team = worlds.wearing(worlds.team("Whinhall"))
    her = worlds.taken_in(team, parts=[])
    people_actions.add_identifier(by=worlds.SYSTEM, person_id=her.id, kind="chi", value="0101011237")
    numbered = {"number": (None, None, "0101011237")}
    assert people.find_people(team, words="rafferty").total == 1
    assert people.find_people(team, **numbered).total == 0
    assert people.find_people(worlds.herself(her), **numbered).total == 1


def test_every_number_system_of_chi_finds_her_and_the_oid_is_given(called, ask):
    her = Person.objects.get(name="Jean Rafferty")
    people_actions.add_identifier(by=worlds.SYSTEM, person_id=her.id, kind="chi", value="0101011237")
    client = called("Jean Rafferty")
    for system in CHI_SYSTEMS:
        (patient,) = resources(ask(client, f"Patient?identifier={system}|010 101 1237"))
        assert {"system": CHI_OID, "value": "0101011237"} in patient["identifier"]
    assert "entry" not in ask(client, "Patient?identifier=https://fhir.nhs.uk/Id/nhs-number|0101011237")


@pytest.mark.commitment(3)
def test_one_call_is_one_entry_of_the_audit_with_a_row_for_each_person(called, ask):
    client = called("Marcus Adeyemi-Kerr")
    ask(client, "Patient?_count=1")
    before = {*AuditEntry.objects.values_list("id", flat=True)}
    found = resources(ask(client, "Patient?_count=4"))
    (entry,) = AuditEntry.objects.exclude(id__in=before)
    assert (entry.kind, entry.code) == ("look", "web.fhir_search") and entry.token_id
    assert {str(each.subject_id) for each in entry.subjects.all()} == {each["id"] for each in found}


@pytest.mark.commitment(3)
def test_a_no_is_written_down(called, ask):
    her = jean()
    ask(called("Rena Pettigrew"), f"Patient/{her}", 404)
    entry = AuditEntry.objects.filter(kind="refusal").latest("created_at")
    assert entry.code == "web.fhir_read" and entry.subjects.get().subject_id == her


def test_a_token_opens_no_more_than_its_scopes(called, ask):
    client = called("Marcus Adeyemi-Kerr", scopes=[Scope.DIRECTORY_READ])
    assert resources(ask(client, "HealthcareService"))
    for kind in ("Patient", "RelatedPerson", "ServiceRequest", "Task", "Organization"):
        ask(client, narrowed(kind), 403)
        ask(client, f"{kind}/{jean()}", 403)


@pytest.mark.commitment(3)
def test_where_a_confidential_site_is_never_leaves(called, ask):
    hidden = Site.objects.filter(confidential=True).first()
    owner = hidden.actors.first()
    by = worlds.wearing(owner)
    secret = actions.make_token(by=by, name="a program", scopes=[*Scope]).secret
    for client in (called("Marcus Adeyemi-Kerr"), Client(headers={"Authorization": f"Bearer {secret}"})):
        ask(client, f"Location/{hidden.id}", 404)
        assert ask(client, f"Location?_id={hidden.id}")["total"] == 0
        assert ask(client, f"HealthcareService?location={hidden.id}")["total"] == 0
        for kind in ("Location", "HealthcareService", "Organization"):
            text = client.get(f"/fhir/R4/{kind}?_count=200").content.decode()
            assert str(hidden.id) not in text and (not hidden.address or hidden.address not in text)


def along(bundle: Any, mode: str = "include") -> list[Any]:
    return [each["resource"] for each in bundle.get("entry", []) if each["search"]["mode"] == mode]


def pointed_at(resource: Any) -> set[str]:
    """Every reference that stands anywhere in a resource."""
    inner = resource.values() if isinstance(resource, dict) else resource if isinstance(resource, list) else ()
    own = {resource["reference"]} if isinstance(resource, dict) and "reference" in resource else set()
    return own.union(*(pointed_at(each) for each in inner))


def named(resource: Any) -> str:
    return f"{resource['resourceType']}/{resource['id']}"


def test_what_can_come_along_is_said_as_clients_first_try_it(ask):
    said = {each["type"]: each for each in ask(Client(), "metadata")["rest"][0]["resource"]}
    assert {"ServiceRequest:subject", "ServiceRequest:requester", "ServiceRequest:performer"} <= {
        *said["ServiceRequest"]["searchInclude"]
    }
    assert said["ServiceRequest"]["searchRevInclude"] == ["Task:focus"]
    assert {"Task:focus", "Task:patient", "Task:owner"} <= {*said["Task"]["searchInclude"]}
    assert said["PractitionerRole"]["searchInclude"] == ["PractitionerRole:organization"]
    assert {*said["HealthcareService"]["searchInclude"]} == {
        "HealthcareService:organization",
        "HealthcareService:location",
    }
    assert said["RelatedPerson"]["searchInclude"] == ["RelatedPerson:patient"]
    assert {"HealthcareService:organization", "PractitionerRole:organization"} == {
        *said["Organization"]["searchRevInclude"]
    }
    assert {"RelatedPerson:patient", "ServiceRequest:subject", "Task:patient"} <= {
        *said["Patient"]["searchRevInclude"]
    }


@pytest.mark.commitment(3)
@pytest.mark.parametrize("caller", ["a link worker", "a charity's coordinator", "the person"])
def test_what_comes_along_is_what_reading_it_gives_and_no_more(caller, called, ask):
    """Every include at once, valid; each once; each the same as reading it; none that reading refuses."""
    client = called(*CALLERS[caller])
    for kind in KINDS:
        alone = ask(client, f"{narrowed(kind)}{'&' if '?' in narrowed(kind) else '?'}_count=5")
        for parameter, offered in (("_include", includes(kind)), ("_revinclude", reverse_includes(kind))):
            query = urlencode([("_count", 5), *((parameter, each) for each in offered)])
            found = ask(client, f"{narrowed(kind)}{'&' if '?' in narrowed(kind) else '?'}{query}")
            matches, more = along(found, "match"), along(found)
            assert matches == resources(alone) and found.get("total") == alone.get("total")
            names = [named(each) for each in more]
            assert len({*names}) == len(names) and not {*names} & {named(each) for each in matches}
            for each in more[:3]:
                assert ask(client, named(each)) == each
            refs = set().union(*map(pointed_at, matches))
            back = {named(each) for each in matches}
            assert all(named(each) in refs if parameter == "_include" else pointed_at(each) & back for each in more)
            if parameter == "_include":
                at = {(name, target) for name, each in offered.items() for target in each.targets}
                wanted = {target for _, target in at}
                missed = {ref for ref in refs if ref.partition("/")[0] in wanted} - {*names} - back
                declared = {ref for match in matches for each in offered.values() for ref in _refs(match, each)}
                for ref in sorted(missed & declared)[:3]:
                    assert client.get(f"/fhir/R4/{ref}").status_code == 404, ref


def _refs(match: Any, each: Any) -> set[str]:
    return pointed_at(match.get(each.parameter.at))


def test_the_world_has_something_to_come_along_of_every_kind(called, ask):
    """So that the test above does not pass because nothing came."""
    marcus = called("Marcus Adeyemi-Kerr")
    for kind in KINDS:
        for parameter, offered in (("_include", includes(kind)), ("_revinclude", reverse_includes(kind))):
            for name, each in offered.items():
                count = 20 if parameter == "_revinclude" else 200
                sep = "&" if "?" in narrowed(kind) else "?"
                found = along(ask(marcus, f"{narrowed(kind)}{sep}{parameter}={name}&_count={count}"))
                assert found or name in ("HealthcareService:location",), (parameter, name)
                if parameter == "_revinclude":
                    assert {one["resourceType"] for one in found} == {each.source}


@pytest.mark.commitment(3)
def test_nothing_comes_along_that_the_token_is_not_for(called, ask):
    client = called("Marcus Adeyemi-Kerr", scopes=[Scope.REFERRALS_READ])
    assert resources(ask(client, "ServiceRequest?_revinclude=Task:focus"))
    before = AuditEntry.objects.filter(kind="look").count()
    ask(client, "ServiceRequest?_include=ServiceRequest:subject", 403)
    assert AuditEntry.objects.filter(kind="look").count() == before
    ask(client, "ServiceRequest?_include=ServiceRequest:requester:Organization", 403)


def test_what_is_narrowed_to_a_type_brings_only_that_type(called, ask):
    marcus = called("Marcus Adeyemi-Kerr")
    found = along(ask(marcus, "ServiceRequest?_include=ServiceRequest:performer:HealthcareService&_count=50"))
    assert found and {each["resourceType"] for each in found} == {"HealthcareService"}


def test_several_are_asked_for_with_commas(called, ask):
    marcus = called("Marcus Adeyemi-Kerr")
    two = sorted({each["providedBy"]["reference"] for each in resources(ask(marcus, "HealthcareService?_count=50"))})[
        :2
    ]
    found = resources(ask(marcus, f"HealthcareService?organization={','.join(two)}&_count=200"))
    assert {each["providedBy"]["reference"] for each in found} == {*two}


def test_an_include_asks_the_database_a_few_times_more_and_not_for_each_match(called):
    client = called("Marcus Adeyemi-Kerr")
    for kind in ("ServiceRequest", "Task", "HealthcareService", "Organization", "PractitionerRole"):
        every = [("_include", each) for each in includes(kind)]
        every += [("_revinclude", each) for each in reverse_includes(kind)]
        costs = []
        for count in (2, 20):
            with CaptureQueriesContext(connection) as asked:
                client.get(f"/fhir/R4/{kind}?{urlencode([('_count', count), *every])}")
            costs.append(len(asked.captured_queries))
        assert costs[1] <= costs[0] + 12, (kind, costs)


WRONG = {
    "ServiceRequest?_include=*": 400,
    "ServiceRequest?_include=ServiceRequest": 400,
    "ServiceRequest?_include=ServiceRequest:nothing": 400,
    "ServiceRequest?_include=Task:focus": 400,
    "ServiceRequest?_include=ServiceRequest:subject:Device": 400,
    "ServiceRequest?_include:iterate=ServiceRequest:subject": 400,
    "ServiceRequest?_revinclude=ServiceRequest:subject": 400,
    "Location?_revinclude=": 400,
    "Patient?_revinclude=RelatedPerson:patient&_count=200": 400,
    "Patient?birthdate=yesterday": 400,
    "Patient?birthdate=2020-02-30": 400,
    "Patient?birthdate=ne2020": 400,
    "Patient?birthdate=9999": 400,
    "Patient?name=a&name=b": 400,
    "Patient?name:exact=Jean": 400,
    "Patient?identifier=system|": 400,
    "Patient?_count=many": 400,
    "Patient?_after=here": 400,
    "Patient?name=%00": 400,
    f"Patient?name={'x' * 401}": 400,
    f"Patient?_id={'1,' * 1000}1": 400,
    "RelatedPerson": 400,
    "ServiceRequest?patient=Organization/1": 400,
    "ServiceRequest?requester=1": 400,
    "Task?owner=Patient/1": 400,
    "Observation": 404,
    "Observation/1": 404,
    "Patient/1": 404,
    "Patient/1/_history": 404,
    "Patient?_format=xml": 406,
}


@pytest.mark.parametrize("address", WRONG)
def test_what_is_wrong_is_said_in_an_outcome(address, called, ask):
    said = ask(called("Marcus Adeyemi-Kerr"), address, WRONG[address])
    assert said["resourceType"] == "OperationOutcome" and said["issue"][0]["diagnostics"].endswith(".")


def test_a_parameter_that_is_not_known_is_passed_over_or_told_as_the_caller_prefers(called, ask):
    client = called("Marcus Adeyemi-Kerr")
    lenient = ask(client, "Organization?colour=blue&_count=5")
    assert lenient["entry"] == ask(client, "Organization?_count=5")["entry"]
    ask(client, "Organization?colour=blue", 400, prefer="handling=strict")


def test_nobody_and_too_many_calls_are_told_in_fhir(called, ask, settings):
    ask(Client(), "Patient", 401)
    ask(Client(headers={"Authorization": "Bearer wrong"}), "Patient", 401)
    settings.API_CALLS_A_MINUTE = 1
    client = called("Marcus Adeyemi-Kerr")
    ask(client, "Location?_count=1")
    ask(client, "Location?_count=1", 429)


def test_a_signed_in_browser_is_nobody_here(sign_in, ask):
    ask(sign_in("Marcus Adeyemi-Kerr"), "Patient", 401)


def test_a_search_may_be_posted_and_nothing_else(called, validator):
    client, form = called("Marcus Adeyemi-Kerr"), "application/x-www-form-urlencoded"
    found = client.post("/fhir/R4/Patient/_search", "name=rafferty", content_type=form).json()
    assert [each["name"][0]["text"] for each in resources(found)] == ["Jean Rafferty"]
    refused = [
        client.post("/fhir/R4/Patient/_search", "{}", content_type="application/json"),
        client.post("/fhir/R4/Patient", "{}", content_type="application/fhir+json"),
        client.post(
            "/fhir/R4/Patient/_search", "name=x", content_type=form, headers={"Transfer-Encoding": "chunked"}
        ),
        client.put(f"/fhir/R4/Patient/{jean()}", "{}", content_type="application/fhir+json"),
        client.delete(f"/fhir/R4/Patient/{jean()}"),
        client.get("/fhir/R4/Patient", headers={"Accept": "application/fhir+xml"}),
    ]
    assert [each.status_code for each in refused] == [415, 405, 411, 405, 405, 406]
    assert all(not validator.faults(each.json()) for each in refused)


def test_no_search_asks_the_database_more_often_than_a_page(called):
    client = called("Marcus Adeyemi-Kerr")
    costly = {}
    for kind in KINDS:
        with CaptureQueriesContext(connection) as asked:
            client.get(f"/fhir/R4/{narrowed(kind)}")
        queries = [q["sql"] for q in asked.captured_queries if q["sql"].startswith(("SELECT", "INSERT", "UPDATE"))]
        costly |= {kind: len(queries)} if len(queries) > 20 else {}
    assert costly == {}


def test_she_takes_a_copy_of_her_own_record_from_her_page(sign_in, validator):
    client = sign_in("Jean Rafferty")
    assert "/my-story/copy/" in client.get("/my-story/sharing/").content.decode()
    answer = client.get("/my-story/copy/")
    assert "attachment" in answer["Content-Disposition"] and not validator.faults(answer.json())
    assert {each["resourceType"] for each in resources(answer.json())} >= {"Patient", "RelatedPerson"}
    entry = AuditEntry.objects.filter(code="web.my_copy", kind="export").get()
    assert jean() in entry.subjects.values_list("subject_id", flat=True)
    assert sign_in("Anne-Marie Boyle").get("/my-story/copy/").status_code == 403
