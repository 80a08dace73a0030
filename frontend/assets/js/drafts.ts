// What was typed survives an error, a reload and an expired session, in this tab only.
import { onContent, onRequest } from "./requests"

type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement
const SKIPPED = new Set(["hidden", "password", "file", "submit", "button"])

const key = (form: HTMLFormElement) => `draft:${location.pathname}:${form.dataset.draft}`
const sentKey = (form: HTMLFormElement) => `${key(form)}:sent`

function fields(form: HTMLFormElement): Field[] {
  return [...form.elements].filter((element): element is Field => {
    const field = element as Field
    return Boolean(field.name) && "value" in field && !SKIPPED.has(field.type)
  })
}

function isTick(field: Field): field is HTMLInputElement {
  return field.type === "radio" || field.type === "checkbox"
}

function save(form: HTMLFormElement): void {
  const typed: Record<string, string[]> = {}
  for (const field of fields(form)) {
    if (isTick(field) && !field.checked) continue
    (typed[field.name] ??= []).push(field.value)
  }
  sessionStorage.setItem(key(form), JSON.stringify(typed))
}

function forget(form: HTMLFormElement): void {
  sessionStorage.removeItem(key(form))
  sessionStorage.removeItem(sentKey(form))
}

function restore(form: HTMLFormElement): void {
  if (form.querySelector("[aria-invalid='true'], .form-errors")) {
    // Refused: what the server gave back is what was typed, and it is not saved anywhere yet.
    forget(form)
    return save(form)
  }
  const kept = sessionStorage.getItem(key(form))
  if (!kept) return
  // Taken: the draft is done.
  if (sessionStorage.getItem(sentKey(form))) return forget(form)
  const typed = JSON.parse(kept) as Record<string, string[]>
  for (const field of fields(form)) {
    const values = typed[field.name]
    if (isTick(field)) field.checked = Boolean(values?.includes(field.value))
    else if (values?.[0] !== undefined) field.value = values[0]
    field.dispatchEvent(new Event("input", { bubbles: true }))
  }
}

function draftOf(element: Element | null | undefined): HTMLFormElement | null {
  return element?.closest?.<HTMLFormElement>("form[data-draft]") ?? null
}

onContent(root => root.querySelectorAll<HTMLFormElement>("form[data-draft]:not([data-restored])").forEach(form => {
  form.dataset.restored = "yes"
  restore(form)
}))

document.addEventListener("input", event => {
  const form = draftOf(event.target as Element)
  if (form && event.isTrusted) save(form)
})

document.addEventListener("submit", event => {
  // Whoever signs out leaves nothing behind for the next person at this screen.
  if ((event.target as HTMLFormElement).getAttribute("action")?.startsWith("/accounts/logout/")) return sessionStorage.clear()
  const form = draftOf(event.target as Element)
  if (form && !form.matches("[hx-post]")) sessionStorage.setItem(sentKey(form), "yes")
})

onRequest("after:request", context => {
  const form = context.request.form ?? draftOf(context.sourceElement)
  const answer = context.response
  if (form?.dataset?.draft && answer && answer.status < 400 && !answer.raw.redirected && context.request.method !== "GET") forget(form)
})
