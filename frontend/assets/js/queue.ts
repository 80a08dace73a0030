// More than one may wait for the line: what was put aside stands above its form, in order, and goes first.
// So does what another tab keeps of the same form, or has left behind.
import { button, empty, formOf, isUntyped, keep, keyOfForm, nameOf, offer, ownDraft, words } from "./drafts"
import { all, drop, formKey, newName, read, write, type Draft } from "./kept"
import { setAside, take } from "./places"
import { onContent } from "./requests"

/** What stands in the form is put aside as it is, and the form is empty for the next. */
export function another(form: HTMLFormElement): void {
  putAside(form)
  show()
  form.querySelector<HTMLElement>("textarea, input:not([type='hidden'])")?.focus()
}

function putAside(form: HTMLFormElement): void {
  if (!ownDraft(form)) return
  setAside(nameOf(form))
  empty(form)
  for (const field of form.querySelectorAll<HTMLInputElement>("input[name='key']")) field.value = newName()
}

/** Back in the field it came from; what stands there meanwhile changes places with it. */
function back(key: string): void {
  const form = formOf(key)
  // As it is now: another tab may have written on since the list was drawn.
  const draft = read(key)
  if (!form || !draft) return show()
  if (!isUntyped(form)) {
    keep(form)
    putAside(form)
  }
  delete draft.waits
  write(key, draft)
  take(nameOf(form), key, draft)
  offer(form)
  show()
}

/** Draws the list anew, above the form that it belongs to. */
export function show(): void {
  document.querySelectorAll(".put-aside").forEach(place => place.remove())
  for (const form of document.querySelectorAll<HTMLFormElement>("form[data-known]")) {
    const own = ownDraft(form) && keyOfForm(form)
    const aside = all().filter(([key]) => formKey(key) === nameOf(form) && key !== own)
    if (!aside.length) continue
    const place = document.createElement("div")
    place.className = "put-aside"
    place.setAttribute("role", "status")
    const list = document.createElement("ul")
    list.append(...aside.map(([key, draft]) => item(key, draft)))
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
  button(made, "back", () => back(key))
  button(made, "discard", () => { drop(key); show() })
  return made
}

onContent(show)
