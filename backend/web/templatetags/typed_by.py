"""Every form that posts says whose it is, and which press it is: `{% csrf_token %}` brings that along."""

from __future__ import annotations

from uuid import uuid4

from django import template
from django.template.context import Context
from django.template.defaulttags import CsrfTokenNode
from django.utils.html import format_html

from backend.web.drafts import OWNER, owner_token
from backend.web.once import KEY

register = template.Library()


class OwnedFormNode(CsrfTokenNode):
    """Django's hidden field; beside it the key of this one press (decision 0012), and whose form it
    is, where somebody is signed in."""

    def render(self, context: Context) -> str:
        request = context.get("request")
        owner = owner_token(request) if request is not None else ""
        field = format_html('<input type="hidden" name="{}" value="{}">', OWNER, owner)
        key = format_html('<input type="hidden" name="{}" value="{}">', KEY, uuid4())
        return f"{super().render(context)}{key}{field if owner else ''}"


@register.tag
def csrf_token(_parser: template.base.Parser, _token: template.base.Token) -> OwnedFormNode:
    """In place of Django's own, so that no form can forget it."""
    return OwnedFormNode()
