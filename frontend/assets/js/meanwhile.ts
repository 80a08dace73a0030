// What is typed or chosen while an answer is under way is in none: it is of the next one.
import type { Draft } from "./kept"

// By the name of its form: the answer may bring another form in the place of the one that was sent.
const sent = new Map<string, Draft>()

export function remember(form: string, draft: Draft | undefined): void {
  if (draft) sent.set(form, draft)
}

/** What stood in a form when it was sent. */
export const sentAs = (form: string) => sent.get(form)

// Of the press, and not of what is typed.
const PRESSED = new Set(["key", "version"])

/** What of it is otherwise than it was sent, and which fields that are: of a box that is ticked no more
 * nothing else tells. */
export function since(now: Draft, then: Draft): { fields: Draft["fields"]; about: string[] } {
  const names = [...new Set([...now.fields, ...then.fields].map(([name]) => name))]
  const about = names.filter(name => !PRESSED.has(name) && valuesOf(now, name) !== valuesOf(then, name))
  return { fields: now.fields.filter(([name]) => about.includes(name)), about }
}

// Sorted: a choice that another list shows by now is the same one.
function valuesOf(draft: Draft, name: string): string {
  return JSON.stringify(draft.fields.filter(([one]) => one === name).map(([, value]) => value).sort())
}
