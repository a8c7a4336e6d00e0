"""The addresses of who may sign for a person."""

from django.urls import path

from ecotone.web.pages import signing

DECIDING = "people/<uuid:person_id>/deciding/"

urls = [
    path("my-story/sharing/deciding/", signing.my_deciding, name="my_deciding"),
    path(DECIDING, signing.person_deciding, name="person_deciding"),
    path(f"{DECIDING}authorities/new/", signing.record_authority, name="record_authority"),
    path(f"{DECIDING}authorities/<uuid:authority_id>/end/", signing.end_authority, name="end_authority"),
    path(f"{DECIDING}assessments/new/", signing.record_assessment, name="record_assessment"),
    path(
        f"{DECIDING}assessments/<uuid:assessment_id>/withdraw/",
        signing.withdraw_assessment,
        name="withdraw_assessment",
    ),
]
