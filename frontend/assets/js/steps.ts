// Logging a step: what stands chosen is named, a chosen photo survives a refusal, focus stays near.
import { offer, ownDraft } from "./drafts"
import { onContent, onRequest } from "./requests"
import { amend } from "./undo"

/** The words under the field follow what is chosen behind it. */
function name(form: HTMLFormElement): void {
  const initiative = form.querySelector<HTMLElement>("[data-shows='initiative']")
  const select = form.querySelector<HTMLSelectElement>("select[name='initiative']")
  if (initiative && select) initiative.textContent = select.selectedOptions[0]?.textContent ?? ""
  const day = form.querySelector<HTMLElement>("[data-shows='day']")
  const input = form.querySelector<HTMLInputElement>("input[name='day']")
  if (!day || !input) return
  const save = form.querySelector<HTMLElement>("[data-planned]")
  const isToCome = input.value > (day.dataset.date ?? "")
  if (save) save.textContent = (isToCome ? save.dataset.planned : save.dataset.done) ?? ""
  const chosen = input.valueAsDate
  if (!chosen) day.textContent = day.dataset.none ?? ""
  else day.textContent = input.value === day.dataset.date
    ? day.dataset.today ?? ""
    : chosen.toLocaleDateString(document.documentElement.lang, {
      day: "numeric", month: "long", year: day.dataset.date?.startsWith(input.value.slice(0, 5)) ? undefined : "numeric", timeZone: "UTC",
    })
}

document.addEventListener("input", event => {
  const form = (event.target as Element).closest<HTMLFormElement>(".step-form")
  if (form) name(form)
})
onContent(root => root.querySelectorAll<HTMLFormElement>(".step-form").forEach(name))

// A refused form comes back from the server without its file: the browser still has it.
let files: { name: string; list: FileList } | undefined

onRequest("before:swap", context => {
  const input = context.request.form?.querySelector<HTMLInputElement>("input[type='file']")
  files = context.response?.status === 422 && input?.files?.length ? { name: input.name, list: input.files } : undefined
})

onRequest("after:swap", () => {
  if (!files) return
  const input = document.querySelector<HTMLInputElement>(`.step-form input[type='file'][name='${CSS.escape(files.name)}']`)
  if (input) {
    input.files = files.list
    input.dispatchEvent(new Event("change", { bubbles: true }))
  }
  files = undefined
})

// What was typed for the step that was saved last comes back when that is taken back (undo.ts). The
// initiative that began with it still stands: once more, it goes there. So do words that something
// else uses by now: they stay noted, and do not come back to be noted twice.
const WORDS = ["words_text", "said_by", "consent"]
onRequest("after:request", context => {
  if (!context.sourceElement?.matches(".step-form") || context.response?.raw.headers.get("Typed") !== "taken") return
  amend(fields => fields.filter(([name, value]) => !(name === "initiative" && !value)))
})

onRequest("before:response", context => {
  const heard = context.response?.raw.headers.get("HX-Trigger") ?? ""
  if (!heard.includes("step-removed")) return
  const told = (JSON.parse(heard) as Record<string, Record<string, string>>)["step-removed"]
  if (told?.words === "stay") amend(fields => fields.filter(([name]) => !WORDS.includes(name)))
})

function told(field: Element): void {
  field.dispatchEvent(new Event(field.matches("textarea") ? "input" : "change", { bubbles: true }))
}

const photoOf = (form: HTMLFormElement) => form.querySelector<HTMLInputElement>("input[type='file']")
let sentPhoto: File | undefined

onRequest("before:request", context => {
  const form = context.sourceElement
  if (form instanceof HTMLFormElement && form.matches(".step-form")) sentPhoto = photoOf(form)?.files?.[0]
})

/** A photo that was chosen while an answer was under way: it is of the next step. */
function photoSince(form: HTMLFormElement): FileList | undefined {
  const chosen = photoOf(form)?.files?.[0]
  if (!chosen || chosen === sentPhoto) return undefined
  const kept = new DataTransfer()  // what the field gives out is emptied with the form
  kept.items.add(chosen)
  return kept.files
}

// Saved: the form is empty again and ready for the next, in the initiative of this one.
document.addEventListener("step-logged", event => {
  const form = event.target as HTMLFormElement
  const photo = photoSince(form)
  const { initiative, title } = (event as CustomEvent<Record<string, string>>).detail
  amend(fields => fields.some(([name]) => name === "initiative") ? fields : [...fields, ["initiative", initiative ?? ""]])
  form.reset()
  const select = form.querySelector<HTMLSelectElement>("select[name='initiative']")
  if (select && initiative) {
    const known = [...select.options].find(option => option.value === initiative)
    const option = known ?? new Option(title, initiative)
    if (!known) (select.querySelector("optgroup") ?? select).append(option)
    for (const other of select.options) other.defaultSelected = other === option
    select.value = initiative
  }
  if (photo) photoOf(form)!.files = photo
  form.querySelector("details")!.open = photo !== undefined
  form.querySelectorAll("textarea, input[type='file']").forEach(told)
  if (ownDraft(form)) offer(form)
  name(form)
  // What was opened behind it is closed again: whoever stood at its end must not end up elsewhere.
  form.scrollIntoView({ block: "nearest" })
})

// A stone that was just saved drops into place, once, with one ripple.
const strip = () => document.querySelector<HTMLElement>("[data-drawn]")
let done = Number.NaN

onRequest("before:swap", context => {
  if (context.target?.matches("#stones, #story")) done = Number(strip()?.dataset.done)
})

onRequest("after:swap", context => {
  const now = strip()
  if (!context.target?.matches("#stones, #story") || !(Number(now?.dataset.done) > done)) return
  now!.querySelectorAll(".strip-picture").forEach(picture => {
    const stone = picture.querySelectorAll(":scope > g")[Number(now!.dataset.drawn) - 1]
    stone?.firstElementChild?.classList.add("stone--new")
    const ripple = document.createElementNS("http://www.w3.org/2000/svg", "circle")
    ripple.setAttribute("class", "stone__ripple")
    ripple.setAttribute("r", "14")
    stone?.prepend(ripple)
  })
})

// What was answered is gone: the focus goes to the list it was in.
onRequest("after:swap", context => {
  if (context.target?.id === "waiting" && document.activeElement === document.body) {
    document.querySelector<HTMLElement>("#waiting-title")?.focus()
  }
})
