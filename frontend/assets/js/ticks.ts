// What was ticked among choices that the page fetched later has its words kept beside it, to be put back.
export type Tick = [name: string, value: string, label: string]

/** Where such a choice stands, in a form that fetches them. */
const placeFor = (form: HTMLFormElement, name: string) => form.querySelector<HTMLElement>(`[data-put-back="${CSS.escape(name)}"]`)

const ticks = (form: HTMLFormElement, name: string) => form.querySelectorAll<HTMLInputElement>(`input[type="checkbox"][name="${CSS.escape(name)}"]`)

export function ticked(form: HTMLFormElement): Tick[] {
  return [...form.querySelectorAll<HTMLElement>("[data-put-back]")].flatMap(place => {
    const chosen = [...ticks(form, place.dataset.putBack!)].filter(box => box.checked)
    return chosen.map((box): Tick => [box.name, box.value, box.labels?.[0]?.textContent?.trim() ?? box.value])
  })
}

/** Those that the page does not have by itself stand there again, to be ticked. */
export function putBack(form: HTMLFormElement, kept: Tick[] = []): void {
  for (const [name, value, label] of kept) {
    const place = placeFor(form, name)
    if (!place || [...ticks(form, name)].some(box => box.value === value)) continue
    const box = Object.assign(document.createElement("input"), { type: "checkbox", name, value })
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
}
