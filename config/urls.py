"""The root of all urls: the pages."""

from django.urls import include, path

urlpatterns = [path("", include("ecotone.web.urls"))]
