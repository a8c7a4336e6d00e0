"""The address at which one comes back through the open door of a service."""

from django.urls import path

from ecotone.web.pages import door

urls = [path("referrals/<uuid:referral_id>/come-back/", door.come_back, name="come_back")]
