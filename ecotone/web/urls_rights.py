"""The addresses of a person's rights: her whole record, putting it right, having it erased."""

from django.urls import path

from ecotone.web.pages import rights

urls = [
    path("my-record/", rights.my_record, name="my_record"),
]
