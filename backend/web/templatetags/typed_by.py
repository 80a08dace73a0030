"""Every form that posts says whose it is: `{% csrf_token %}` brings that along."""

from __future__ import annotations

from django import template
from django.template.context import Context
from django.template.defaulttags import CsrfTokenNode
from django.utils.html import format_html

from backend.web.drafts import OWNER, owner_token

register = template.Library()


class OwnedFormNode(CsrfTokenNode):
    """Django's hidden field, and beside it whose form it is, where somebody is signed in."""

    def render(self, context: Context) -> str:
        request = context.get("request")
        owner = owner_token(request) if request is not None else ""
        field = format_html('<input type="hidden" name="{}" value="{}">', OWNER, owner)
        return f"{super().render(context)}{field if owner else ''}"


@register.tag
def csrf_token(_parser: template.base.Parser, _token: template.base.Token) -> OwnedFormNode:
    """In place of Django's own, so that no form can forget it."""
    return OwnedFormNode()
