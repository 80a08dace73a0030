// A form that stays on the page after it was answered gets a new key: what it sends next is new, while
// a second tap that is under way already carries the old one, and is told what the first one was.
import { onRequest } from "./requests"

onRequest("after:request", context => {
  const key = context.response?.raw.headers.get("Next-Key")
  const form = context.request.form ?? context.sourceElement?.closest?.("form")
  const field = key ? form?.querySelector<HTMLInputElement>("input[name='key']") : undefined
  if (field) field.value = key!
})
