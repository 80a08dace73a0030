// What another tab does with what is kept here is heard in this one: nothing is promised twice.
import { empty, forget, formOf, isFresh, isSame, nameOf, offer, ownDraft, say } from "./drafts"
import { formKey, isDraft, isOther, SIGNED_IN, type Draft } from "./kept"
import { isAt } from "./places"
import { show } from "./queue"
import { underWay } from "./requests"
import { goOn } from "./undo"

window.addEventListener("storage", event => {
  if (event.key === SIGNED_IN && isOther()) tell()
  if (!event.key || !isDraft(event.key)) return
  const draft = JSON.parse(event.newValue ?? "null") as Draft | null
  const form = formOf(formKey(event.key))
  if (draft?.sent) saved(form, event.key, draft)
  // Thrown away there, put back in a field there, or refused there: it goes no more by itself.
  else if (form && !draft?.waits && isAt(nameOf(form), event.key) && form.querySelector(".draft--waits")) {
    say(form, "held")
  }
  if (!draft) show()
})

const MOMENT = 200

/** The server has it by now. */
function saved(form: HTMLFormElement | undefined, key: string, draft: Draft): void {
  document.body.dispatchEvent(new Event("steps-changed"))
  if (form) emptied(form, key, draft)
}

/** Once what this tab has under way is answered, or has failed: then the form may still say it. */
function emptied(form: HTMLFormElement, key: string, draft: Draft): void {
  if (!form.isConnected) return
  if (underWay.has(form)) return void window.setTimeout(() => emptied(form, key, draft), MOMENT)
  if (!isSame(form, draft)) return writtenOn(form, key, draft)
  forget(form)
  empty(form)
  say(form, "saved", draft.title)
}

/** What was sent with it is not sent once more with what was written on here while it went. */
function writtenOn(form: HTMLFormElement, key: string, draft: Draft): void {
  if (!isAt(nameOf(form), key)) return
  goOn(form, key, draft)
  empty(form)
  if (ownDraft(form)) offer(form)
}

/** Somebody else is signed in: what stands here can't be saved any more, and nobody waits for it. */
function tell(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>("form[data-known]")) {
    if (!isFresh(form)) say(form, "other")
  }
  show()
}
