"""The addresses of chains, doors and retelling."""

from django.urls import path

from ecotone.web.pages import chains, doors

urls = [
    path("referrals/<uuid:referral_id>/chain/", chains.chain, name="chain"),
    path("people/<uuid:person_id>/sent-on/", chains.signpost, name="signpost"),
    path("people/<uuid:person_id>/sent-on/<uuid:signpost_id>/", chains.change_signpost, name="change_signpost"),
    path("my-story/sent-on/", chains.my_sent_on, name="my_sent_on"),
    path("my-story/sent-on/<uuid:actor_id>/", chains.say_sent_on, name="say_sent_on"),
    path("doors/", doors.doors, name="doors"),
    path("doors/ours/", doors.our_doors, name="our_doors"),
    path("doors/with/<uuid:actor_id>/", doors.team_doors, name="team_doors"),
    path("retelling/", doors.retelling, name="retelling"),
]
