"""The addresses of FHIR: types and ids are checked by the views, so that what is no address is told in FHIR too."""

from django.urls import path

from ecotone.web import fhir

urls = [
    path("fhir/R4/metadata", fhir.metadata, name="fhir_metadata"),
    path("fhir/R4/<slug:kind>/_search", fhir.search_posted, name="fhir_search_posted"),
    path("fhir/R4/<slug:kind>", fhir.search, name="fhir_search"),
    path("fhir/R4/<slug:kind>/<str:id_>", fhir.read, name="fhir_read"),
    path("fhir/R4/<path:rest>", fhir.elsewhere, name="fhir_elsewhere"),
]
