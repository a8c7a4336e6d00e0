"""The addresses of what could not be met, and of what got in the way."""

from django.urls import path

from ecotone.web.pages import frictions, needs

STATED = "needs/<uuid:stated_id>/"
FRICTION = "frictions/<uuid:friction_id>/"

urls = [
    path("needs/", needs.needs, name="needs"),
    path("needs/new/", needs.state_need, name="state_need"),
    path("needs/unfound/", needs.note_unfound, name="note_unfound"),
    path("needs/unmet/<uuid:unmet_id>/", needs.unmet, name="unmet"),
    path(STATED, needs.stated, name="stated"),
    path(f"{STATED}endorse/", needs.endorse, name="endorse_need"),
    path(f"{STATED}endorse/back/", needs.take_back, name="take_back_endorsement"),
    path(f"{STATED}contest/", needs.contest, name="contest_need"),
    path(f"{STATED}offer/", needs.offer, name="offer_asset"),
    path(f"{STATED}offers/<uuid:offer_id>/", needs.answer, name="answer_offer"),
    path(f"{STATED}close/", needs.close, name="close_need"),
    path("frictions/", frictions.frictions, name="frictions"),
    path("frictions/new/", frictions.log, name="log_friction"),
    path(FRICTION, frictions.friction, name="friction"),
    path(f"{FRICTION}more/", frictions.more, name="correct_friction"),
    path(f"{FRICTION}mended/", frictions.turn, name="turn_friction"),
]
