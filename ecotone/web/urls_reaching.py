"""The addresses of reaching somebody whom one's team does not help: looking, asking, an emergency, its review."""

from django.urls import path

from ecotone.web.pages import emergencies, reaching

FOUND = "find-somebody/<str:mark>/"
EMERGENCY = "emergencies/<uuid:emergency_id>/"

urls = [
    path("find-somebody/", reaching.find_somebody, name="find_somebody"),
    path(f"{FOUND}ask/", reaching.ask_for_access, name="ask_for_access"),
    path(f"{FOUND}emergency/", reaching.break_glass, name="break_glass"),
    path("asks-to-know/", reaching.access_requests, name="access_requests"),
    path("asks-to-know/<uuid:request_id>/", reaching.access_request, name="access_request"),
    path("emergencies/", emergencies.emergencies, name="emergencies"),
    path(EMERGENCY, emergencies.emergency, name="emergency"),
    path(f"{EMERGENCY}end/", emergencies.end_emergency, name="end_emergency"),
    path(f"{EMERGENCY}tell/", emergencies.tell_after_all, name="tell_after_all"),
]
