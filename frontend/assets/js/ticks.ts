// What was ticked among choices that the page fetched later has its words kept beside it, to be put back.
import { onRequest } from "./requests"

export type Tick = [name: string, value: string, label: string]

/** Where such a choice stands, in a form that fetches them. */
const placeFor = (form: HTMLFormElement, name: string) => form.querySelector<HTMLElement>(`[data-put-back="${CSS.escape(name)}"]`)

const ticks = (form: HTMLFormElement, name: string) => form.querySelectorAll<HTMLInputElement>(`input[type="checkbox"][name="${CSS.escape(name)}"]`)

const tickOf = (box: HTMLInputElement): Tick => [box.name, box.value, box.labels?.[0]?.textContent?.trim() ?? box.value]

export function ticked(form: HTMLFormElement): Tick[] {
  return [...form.querySelectorAll<HTMLElement>("[data-put-back]")].flatMap(place => {
    const chosen = [...ticks(form, place.dataset.putBack!)].filter(box => box.checked)
    return chosen.map(tickOf)
  })
}

function add(place: HTMLElement, [name, value, label]: Tick, checked = false): void {
  const box = Object.assign(document.createElement("input"), { type: "checkbox", name, value, checked })
  const words = document.createElement("span")
  words.textContent = label
  const around = document.createElement("label")
  around.className = "check"
  around.append(box, words)
  const item = document.createElement("li")
  item.append(around)
  place.append(item)
  place.hidden = false
}

/** Those that the page does not have by itself stand there again, to be ticked. */
export function putBack(form: HTMLFormElement, kept: Tick[] = []): void {
  for (const tick of kept) {
    const [name, value] = tick
    const place = placeFor(form, name)
    if (place && ![...ticks(form, name)].some(box => box.value === value)) add(place, tick)
  }
}

// What was found and ticked stays chosen when something else is found in its place, whenever it was ticked.
onRequest("before:swap", ({ sourceElement, target }) => {
  if (!(sourceElement instanceof HTMLInputElement) || !sourceElement.form || !target) return
  for (const box of target.querySelectorAll<HTMLInputElement>("input[type='checkbox']:checked")) {
    const place = placeFor(sourceElement.form, box.name)
    if (!place) continue
    const same = [...ticks(sourceElement.form, box.name)].find(one => one !== box && one.value === box.value)
    if (same) same.checked = true
    else add(place, tickOf(box), true)
    box.checked = false
  }
})
