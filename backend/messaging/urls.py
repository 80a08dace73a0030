from __future__ import annotations

from django.urls import path

from backend.messaging.views import mail, preferences, trying

app_name = "messaging"
urlpatterns = [
    path("me/mail/", preferences.preferences, name="preferences"),
    path("settings/mail/", mail.mail, name="mail"),
    path("settings/mail/hold/", mail.mail_hold, name="mail_hold"),
    path("settings/mail/resume/", mail.mail_resume, name="mail_resume"),
    path("settings/mail/probe/", mail.mail_probe, name="mail_probe"),
    path("settings/mail/try-again/", mail.mail_try_again, name="mail_try_again"),
    path("settings/mail/cancel/", mail.mail_cancel, name="mail_cancel"),
    path("settings/mail/cancel/<uuid:press>/undo/", mail.mail_cancel_undo, name="mail_cancel_undo"),
    path("settings/mail/work/", mail.work_try_again, name="work_try_again"),
    path("settings/mail-test/", trying.smtp_test, name="smtp_test"),
    path("settings/mail-test/<uuid:uid>/", trying.smtp_test_detail, name="smtp_test_detail"),
]
