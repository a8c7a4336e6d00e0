"""The addresses of news, and of the mail of an invented place."""

from django.urls import path

from ecotone.web.pages import mail

urls = [
    path("mail/", mail.landed_mail, name="landed_mail"),
    path("mail/<uuid:mail_id>/", mail.one_landed_mail, name="one_landed_mail"),
]
