// What was typed comes back when what it did is undone; and goes again when that is undone too.
import { button, empty, forget, formOf, isSame, isUntyped, keep, keyOfForm, offer, ownDraft, quiet, say } from "./drafts"
import { all, apart, drop, formKey, person, read, write, type Draft } from "./kept"
import { since } from "./meanwhile"
import * as places from "./places"
import { show } from "./queue"
import { onContent, onRequest } from "./requests"

interface Last { of: string; key: string; draft: Draft; press: string; at: number; undone: boolean; path?: string }

const PLACE = "typed-last"
// The message with the way back comes at once, or on the next page.
const SOON = 120_000

function last(): Last | undefined {
  try {
    const found = JSON.parse(sessionStorage.getItem(PLACE) ?? "null") as Last | null
    return found?.of === person() ? found : undefined
  } catch {
    return undefined
  }
}

function put(one: Last): void {
  try { sessionStorage.setItem(PLACE, JSON.stringify(one)) } catch { /* then it can't come back */ }
}

/** The server has it: forgotten here, but for the case that it is undone. */
export function took(of: HTMLFormElement | string, known?: Draft): void {
  const key = typeof of === "string" ? of : keyOfForm(of)
  const draft = known ?? (typeof of === "string" ? undefined : ownDraft(of))
  const now = read(key)
  // For the other tabs (tabs.ts).
  if (draft) write(key, { ...draft, sent: true })
  if (draft) put({ of: person(), key: formKey(key), draft: fresh(draft), press: pressOf(draft), at: Date.now(), undone: false })
  if (typeof of === "string") {
    // Another tab has written on in it meanwhile: that is not sent.
    if (now && now.mark !== draft?.mark) write(key, now)
    else drop(key)
  }
  else if (draft && !isSame(of, draft)) goOn(of, key, draft)
  else forget(of)
}

/** What was typed or chosen since it was sent is of the next one, and is kept for that. */
export function goOn(form: HTMLFormElement, key: string, sent: Draft): void {
  drop(key)
  keep(form)
  const now = ownDraft(form)
  const typed = now && since(now, sent)
  if (typed?.about.length) keep(form, typed)
  else forget(form)
}

const pressOf = (draft: Draft) => draft.fields.find(([name]) => name === "key")?.[1] ?? ""

/** Sent once more it is another press, of what stands there then. */
function fresh(draft: Draft): Draft {
  const fields = draft.fields.filter(([name]) => name !== "key" && name !== "version")
  return { ticked: draft.ticked, page: draft.page, action: draft.action, title: draft.title, at: draft.at, fields, partial: false }
}

/** Changes what comes back, where the answer says more of it. */
export function amend(change: (fields: [string, string][]) => [string, string][]): void {
  const one = last()
  if (one) put({ ...one, draft: { ...one.draft, fields: change(one.draft.fields) } })
}

onContent(() => {
  const one = last()
  if (!one || one.path || Date.now() - one.at > SOON) return
  const way = [...document.querySelectorAll<HTMLFormElement>("#toasts form[action]")].at(-1)
  if (way) put({ ...one, path: way.getAttribute("action") ?? undefined })
})

onRequest("after:request", context => {
  const one = last()
  const answer = context.response
  if (!one?.path || !answer || answer.status >= 400 || answer.raw.headers.get("Typed") !== "taken") return
  const url = new URL(context.request.action, location.href)
  if (url.pathname + url.search !== one.path || context.request.method === "GET") return
  const undone = !one.undone
  put({ ...one, at: Date.now(), undone, path: undefined })
  const form = formOf(one.key)
  if (undone) {
    // The next one is begun already: it stands above that.
    const isTaken = form ? !isUntyped(form) : places.own(one.key) ?? read(one.key)
    if (isTaken) write(apart(one.key), one.draft)
    else places.put(one.key, one.draft)
    if (form && !isTaken) offer(form)
    return show()
  }
  for (const [key, kept] of all()) {
    if (formKey(key) !== one.key || JSON.stringify(text(kept)) !== JSON.stringify(text(one.draft))) continue
    const isHere = form && ownDraft(form) && keyOfForm(form) === key
    drop(key)
    if (isHere) empty(form)
  }
  show()
})

const text = (draft: Draft) => draft.fields.filter(([name]) => name !== "key" && name !== "version" && name !== "typed_by")

// The browser's way back puts in a fresh form what was sent from it: it says so, and sent once more it is the
// same press, with one effect.
window.addEventListener("pageshow", () => {
  const one = last()
  const form = one && !one.undone ? formOf(one.key) : undefined
  if (!one || !form || isUntyped(form) || !isSame(form, one.draft)) return
  const press = form.querySelector<HTMLInputElement>("input[name='key']")
  if (press && one.press) press.value = one.press
  const line = say(form, "saved", one.draft.title)
  button(line, "discard", () => empty(form))
})

document.addEventListener("input", event => {
  const form = (event.target as Element).closest("form")
  if (event.isTrusted && form?.querySelector(":scope > .draft[data-says='saved']")) quiet(form)
})
