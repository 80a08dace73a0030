// A failed request says what to do and leaves what was typed where it stands.
import { isFresh, keyOfForm, ownDraft } from "./drafts"
import { isStored } from "./kept"
import { onRequest, underWay, type RequestContext } from "./requests"
import { showToast } from "./toasts"

/** Says that it failed; the page brings its own language. */
export function say(kind: "unsaved" | "unread" | "refused" | "gone" | "large", reason = ""): void {
  const text = document.querySelector<HTMLElement>("#failures")?.dataset[kind]
  if (text) showToast(reason || text, { error: true })
}

/** Whether the product itself answered, and not what stands between it and this browser. */
export const isOurs = (answer: Response) => answer.headers.get("Answered-By") === "stapsteen"

/** Whether it changes nothing: no form or button sent it, but a piece of the page that is drawn anew,
 * from what stands in a form. */
const onlyReads = ({ request, sourceElement }: RequestContext) => {
  return request.method === "GET" || !sourceElement?.matches("form, button, a")
}

/** The sentence for a status; ours may bring its own reason. */
export function explain(status: number, text: string, reads = false): void {
  const page = new DOMParser().parseFromString(text, "text/html")
  const reason = page.querySelector("[data-reason]")?.textContent?.trim()
  if (status === 403) say("refused", reason)
  else if (status === 404) say("gone")
  else if (status === 413) say("large", reason)
  else if (status === 503 && reason) say("unsaved", reason)
  else say(reads ? "unread" : "unsaved")
}

onRequest("before:response", (context, event) => {
  const answer = context.response?.raw
  if (!answer) return
  const to = answer.redirected ? answer.url : answer.headers.get("HX-Redirect")
  if (!to || !new URL(to, location.href).pathname.startsWith("/accounts/")) return
  if (isLeftAlone(context.sourceElement)) {
    event.preventDefault()
    signedOut()
  } else if (answer.redirected) {
    // Signed out meanwhile: the whole page goes to sign in, not a fragment of it.
    event.preventDefault()
    location.assign(location.pathname.startsWith("/accounts/") ? to : wayIn())
  }
})

const wayIn = () => `/accounts/login/?next=${encodeURIComponent(location.pathname + location.search)}`

const hasFile = (form: HTMLFormElement) => [...form.querySelectorAll<HTMLInputElement>("input[type='file']")].some(field => field.value)

/** The forms that somebody is typing in, or has just sent. */
const inHand = () => [...document.querySelectorAll<HTMLFormElement>("form[data-known]")]
  .filter(form => underWay.has(form) || !isFresh(form) || hasFile(form))

/** Nobody is led away from a form in hand by a question that the page asked beside it; nor, by anything
 * else, from one that is under way: its own answer leads on. */
function isLeftAlone(asker?: Element): boolean {
  const isPressed = asker?.matches("form, button, a")
  return inHand().some(form => form !== asker && (underWay.has(form) || !isPressed))
}

let said: HTMLElement | undefined

function signedOut(): void {
  const words = document.querySelector<HTMLElement>("#failures")?.dataset
  if (said?.isConnected || !words?.signedOut) return
  const isKept = inHand().every(form => ownDraft(form) && isStored(keyOfForm(form)) && !hasFile(form))
  const text = isKept ? `${words.signedOut} ${words.kept}` : words.signedOut
  said = showToast(text, { error: true, href: wayIn(), label: words.signIn })
}

// A piece of a page is put in only where it is one of ours: no error page of a server or of what
// stands in front of it, no page of a network that wants to be signed in to first.
onRequest("before:response", (context, event) => {
  const answer = context.response?.raw
  if (!answer || event.defaultPrevented) return
  const isShown = answer.ok || answer.status === 409 || answer.status === 422
  if (isOurs(answer) && isShown) return
  event.preventDefault()
  void answer.text().catch(() => "").then(text => explain(answer.status, text, onlyReads(context)))
})

// And a whole page is no piece of one, unless a piece of it was asked for.
onRequest("before:swap", (context, event) => {
  if (context.select || context.target === document.body || !/<html[\s>]/i.test(context.text ?? "")) return
  event.preventDefault()
  say(onlyReads(context) ? "unread" : "unsaved")
})

onRequest("error", context => {
  if (context.text !== undefined) return
  const isKept = context.request.method !== "GET" && (context.sourceElement as HTMLElement | undefined)?.dataset?.known
  // Its head may have come, and said that the server has it.
  const isSaved = context.response?.raw.headers.get("Typed") === "taken"
  if (!isKept) say(onlyReads(context) || isSaved ? "unread" : "unsaved")
})
