"""The addresses of places, of who is at work there, and of finding help."""

from django.urls import path

from ecotone.web.pages import actors, compare, directory, ecosystem, maps

PLACE = "places/<slug:slug>/"
ACTOR = "actors/<uuid:actor_id>/"
SERVICE = "services/<uuid:service_id>/"

urls = [
    path("ecosystem/", ecosystem.ecosystem, name="ecosystem"),
    path(PLACE, ecosystem.place, name="place"),
    path(f"{PLACE}who-does-what/", ecosystem.place_remits, name="place_remits"),
    path(f"{PLACE}about/", ecosystem.place_about, name="place_about"),
    path(f"{PLACE}context/new/", ecosystem.add_context, name="add_context"),
    path(f"{PLACE}map/", maps.place_map, name="place_map"),
    path("actors/", actors.actors, name="actors"),
    path(ACTOR, actors.actor, name="actor"),
    path(f"{ACTOR}ties/<uuid:tie_id>/", actors.answer_tie, name="answer_tie"),
    path(f"{ACTOR}services/new/", directory.list_service, name="list_service"),
    path("compare/", compare.compare, name="compare"),
    path("institutions/", actors.institutions, name="institutions"),
    path("institutions/<uuid:institution_id>/", actors.institution, name="institution"),
    path("institutions/<uuid:institution_id>/stance/", actors.take_stance, name="take_stance"),
    path("find-help/", directory.find_help, name="find_help"),
    path(SERVICE, directory.service, name="service"),
    path(f"{SERVICE}change/", directory.change_service, name="change_service"),
    path(f"{SERVICE}room/", directory.set_capacity, name="set_capacity"),
    path(f"{SERVICE}still-right/", directory.assure_service, name="assure_service"),
    path(f"{SERVICE}close/", directory.close_service, name="close_service"),
    path(f"{SERVICE}open/", directory.reopen_service, name="reopen_service"),
]
