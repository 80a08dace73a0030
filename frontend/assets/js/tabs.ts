// What another tab does with what is kept here is heard in this one: nothing is promised twice.
import { empty, forget, formOf, isFresh, isSame, nameOf, say } from "./drafts"
import { formKey, isDraft, isOther, SIGNED_IN, type Draft } from "./kept"
import { isAt } from "./places"
import { show } from "./queue"
import { underWay } from "./requests"

window.addEventListener("storage", event => {
  if (event.key === SIGNED_IN && isOther()) tell()
  if (!event.key || !isDraft(event.key)) return
  const draft = JSON.parse(event.newValue ?? "null") as Draft | null
  const form = formOf(formKey(event.key))
  if (draft?.sent) saved(form, draft)
  // Thrown away there, put back in a field there, or refused there: it goes no more by itself.
  else if (form && !draft?.waits && isAt(nameOf(form), event.key) && form.querySelector(".draft--waits")) {
    say(form, "held")
  }
  if (!draft) show()
})

const MOMENT = 200

/** The server has it by now. */
function saved(form: HTMLFormElement | undefined, draft: Draft): void {
  document.body.dispatchEvent(new Event("steps-changed"))
  if (form) emptied(form, draft)
}

/** Once what this tab has under way is answered, or has failed: then the form may still say it. */
function emptied(form: HTMLFormElement, draft: Draft): void {
  if (!form.isConnected) return
  if (underWay.has(form)) return void window.setTimeout(() => emptied(form, draft), MOMENT)
  if (!isSame(form, draft)) return
  forget(form)
  empty(form)
  say(form, "saved", draft.title)
}

/** Somebody else is signed in: what stands here can't be saved any more, and nobody waits for it. */
function tell(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>("form[data-known]")) {
    if (!isFresh(form)) say(form, "other")
  }
  show()
}
