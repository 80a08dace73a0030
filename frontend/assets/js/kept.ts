// What was typed, kept in this browser: per person and form, until the server has it.
// Nobody else at this screen reads it: another who signs in, and signing out, throw it away.
import type { Tick } from "./ticks"

export interface Draft {
  page: string
  action: string
  title: string
  at: number
  fields: [string, string][]
  // Which fields it is of, where it is not of all: the others stay as the page has them.
  about?: string[]
  // What was ticked among choices that the page fetches, with its words.
  ticked?: Tick[]
  // The button that was pressed: its name, its value, and where it sends the form.
  button?: [string, string, string]
  // A file or a password was in it, and those are not kept.
  partial: boolean
  // Since when it waits for the line, to be sent by itself.
  waits?: number
  // Which writing of it this is: another tab that finds another one than its own leaves it alone.
  mark?: string
  // Written for a moment, for the other tabs to hear that the server has it.
  sent?: boolean
}

const PREFIX = "draft:"
// What stands behind the name of a form, where more than one of it is kept.
const APART = "@"
const DAY = 24 * 3600_000
/** An older draft is thrown away: what was meant then is not silently meant now. */
const KEPT = 30 * DAY
/** What waits longer for the line is not sent by itself any more, but stands in its form. */
export const WAITS = 3 * DAY

// Who signed in last, for the tabs that were open already.
export const SIGNED_IN = "signed-in"

export const person = () => document.body.dataset.person ?? ""

// A page behind a link in a mail knows for whom it is, and that is no signing in.
const isSignedIn = () => document.body.dataset.signedIn !== undefined

/** Whether somebody else has signed in since, in another tab. */
export function isOther(): boolean {
  try {
    const now = localStorage.getItem(SIGNED_IN)
    return isSignedIn() && now !== null && now !== person()
  } catch {
    return false
  }
}

const start = (of: string) => `${PREFIX}${of}:`

// Where the browser keeps nothing (a private window, a full disk): as long as this page is open.
const here = new Map<string, string>()

// Whoever signs out is gone, though the page still stands until the next one comes.
let isLeft = false
window.addEventListener("pageshow", () => { isLeft = false })

/** False where it is kept no longer than this page is open. */
export function write(key: string, draft: Draft): boolean {
  const text = JSON.stringify(draft)
  here.set(key, text)
  if (isLeft || isOther()) return false
  try {
    localStorage.setItem(key, text)
    here.delete(key)
    return true
  } catch {
    try { localStorage.removeItem(key) } catch { /* nothing is kept here */ }
    return false
  }
}

export function read(key: string): Draft | undefined {
  try {
    const found = JSON.parse(here.get(key) ?? localStorage.getItem(key) ?? "null") as Draft | null
    if (found && dated(found)) write(key, found)
    if (found && Date.now() - found.at < KEPT) return found
  } catch { /* as if there were none */ }
  drop(key)
  return undefined
}

/** After the clock was put back, what seems to be of a day to come is of now; true where that is so. How
 * long it waits nobody knows then: of more than some hours, it does so for its writer. */
function dated(draft: Draft): boolean {
  const now = Date.now()
  if (draft.at <= now && (draft.waits ?? 0) <= now) return false
  if (draft.waits && draft.waits > now) {
    if (draft.waits - now > DAY) delete draft.waits
    else draft.waits = now
  }
  draft.at = Math.min(draft.at, now)
  return true
}

/** Whether it is there when this page is gone. */
export const isStored = (key: string) => read(key) !== undefined && !here.has(key)

export function drop(key: string): void {
  here.delete(key)
  try { localStorage.removeItem(key) } catch { /* nothing is kept here */ }
}

export const keyOf = (name: string) => start(person()) + name

/** A name that nothing has yet. (`crypto.randomUUID` is there only where the page came over https.) */
export function newName(): string {
  const [a, b, c, d] = crypto.getRandomValues(new Uint32Array(4)).map(part => part >>> 0)
  const hex = [a, b, c, d].map(part => part!.toString(16).padStart(8, "0")).join("")
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`
}

/** One more place for the same form. */
export const apart = (of: string) => of + APART + newName()

export const isDraft = (key: string) => key.startsWith(PREFIX)

/** The form that a place belongs to. */
export const formKey = (key: string) => key.split(APART)[0]!

/** All that is kept for whoever is signed in, the oldest first. */
export function all(): [string, Draft][] {
  return keys(start(person())).flatMap((key): [string, Draft][] => {
    const draft = read(key)
    return draft ? [[key, draft]] : []
  }).sort(([, one], [, other]) => one.at - other.at)
}

function keys(prefix: string): string[] {
  const found = new Set(here.keys())
  try { Object.keys(localStorage).forEach(key => found.add(key)) } catch { /* nothing is kept here */ }
  return [...found].filter(key => key.startsWith(prefix))
}

/** Throws away all there is, of everybody. */
export function clear(): void {
  isLeft = true
  keys(PREFIX).forEach(drop)
  try {
    localStorage.removeItem(SIGNED_IN)
    sessionStorage.clear()
  } catch { /* nothing is kept here */ }
}

// Whoever is signed in now never meets what another left; and what is too old goes.
if (isSignedIn()) {
  try { localStorage.setItem(SIGNED_IN, person()) } catch { /* then the server tells */ }
  const others = keys(PREFIX).filter(key => !key.startsWith(start(person())))
  if (others.length) {
    others.forEach(drop)
    try { sessionStorage.clear() } catch { /* nothing is kept here */ }
  }
}
keys(PREFIX).forEach(read)

// Whoever signs out leaves nothing behind. (Giving up a code on the way in is no signing out.)
document.addEventListener("submit", event => {
  const action = (event.target as HTMLFormElement).getAttribute("action") ?? ""
  if (isSignedIn() && action.startsWith("/accounts/logout/")) clear()
})
