// The crossing's hands: move from stone to stone, read a label, follow a success, see it grow.
// The picture itself is drawn by the back end and is complete without this file.
import { onContent } from "./requests"

const SECONDS = 12
const REST = 1.2 // seconds in which the sentence of a quarter can be read
const FITS = 0.7 // the part of the window that a picture may take and still be seen whole
const EYES = 0.4 // where in the window the row that is laid stands, from its top
const NEAR = 22 // how far from a stone a pointer may be, in the picture's units
const SVG = "http://www.w3.org/2000/svg"
const KINDS: Record<string, string> = { l: "listened", t: "tried", c: "changed", g: "golden" }
const still = matchMedia("(prefers-reduced-motion: reduce)")

interface Caption { at: number; to: number; text: string; name: string; before: number }
interface Replay { rows: number; steps: number[]; weeks: [name: string, counts: string][]; so_far: [string, string]; captions: Caption[] }
interface Stone { row: number; x: number; y: number; size: number; text: string; href?: string; titled?: boolean }
interface Row { element: SVGElement; x: number; y: number; label: string; full: string }

const fill = (template: string, values: Record<string, string>): string =>
  template.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole)

const number = (element: Element, name: string): number => Number(element.getAttribute(name) ?? 0)

function shift(element: Element): [number, number] {
  const found = /translate\((-?[\d.]+) (-?[\d.]+)\)/.exec(element.getAttribute("transform") ?? "")
  return found ? [Number(found[1]), Number(found[2])] : [0, 0]
}

/** One SVG of the crossing, laptop or phone: its rows and stones, read from the markup. */
class Picture {
  readonly rows: Row[]
  readonly replay: Replay
  readonly marks: SVGElement[]
  private known?: Stone[]
  private at = -1
  private readonly cursor = document.createElementNS(SVG, "g")
  private readonly bubble = document.createElement("div")

  constructor(readonly place: HTMLElement, readonly svg: SVGSVGElement, private readonly say: (text: string) => void) {
    this.marks = [...svg.querySelectorAll<SVGElement>("[data-w]")]
    const told = place.querySelector('script[type="application/json"]')?.textContent
    this.replay = told ? JSON.parse(told) as Replay : { rows: 0, steps: [], weeks: [], so_far: ["", ""], captions: [] }
    this.rows = this.marks.filter(mark => mark.dataset.week).map((mark, index) => this.row(mark, index))
    this.bubble.className = "crossing__bubble"
    this.bubble.hidden = true
    this.bubble.setAttribute("aria-hidden", "true")
    place.append(this.bubble)
    svg.append(this.cursor)
    svg.setAttribute("role", "application")
    svg.setAttribute("tabindex", "0")
    svg.addEventListener("keydown", event => this.key(event))
    svg.addEventListener("focus", () => this.move(this.at < 0 ? this.stones.length - 1 : this.at))
    svg.addEventListener("blur", () => this.leave())
    svg.addEventListener("pointermove", event => { if (event.pointerType !== "touch") this.point(event) })
    svg.addEventListener("pointerleave", () => { if (document.activeElement !== svg) this.leave() })
    svg.addEventListener("click", event => this.point(event))
  }

  private row(element: SVGElement, index: number): Row {
    const [x, y] = shift(element)
    const [label, counts] = this.replay.weeks[index] ?? ["", ""]
    const full = counts ? fill(this.svg.dataset.row ?? "", { week: label, parts: counts }) : label
    return { element, x, y, label, full }
  }

  /** All stones in the order of time; read once, when first asked for. */
  get stones(): Stone[] {
    this.known ??= this.marks.flatMap(mark => mark.dataset.week ? this.plain(mark) : [this.golden(mark)])
      .sort((one, other) => one.row - other.row || one.y - other.y || one.x - other.x)
    return this.known
  }

  private plain(mark: SVGElement): Stone[] {
    const row = Number(mark.dataset.w)
    const { x, y, label, full } = this.rows[row]!
    const size = Number(this.svg.dataset.radius)
    const kinds = JSON.parse(this.svg.dataset.kinds ?? "{}") as Record<string, string>
    const many = this.svg.dataset.steps !== "1"
    return [...mark.children].map(stone => {
      const letter = (stone.getAttribute("href") ?? "").at(-2) ?? ""
      const text = many ? full : fill(this.svg.dataset.stone ?? "", { kind: kinds[letter] ?? KINDS[letter] ?? "", week: label })
      return { row, x: x + number(stone, "x"), y: y + number(stone, "y"), size, text }
    })
  }

  private golden(mark: SVGElement): Stone {
    const stone = mark.querySelector("use")
    const slab = mark.querySelector("rect")
    const [x, y] = stone ? [number(stone, "x"), number(stone, "y")]
      : slab ? [number(slab, "x") + number(slab, "width") / 2, number(slab, "y") + number(slab, "height") / 2] : [0, 0]
    const size = slab ? number(slab, "width") / 2 : Math.max(7, Number(this.svg.dataset.radius) * 1.16)
    const text = mark.getAttribute("aria-label") ?? mark.dataset.label ?? ""
    const title = mark.querySelector("text")
    return { row: Number(mark.dataset.w), x, y, size, text, href: mark.getAttribute("href") ?? undefined, titled: title !== null && number(title, "y") < y }
  }

  private key(event: KeyboardEvent): void {
    if (event.ctrlKey || event.altKey || event.metaKey || !this.stones.length) return
    const last = this.stones.length - 1
    const here = Math.max(0, this.at)
    const to: Record<string, number> = {
      ArrowRight: here + 1, ArrowUp: here + 1, ArrowLeft: here - 1, ArrowDown: here - 1,
      Home: 0, End: last, PageUp: this.week(here, 1), PageDown: this.week(here, -1),
    }
    const target = to[event.key]
    if (target !== undefined) this.move(Math.max(0, Math.min(last, target)))
    else if (event.key === "Enter" && this.stones[here]?.href) location.assign(this.stones[here].href)
    else if (event.key === "Escape") this.leave()
    else return
    event.preventDefault()
  }

  /** The first stone of the next week, or of this or the previous one. */
  private week(here: number, by: 1 | -1): number {
    const row = this.stones[here]!.row
    if (by > 0) {
      const next = this.stones.findIndex(stone => stone.row > row)
      return next < 0 ? this.stones.length - 1 : next
    }
    const before = this.stones[here - 1]?.row
    return before === undefined ? 0 : this.stones.findIndex(stone => stone.row === before)
  }

  private move(index: number): void {
    const stone = this.stones[index]
    if (!stone) return
    this.at = index
    this.show(stone)
    this.say(stone.text)
  }

  private point(event: MouseEvent): void {
    const matrix = this.svg.getScreenCTM()
    if (!matrix) return
    const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix.inverse())
    const link = (event.target as Element).closest<SVGElement>("a[data-w], g[data-gold]")
    const titled = link ? this.golden(link) : undefined
    let nearest = titled
    let best = NEAR
    for (const stone of titled ? [] : this.stones) {
      const away = Math.hypot(stone.x - at.x, stone.y - at.y) - stone.size
      if (away < best && !this.rows[stone.row]?.element.classList.contains("is-to-come")) [nearest, best] = [stone, away]
    }
    if (nearest) this.show(nearest, nearest.href ? nearest.text : this.rows[nearest.row]?.full)
    else this.leave()
  }

  private show(stone: Stone, text = stone.text): void {
    const ring = (name: string) => {
      const circle = document.createElementNS(SVG, "circle")
      for (const [key, value] of Object.entries({ cx: stone.x, cy: stone.y, r: stone.size + 5 })) circle.setAttribute(key, String(value))
      circle.setAttribute("class", name)
      return circle
    }
    this.cursor.replaceChildren(ring("crossing-cursor crossing-cursor--gap"), ring("crossing-cursor"))
    this.bubble.textContent = text
    this.bubble.hidden = false
    const box = this.place.getBoundingClientRect()
    const matrix = this.svg.getScreenCTM()
    if (!matrix) return
    const at = new DOMPoint(stone.x, stone.y).matrixTransform(matrix)
    const half = this.bubble.offsetWidth / 2
    const left = Math.max(8 + half, Math.min(box.width - half - 8, at.x - box.left))
    const above = at.y - box.top - (stone.size + 9) * matrix.a - this.bubble.offsetHeight
    const top = above > 4 && !stone.titled ? above : at.y - box.top + (stone.size + 9) * matrix.a
    this.bubble.style.left = `${left - half}px`
    this.bubble.style.top = `${top}px`
  }

  leave(): void {
    this.cursor.replaceChildren()
    this.bubble.hidden = true
  }

  /** Brings what is laid after `rows` rows into view, where the picture is taller than the window. */
  follow(rows: number): void {
    const matrix = this.svg.getScreenCTM()
    const index = Math.min(this.rows.length, Math.max(1, Math.ceil(rows))) - 1
    const [now, next] = [this.rows[index], this.rows[index + 1]]
    if (!matrix || !now || this.svg.getBoundingClientRect().height < innerHeight * FITS) return
    // On its way to the next row, so that it glides.
    const part = next && rows < this.rows.length ? Math.max(0, rows - index) : 0
    const y = now.y + ((next?.y ?? now.y) - now.y) * part
    const top = new DOMPoint(now.x, y).matrixTransform(matrix).y
    scrollBy({ top: top - innerHeight * EYES, behavior: "instant" })
  }

  get visible(): boolean {
    return this.svg.getClientRects().length > 0
  }

  /** Shows the picture as it was after `rows` rows; the dashed line goes along. */
  grownTo(rows: number): void {
    for (const mark of this.marks) mark.classList.toggle("is-to-come", Number(mark.dataset.w) >= rows)
    const done = rows >= this.rows.length
    this.svg.classList.toggle("is-replaying", !done)
    const now = this.rows[Math.min(this.rows.length, Math.max(1, Math.ceil(rows))) - 1]
    const last = this.rows.at(-1)
    const line = this.svg.querySelector<SVGElement>(".crossing-today")
    if (!now || !last || !line) return
    const upwards = now.x === last.x
    line.style.transform = done ? "" : upwards ? `translateY(${now.y - last.y}px)` : `translateX(${now.x - last.x}px)`
  }

  /** What is told after `rows` rows: of a quarter that is laid its sentence, else how far it is. */
  told(rows: number): { soFar: string; text: string } {
    const { captions, steps, so_far } = this.replay
    const shown = Math.ceil(rows)
    const caption = captions.findLast(one => one.at < rows) ?? captions[0]
    if (!caption || shown > caption.to) return { soFar: "", text: caption?.text ?? "" }
    const count = steps.slice(caption.at, shown).reduce((sum, one) => sum + one, caption.before)
    const values = { quarter: caption.name, count: count.toLocaleString(document.documentElement.lang) }
    return { soFar: fill(so_far[count === 1 ? 0 : 1], values), text: "" }
  }
}

/** Button, range and caption: 12 seconds from the first week until today. */
class Player {
  private frame = 0
  private timer = 0
  private follows = false
  private readonly idle: string

  constructor(
    private readonly pictures: Picture[], private readonly button: HTMLButtonElement,
    private readonly panel: HTMLElement, private readonly range: HTMLInputElement,
    private readonly caption: HTMLElement, private readonly soFar: HTMLElement,
  ) {
    this.idle = button.textContent ?? ""
    button.hidden = false
    button.addEventListener("click", () => this.playing ? this.stop() : this.play())
    range.addEventListener("input", () => { this.stop(); this.follows = true; this.show(Number(range.value)) })
    range.addEventListener("keydown", event => this.quarter(event))
    // Whoever looks elsewhere meanwhile is not pulled back.
    for (const name of ["wheel", "touchmove"]) {
      document.addEventListener(name, () => { if (this.playing) this.follows = false }, { passive: true })
    }
  }

  private get picture(): Picture { return this.pictures.find(picture => picture.visible) ?? this.pictures[0]! }
  private get playing(): boolean { return this.frame > 0 || this.timer > 0 }

  private show(rows: number): void {
    const picture = this.picture
    picture.leave()
    picture.grownTo(rows)
    if (this.follows) picture.follow(rows)
    const week = picture.rows[Math.max(0, Math.ceil(rows) - 1)]
    const { soFar, text } = picture.told(rows)
    this.range.max = String(picture.rows.length)
    this.range.value = String(Math.ceil(rows))
    if (week) this.range.setAttribute("aria-valuetext", [week.full, this.playing ? "" : soFar].filter(Boolean).join(". "))
    this.soFar.textContent = soFar
    if (this.caption.textContent !== text) this.caption.textContent = text
  }

  private play(): void {
    this.panel.hidden = false
    this.follows = true
    this.button.textContent = this.button.dataset.stop ?? this.idle
    if (still.matches) this.jump(0)
    else this.run(performance.now())
  }

  private run(start: number): void {
    const total = this.picture.rows.length
    const tick = (now: number) => {
      const seconds = Math.max(0, (now - start) / 1000)
      if (!this.button.isConnected || seconds >= SECONDS) return this.stop(total)
      this.show(Math.max(0.01, this.laid(seconds)))
      this.frame = requestAnimationFrame(tick)
    }
    this.frame = requestAnimationFrame(tick)
  }

  /** How many rows lie there after so many seconds; where a quarter ends it rests, to be read. */
  private laid(seconds: number): number {
    const total = this.picture.rows.length
    const ends = this.picture.replay.captions.map(caption => caption.to + 1).filter(end => end < total)
    const rest = Math.min(REST, SECONDS / 2 / (ends.length + 1))
    const pace = total / (SECONDS - rest * ends.length)
    let rested = 0
    for (const end of ends) {
      if (seconds <= end / pace + rested) break
      if (seconds <= end / pace + rested + rest) return end
      rested += rest
    }
    return (seconds - rested) * pace
  }

  /** Without movement: quarter after quarter, each as a still picture. */
  private jump(index: number): void {
    const { captions } = this.picture.replay
    const caption = captions[index]
    if (!caption || !this.button.isConnected) return this.stop(this.picture.rows.length)
    this.show(caption.to + 1)
    this.timer = window.setTimeout(() => this.jump(index + 1), SECONDS * 1000 / captions.length)
  }

  private stop(rows?: number): void {
    cancelAnimationFrame(this.frame)
    clearTimeout(this.timer)
    this.frame = this.timer = 0
    this.button.textContent = this.idle
    if (rows !== undefined) this.show(rows)
    this.follows = false
  }

  /** Page Up and Page Down on the range go by quarter. */
  private quarter(event: KeyboardEvent): void {
    const by = event.key === "PageUp" ? 1 : event.key === "PageDown" ? -1 : 0
    if (!by) return
    event.preventDefault()
    this.stop()
    this.follows = true
    const ends = this.picture.replay.captions.map(caption => caption.to + 1)
    const now = Number(this.range.value)
    this.show((by > 0 ? ends.find(end => end > now) : ends.findLast(end => end < now)) ?? (by > 0 ? ends.at(-1) ?? now : 1))
  }
}

function start(crossing: HTMLElement): void {
  crossing.dataset.started = ""
  const live = crossing.querySelector<HTMLElement>("[data-crossing-live]")
  // Two stones may be alike; what does not change is not read out, so the second differs invisibly.
  const say = (text: string) => { if (live) live.textContent = live.textContent === text ? `${text}\u00a0` : text }
  const pictures = [...crossing.querySelectorAll<HTMLElement>(".crossing__picture")].flatMap(place => {
    const svg = place.querySelector("svg")
    return svg ? [new Picture(place, svg, say)] : []
  })
  for (const picture of pictures) {
    const hint = crossing.querySelector("[data-crossing-hint]")?.id
    if (hint) picture.svg.setAttribute("aria-describedby", hint)
  }
  const button = crossing.querySelector<HTMLButtonElement>("[data-crossing-play]")
  const panel = crossing.querySelector<HTMLElement>("[data-crossing-replay]")
  const range = panel?.querySelector<HTMLInputElement>("input[type=range]")
  const caption = panel?.querySelector<HTMLElement>("[data-crossing-caption]")
  const soFar = panel?.querySelector<HTMLElement>("[data-crossing-so-far]")
  if (button && panel && range && caption && soFar && pictures.some(picture => picture.rows.length > 1)) {
    new Player(pictures, button, panel, range, caption, soFar)
  }
}

onContent(root => root.querySelectorAll<HTMLElement>("[data-crossing]:not([data-started])").forEach(start))
