"""A rendered message as one MIME message for one recipient."""

from __future__ import annotations

from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from functools import lru_cache

from django.conf import settings
from django.utils import timezone

from backend.notifications import messages, rendering, selectors
from backend.notifications.models import Delivery


def build(delivery: Delivery, message_id: str) -> EmailMessage:
    """The whole message, with this recipient's own links."""
    language = selectors.recipient_language(delivery)
    made = rendering.rendered(delivery, language)
    html, text, content = made.html, made.text, made.content
    links = messages.find(delivery.message).links(delivery)
    for name, url in links.items():
        html, text = html.replace(f"[[{name}]]", url), text.replace(f"[[{name}]]", url)
    mail = EmailMessage(policy=SMTP.clone(max_line_length=200))
    mail["Subject"] = " ".join(content.subject.split())
    mail["From"] = _address(content.sender or "Stapsteen", settings.MAIL_FROM)
    person = selectors.recipient(delivery)
    mail["To"] = _address(person.name, person.email)
    mail["Message-ID"] = message_id
    mail["Date"] = format_datetime(timezone.now())
    mail["Content-Language"] = language
    mail["Auto-Submitted"] = "auto-generated"
    if "unsubscribe" in links:
        mail["List-Unsubscribe"] = f"<{links['unsubscribe']}>"
        mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    mail.set_content(text)
    mail.add_alternative(html, subtype="html")
    for cid, picture in ((rendering.PHOTO, content.photo), (rendering.DRAWING, content.drawing)):
        if picture:
            mail.get_payload()[1].add_related(  # type: ignore[union-attr, index]
                picture.content, "image", picture.subtype, cid=f"<{cid}>", disposition="inline"
            )
    return mail


@lru_cache(maxsize=512)
def _address(name: str, address: str) -> Address | str:
    try:
        return Address(" ".join(name.split()), addr_spec=address)
    except (ValueError, IndexError):
        return address
