// Applause counts up from the number that stood there.
import { onContent } from "./requests"

const DURATION = 300
const known = new Map<string, number>()
const still = matchMedia("(prefers-reduced-motion: reduce)")

function countUp(place: HTMLElement, from: number, to: number): void {
  const start = performance.now()
  const tick = (now: number) => {
    const part = Math.min(1, (now - start) / DURATION)
    place.textContent = Math.round(from + (to - from) * part).toLocaleString(document.documentElement.lang)
    if (part < 1 && place.isConnected) requestAnimationFrame(tick)
  }
  requestAnimationFrame(tick)
}

onContent(root => root.querySelectorAll<HTMLElement>("[data-count-up][id]").forEach(place => {
  const to = Number(place.dataset.countUp || place.textContent?.replace(/\D/g, ""))
  const from = known.get(place.id)
  known.set(place.id, to)
  if (from !== undefined && from !== to && !still.matches) countUp(place, from, to)
}))
