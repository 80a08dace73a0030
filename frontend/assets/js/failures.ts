// A failed request says what to do and leaves what was typed where it stands.
import { onRequest } from "./requests"
import { showToast } from "./toasts"

/** The sentence for this failure; the page brings its own language. */
function say(kind: "unsaved" | "unread" | "refused" | "gone", reason = ""): void {
  const text = document.querySelector<HTMLElement>("#failures")?.dataset[kind]
  if (text) showToast(reason || text, { error: true })
}

onRequest("before:response", (context, event) => {
  const answer = context.response?.raw
  // Signed out meanwhile: the whole page goes to sign in, not a fragment of it.
  if (answer?.redirected && new URL(answer.url).pathname.startsWith("/accounts/")) {
    event.preventDefault()
    window.location.assign(window.location.pathname.startsWith("/accounts/")
      ? answer.url
      : `/accounts/login/?next=${encodeURIComponent(window.location.pathname + window.location.search)}`)
  }
})

onRequest("response:error", context => {
  const status = context.response?.status ?? 0
  if (status === 422 || status === 409) return // the answer itself shows what is wrong
  const page = new DOMParser().parseFromString(context.text ?? "", "text/html")
  const reason = page.querySelector("[data-reason]")?.textContent?.trim()
  if (status === 403) say("refused", reason)
  else if (status === 404) say("gone")
  else say(context.request.method === "GET" ? "unread" : "unsaved")
})

onRequest("error", context => {
  if (context.response === undefined) say(context.request.method === "GET" ? "unread" : "unsaved")
})
