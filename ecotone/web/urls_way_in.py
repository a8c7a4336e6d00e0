"""The addresses of a person's own way in."""

from django.urls import path

from ecotone.web.pages import way_in

OFFERED = "people/<uuid:person_id>/way-in/"

urls = [
    path(OFFERED, way_in.person_way_in, name="person_way_in"),
    path(f"{OFFERED}<uuid:way_in_id>/back/", way_in.take_back_way_in, name="take_back_way_in"),
    path("way-in/", way_in.own_way_in_go_on, name="own_way_in_go_on"),
    path("way-in/<slug:way_in_token>/", way_in.own_way_in, name="own_way_in"),
    path("my-story/way-in/", way_in.my_way_in, name="my_way_in"),
    path("my-story/way-in/off/", way_in.take_off_my_account, name="take_off_my_account"),
    path("guarding/way-in/<uuid:person_id>/", way_in.take_off_account, name="take_off_account"),
]
