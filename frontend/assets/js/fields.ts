// Counting characters, growing with the text, and going to what is wrong.
import { onContent, onRequest } from "./requests"

function count(field: HTMLTextAreaElement | HTMLInputElement): void {
  const place = document.querySelector<HTMLElement>(`[data-counts="${CSS.escape(field.id)}"]`)
  const limit = Number(place?.dataset.limit)
  if (!place || !limit) return
  const left = limit - field.value.length
  // Quiet until it matters: the last fifth.
  place.hidden = left > limit / 5
  place.classList.toggle("field__counter--over", left < 0)
  const text = left < 0 ? place.dataset.over : left === 1 ? place.dataset.one : place.dataset.many
  place.textContent = (text ?? "").replace("#", String(Math.abs(left)))
}

function grow(field: HTMLTextAreaElement): void {
  if (CSS.supports("field-sizing", "content")) return
  field.rows = Math.max(field.rows, Math.min(24, field.value.split("\n").length))
  while (field.scrollHeight > field.clientHeight + 4 && field.rows < 24) field.rows += 1
}

onContent(root => root.querySelectorAll<HTMLTextAreaElement | HTMLInputElement>("textarea, [maxlength], [data-counted]").forEach(field => {
  count(field)
  if (field instanceof HTMLTextAreaElement) grow(field)
}))

document.addEventListener("input", event => {
  const field = event.target as HTMLElement
  if (field instanceof HTMLTextAreaElement || field instanceof HTMLInputElement) count(field)
  if (field instanceof HTMLTextAreaElement) grow(field)
})

/** The summary of a refused form, or else its first faulty field, gets the focus. */
function goToFault(root: ParentNode): void {
  const fault = root.querySelector<HTMLElement>(".form-errors") ?? root.querySelector<HTMLElement>("[aria-invalid='true']")
  fault?.focus()
}

goToFault(document)
onRequest("after:swap", context => {
  const status = context.response?.status
  if (status !== 422 && status !== 409) return
  // A form that was replaced as a whole stands there again under its own id.
  const place = context.target?.isConnected ? context.target.parentElement : document.getElementById(context.target?.id || "none")
  goToFault(place ?? document)
})

// A text that is changed where it stands: the field gets the focus, and afterwards the way in again.
onRequest("after:swap", context => {
  const place = document.getElementById(context.target?.id || "none")
  if (!place?.matches(".editable") || (context.response?.status ?? 200) >= 400) return
  const next = place.matches(".editable--open") ? "textarea, select, input:not([type='hidden'])" : ".editable__edit"
  place.querySelector<HTMLElement>(next)?.focus()
})

document.addEventListener("keydown", event => {
  if (event.key !== "Escape") return
  const open = (event.target as Element).closest?.(".editable--open")
  open?.querySelector<HTMLElement>("a[hx-get]")?.click()
})
