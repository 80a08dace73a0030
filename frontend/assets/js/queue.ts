// More than one may wait for the line: what was put aside stands above its form, in order, and goes first.
import { button, empty, formOf, isUntyped, keep, keyOfForm, offer, words } from "./drafts"
import { all, drop, read, write, type Draft } from "./kept"
import { onContent } from "./requests"

const ASIDE = "@"

/** A press of its own. (`crypto.randomUUID` is there only where the page came over https.) */
function newKey(): string {
  const [a, b, c, d] = crypto.getRandomValues(new Uint32Array(4)).map(part => part >>> 0)
  const hex = [a, b, c, d].map(part => part!.toString(16).padStart(8, "0")).join("")
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`
}

/** What stands in the form is put aside as it is, and the form is empty for the next. */
export function another(form: HTMLFormElement): void {
  putAside(form)
  show()
  form.querySelector<HTMLElement>("textarea, input:not([type='hidden'])")?.focus()
}

function putAside(form: HTMLFormElement): void {
  const key = keyOfForm(form)
  const draft = read(key)
  if (!draft) return
  write(`${key}${ASIDE}${newKey()}`, draft)
  drop(key)
  empty(form)
  for (const field of form.querySelectorAll<HTMLInputElement>("input[name='key']")) field.value = newKey()
}

/** Back in the field it came from; what stands there meanwhile changes places with it. */
function back(key: string, draft: Draft): void {
  const of = key.split(ASIDE)[0]!
  const form = formOf(of)
  if (!form) return
  if (!isUntyped(form)) {
    keep(form)
    putAside(form)
  }
  delete draft.waits
  drop(key)
  write(of, draft)
  offer(form)
  show()
}

/** Draws the list anew, above the form that it belongs to. */
export function show(): void {
  document.querySelectorAll(".put-aside").forEach(place => place.remove())
  for (const form of document.querySelectorAll<HTMLFormElement>("form[data-another]")) {
    const own = all().filter(([key]) => key.startsWith(keyOfForm(form) + ASIDE))
    if (!own.length) continue
    const place = document.createElement("div")
    place.className = "put-aside"
    place.setAttribute("role", "status")
    const list = document.createElement("ul")
    list.append(...own.map(([key, draft]) => item(key, draft)))
    place.append(list)
    form.before(place)
  }
}

function item(key: string, draft: Draft): HTMLElement {
  const made = document.createElement("li")
  made.className = `draft${draft.waits ? " draft--waits" : ""}`
  const text = document.createElement("span")
  text.dir = "auto"
  text.textContent = `${draft.title} · ${words(draft.waits ? "waiting" : "heldShort")}`
  made.append(text)
  if (draft.waits) button(made, "now", () => document.dispatchEvent(new Event("queue-now")))
  button(made, "back", () => back(key, draft))
  button(made, "discard", () => { drop(key); show() })
  return made
}

onContent(show)
