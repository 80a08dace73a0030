// The minute in which an announcement can be called back, counted down between two looks.
import { onContent } from "./requests"

function countDown(place: HTMLElement): void {
  const ends = Date.parse(place.dataset.countdown ?? "")
  const shown = place.querySelector<HTMLElement>("[data-countdown-seconds]")
  if (!shown || Number.isNaN(ends)) return
  const tick = () => {
    if (!place.isConnected) return window.clearInterval(timer)
    shown.textContent = String(Math.max(0, Math.ceil((ends - Date.now()) / 1000)))
  }
  const timer = window.setInterval(tick, 250)
  tick()
}

onContent(root => root.querySelectorAll<HTMLElement>("[data-countdown]:not([data-counting])").forEach(place => {
  place.dataset.counting = "yes"
  countDown(place)
}))
