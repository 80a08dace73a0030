// The minute in which an announcement can be called back, counted down between two looks. The server
// says how long it still is; the clock of this device may be wrong, and is not asked.
import { onContent } from "./requests"

const counting = new WeakSet<HTMLElement>()

function countDown(place: HTMLElement): void {
  let left = ""
  let since = 0
  const tick = () => {
    if (!place.isConnected) return window.clearInterval(timer)
    if (left !== place.dataset.countdown) {
      left = place.dataset.countdown ?? ""
      since = performance.now()
    }
    const shown = place.querySelector<HTMLElement>("[data-countdown-seconds]")
    if (shown) shown.textContent = String(Math.max(0, Math.ceil((Number(left) - (performance.now() - since)) / 1000)))
  }
  const timer = window.setInterval(tick, 250)
  tick()
}

onContent(root => root.querySelectorAll<HTMLElement>("[data-countdown]").forEach(place => {
  if (counting.has(place)) return
  counting.add(place)
  countDown(place)
}))
