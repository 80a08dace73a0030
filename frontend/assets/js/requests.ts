// What htmx tells about a request, as far as we use it, and a way to run something on new content.
import "htmx.org"

export interface RequestContext {
  sourceElement?: Element
  target?: Element
  request: { method: string; action: string; form?: HTMLFormElement | null }
  response?: { status: number; raw: Response }
  text?: string
  status: string
}

/** Listens to one of htmx's events, anywhere on the page. */
export function onRequest(name: string, run: (context: RequestContext, event: Event) => void): void {
  document.addEventListener(`htmx:${name}`, event => {
    const context = (event as CustomEvent<{ ctx?: RequestContext }>).detail?.ctx
    if (context) run(context, event)
  })
}

/** Runs now for the whole page, and again for whatever htmx puts in it. */
export function onContent(run: (root: ParentNode) => void): void {
  run(document)
  onRequest("after:swap", context => run(context.target?.isConnected ? (context.target.parentElement ?? document) : document))
}
