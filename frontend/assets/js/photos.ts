// A chosen photo is shown at once, and its description asked for.
import { onContent, onRequest } from "./requests"

function show(input: HTMLInputElement): void {
  const field = input.closest<HTMLElement>("[data-photo-field]")
  const image = field?.querySelector<HTMLImageElement>("[data-photo-preview]")
  const words = field?.querySelector<HTMLElement>("[data-photo-words]")
  if (!field || !image || !words) return
  const file = input.files?.[0]
  const shown = Boolean(file?.type.startsWith("image/"))
  if (image.src.startsWith("blob:")) URL.revokeObjectURL(image.src)
  image.hidden = !shown
  if (file && shown) image.src = URL.createObjectURL(file)
  const asked = words.querySelector<HTMLInputElement | HTMLTextAreaElement>("input, textarea")
  words.hidden = !shown && !asked?.value && !words.querySelector("[aria-invalid='true']")
  asRead()
}

/** What was wrong with an earlier choice says nothing about this one. */
function forgive(input: HTMLInputElement): void {
  if (!input.files?.length) return
  const field = input.closest(".field")
  field?.classList.remove("field--invalid")
  field?.querySelectorAll(".field__error").forEach(error => error.remove())
  input.removeAttribute("aria-invalid")
}

/** In the story as colleagues will see it, the chosen photo stands in for the one that is kept. */
function asRead(): void {
  const figure = document.querySelector<HTMLElement>("#preview [data-photo-new]")
  const chosen = document.querySelector<HTMLImageElement>("#story-form [data-photo-preview]")
  const words = document.querySelector<HTMLInputElement>("#story-form [name='photo_alt']")
  const image = figure?.querySelector("img")
  if (!figure || !image || !chosen) return
  figure.hidden = chosen.hidden
  const kept = document.querySelector<HTMLElement>("#preview .success__photo:not([data-photo-new])")
  if (kept) kept.hidden = !chosen.hidden
  if (chosen.hidden) return
  image.src = chosen.src
  image.alt = words?.value ?? ""
  figure.querySelector("figcaption")!.textContent = image.alt
}

onRequest("after:swap", context => { if (context.target?.id === "preview") asRead() })

onContent(root => root.querySelectorAll<HTMLInputElement>("[data-photo-field] input[type='file']").forEach(show))

// What only calls itself a picture shows nothing; saving says what is wrong with it.
document.addEventListener("error", event => {
  const image = event.target
  if (image instanceof HTMLImageElement && image.matches("[data-photo-preview]")) image.hidden = true
}, true)

document.addEventListener("change", event => {
  const input = event.target as HTMLInputElement
  if (!input.matches("[data-photo-field] input[type='file']")) return
  forgive(input)
  show(input)
})
