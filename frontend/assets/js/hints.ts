// While somebody writes: what looks like a customer's data is pointed out at the field, kindly, before
// others read it. Saving goes on as ever.
import { onContent } from "./requests"

const PAUSE = 700
// An at-sign, a digit, or a capital behind the first letter: without one there is nothing to ask.
const WORTH_ASKING = /[@\d]|\S\s*\S*\s+\S*\p{Lu}/u
const asked = new WeakMap<Element, string>()
const timers = new WeakMap<Element, number>()

type Field = HTMLTextAreaElement | HTMLInputElement

const placeOf = (field: Field) => field.closest(".field")?.querySelector<HTMLElement>("[data-hint]")

async function ask(field: Field): Promise<void> {
  const [url, place, text] = [document.body.dataset.hints, placeOf(field), field.value]
  if (!url || !place || asked.get(field) === text) return
  asked.set(field, text)
  if (!WORTH_ASKING.test(text)) return place.replaceChildren()
  const headers = JSON.parse(document.body.getAttribute("hx-headers:inherited") ?? "{}") as Record<string, string>
  const body = new URLSearchParams({ text, before: field.dataset.hinted ?? "" })
  try {
    const answer = await fetch(url, { method: "POST", body, headers: { ...headers, "HX-Request": "true" } })
    // What was typed meanwhile is asked about by itself.
    if (!answer.ok || answer.headers.get("Answered-By") !== "stapsteen" || field.value !== text) return
    place.innerHTML = await answer.text()
  } catch { /* without a line nothing is pointed out; the server asks once it is sent */ }
}

function later(field: Field, wait: number): void {
  window.clearTimeout(timers.get(field))
  timers.set(field, window.setTimeout(() => void ask(field), wait))
}

const isAsked = (target: EventTarget | null): target is Field => target instanceof HTMLElement && target.matches("[data-hinted]")

document.addEventListener("input", event => { if (isAsked(event.target)) later(event.target, PAUSE) })
document.addEventListener("change", event => { if (isAsked(event.target)) later(event.target, 0) })
// A form that was emptied is asked about nothing.
document.addEventListener("reset", event => {
  (event.target as HTMLElement).querySelectorAll("[data-hint]").forEach(place => place.replaceChildren())
})
onContent(root => root.querySelectorAll<Field>("[data-hinted]").forEach(field => {
  if (placeOf(field)?.childElementCount) asked.set(field, field.value)
  else if (field.value !== (field.dataset.hinted ?? "") && !field.closest("template")) later(field, 0)
}))
