from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "backend.accounts"

    def ready(self) -> None:
        from django.contrib.auth.signals import user_logged_in

        from backend.accounts import devices, invitations, messages, permissions  # noqa: F401

        messages.register()
        invitations.register()

        user_logged_in.connect(devices.signed_in, dispatch_uid="accounts.devices")
