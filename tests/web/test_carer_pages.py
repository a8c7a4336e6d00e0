"""A carer on the pages: sees what was permitted, is told whose pages these are, and is let in no longer."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from ecotone.access.models import Account, AuditEntry
from ecotone.access.principal import Principal
from ecotone.access.rules import Kind
from ecotone.care.models import Judgement, Promise, ReferralMove
from ecotone.ecosystem.models import Actor
from ecotone.ground import clock
from ecotone.people import actions as people
from ecotone.people.models import CarerPermission, Encounter, Person, StoryEntry
from ecotone.people.rules import Act, CircleKind, Part, PermissionState
from ecotone.web.when import end_of_day
from tests import worlds

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("invented")]


@pytest.fixture
def asker():
    return worlds.wearing(worlds.team("Callers"))


@pytest.fixture
def her(asker) -> Person:
    return worlds.taken_in(asker, name="Morag Sweeney", contact_detail="01698 000111")


@pytest.fixture
def me(her):
    return worlds.herself(her)


@pytest.fixture
def tie(her, me):
    return people.add_to_circle(by=me, person_id=her.id, kind=CircleKind.FAMILY, name="Ann", relation="daughter")


def client_of(account_id) -> Client:
    client = Client()
    worlds.enter(client, Account.objects.get(pk=account_id))
    return client


@pytest.fixture
def ann():
    return worlds.account("Ann Sweeney")


def permit(me, her, tie, ann, *, accept=True, **given):
    whole = {
        "parts": [Part.CONTACT, Part.MATTERS, Part.REFERRALS],
        "acts": [*Act],
        "until": clock.now() + timedelta(days=60),
    } | given
    row = people.offer_permission(by=me, person_id=her.id, tie_id=tie.id, email=ann.email, **whole)
    if accept:
        by = worlds.NOBODY.__class__(kind="nobody", account_id=ann.id, name=ann.name)
        row = people.accept_permission(by=by, permission_id=row.id, version=row.version)
    return row


@pytest.mark.commitment(3)
def test_she_lets_her_daughter_act_reads_first_what_it_means_and_takes_it_back(her, me, tie, ann) -> None:
    mine = client_of(me.account_id)
    asked = {
        "tie": str(tie.id),
        "email": ann.email,
        "parts": ["referrals", "contact"],
        "acts": ["answer"],
        "until": (clock.today() + timedelta(days=30)).isoformat(),
    }
    first = mine.post(reverse("let_act"), asked)
    assert "what was asked for you" in first.content.decode()
    assert not CarerPermission.objects.filter(person=her).exists(), "nothing is kept before she says yes"
    nobody = mine.post(reverse("let_act"), {**asked, "email": "nobody@example.org", "sure": "yes"}, follow=True)
    somebody = mine.post(reverse("let_act"), {**asked, "sure": "yes"}, follow=True)
    said = [str(m) for answer in (nobody, somebody) for m in answer.context["messages"]]
    assert said[0] == said[1], "whether somebody signs in with an address is told to nobody"
    row = CarerPermission.objects.get(person=her, email=ann.email)
    theirs = client_of(ann.id)
    assert "Morag Sweeney" in theirs.get(reverse("acting")).content.decode()
    theirs.post(
        reverse("answer_permission", kwargs={"permission_id": row.id}), {"answer": "yes", "version": row.version}
    )
    theirs.post(reverse("wear_hat"), {"hat": f"for:{row.id}"})
    page = theirs.get(reverse("my_referrals")).content.decode()
    assert "acting for Morag Sweeney" in page
    assert theirs.get(reverse("my_sharing")).status_code == 403
    assert theirs.get(reverse("my_looks")).status_code == 403
    looks = mine.get(reverse("my_looks")).content.decode()
    assert "Ann Sweeney" in looks
    assert "acting for you" in looks
    mine.post(reverse("end_permission", kwargs={"permission_id": row.id}))
    after = theirs.get(reverse("my_referrals"))
    assert after.status_code == 403
    assert "Morag" not in after.content.decode()
    assert "may have ended" in after.content.decode()


def acting_client(ann, row) -> Client:
    client = client_of(ann.id)
    client.get("/")
    client.post(reverse("wear_hat"), {"hat": f"for:{row.id}"})
    return client


@pytest.mark.commitment(3)
def test_what_is_not_covered_is_withheld_and_a_kept_entry_is_not_even_hinted_at(her, me, tie, ann) -> None:
    seen = people.add_story_entry(by=me, person_id=her.id, section=Part.MATTERS, text="My garden above all")
    kept = people.add_story_entry(by=me, person_id=her.id, section=Part.MATTERS, text="I fell and told nobody")
    people.add_story_entry(by=me, person_id=her.id, section=Part.HARMS, text="Stairs frighten me")
    row = permit(me, her, tie, ann)
    mine = client_of(me.account_id)
    mine.post(reverse("keep_back"), {"kind": "storyentry", "what": str(kept.id)})
    theirs = acting_client(ann, row)
    page = theirs.get(reverse("my_story")).content.decode()
    assert seen.text in page
    assert kept.text not in page
    assert "Stairs" not in page
    assert "does not include this" in page
    theirs.post(reverse("tell"), {"section": "matters", "text": "She likes the radio on"})
    entry = StoryEntry.objects.filter(person=her).latest("id")
    assert (entry.words_of, entry.author) == ("carer", "Ann Sweeney, acting for Morag Sweeney")


def test_an_open_form_of_a_carer_fails_once_the_permission_is_taken_back(her, me, tie, ann, asker) -> None:
    target = worlds.team("Visitors")
    ask = worlds.ask(asker, her, Actor.of(target.id))
    row = permit(me, her, tie, ann)
    theirs = acting_client(ann, row)
    address = reverse("stop_ask", kwargs={"referral_id": ask.id})
    form = theirs.get(address)
    assert form.status_code == 200
    people.end_permission(by=me, permission_id=row.id)
    answer = theirs.post(address, {"why": "too_long", "version": form.context["version"]})
    assert answer.status_code == 403
    assert not ReferralMove.objects.filter(referral=ask, code="withdraw").exists()


def test_a_carers_move_and_word_say_that_they_are_a_carers(her, me, tie, ann, asker) -> None:
    target = worlds.wearing(worlds.team("Visitors"))
    ask = worlds.ask(asker, her, Actor.of(target.team_id))
    row = permit(me, her, tie, ann)
    theirs = acting_client(ann, row)
    theirs.post(reverse("judge", kwargs={"referral_id": ask.id}), {"view": "partly", "words": "Slow"})
    said = Judgement.objects.get(referral=ask)
    assert (said.pen, said.means, said.author) == ("carer", "page", "Ann Sweeney, acting for Morag Sweeney")
    version = theirs.get(reverse("stop_ask", kwargs={"referral_id": ask.id})).context["version"]
    theirs.post(reverse("stop_ask", kwargs={"referral_id": ask.id}), {"why": "too_long", "version": version})
    step = ReferralMove.objects.get(referral=ask, code="withdraw")
    assert (step.party, step.author) == ("carer", "Ann Sweeney, acting for Morag Sweeney")
    entries = AuditEntry.objects.filter(account_id=ann.id, code="care.move")
    assert {e.purpose for e in entries} == {"acting_for"}
    assert {s.basis for e in entries for s in e.subjects.filter(kind="referral")} == {"carer"}


def test_where_everything_stands_is_told_in_sentences_with_whom_to_ring(her, me, asker, tie) -> None:
    target = worlds.actor("Kind Visitors", phone="01698 555 000")
    source = Actor.of(asker.team_id)
    Actor.objects.filter(pk=source.pk).update(phone="01698 555 111")
    ask = worlds.ask(asker, her, target, days=3)
    mine = client_of(me.account_id)
    page = mine.get(reverse("my_referrals")).content.decode()
    assert "has not answered yet" in page
    assert "01698 555 111" in page, "while nobody has answered one rings whoever asked"
    assert "01698 555 000" not in page
    with worlds.later(days=5):
        mine = client_of(me.account_id)
        late = mine.get(reverse("my_referrals")).content.decode()
    assert "it is not your doing" in late
    worlds.moved(ask, worlds.wearing(target), "accept", worker="Flora")
    page = mine.get(reverse("my_referrals")).content.decode()
    assert "Kind Visitors has said yes" in page
    assert "01698 555 000" in page
    form = {"words": "Look out the hospital letter", "carried_by": f"with_help:tie:{tie.id}", "by_when": ""}
    assert mine.post(reverse("promise", kwargs={"referral_id": ask.id}), form).status_code == 302
    promise = Promise.objects.get(person=her)
    page = mine.get(reverse("my_sheet")).content.decode()
    assert "You do this with the help of Ann" in page
    mine.post(reverse("settle_promise", kwargs={"promise_id": promise.id}), {"state": "done", "version": "1"})
    again = mine.post(reverse("settle_promise", kwargs={"promise_id": promise.id}), {"state": "done", "version": "1"})
    assert again.status_code == 302
    promise.refresh_from_db()
    assert (promise.state, promise.settled_by_person, promise.version) == ("done", True, 2)
    worker = client_of(asker.account_id)
    assert (
        "The person ticked it off" in worker.get(reverse("referral", kwargs={"referral_id": ask.id})).content.decode()
    )


def test_told_again_pressed_twice_is_once_and_years_ago_is_asked_for_again(her, me, asker) -> None:
    target = worlds.team("Visitors")
    ask = worlds.ask(asker, her, Actor.of(target.id))
    mine = client_of(me.account_id)
    for _ in range(2):
        mine.post(reverse("repeated", kwargs={"referral_id": ask.id}), {"whom": "target"})
    (said,) = Encounter.objects.filter(person=her, mode="had_to_repeat", actor=target)
    assert said.channel == ""
    assert "Somewhere else, or out and about" not in mine.get(reverse("my_contacts")).content.decode()
    long_ago = (clock.today() - timedelta(days=500)).isoformat()
    form = {"actor_id": str(target.id), "at": long_ago, "channel": "phone", "note": "Kept these words"}
    answer = mine.post(reverse("told_again"), form).content.decode()
    assert "more than a year ago" in answer
    assert "Kept these words" in answer


def test_a_form_on_paper_is_typed_in_once_by_either_end_and_by_nobody_else(her, me, asker) -> None:
    target = worlds.wearing(worlds.team("Visitors"))
    ask = worlds.ask(asker, her, Actor.of(target.team_id))
    mine = client_of(me.account_id)
    code = mine.post(reverse("paper_form", kwargs={"referral_id": ask.id})).context["paper_code"]
    assert code in mine.post(reverse("paper_form", kwargs={"referral_id": ask.id})).context["paper_code"]
    stranger = client_of(worlds.stranger().account_id)
    theirs = stranger.post(reverse("find_paper"), {"code": code}).content.decode()
    none = stranger.post(reverse("find_paper"), {"code": "AAAAAAAA"}).content.decode()
    assert "No form with this code" in theirs
    assert "No form with this code" in none
    assert stranger.get(reverse("type_in_paper", kwargs={"code": code})).status_code == 404
    worker = client_of(target.account_id)
    found = worker.post(reverse("find_paper"), {"code": f"{code[:4].lower()} {code[4:]}"})
    given = {"view": "partly", "words": "The girl was kind", "pen": "person"}
    worker.post(found["Location"], given)
    again = worker.post(found["Location"], given)
    assert "typed in already" in again.content.decode()
    said = Judgement.objects.get(referral=ask)
    assert (said.pen, said.means, said.words) == ("person", "paper", "The girl was kind")


def test_a_permission_is_stopped_for_safety_and_she_is_not_shown_why(her, me, tie, ann, asker) -> None:
    row = permit(me, her, tie, ann)
    worker = client_of(asker.account_id)
    address = reverse("suspend_permission", kwargs={"person_id": her.id, "permission_id": row.id})
    version = worker.get(address).context["version"]
    worker.post(address, {"reason": "Bruises, and she was afraid", "unsafe_to_tell": "yes", "version": version})
    assert CarerPermission.objects.get(pk=row.id).state == PermissionState.ACTIVE
    assert acting_client(ann, row).get(reverse("my_referrals")).status_code == 403
    mine = client_of(me.account_id).get(reverse("my_sharing")).content.decode()
    assert "Bruises" not in mine
    assert "Stopped for now" in mine
    guardian = client_of(worlds.wearing(worlds.team("Records"), "guardian").account_id)
    assert "Bruises" in guardian.get(reverse("guarding")).content.decode()
    assert worker.get(reverse("guarding")).status_code == 403


def test_a_stranger_and_nobody_are_answered_alike(asker) -> None:
    stranger_to_them = worlds.person("Somebody Else")
    target = worlds.service(worlds.actor("Kind Visitors"))
    worker = client_of(asker.account_id)
    for address in (
        reverse("ask_question", kwargs={"actor_id": target.provider_id}),
        reverse("service", kwargs={"service_id": target.id}),
        reverse("find_help"),
    ):
        answers = [worker.get(address, {"person": str(own)}) for own in (stranger_to_them.id, worlds.UNKNOWN)]
        assert len({answer.status_code for answer in answers}) == 1, address
        assert all("Somebody Else" not in answer.content.decode() for answer in answers)


def test_a_death_is_noted_after_its_consequences_were_read(her, me, asker, tie, ann) -> None:
    ask = worlds.ask(asker, her, Actor.of(worlds.team("Visitors").id))
    row = permit(me, her, tie, ann)
    worker = client_of(asker.account_id)
    address, given = reverse("note_death", kwargs={"person_id": her.id}), {"died_on": clock.today().isoformat()}
    given["told_by"] = "Her daughter, by phone"
    assert "This will happen" in worker.post(address, given).content.decode()
    assert Person.of(her.id).died_on is None
    worker.post(address, {**given, "sure": "yes"})
    ask.refresh_from_db()
    assert ask.state == "cancelled"
    assert CarerPermission.objects.get(pk=row.id).ended_by == "death"
    page = worker.get(reverse("person", kwargs={"person_id": her.id})).content.decode()
    assert "Died on" in page
    assert "Safe contact" not in page and "Log a contact" not in page
    assert "Has died" in worker.get(reverse("my_day")).content.decode()
    begun = ("add_hope", "log_contact", "note_stay", "signpost", "let_act_for_them", "start_joint")
    for name in ("person_contacts", "person_hopes", "person_asked", "person_acting", "person_circle"):
        shown = worker.get(reverse(name, args=[her.id])).content.decode()
        links = [reverse(each, args=[her.id]) if each != "start_joint" else reverse(each) for each in begun]
        assert not [link for link in links if f'href="{link}' in shown], name
    hope = worker.post(reverse("add_hope", args=[her.id]), {"words": "Kept, though late", "kind": "quality_of_life"})
    assert hope.status_code == 200
    assert "this person has died" in hope.content.decode() and "Kept, though late" in hope.content.decode()
    for address in (f"{reverse('refer', args=[her.id])}?team={ask.target_id}", reverse("ask_openly", args=[her.id])):
        refused = worker.get(address)
        assert refused.status_code == 400
        assert "this person has died" in refused.content.decode()
    assert client_of(me.account_id).get(reverse("my_story")).status_code == 403


def test_the_last_day_is_told_as_one_gave_it(her, me, tie, ann) -> None:
    last = clock.today() + timedelta(days=30)
    row = permit(me, her, tie, ann, accept=False, until=end_of_day(last))
    mine, hers = client_of(me.account_id), client_of(ann.id)
    said = f"{last.day} {last:%B %Y}"
    addresses = [(mine, reverse("my_sharing")), (mine, reverse("renew_permission", args=[row.id]))]
    for client, address in [*addresses, (hers, reverse("acting"))]:
        assert said in client.get(address).content.decode(), address
    people.accept_permission(by=Principal(Kind.NOBODY, ann.id), permission_id=row.id, version=row.version)
    assert f"until {said}" in acting_client(ann, row).get(reverse("my_referrals")).content.decode()


def test_what_came_after_a_hold_is_the_reason_that_is_told(her, me, asker) -> None:
    target = worlds.actor("Kind Visitors")
    ask = worlds.ask(asker, her, target)
    theirs = worlds.wearing(target)
    worlds.moved(ask, theirs, "accept")
    worlds.moved(ask, theirs, "hold", reason_text="The driver is ill")
    worlds.moved(ask, theirs, "fail", reason_text="There is no driver any more")
    page = client_of(me.account_id).get(reverse("my_referrals")).content.decode()
    assert "There is no driver any more" in page
    assert "The driver is ill" not in page


def test_to_sign_in_is_no_look_at_whoever_offers_something(her, me, tie, ann) -> None:
    permit(me, her, tie, ann, accept=False)

    def looks() -> int:
        return AuditEntry.objects.filter(account_id=ann.id, subjects__subject_id=her.id).count()

    client = client_of(ann.id)
    assert client.get(reverse("home")).headers["Location"] == reverse("acting")
    assert looks() == 0
    client.get(reverse("acting"))
    assert looks() == 1


def test_whoever_guards_records_undoes_a_death_and_reads_no_other_name(her, me, asker) -> None:
    guardian = client_of(worlds.wearing(worlds.team("Records"), "guardian").account_id)
    undo = reverse("undo_death", args=[her.id])
    before = guardian.get(undo)
    assert before.status_code == 404
    assert her.name not in before.content.decode()
    given = {"died_on": clock.today().isoformat(), "told_by": "Her daughter", "sure": "yes"}
    client_of(asker.account_id).post(reverse("note_death", args=[her.id]), given)
    assert her.name in guardian.get(undo).content.decode()


def test_whose_permission_is_over_is_told_so_and_where_to_turn(her, me, tie, ann) -> None:
    row = permit(me, her, tie, ann)
    hers = acting_client(ann, row)
    assert "Go to their pages" in hers.get(reverse("acting")).content.decode()
    assert hers.get(reverse("my_referrals")).status_code == 200, "to look at that page takes nothing off"
    people.end_permission(by=me, permission_id=row.id)
    for _ in range(2):
        page = hers.get(reverse("home"), follow=True)
        assert page.status_code == 200
        assert "You act for nobody at present" in page.content.decode()
        assert her.name not in page.content.decode()


def test_of_an_open_offer_she_is_told_whom_to_ring_and_what_stopping_does(her, me, asker) -> None:
    need = worlds.need("company.cards")
    worlds.can_help(worlds.actor("Card players"), need, name="Cards on Fridays")
    Actor.objects.filter(pk=asker.team_id).update(phone="01698 555 111")
    ask = worlds.ask_openly(asker, her, need, where=worlds.place("Airdrie"))
    mine = client_of(me.account_id)
    page = mine.get(reverse("my_referrals")).content.decode()
    assert "01698 555 111" in page
    assert "Say what it is worth" not in page, "nobody has said yes yet"
    stop = mine.get(reverse("stop_ask", args=[ask.id])).content.decode()
    assert "Those who were asked, without a name, read that it is over" in stop
    assert "<li> is told" not in stop


def test_what_they_were_asked_already_is_shown_before_they_are_asked_again(her, asker) -> None:
    target = Actor.of(worlds.team("Visitors").id)
    ask = worlds.ask(asker, her, target)
    worker = client_of(asker.account_id)
    page = worker.get(f"{reverse('refer', args=[her.id])}?team={target.id}").content.decode()
    assert "They were asked already" in page and reverse("referral", args=[ask.id]) in page
    other = worlds.team("Others")
    page = worker.get(f"{reverse('refer', args=[her.id])}?team={other.id}").content.decode()
    assert "They were asked already" not in page


def test_who_is_stopped_for_safety_reads_no_reason_and_lifts_nothing_in_their_workers_hat_either(
    her, me, tie, asker
) -> None:
    """The carer works in a team that helps her."""
    target = worlds.actor("Kind Visitors")
    worker = worlds.wearing(target)
    worlds.moved(worlds.ask(asker, her, target, parts=[Part.CIRCLE]), worker, "accept")
    row = permit(me, her, tie, Account.objects.get(pk=worker.account_id))
    people.suspend_permission(
        by=asker, permission_id=row.id, version=row.version, reason="Bruises, and fear", unsafe_to_tell=True
    )
    client = client_of(worker.account_id)
    page = client.get(reverse("person_acting", args=[her.id]))
    assert page.status_code == 200
    assert "Bruises" not in page.content.decode()
    version = CarerPermission.objects.get(pk=row.id).version
    stop = reverse("suspend_permission", args=[her.id, row.id])
    assert client.post(stop, {"lift": "yes", "version": version}).status_code == 403
    assert CarerPermission.objects.get(pk=row.id).suspended_at is not None
    assert "Bruises" not in client_of(asker.account_id).get(reverse("person_acting", args=[her.id])).content.decode()
