// Every form that is typed in: its text is kept while it is typed, comes back, and a line says so.
import { formKey, keyOf, read, type Draft } from "./kept"
import { sentAs, since } from "./meanwhile"
import { leave, own, placeOf, put, take } from "./places"
import { onContent } from "./requests"
import { putBack, ticked } from "./ticks"

type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement

const SECRET = /pass|secret|token|code/i
const NEVER = new Set(["csrfmiddlewaretoken", "typed_by"])
const BUTTONS = new Set(["submit", "button", "reset", "image"])
// Hidden, yet part of what was typed: which version was before one, and that it is the same press.
const CARRIED = new Set(["version", "seen", "key", "photo_seen", "photo_alt_seen"])
// The way in: addresses, codes and passwords are kept nowhere.
const WAY_IN = "/accounts/"

const actionOf = (form: HTMLFormElement) => new URL(form.getAttribute("action") || location.href, location.href)

function fields(form: HTMLFormElement): Field[] {
  return [...form.elements].filter((element): element is Field => {
    const field = element as Field
    return Boolean(field.name) && "value" in field && !BUTTONS.has(field.type) && !NEVER.has(field.name)
  })
}

const isUnkept = (field: Field) => field.type === "password" || field.type === "file" || SECRET.test(field.name)
const isTick = (field: Field): field is HTMLInputElement => field.type === "radio" || field.type === "checkbox"
const isSeen = (field: Field) => field.type !== "hidden" && !isUnkept(field)

/** Whether somebody types or chooses something in it that may be kept. */
export function isTyped(form: HTMLFormElement): boolean {
  return form.method === "post" && form.dataset.draft !== "off"
    && !actionOf(form).pathname.startsWith(WAY_IN) && fields(form).some(isSeen)
}

/** By what its text is known, in whichever tab it stands. */
export function nameOf(form: HTMLFormElement): string {
  return keyOf(actionOf(form).pathname + (form.dataset.draft ? `#${form.dataset.draft}` : ""))
}

/** Where the text of this one is kept. */
export const keyOfForm = (form: HTMLFormElement) => placeOf(nameOf(form))

/** What is kept of this one, and no other tab's. */
export const ownDraft = (form: HTMLFormElement) => own(nameOf(form))

function values(form: HTMLFormElement, which: (field: Field) => boolean): [string, string][] {
  return fields(form).filter(which).flatMap((field): [string, string][] => {
    if (isTick(field)) return field.checked ? [[field.name, field.value]] : []
    return [[field.name, field.value]]
  })
}

const seen = (form: HTMLFormElement) => JSON.stringify(values(form, isSeen))

/** Whether the form says just that. */
export function isSame(form: HTMLFormElement, draft: Draft): boolean {
  const names = new Set(fields(form).filter(isSeen).map(field => field.name))
  return seen(form) === JSON.stringify(draft.fields.filter(([name]) => names.has(name)))
}

const LONGEST = 60

/** How a message calls it: by how it begins, else by its page. */
function titleOf(form: HTMLFormElement): string {
  const typed = fields(form).find(field => isSeen(field) && field.matches("textarea, [type='text']") && field.value.trim())
  const [line] = (typed?.value ?? document.querySelector("h1")?.textContent ?? document.title).trim().split("\n")
  return line!.length > LONGEST ? `${line!.slice(0, LONGEST).trimEnd()}…` : line!
}

export function keep(form: HTMLFormElement, extra: Partial<Draft> = {}): boolean {
  const chosen = fields(form).filter(isUnkept)
  return put(nameOf(form), {
    page: location.pathname + location.search,
    action: actionOf(form).pathname + actionOf(form).search,
    title: titleOf(form),
    at: Date.now(),
    fields: values(form, field => !isUnkept(field)),
    ticked: ticked(form),
    partial: chosen.some(field => field.value !== ""),
    ...extra,
  })
}

// What the page brought before a draft was put in, to go back to.
const drawn = new WeakMap<HTMLFormElement, { seen: string; hidden: Map<string, string> }>()

const hiddenOf = (form: HTMLFormElement) => new Map(values(form, field => field.type === "hidden" && CARRIED.has(field.name)))

function set(form: HTMLFormElement, name: string, value: string): void {
  for (const field of form.querySelectorAll<HTMLInputElement>(`input[type="hidden"][name="${CSS.escape(name)}"]`)) field.value = value
}

function fill(form: HTMLFormElement, { fields: kept, ticked: choices, about }: Pick<Draft, "fields" | "ticked" | "about">): void {
  putBack(form, choices)
  const names = new Set(kept.map(([name]) => name))
  for (const [name, value] of kept) if (CARRIED.has(name)) set(form, name, value)
  for (const field of fields(form).filter(isSeen)) {
    if (about && !about.includes(field.name)) continue
    const wanted = kept.filter(([name]) => name === field.name).map(([, value]) => value)
    if (isTick(field)) {
      // A choice that was not made there at all stays as the page has it.
      if (field.type === "checkbox" || names.has(field.name)) field.checked = wanted.includes(field.value)
    } else if (wanted[0] !== undefined) {
      const isOffered = !(field instanceof HTMLSelectElement) || [...field.options].some(option => option.value === wanted[0])
      if (isOffered) field.value = wanted[0]
    }
    field.dispatchEvent(new Event("input", { bubbles: true }))
    if (wanted[0]) open(field)
  }
}

/** Nothing that came back stays out of sight. */
function open(field: Element): void {
  const around = field.closest("details")
  if (around && !(field instanceof HTMLSelectElement) && !(field as HTMLInputElement).defaultValue) around.open = true
}

/** Puts a draft into its form, and says so. False where there is none, or the form says it already. */
export function offer(form: HTMLFormElement): boolean {
  const key = keyOfForm(form)
  const draft = read(key)
  if (!draft) return false
  take(nameOf(form), key, draft)
  const before = { seen: seen(form), hidden: hiddenOf(form) }
  fill(form, draft)
  if (seen(form) === before.seen) {
    for (const [name, value] of before.hidden) set(form, name, value)
    if (!draft.waits) leave(nameOf(form))
    return false
  }
  drawn.set(form, before)
  form.closest("details")?.setAttribute("open", "")
  mention(form, draft)
  return true
}

/** Of which day the text in the form is, and the way to be rid of it. */
export function mention(form: HTMLFormElement, draft: Draft): void {
  const line = say(form, draft.partial ? "draftPartial" : "draft", when(draft.at))
  button(line, "discard", () => discard(form))
}

/** The form as the page brought it. */
export function empty(form: HTMLFormElement): void {
  form.reset()
  for (const [name, value] of drawn.get(form)?.hidden ?? []) set(form, name, value)
  drawn.delete(form)
  fields(form).forEach(field => field.dispatchEvent(new Event(field.type === "file" ? "change" : "input", { bubbles: true })))
  quiet(form)
}

function discard(form: HTMLFormElement): void {
  const draft = ownDraft(form)
  leave(nameOf(form))
  empty(form)
  const line = say(form, "discarded")
  if (draft) {
    button(line, "undo", () => {
      delete draft.waits
      put(nameOf(form), draft)
      offer(form)
      form.querySelector<HTMLElement>(".draft button")?.focus()
    }).focus()
  }
}

/** In the words of a reader: today, yesterday, Tuesday, 3 November. */
function when(at: number): string {
  const language = document.documentElement.lang
  const midnight = (time: number) => new Date(time).setHours(0, 0, 0, 0)
  const days = Math.round((midnight(Date.now()) - midnight(at)) / (24 * 3600_000))
  if (days < 2) return new Intl.RelativeTimeFormat(language, { numeric: "auto" }).format(-days, "day")
  return new Date(at).toLocaleDateString(language, days < 7 ? { weekday: "long" } : { day: "numeric", month: "long" })
}

/** What is said of typed text, by its name, in the language of the page. */
export const words = (name: string) => document.querySelector<HTMLElement>("#typed-words")?.dataset[name] ?? ""

/** The line above the fields, read aloud when it changes. */
export function say(form: HTMLFormElement, name: string, value = ""): HTMLElement {
  let line = form.querySelector<HTMLElement>(":scope > .draft")
  if (!line) {
    line = document.createElement("p")
    line.className = "draft"
    line.setAttribute("role", "status")
    form.prepend(line)
  }
  const place = line
  place.dataset.says = name
  place.classList.toggle("draft--waits", name.startsWith("waits"))
  const text = document.createElement("span")
  place.replaceChildren(text)
  // A region is read aloud when its text comes after itself.
  requestAnimationFrame(() => { text.textContent = words(name).replace("#", value) })
  return place
}

export function button(line: HTMLElement, name: string, run: () => void): HTMLElement {
  const made = document.createElement("button")
  made.type = "button"
  made.className = "draft__discard"
  made.textContent = words(name)
  made.addEventListener("click", run)
  line.append(" ", made)
  return made
}

export function quiet(form: HTMLFormElement): void {
  form.querySelector(":scope > .draft")?.remove()
}

/** The server has it. */
export function forget(form: HTMLFormElement): void {
  leave(nameOf(form))
  drawn.delete(form)
  quiet(form)
}

/** Whether nothing was typed in it since it was drawn. */
export const isFresh = (form: HTMLFormElement) => (first.get(form) ?? "") === seen(form)

/** Whether no text stands in it but what the page brought, whatever is chosen beside it. */
export const isUntyped = (form: HTMLFormElement) => fields(form).filter(isSeen).every(field => {
  return field instanceof HTMLSelectElement || isTick(field) || field.value === field.defaultValue
})

const forms = () => [...document.querySelectorAll<HTMLFormElement>("form[method='post']")].filter(isTyped)

/** The form on this page that a draft belongs to. */
export const formOf = (key: string) => forms().find(form => nameOf(form) === formKey(key))

/** The form on this page that it stands in: another tab's stands there. */
export const holderOf = (key: string) => forms().find(form => keyOfForm(form) === key && ownDraft(form))

const first = new WeakMap<HTMLFormElement, string>()

/** The server gave back what was sent, and knows nothing of what was typed since. */
function keepBack(form: HTMLFormElement): void {
  const [now, then] = [ownDraft(form), sentAs(nameOf(form))]
  if (now && then) fill(form, { ...since(now, then), ticked: now.ticked })
  keep(form)
}

onContent(root => root.querySelectorAll<HTMLFormElement>("form[method='post']:not([data-known])").forEach(form => {
  if (form.closest("template") || !isTyped(form)) return
  form.dataset.known = "yes"
  first.set(form, seen(form))
  // What the server gave back is what was typed, and it is not saved anywhere yet.
  const isBack = form.querySelector("[aria-invalid='true'], .form-errors, .notice") || form.previousElementSibling?.matches("[data-carried]")
  if (isBack) keepBack(form)
  else offer(form)
}))

document.addEventListener("input", event => {
  if (!event.isTrusted) return
  const form = (event.target as Element).closest("form")
  if (!form || !isTyped(form)) return
  if (ownDraft(form)?.waits) {
    // Half a sentence is not sent by itself.
    say(form, "changed")
  }
  if (isFresh(form) && !form.querySelector("[aria-invalid='true']")) leave(nameOf(form))
  else keep(form)
})
