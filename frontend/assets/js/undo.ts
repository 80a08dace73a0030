// What was typed comes back when what it did is undone; and goes again when that is undone too.
import { empty, forget, formOf, isUntyped, keyOfForm, offer, ownDraft } from "./drafts"
import { drop, formKey, person, read, write, type Draft } from "./kept"
import { onContent, onRequest } from "./requests"

interface Last { of: string; key: string; draft: Draft; at: number; undone: boolean; path?: string }

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
  // For the other tabs (tabs.ts).
  if (draft) write(key, { ...draft, sent: true })
  if (draft) put({ of: person(), key: formKey(key), draft: fresh(draft), at: Date.now(), undone: false })
  if (typeof of === "string") drop(key)
  else forget(of)
}

/** Sent once more it is another press, of what stands there then. */
function fresh(draft: Draft): Draft {
  const fields = draft.fields.filter(([name]) => name !== "key" && name !== "version")
  return { page: draft.page, action: draft.action, title: draft.title, at: draft.at, fields, partial: false }
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
    if (form && !isUntyped(form)) return
    write(one.key, one.draft)
    if (form) offer(form)
    return
  }
  const kept = read(one.key)
  if (kept && JSON.stringify(text(kept)) === JSON.stringify(text(one.draft))) {
    drop(one.key)
    if (form) empty(form)
  }
})

const text = (draft: Draft) => draft.fields.filter(([name]) => name !== "key" && name !== "version" && name !== "typed_by")
