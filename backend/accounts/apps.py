from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "backend.accounts"

    def ready(self) -> None:
        from django.contrib.auth.signals import user_logged_in

        from backend.accounts import devices

        user_logged_in.connect(devices.signed_in, dispatch_uid="accounts.devices")
