// A chosen photo is shown at once, and its description asked for.
import { onContent } from "./requests"

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
}

onContent(root => root.querySelectorAll<HTMLInputElement>("[data-photo-field] input[type='file']").forEach(show))

// What only calls itself a picture shows nothing; saving says what is wrong with it.
document.addEventListener("error", event => {
  const image = event.target
  if (image instanceof HTMLImageElement && image.matches("[data-photo-preview]")) image.hidden = true
}, true)

document.addEventListener("change", event => {
  const input = event.target as HTMLInputElement
  if (input.matches("[data-photo-field] input[type='file']")) show(input)
})
