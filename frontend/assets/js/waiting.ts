// Slow answers (> 300 ms) show where the answer will come.
import { onRequest, type RequestContext } from "./requests"

const PATIENCE = 300
const timers = new Map<RequestContext | symbol, number>()

/** The same for what is sent without htmx; call what it gives back at the end. */
export function slowly(): () => void {
  const one = Symbol("request")
  timers.set(one, window.setTimeout(() => document.body.classList.add("is-waiting"), PATIENCE))
  return () => ended(one)
}

function ended(one: RequestContext | symbol): void {
  window.clearTimeout(timers.get(one))
  timers.delete(one)
  if (timers.size === 0) document.body.classList.remove("is-waiting")
}

onRequest("before:request", context => {
  timers.set(context, window.setTimeout(() => {
    document.body.classList.add("is-waiting")
    const target = context.target
    // Never on what the person is typing in.
    if (target && target !== document.body && !target.contains(document.activeElement)) target.setAttribute("aria-busy", "true")
  }, PATIENCE))
})

onRequest("finally:request", context => {
  context.target?.removeAttribute("aria-busy")
  ended(context)
})
