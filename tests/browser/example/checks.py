"""What must hold for every page, whoever reads it and however: one list of complaints a page."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.browser.conftest import overflow, violations

# Opens what is folded in the page itself; menus lie over other things and are tried elsewhere.
UNFOLD = "document.querySelectorAll('main details:not(.menu)').forEach(one => one.open = true)"

# Text that its box cuts off. What is scrolled on purpose, or there for ears only, is not meant.
CLIPPED = """() => [...document.querySelectorAll('main *, header *')].filter(one => {
  const style = getComputedStyle(one)
  if (!one.checkVisibility() || one.closest('svg, .visually-hidden, textarea, input, select')) return false
  const hides = value => value === 'hidden' || value === 'clip'
  const text = [...one.childNodes].some(node => node.nodeType === 3 && node.textContent.trim())
  return text && (hides(style.overflowX) && one.scrollWidth > one.clientWidth + 1
    || hides(style.overflowY) && one.scrollHeight > one.clientHeight + 1)
}).map(one => `clipped: ${one.outerHTML.slice(0, 120)}`)"""

# Focused one after the other, as after a Tab: is it to be seen, and large enough to hit?
FOCUS = """() => {
  const found = []
  const outlined = one => {
    const style = one && getComputedStyle(one)
    return !!style && style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2
  }
  const name = one => one.outerHTML.replace(/\\s+/g, ' ').slice(0, 140)
  const all = 'a[href], button, input:not([type=hidden]), select, textarea, summary, iframe, [tabindex="0"]'
  for (const one of document.querySelectorAll(all)) {
    if (one.tabIndex < 0 || one.disabled || !one.checkVisibility() || !one.getClientRects().length) continue
    one.focus()
    if (document.activeElement !== one) continue
    const around = one.closest('label') ?? one.parentElement
    if (one.tagName !== 'IFRAME' && !outlined(one) && !outlined(around)) found.push(`no focus: ${name(one)}`)
    const alone = !one.closest('svg') && one.parentElement.textContent.trim() === one.textContent.trim()
    const inText = getComputedStyle(one).display === 'inline' && !alone
    const boxes = [one, ...(one.labels ?? [])].map(box => box.getBoundingClientRect())
    const large = boxes.some(box => box.width >= 23.9 && box.height >= 23.9)
    if (!inText && !large) found.push(`small: ${name(one)} ${boxes[0].width} x ${boxes[0].height}`)
  }
  document.activeElement?.blur()
  return found
}"""


def read(page: Page, language: str) -> list[str]:
    """Its name, its one heading, its language, and what axe finds."""
    found = violations(page)
    if not page.title().removesuffix("– Stapsteen").strip():
        found.append("no title")
    headings = page.locator("h1")
    if headings.count() != 1 or not headings.first.inner_text().strip():
        found.append(f"{headings.count()} headings of the first level")
    if page.locator("html").get_attribute("lang") != language:
        found.append(f"not in {language}")
    return found


def zoomed(page: Page) -> list[str]:
    """A window of 1280 pixels at 400 % and at 200 %."""
    found = []
    for percent in (400, 200):
        page.set_viewport_size({"width": 128_000 // percent, "height": 844})
        if overflow(page) > 0:
            found.append(f"{overflow(page)} px too wide at {percent} %")
        found += [f"{one} at {percent} %" for one in page.evaluate(CLIPPED)]
    return found


def focused(page: Page) -> list[str]:
    """Everything that can be reached by keyboard."""
    page.keyboard.press("Tab")
    return list(page.evaluate(FOCUS))
