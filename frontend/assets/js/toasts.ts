// Messages with undo. One at a time; one with a way back stays until the next or until closed.
import { onContent, onRequest } from "./requests"

const READING_TIME = 10_000
const place = document.querySelector<HTMLElement>("#toasts")

/** Takes a message away; focus inside it goes back to where the person was. */
function close(toast: Element): void {
  const hadFocus = toast.contains(document.activeElement)
  toast.remove()
  if (hadFocus) (before?.isConnected ? before : document.querySelector<HTMLElement>("main"))?.focus()
}

// Nothing moves away under a finger: a press that ends beside what it began on does nothing.
let isPressed = false
document.addEventListener("pointerdown", () => { isPressed = true }, { capture: true })
for (const end of ["pointerup", "pointercancel"]) {
  document.addEventListener(end, () => {
    isPressed = false
    requestAnimationFrame(uncover)
  }, { capture: true })
}

/** What has the focus is moved out from under the messages, as far as its beginning stays in sight. */
function uncover(): void {
  const focused = document.activeElement
  if (isPressed || !place?.childElementCount || !focused || focused.matches("body, main") || place.contains(focused)) return
  const covered = place.getBoundingClientRect()
  const box = focused.getBoundingClientRect()
  if (box.bottom > covered.top && box.top < covered.bottom) scrollBy(0, Math.min(box.bottom - covered.top + 8, box.top - 8))
}

let before: HTMLElement | null = null
document.addEventListener("focusin", event => {
  const focused = event.target as HTMLElement
  if (!place?.contains(focused)) before = focused
  requestAnimationFrame(uncover)
})

function keep(toast: HTMLElement): void {
  if (toast.dataset.kept) return
  toast.dataset.kept = "yes"
  for (const older of place?.querySelectorAll<HTMLElement>(".toast[data-kept]") ?? []) {
    if (older !== toast && !older.contains(document.activeElement)) older.remove()
  }
  uncover()
  if (toast.querySelector(".toast__undo") || toast.matches(".toast--error, .toast--lasting")) return
  window.setTimeout(() => {
    if (!toast.matches(":hover, :focus-within")) toast.remove()
  }, READING_TIME)
}

/** Shows a message that was not made by the server, and tells which it is. */
export function showToast(text: string, { error = false, href = "", label = "" } = {}): HTMLElement | undefined {
  const shape = document.querySelector<HTMLTemplateElement>("#toast-shape")
  const toast = shape?.content.firstElementChild?.cloneNode(true) as HTMLElement | undefined
  if (!toast || !place) return undefined
  const said = toast.querySelector(".toast__text")!
  said.textContent = text
  if (href) {
    const link = document.createElement("a")
    link.href = href
    link.textContent = label
    said.append(" ", link)
  }
  toast.classList.toggle("toast--error", error)
  place.append(toast)
  keep(toast)
  return toast
}

onContent(() => place?.querySelectorAll<HTMLElement>(".toast").forEach(keep))

place?.addEventListener("click", event => {
  const button = (event.target as Element).closest(".toast__close")
  if (button) close(button.closest(".toast")!)
})

// What was refused is to be seen: an older message makes room.
onRequest("after:swap", context => {
  if (context.response?.status !== 422 && context.response?.status !== 409) return
  place?.querySelectorAll(".toast:not(.toast--error)").forEach(close)
})

// Undone: the message has done its work.
onRequest("finally:request", context => {
  const toast = context.sourceElement?.closest?.(".toast")
  if (toast && context.response && context.response.status < 400) close(toast)
})

// Escape takes the last message away, unless it closes something else.
document.addEventListener("keydown", event => {
  const busy = document.querySelector("details.menu[open], dialog[open]") || (event.target as Element).closest?.(".editable--open")
  const toast = event.key === "Escape" && !busy && place?.lastElementChild
  if (toast) close(toast)
})
