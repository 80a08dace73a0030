// A form that can't be sent stays in its page, says that it waits, and goes once the line is back.
import { button, empty, holderOf, isSame, isTyped, isUntyped, keep, mention, nameOf, offer, ownDraft, say, words } from "./drafts"
import { explain, isOurs, say as fail } from "./failures"
import { all, isOther, isStored, read, WAITS, write, type Draft } from "./kept"
import { remember, sentAs } from "./meanwhile"
import { onContent, onRequest, renew, underWay } from "./requests"
import { showToast } from "./toasts"
import { another, show } from "./queue"
import { took } from "./undo"
import { slowly } from "./waiting"

const PATIENCE = 20_000
const PATIENCE_WITH_A_FILE = 120_000
// What the slowest line that is waited for carries up in a millisecond.
const SLOWEST = 32
// Of a server that is being started anew, told by what stands in front of it: as good as no line.
const AWAY = new Set([502, 503, 504])
// Sent as ever: the way in, and choosing a language.
const AS_EVER = /^\/(accounts|language)\//
const AGAIN = [1, 5, 10, 20, 40, 60]

interface Answer { raw: Response; text: string }

/** How long an answer may take: a photo first has to be carried there. */
function patience(body: FormData | URLSearchParams): number {
  const files = [...body.values()].filter(value => value instanceof File && value.size > 0) as File[]
  if (!files.length) return PATIENCE
  const bytes = files.reduce((sum, file) => sum + file.size, 0)
  return Math.max(PATIENCE_WITH_A_FILE, PATIENCE + bytes / SLOWEST)
}

async function post(url: string, body: FormData | URLSearchParams, kept: boolean): Promise<Answer | undefined> {
  // Not `AbortSignal.timeout`: a browser from before 2022 lacks it, and would save nothing at all.
  const waiting = new AbortController()
  const patient = window.setTimeout(() => waiting.abort(), patience(body))
  try {
    const raw = await fetch(url, {
      method: "POST",
      body,
      headers: { "Sent-By": kept ? "kept" : "sent", "X-CSRFToken": csrf(), Accept: "text/html" },
      signal: waiting.signal,
    })
    if (AWAY.has(raw.status) && !isOurs(raw)) return undefined
    return { raw, text: await raw.text() }
  } catch {
    return undefined
  } finally {
    window.clearTimeout(patient)
  }
}

function csrf(): string {
  const headers = document.body.getAttribute("hx-headers:inherited") ?? "{}"
  return (JSON.parse(headers) as Record<string, string>)["X-CSRFToken"] ?? ""
}

const isTaken = (answer: Response) => answer.headers.get("Typed") === "taken"

function go(to: string): void {
  const target = new URL(to, location.href)
  const isHere = target.pathname + target.search === location.pathname + location.search
  if (!isHere) return location.assign(target)
  if (target.hash) location.hash = target.hash
  location.reload()
}

const buttonOf = (submitter: HTMLElement | null): Draft["button"] => submitter instanceof HTMLButtonElement
  ? [submitter.name, submitter.value, submitter.getAttribute("formaction") ?? ""] : undefined

async function send(form: HTMLFormElement, submitter: HTMLElement | null): Promise<void> {
  if (underWay.has(form)) return
  underWay.add(form)
  const body = new FormData(form)
  const pressed = buttonOf(submitter)
  if (pressed?.[0]) body.append(pressed[0], pressed[1])
  const typed = isTyped(form)
  const kept = typed && keep(form, { button: pressed })
  if (typed) remember(nameOf(form), ownDraft(form))
  const done = slowly()
  submitter?.setAttribute("aria-disabled", "true")
  try {
    const url = pressed?.[2] || form.getAttribute("action") || location.href
    const isPlain = form.enctype !== "multipart/form-data"
    const answer = await post(url, isPlain ? new URLSearchParams([...body] as [string, string][]) : body, kept)
    if (!answer) return typed ? wait(form, pressed) : fail("unsaved")
    received(form, answer)
  } finally {
    underWay.delete(form)
    submitter?.removeAttribute("aria-disabled")
    done()
  }
}

function received(form: HTMLFormElement, { raw, text }: Answer): void {
  const to = raw.headers.get("Go-To")
  if (isTyped(form) && isTaken(raw)) took(form, sentAs(nameOf(form)))
  if (to) return go(to)
  const isShown = isOurs(raw) && (raw.ok || raw.status === 409 || raw.status === 422)
  if (isShown && renew(text)) return
  explain(raw.status, text)
}

/** Says in the form that it waits, and keeps trying. */
function wait(form: HTMLFormElement, pressed: Draft["button"]): void {
  if (isOther()) return void say(form, "other")
  const sent = sentAs(nameOf(form))
  if (sent && !isSame(form, sent)) {
    // Half a sentence is not sent by itself: what stands there now was never pressed.
    keep(form)
    return void say(form, "changed")
  }
  const stored = keep(form, { button: pressed, waits: Date.now() })
  const line = say(form, stored ? "waits" : "waitsHere")
  button(line, "now", () => void attempt(form))
  button(line, "hold", () => {
    keep(form)
    say(form, "held")
  })
  if (form.dataset.another !== undefined && !ownDraft(form)?.partial) button(line, "another", () => another(form))
  again()
}

function attempt(form: HTMLFormElement): void {
  const draft = ownDraft(form)
  const [name, value, action] = draft?.button ?? ["", "", ""]
  const pressed = [...form.querySelectorAll<HTMLButtonElement>("button:not([type='button'])")].find(one => {
    return one.name === name && one.value === value && (one.getAttribute("formaction") ?? "") === action
  })
  form.requestSubmit(pressed)
}

let tries = 0
let timer = 0

function again(): void {
  window.clearTimeout(timer)
  timer = window.setTimeout(() => void flush(), (AGAIN[tries] ?? 60) * 1000)
  tries += 1
}

/** Sends what waits, each once; from one window at a time. */
async function flush(): Promise<void> {
  if (isOther() || !all().some(([, draft]) => draft.waits)) return
  const run = async () => {
    for (const [key] of all()) {
      // As it is by now: the one before may have taken long, and this one was written on or thrown away.
      const draft = read(key)
      if (draft?.waits) await one(key, draft)
    }
    show()
  }
  if (!("locks" in navigator)) return run()
  await navigator.locks.request("stapsteen-waiting", { ifAvailable: true }, async lock => lock ? run() : again())
}

async function one(key: string, draft: Draft): Promise<void> {
  const here = holderOf(key)
  const tooLong = Date.now() - (draft.waits ?? 0) > WAITS
  if (!tooLong && here?.dataset.here) return void (underWay.has(here) || attempt(here))
  if (tooLong || draft.partial) return hold(key, draft)
  const body = new URLSearchParams(draft.fields)
  if (draft.button?.[0]) body.append(draft.button[0], draft.button[1])
  const answer = await post(draft.button?.[2] || draft.action, body, true)
  if (!answer) return again()
  if (isTaken(answer.raw)) {
    // By now: meanwhile something else may have been fetched into the form.
    const form = holderOf(key)
    took(form ?? key, draft)
    if (form) {
      empty(form)
      if (ownDraft(form)) offer(form)
    }
    showToast(words("sent").replace("#", draft.title))
    document.body.dispatchEvent(new Event("steps-changed"))
  } else if (answer.raw.headers.get("Go-To")?.startsWith("/accounts/")) {
    showToast(words("signIn"), { error: true, href: `/accounts/login/?next=${encodeURIComponent(location.pathname)}`, label: words("signInLabel") })
  } else {
    hold(key, draft)
    showToast(words("unsent").replace("#", draft.title), { error: true, href: draft.page, label: words("unsentLabel") })
  }
}

/** It waits no longer for the line, but for its writer; who wrote on in it, or threw it away, has it in hand. */
function hold(key: string, draft: Draft): void {
  const now = read(key)
  if (!now || now.mark !== draft.mark) return
  delete draft.waits
  write(key, draft)
  const form = holderOf(key)
  if (form && isUntyped(form)) offer(form)
  else if (form) mention(form, draft)
}

document.addEventListener("submit", event => {
  const form = event.target as HTMLFormElement
  if (event.defaultPrevented || form.method !== "post" || form.matches("[hx-post]")) return
  const url = new URL(form.getAttribute("action") || location.href, location.href)
  if (url.origin !== location.origin || AS_EVER.test(url.pathname)) return
  event.preventDefault()
  form.dataset.here = "yes"
  void send(form, event.submitter)
})

// Forms that htmx sends: the same.
onRequest("config:request", ({ request, sourceElement }) => {
  if (request.method === "GET" || !request.body) return
  const isWithFiles = (sourceElement?.getAttribute("hx-encoding") ?? request.form?.enctype) === "multipart/form-data"
  request.timeout = isWithFiles ? patience(request.body) : PATIENCE
})
onRequest("before:request", context => {
  const form = context.sourceElement
  if (form instanceof HTMLFormElement && isTyped(form)) {
    form.dataset.here = "yes"
    underWay.add(form)
    const stored = keep(form, { button: buttonOf(context.request.submitter ?? null) })
    if (!stored) context.request.headers["Sent-By"] = "sent"
    remember(nameOf(form), ownDraft(form))
  }
})
onRequest("after:request", context => {
  const form = context.sourceElement
  if (form instanceof HTMLFormElement && isTyped(form) && context.response && isTaken(context.response.raw)) took(form, sentAs(nameOf(form)))
})
onRequest("finally:request", context => {
  if (context.sourceElement) underWay.delete(context.sourceElement)
})
onRequest("error", context => {
  const form = context.sourceElement
  if (context.text !== undefined || context.request.method === "GET") return
  if (!(form instanceof HTMLFormElement && isTyped(form))) return
  // What a head says of an answer that broke off, the next one says with all that belongs to it.
  if (context.hx) delete context.hx.trigger
  wait(form, buttonOf(context.request.submitter ?? null))
})

// Of an earlier page: it stands in its form, and says that it still waits.
onContent(root => root.querySelectorAll<HTMLFormElement>("form[data-known]:not([data-here])").forEach(form => {
  const draft = ownDraft(form)
  if (!draft?.waits || form.querySelector(".draft--waits")) return
  const line = say(form, "waits")
  button(line, "now", () => void flush())
  button(line, "hold", () => { keep(form); say(form, "held") })
}))

// A second tap of the same press: the first one is under way, or was answered just now and emptied the form.
const TAP = 1000
const taken = new WeakMap<HTMLFormElement, number>()

document.addEventListener("submit", event => {
  const form = event.target as HTMLFormElement
  const isJustTaken = Date.now() - (taken.get(form) ?? 0) < TAP && isUntyped(form)
  if (!underWay.has(form) && !isJustTaken) return
  event.preventDefault()
  event.stopImmediatePropagation()
}, { capture: true })
onRequest("after:request", context => {
  const form = context.sourceElement
  if (form instanceof HTMLFormElement && isTyped(form) && context.response && isTaken(context.response.raw)) taken.set(form, Date.now())
})

// What waits in this page alone does not go with it without a word.
window.addEventListener("beforeunload", event => {
  if (all().some(([key, draft]) => draft.waits && !isStored(key))) event.preventDefault()
})

window.addEventListener("online", () => { tries = 0; void flush() })
document.addEventListener("visibilitychange", () => { if (!document.hidden) void flush() })
document.addEventListener("queue-now", () => void flush())
show()
void flush()

