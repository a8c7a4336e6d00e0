"""The root of all urls: the API and the pages."""

from django.urls import include, path

urlpatterns = [path("api/v1/", include("ecotone.web.api.urls")), path("", include("ecotone.web.urls"))]
