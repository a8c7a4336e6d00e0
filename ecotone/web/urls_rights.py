"""The addresses of a person's rights: her whole record, putting it right, having it erased."""

from django.urls import path

from ecotone.web.pages import correcting, day, erasing, keeping, rights

WRONG = "corrections/<uuid:correction_id>/"

ERASE = "erasures/<uuid:person_id>/"

urls = [
    path("my-record/", rights.my_record, name="my_record"),
    path("my-day/wrong/", day.to_put_right, name="to_put_right"),
    path("corrections/", correcting.corrections, name="corrections"),
    path("corrections/new/", correcting.say_wrong, name="say_wrong"),
    path("people/<uuid:person_id>/corrections/new/", correcting.say_wrong_for_them, name="say_wrong_for_them"),
    path(WRONG, correcting.correction, name="correction"),
    path(f"{WRONG}more-time/", correcting.extend_correction, name="extend_correction"),
    path(f"{WRONG}pass-on/", correcting.pass_on_correction, name="pass_on_correction"),
    path("my-record/erase/", erasing.ask_erasure, name="ask_erasure"),
    path("people/<uuid:person_id>/erasures/new/", erasing.ask_erasure_for_them, name="ask_erasure_for_them"),
    path("erasures/", erasing.erasures, name="erasures"),
    path("retention/", keeping.retention, name="retention"),
    path("retention/<slug:rule>/", keeping.set_period, name="set_period"),
    path("erasures/account/", erasing.erase_account, name="erase_account"),
    path("erasures/holds/<uuid:hold_id>/lift/", erasing.lift_hold, name="lift_hold"),
    path(ERASE, erasing.erase, name="erase"),
    path(f"{ERASE}refuse/", erasing.refuse_erasure, name="refuse_erasure"),
    path(f"{ERASE}hold/", erasing.hold, name="hold"),
]
