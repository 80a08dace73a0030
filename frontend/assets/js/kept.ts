// What was typed, kept in this browser: per person and form, until the server has it.
// Nobody else at this screen reads it: another who signs in, and signing out, throw it away.

export interface Draft {
  page: string
  action: string
  title: string
  at: number
  fields: [string, string][]
  // The button that was pressed: its name, its value, and where it sends the form.
  button?: [string, string, string]
  // A file or a password was in it, and those are not kept.
  partial: boolean
  // Since when it waits for the line, to be sent by itself.
  waits?: number
}

const PREFIX = "draft:"
const DAY = 24 * 3600_000
/** An older draft is thrown away: what was meant then is not silently meant now. */
const KEPT = 30 * DAY
/** What waits longer for the line is not sent by itself any more, but stands in its form. */
export const WAITS = 3 * DAY

export const person = () => document.body.dataset.person ?? ""

// A page behind a link in a mail knows for whom it is, and that is no signing in.
const isSignedIn = () => document.body.dataset.signedIn !== undefined

const start = (of: string) => `${PREFIX}${of}:`

/** False where the browser keeps nothing, such as in some private windows. */
export function write(key: string, draft: Draft): boolean {
  try {
    localStorage.setItem(key, JSON.stringify(draft))
    return true
  } catch {
    return false
  }
}

export function read(key: string): Draft | undefined {
  try {
    const found = JSON.parse(localStorage.getItem(key) ?? "null") as Draft | null
    if (found && Date.now() - found.at < KEPT) return found
  } catch { /* as if there were none */ }
  drop(key)
  return undefined
}

export function drop(key: string): void {
  try { localStorage.removeItem(key) } catch { /* nothing is kept here */ }
}

export const keyOf = (name: string) => start(person()) + name

/** All that is kept for whoever is signed in, the oldest first. */
export function all(): [string, Draft][] {
  return keys(start(person())).flatMap((key): [string, Draft][] => {
    const draft = read(key)
    return draft ? [[key, draft]] : []
  }).sort(([, one], [, other]) => one.at - other.at)
}

function keys(prefix: string): string[] {
  try {
    return Object.keys(localStorage).filter(key => key.startsWith(prefix))
  } catch {
    return []
  }
}

/** Throws away all there is, of everybody. */
export function clear(): void {
  keys(PREFIX).forEach(drop)
  try { sessionStorage.clear() } catch { /* nothing is kept here */ }
}

// Whoever is signed in now never meets what another left; and what is too old goes.
if (isSignedIn()) {
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
