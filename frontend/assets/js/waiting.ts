// Slow answers (> 300 ms) show where the answer will come.
import { onRequest, type RequestContext } from "./requests"

const PATIENCE = 300
const timers = new Map<RequestContext, number>()

onRequest("before:request", context => {
  timers.set(context, window.setTimeout(() => {
    document.body.classList.add("is-waiting")
    const target = context.target
    // Never on what the person is typing in.
    if (target && target !== document.body && !target.contains(document.activeElement)) target.setAttribute("aria-busy", "true")
  }, PATIENCE))
})

onRequest("finally:request", context => {
  window.clearTimeout(timers.get(context))
  timers.delete(context)
  context.target?.removeAttribute("aria-busy")
  if (timers.size === 0) document.body.classList.remove("is-waiting")
})
