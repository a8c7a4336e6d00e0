"""The addresses of who may sign for a person."""

from django.urls import path

from ecotone.web.pages import holding, pressing, signing

DECIDING = "people/<uuid:person_id>/deciding/"

SIGN_FOR = "my-story/sign-for/"

urls = [
    path(SIGN_FOR, holding.sign_for, name="sign_for"),
    path(f"{SIGN_FOR}<uuid:authority_id>/refuse/", holding.sign_refusal, name="sign_refusal"),
    path(f"{SIGN_FOR}<uuid:authority_id>/allow/", holding.pass_on_grant, name="pass_on_grant"),
    path(f"{SIGN_FOR}<uuid:authority_id>/take-back/<uuid:choice_id>/", holding.sign_take_back, name="sign_take_back"),
    path("passed-on/<uuid:wish_id>/sign/", pressing.sign_wish, name="sign_wish"),
    path("my-story/sharing/deciding/", signing.my_deciding, name="my_deciding"),
    path(DECIDING, signing.person_deciding, name="person_deciding"),
    path(f"{DECIDING}authorities/new/", signing.record_authority, name="record_authority"),
    path(f"{DECIDING}authorities/<uuid:authority_id>/end/", signing.end_authority, name="end_authority"),
    path(f"{DECIDING}authorities/<uuid:authority_id>/tell/", signing.tell_of_authority, name="tell_of_authority"),
    path(f"{DECIDING}assessments/<uuid:assessment_id>/tell/", signing.tell_of_assessment, name="tell_of_assessment"),
    path(f"{DECIDING}assessments/new/", signing.record_assessment, name="record_assessment"),
    path(
        f"{DECIDING}assessments/<uuid:assessment_id>/withdraw/",
        signing.withdraw_assessment,
        name="withdraw_assessment",
    ),
]
