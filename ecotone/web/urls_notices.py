"""The addresses of news, and of the mail of an invented place."""

from django.urls import path

from ecotone.web.pages import mail, news

urls = [
    path("news/", news.news, name="news"),
    path("news/pulse/", news.news_pulse, name="news_pulse"),
    path("news/mail/", news.news_mail, name="news_mail"),
    path("news/stop/<str:token>/", news.stop_mail, name="stop_mail"),
    path("mail/", mail.landed_mail, name="landed_mail"),
    path("mail/<uuid:mail_id>/", mail.one_landed_mail, name="one_landed_mail"),
]
