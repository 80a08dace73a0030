// Menus close on Escape, on a click beside them and when the focus leaves; dialogs open by a button.
const MENU = "details.menu[open]"

function closeMenus(except: EventTarget | null): void {
  for (const menu of document.querySelectorAll<HTMLDetailsElement>(MENU)) {
    if (!(except instanceof Node && menu.contains(except))) menu.open = false
  }
}

document.addEventListener("click", event => closeMenus(event.target))
document.addEventListener("focusin", event => closeMenus(event.target))
document.addEventListener("keydown", event => {
  if (event.key !== "Escape") return
  const menu = document.activeElement?.closest<HTMLDetailsElement>(MENU)
  if (!menu) return
  menu.open = false
  menu.querySelector("summary")?.focus()
})

document.addEventListener("click", event => {
  const button = (event.target as Element).closest<HTMLElement>("[data-opens], [data-closes]")
  if (!button) return
  if (button.dataset.opens) document.querySelector<HTMLDialogElement>(`#${CSS.escape(button.dataset.opens)}`)?.showModal()
  else button.closest("dialog")?.close()
})
