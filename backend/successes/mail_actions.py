"""What the links of a success's mail do: clap."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from backend.initiatives.selectors import in_team
from backend.messaging import actions, stopping
from backend.messaging.actions import Asked, Page
from backend.messaging.models import SuccessMail
from backend.messaging.stopping import Stop
from backend.messaging.tokens import Link
from backend.successes import services as successes
from backend.successes.announcing import APPLAUD
from backend.successes.models import APPLAUSE_LIMIT, Success
from backend.successes.selectors.audiences import MESSAGE


def register() -> None:
    """Clapping, and how mail about successes is stopped."""
    actions.register(APPLAUD, _applaud)
    stopping.register(
        MESSAGE,
        Stop(
            "success_mail", SuccessMail.AT_ONCE, SuccessMail.NONE,
            gettext_lazy("No more successes by e-mail?"),
            gettext_lazy("You get no successes by e-mail. Would you like them again?"),
        ),
    )  # fmt: skip


def _applaud(link: Link, _rest: str) -> Page | None:
    success = Success.objects.filter(pk=link.subject_id, told_at__isnull=False).first()
    if success is None:
        return None
    count = success.applause_count
    claps = success.applause.filter(membership=link.membership).exists()  # type: ignore[attr-defined]
    if in_team(membership=link.membership, initiative=success.initiative):
        return None
    return Page(
        question=success.title,
        already=_("You’re clapping too. The makers can see it.") if claps else "",
        about=reverse(
            "successes:success_detail", args=[link.membership.organisation.slug, success.uid]
        ),
        text=ngettext("%(n)s colleague is clapping too", "%(n)s colleagues are clapping too", count)
        % {"n": count}
        if count
        else "",
        button=_("I’m clapping too"),
        done=_("You’re clapping too. The makers can see it."),
        act=lambda sentence: successes.applaud(act=link.act, success=success, sentence=sentence),
        asked=Asked(
            _("A few words for the makers?"),
            _("You may leave this empty. Only they will see it."),
            limit=APPLAUSE_LIMIT,
        ),
        undo=lambda: successes.applause_withdraw(act=link.act, success=success),
    )
