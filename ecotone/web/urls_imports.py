"""The addresses of taking files in."""

from django.urls import path

from ecotone.web.pages import imports

RUN = "imports/<uuid:run_id>/"

urls = [
    path("imports/", imports.imports, name="imports"),
    path("imports/new/", imports.new_import, name="new_import"),
    path(RUN, imports.import_run, name="import_run"),
    path(f"{RUN}columns/", imports.match_columns, name="match_columns"),
    path(f"{RUN}pulse/", imports.import_pulse, name="import_pulse"),
    path(f"{RUN}drop/", imports.drop_import, name="drop_import"),
]
