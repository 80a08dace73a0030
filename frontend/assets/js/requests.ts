// What htmx tells about a request, as far as we use it, and a way to run something on new content.
import htmx from "htmx.org"

export interface RequestContext {
  sourceElement?: Element
  target?: Element
  select?: string | null
  request: {
    method: string; action: string; form?: HTMLFormElement | null; submitter?: HTMLElement | null; headers: Record<string, string>
    body?: FormData | URLSearchParams | null; timeout?: number
  }
  response?: { status: number; raw: Response }
  // Once the whole answer is there: a line may die in the middle of it.
  text?: string
  // What the answer's head tells htmx to do, without the `HX-`.
  hx?: { trigger?: string }
  status: string
}

/** Listens to one of htmx's events, anywhere on the page. */
export function onRequest(name: string, run: (context: RequestContext, event: Event) => void): void {
  document.addEventListener(`htmx:${name}`, event => {
    const context = (event as CustomEvent<{ ctx?: RequestContext }>).detail?.ctx
    if (context) run(context, event)
  })
}

/** The forms that were sent and have no answer yet. */
export const underWay = new Set<Element>()

const onNew: ((root: ParentNode) => void)[] = []

/** Runs now for the whole page, and again for whatever is put in it. */
export function onContent(run: (root: ParentNode) => void): void {
  onNew.push(run)
  run(document)
}

onRequest("after:swap", context => {
  const root = context.target?.isConnected ? (context.target.parentElement ?? document) : document
  onNew.forEach(run => run(root))
})

/** Shows what a form that was sent as a whole page got for an answer, without leaving the page. */
export function renew(html: string): boolean {
  const page = new DOMParser().parseFromString(html, "text/html")
  const [main, now] = [page.querySelector("main"), document.querySelector("main")]
  if (!main || !now) return false
  document.title = page.title
  now.replaceWith(document.adoptNode(main))
  const toasts = page.querySelectorAll("#toasts > .toast")
  document.querySelector("#toasts")?.append(...toasts)
  htmx.process(main)
  toasts.forEach(toast => htmx.process(toast))
  onNew.forEach(run => run(document))
  const fault = main.querySelector<HTMLElement>(".form-errors, [aria-invalid='true'], .notice[role='alert'], .notice[role='status']")
  if (fault) fault.focus()
  else main.focus()
  if (!fault) scrollTo(0, 0)
  return true
}
