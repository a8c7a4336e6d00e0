"""The addresses of the terms that organisations agree to."""

from django.urls import path

from ecotone.web.pages import terms

urls = [
    path("terms/", terms.terms, name="terms"),
    path("terms/agreements/", terms.terms_agreements, name="terms_agreements"),
    path("terms/publish/", terms.publish_terms, name="publish_terms"),
    path("terms/<uuid:terms_id>/withdraw/", terms.withdraw_terms, name="withdraw_terms"),
    path("terms/agreements/<uuid:agreement_id>/end/", terms.end_agreement, name="end_agreement"),
]
