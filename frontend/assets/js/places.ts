// The same form may stand in more than one tab: each keeps its text in a place of its own.
import { apart, drop, newName, read, write, type Draft } from "./kept"

interface Place { key: string; mark?: string }

const PLACE = "typed-places"

// Of this tab, for as long as it lives; a copy of the tab begins with a copy of these.
const places = ((): Record<string, Place> => {
  try {
    return JSON.parse(sessionStorage.getItem(PLACE) ?? "{}") as Record<string, Place>
  } catch {
    return {}
  }
})()

function note(form: string, place?: Place): void {
  if (place) places[form] = place
  else delete places[form]
  try { sessionStorage.setItem(PLACE, JSON.stringify(places)) } catch { /* known to this page alone */ }
}

/** Where this tab has the text of a form: where all have it, or in a place that it had to take. */
export function placeOf(form: string): string {
  const own = places[form]?.key
  return own && read(own) ? own : form
}

/** What was written by this tab, or was shown in it since: no other tab has changed it. */
function isOwn(form: string, key: string): boolean {
  const found = read(key)
  return !found || (places[form]?.key === key && places[form].mark === found.mark)
}

/** What this tab has of a form. */
export function own(form: string): Draft | undefined {
  const place = placeOf(form)
  return isOwn(form, place) ? read(place) : undefined
}

/** Whether this tab had it there, whatever another made of it. */
export const isAt = (form: string, key: string) => places[form]?.key === key

/** What is kept there stands in the form of this tab now. */
export function take(form: string, key: string, draft: Draft): void {
  note(form, { key, mark: draft.mark })
}

/** Writes it where no other tab has something else. */
export function put(form: string, draft: Draft): boolean {
  const place = placeOf(form)
  const key = [place, form].find(one => isOwn(form, one)) ?? apart(form)
  const marked = { ...draft, mark: newName() }
  note(form, { key, mark: marked.mark })
  return write(key, marked)
}

/** This tab is done with it, and so it goes; what another tab wrote there since stays. */
export function leave(form: string): void {
  const place = placeOf(form)
  if (isOwn(form, place)) drop(place)
  note(form)
}

/** It stays where it is, and this tab's form is free for something else. */
export function setAside(form: string): void {
  const place = placeOf(form)
  const draft = read(place)
  if (draft && place === form && isOwn(form, place)) {
    write(apart(form), draft)
    drop(place)
  }
  note(form)
}
