"""The addresses of what was promised, of who acts for whom, and of how somebody left."""

from django.urls import path

from ecotone.web.pages import carers, leaving, pressing, promises, watching

ASKED = "my-story/asked/"
ONE = f"{ASKED}<uuid:referral_id>/"
PERSON = "people/<uuid:person_id>/"

urls = [
    path(ASKED, promises.my_referrals, name="my_referrals"),
    path(f"{ASKED}sheet/", promises.my_sheet, name="my_sheet"),
    path(f"{ONE}stop/", promises.stop_ask, name="stop_ask"),
    path(f"{ONE}told-again/", promises.repeated, name="repeated"),
    path("my-story/keep-back/", promises.keep_back, name="keep_back"),
    path("referrals/<uuid:referral_id>/promises/new/", promises.promise, name="promise"),
    path("referrals/<uuid:referral_id>/paper/", promises.paper_form, name="paper_form"),
    path("promises/<uuid:promise_id>/", promises.settle_promise, name="settle_promise"),
    path("paper/", promises.find_paper, name="find_paper"),
    path("paper/<slug:code>/", promises.type_in_paper, name="type_in_paper"),
    path("my-story/sharing/acting/new/", carers.let_act, name="let_act"),
    path("my-story/sharing/acting/<uuid:permission_id>/", carers.renew_permission, name="renew_permission"),
    path("my-story/pass-on/", pressing.pass_on, name="pass_on"),
    path("my-story/alone/", pressing.ask_me_alone, name="ask_me_alone"),
    path("my-story/passed-on/", pressing.passed_on_for_me, name="passed_on_for_me"),
    path("my-story/passed-on/<uuid:wish_id>/", pressing.answer_passed_on, name="answer_passed_on"),
    path("passed-on/", pressing.wishes, name="wishes"),
    path("passed-on/<uuid:wish_id>/", pressing.wish, name="wish"),
    path(f"{PERSON}acting/<uuid:permission_id>/pressing/", pressing.concern, name="concern"),
    path("acting/", carers.acting, name="acting"),
    path("acting/<uuid:permission_id>/answer/", carers.answer_permission, name="answer_permission"),
    path("acting/<uuid:permission_id>/end/", carers.end_permission, name="end_permission"),
    path(f"{PERSON}acting/", carers.person_acting, name="person_acting"),
    path(f"{PERSON}acting/new/", carers.let_act_for_them, name="let_act_for_them"),
    path(f"{PERSON}acting/<uuid:permission_id>/stop/", carers.suspend_permission, name="suspend_permission"),
    path(f"{PERSON}leaving/", leaving.person_leaving, name="person_leaving"),
    path(f"{PERSON}died/", leaving.note_death, name="note_death"),
    path(f"{PERSON}died/undo/", leaving.undo_death, name="undo_death"),
    path(f"{PERSON}moved/", leaving.note_move, name="note_move"),
    path("guarding/", leaving.guarding, name="guarding"),
    path("guarding/audit/", watching.audit, name="audit"),
    path("guarding/audit/people/<uuid:person_id>/", watching.audit_person, name="audit_person"),
    path("guarding/audit/workers/<uuid:account_id>/", watching.audit_worker, name="audit_worker"),
]
