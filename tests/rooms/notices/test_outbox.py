"""The outbox: queued with what it tells of, sent once, tried again, given up; and nothing of it told to strangers."""

import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import OperationalError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from ecotone.access.actions import mark_deployment
from ecotone.access.models import AuditEntry, AuditSubject
from ecotone.access.verdicts import Refused
from ecotone.cli import ticking
from ecotone.cli.health import _mail as found_in_check
from ecotone.ground import clock
from ecotone.ground.errors import Invalid, NotFound, Stale
from ecotone.notices import actions, queries
from ecotone.notices.actions import POST
from ecotone.notices.delivery import deliver, message_of
from ecotone.notices.models import Mail
from ecotone.notices.rules import KEPT, LEASE, MOST_TRIES, Unsent, server_of
from ecotone.procedures.tick import tick
from tests import worlds
from tests.rooms.notices.conftest import PASSWORD
from tests.rooms.racing import both, sorted_out

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


def queue(key: str = "code:1", **given) -> Mail:
    words = {"to": "jean@example.org", "subject": "Your code", "body": "It is 123456."}
    return actions.queue_mail(by=POST, key=key, **words | given)


def test_it_goes_out_once_as_it_was_written(mail_server):
    queue(subject="Grüße", body="Tha e 123456.\n.\nÀ bientôt", stop_path="/stop/x/")
    assert [deliver(), deliver()] == [1, 0]
    (came,) = mail_server.taken
    assert (came["To"], came["From"], came["Subject"]) == (
        "jean@example.org",
        "Ecotone <post@ecotone.example>",
        "Grüße",
    )
    assert came.get_content().replace("\r\n", "\n").rstrip() == "Tha e 123456.\n.\nÀ bientôt"
    assert came.get_content_type() == "text/plain"
    assert came["Message-ID"] == f"<{Mail.objects.get().id}@ecotone.example>"
    assert came["List-Unsubscribe"] == f"<{settings.ADDRESS}/stop/x/>"
    assert came["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert came["Auto-Submitted"] == "auto-generated"


def test_once_sent_its_words_are_gone_and_its_event_is_remembered(mail_server):
    queue()
    deliver()
    row = Mail.objects.get()
    assert (row.body, row.stop_path, row.sent_at, row.tries) == ("", "", clock.now(), 1)
    assert queue(body="again").id == row.id
    assert deliver() == 0


def test_queued_twice_it_is_one_and_the_first_words_stand():
    assert queue(body="first").id == queue(body="second").id
    assert Mail.objects.get().body == "first"


def test_it_is_undone_with_what_it_tells_of(mail_server):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        queue()
        raise ZeroDivisionError
    assert (deliver(), Mail.objects.count(), mail_server.taken) == (0, 0, [])


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("subject", "Hello\nBcc: everyone@example.org"),
        ("subject", "Hello\r\nBcc: everyone@example.org"),
        ("subject", "Hello\u2028Bcc: everyone@example.org"),
        ("subject", " "),
        ("subject", "x" * 201),
        ("body", " \n "),
        ("body", "x" * 20_001),
        ("body", "a\0b"),
        ("to", "jean@example.org, all@example.org"),
        ("to", "jean@example.org\nBcc: all@example.org"),
        ("to", "Jean <jean@example.org>"),
        ("to", '"a\x0bb"@example.org'),
        ("to", "jean"),
        ("to", "a" * 250 + "@example.org"),
        ("key", ""),
        ("key", "a\nb"),
    ],
)
def test_what_would_be_no_single_mail_is_refused(field, value):
    with pytest.raises(Invalid):
        queue(**{field: value})
    assert not Mail.objects.exists()


@given(text=st.text(max_size=60), where=st.sampled_from(["subject", "to", "body"]))
def test_no_text_makes_a_header_of_its_own(text, where):
    with transaction.atomic():
        try:
            row = queue(**{where: f"a{text}" if where != "to" else f"a{text}@example.org"})
        except Invalid:
            return
        sent = message_of(row).as_bytes()
        head = sent.partition(b"\r\n\r\n")[0].replace(b"\r\n ", b" ").split(b"\r\n")
        assert {line.partition(b":")[0] for line in head} <= {
            *(b"From", b"To", b"Subject", b"Date", b"Message-ID", b"Auto-Submitted"),
            *(b"Content-Type", b"Content-Transfer-Encoding", b"MIME-Version"),
        }
        transaction.set_rollback(True)


@pytest.mark.parametrize("who", ["nobody", "worker", "person"])
def test_only_ecotone_itself_posts(who):
    jean = worlds.person()
    by = {"nobody": worlds.NOBODY, "worker": worlds.stranger(), "person": worlds.herself(jean)}[who]
    row = queue()
    acts = (
        lambda: actions.queue_mail(by=by, key="x", to="a@example.org", subject="x", body="x"),
        lambda: actions.claim_mail(by=by, mail_id=row.id, tries=0),
        lambda: actions.note_sent(by=by, mail_id=row.id, tries=0),
        lambda: actions.note_not_sent(by=by, mail_id=row.id, tries=0),
        lambda: actions.forget_mail(by=by, mail_id=row.id),
        lambda: queries.due_mail(by),
        lambda: queries.over_mail(by),
        lambda: queries.outbox(by),
    )
    for act in acts:
        with pytest.raises(Refused):
            act()
    assert Mail.objects.get().tries == 0


@pytest.mark.django_db(transaction=True)
def test_queued_by_two_at_once_it_is_one():
    rows, errors = sorted_out(both(queue, queue, queue))
    assert not errors
    assert len({row.id for row in rows}) == Mail.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_ticks_at_once_send_each_once(mail_server):
    for number in range(8):
        queue(f"code:{number}", subject=f"Number {number}")
    sent = both(deliver, deliver, deliver)
    assert sum(sent) == 8
    assert sorted(m["Subject"] for m in mail_server.taken) == sorted(f"Number {n}" for n in range(8))


def test_who_dies_between_sending_and_noting_sends_it_again_under_the_same_name(mail_server):
    def dying(execute, sql, params, many, context):
        if sql.startswith("UPDATE") and "sent_at" in sql.partition("WHERE")[0]:
            raise KeyboardInterrupt
        return execute(sql, params, many, context)

    queue()
    with connection.execute_wrapper(dying), pytest.raises(KeyboardInterrupt):
        deliver()
    assert deliver() == 0, "it is left alone while it may still be under way"
    with worlds.later(seconds=LEASE.total_seconds() + 1):
        assert deliver() == 1
    assert len({came["Message-ID"] for came in mail_server.taken}) == 1 < len(mail_server.taken)


def test_who_was_overtaken_notes_nothing():
    row = queue()
    actions.claim_mail(by=POST, mail_id=row.id, tries=0)
    with pytest.raises(Stale):
        actions.claim_mail(by=POST, mail_id=row.id, tries=0)
    with worlds.later(hours=1):
        actions.claim_mail(by=POST, mail_id=row.id, tries=1)
        for late in (actions.note_sent, actions.note_not_sent):
            with pytest.raises(Stale):
                late(by=POST, mail_id=row.id, tries=1)
        actions.note_sent(by=POST, mail_id=row.id, tries=2)
        with pytest.raises(Stale):
            actions.note_not_sent(by=POST, mail_id=row.id, tries=2)


def test_an_address_that_is_refused_is_given_up_at_once_and_holds_up_nobody(mail_server):
    mail_server.answers["gone@example.org"] = "550 no such user"
    queue("a", to="gone@example.org")
    queue("b")
    assert deliver() == 1
    refused = Mail.objects.get(key="a")
    assert (refused.failed_reason, refused.body, refused.tries) == (Unsent.ADDRESS_REFUSED, "", 1)
    with worlds.later(days=3):
        assert deliver() == 0
    assert queries.outbox(POST).given_up == ((Unsent.ADDRESS_REFUSED, 1),)


def test_an_address_that_is_busy_is_tried_again_and_holds_up_nobody(mail_server):
    mail_server.answers["busy@example.org"] = "450 later, please"
    queue("a", to="busy@example.org")
    queue("b")
    assert deliver() == 1
    mail_server.answers.clear()
    assert deliver() == 0
    with worlds.later(minutes=2):
        assert deliver() == 1


def test_words_that_are_refused_are_given_up(mail_server):
    mail_server.says_of_words = "554 looks like spam"
    queue()
    assert deliver() == 0
    assert Mail.objects.get().failed_reason == Unsent.WORDS_REFUSED


def test_without_a_server_it_is_tried_again_and_again_and_then_given_up(mail_server, monkeypatch):
    queue()
    monkeypatch.setattr(settings, "MAIL", server_of("smtp://127.0.0.1:1"))
    tries = 0
    while (row := Mail.objects.get()).failed_at is None:
        assert row.body
        with clock.at(row.next_try_at):
            assert deliver() == 0
        tries += 1
    assert (tries, row.failed_reason, row.body) == (MOST_TRIES, Unsent.TRIED_ENOUGH, "")


def test_with_no_server_there_not_all_that_wait_are_charged_for_it(mail_server, monkeypatch):
    for number in range(5):
        queue(f"code:{number}")
    monkeypatch.setattr(settings, "MAIL", server_of("smtp://127.0.0.1:1"))
    deliver()
    assert sorted(Mail.objects.values_list("tries", flat=True)) == [0, 0, 0, 0, 1]


def test_a_server_that_offers_no_starttls_gets_neither_password_nor_mail(mail_server, monkeypatch, caplog):
    elsewhere = server_of(f"smtp://us:{PASSWORD}@mail.example.org:{mail_server.port}")
    monkeypatch.setattr(settings, "MAIL", replace(elsewhere, host="127.0.0.1"))
    queue()
    assert deliver() == 0
    assert not mail_server.taken
    assert "SMTPNotSupportedError" in caplog.text


def test_a_wrong_password_shows_nowhere(mail_server, monkeypatch, caplog):
    secret = "not-the-password"
    monkeypatch.setattr(settings, "MAIL", server_of(f"smtp://us:{secret}@127.0.0.1:{mail_server.port}"))
    queue()
    tick()
    with worlds.later(hours=1):
        told = " ".join(found.words for found in found_in_check())
    assert "1 wait, the first since" in told
    assert secret not in caplog.text + told + repr(settings.MAIL)
    assert "jean@example.org" not in caplog.text + told


def test_what_was_given_up_is_told_by_check(mail_server):
    mail_server.answers["jean@example.org"] = "550 no such user"
    queue()
    deliver()
    words = [found.words for found in found_in_check()]
    assert words[-1] == "Given up in the last 30 days: 1, since the address was refused."


def test_what_has_run_out_is_not_sent_late(mail_server):
    queue(good_until=clock.now() + timedelta(minutes=10))
    with worlds.later(minutes=11):
        assert deliver() == 0
    assert (Mail.objects.get().failed_reason, mail_server.taken) == (Unsent.RAN_OUT, [])


def test_without_a_server_it_lands_in_a_folder_for_its_owner_alone(tmp_path, monkeypatch):
    monkeypatch.setattr(settings, "DATA", tmp_path)
    row = queue()
    assert deliver() == 1
    (landed,) = tmp_path.glob("mail/*")
    assert landed.name == f"{row.id}.eml" and b"It is 123456." in landed.read_bytes()
    assert (landed.stat().st_mode & 0o077, landed.parent.stat().st_mode & 0o077) == (0, 0)


def test_a_folder_that_cannot_be_written_to_loses_nothing(tmp_path, monkeypatch):
    (tmp_path / "mail").write_text("in the way")
    monkeypatch.setattr(settings, "DATA", tmp_path)
    queue()
    assert deliver() == 0
    Path(tmp_path / "mail").unlink()
    with worlds.later(minutes=2):
        assert deliver() == 1


def test_a_demo_sends_nothing_whatever_is_set_and_keeps_its_words(mail_server, tmp_path, monkeypatch):
    monkeypatch.setattr(settings, "DATA", tmp_path)
    mark_deployment(by=worlds.SYSTEM, kind="demo", name="Somewhere", recipe={})
    row = queue()
    assert (deliver(), mail_server.taken) == (1, [])
    assert len([*tmp_path.glob("mail/*.eml")]) == 1
    assert queries.landed_mail(row.id).body == "It is 123456."


@pytest.mark.parametrize("kind", ["live", ""])
def test_nobody_reads_mail_anywhere_but_in_a_demo(kind):
    row = queue()
    if kind:
        Mail.objects.all().delete()
        mark_deployment(by=worlds.SYSTEM, kind=kind, name="Somewhere", recipe={})
        row = queue()
    for read in (lambda: queries.landed(), lambda: queries.landed_mail(row.id)):
        with pytest.raises(NotFound):
            read()


def test_the_tick_says_how_much_it_sent(mail_server):
    queue()
    assert [tick().mailed, tick().mailed] == [1, 0]


@pytest.mark.django_db(transaction=True)
def test_between_two_ticks_the_outbox_is_looked_after_and_a_fault_ends_nothing(mail_server, monkeypatch):
    monkeypatch.setattr(ticking, "A_LOOK", 0.01)
    faults = iter([OperationalError("the database is away")])

    def away_once(execute, sql, params, many, context):
        if fault := next(faults, None):
            raise fault
        return execute(sql, params, many, context)

    queue(), queue("another")
    with connection.execute_wrapper(away_once):
        ticking._look_after_what_waits(ticking.Imports(), until=time.monotonic() + 1, beside=None)
    assert len(mail_server.taken) == 2
    ticking._look_after_what_waits(
        ticking.Imports(), until=time.monotonic() + 60, beside=-1
    )  # nobody to stand by: it ends at once


def test_rows_go_once_they_are_old_but_never_what_waits(mail_server):
    queue("old")
    deliver()
    with worlds.later(seconds=KEPT.total_seconds() + 3600):
        waiting = queue("new")
        tick()
        assert [*Mail.objects.values_list("id", flat=True)] == [waiting.id]
        with pytest.raises(Stale):
            actions.forget_mail(by=POST, mail_id=waiting.id)


def test_the_audit_knows_of_mail_and_nothing_of_its_words(mail_server):
    queue()
    deliver()
    assert [*AuditEntry.objects.order_by("id").values_list("code", "system")] == [
        ("notices.queue_mail", "post"),
        ("notices.claim_mail", "post"),
        ("notices.note_sent", "post"),
    ]
    assert set(AuditSubject.objects.values_list("kind", flat=True)) == {"mail"}
