"""The addresses of reaching somebody whom one's team does not help: looking, asking, an emergency, a legal duty."""

from django.urls import path

from ecotone.web.pages import duties, emergencies, reaching

FOUND = "find-somebody/<str:mark>/"
EMERGENCY = "emergencies/<uuid:emergency_id>/"
DUTY = "guarding/duties/<uuid:duty_id>/"

urls = [
    path("find-somebody/", reaching.find_somebody, name="find_somebody"),
    path(f"{FOUND}ask/", reaching.ask_for_access, name="ask_for_access"),
    path(f"{FOUND}emergency/", reaching.break_glass, name="break_glass"),
    path("people/<uuid:person_id>/ask-to-see/<slug:part>/", reaching.ask_for_part, name="ask_for_part"),
    path("asks-to-know/", reaching.access_requests, name="access_requests"),
    path("asks-to-know/<uuid:request_id>/", reaching.access_request, name="access_request"),
    path("emergencies/", emergencies.emergencies, name="emergencies"),
    path(EMERGENCY, emergencies.emergency, name="emergency"),
    path(f"{EMERGENCY}end/", emergencies.end_emergency, name="end_emergency"),
    path(f"{EMERGENCY}tell/", emergencies.tell_after_all, name="tell_after_all"),
    path("by-law/", duties.my_duties, name="my_duties"),
    path("guarding/duties/", duties.duties, name="duties"),
    path("guarding/duties/new/<uuid:person_id>/", duties.record_duty, name="record_duty"),
    path(DUTY, duties.duty, name="duty"),
    path(f"{DUTY}tell/", duties.tell_of_duty, name="tell_of_duty"),
]
