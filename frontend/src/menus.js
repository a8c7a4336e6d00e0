// Menus are plain <details>; with script they also close on Escape and on a press elsewhere.

const openMenus = () => [...document.querySelectorAll("details[data-menu][open]")];

function onKey(event) {
  if (event.key !== "Escape") return;
  for (const menu of openMenus()) {
    const hadFocus = menu.contains(document.activeElement);
    menu.open = false;
    if (hadFocus) menu.querySelector("summary").focus();
  }
}

function onPress(event) {
  for (const menu of openMenus()) if (!menu.contains(event.target)) menu.open = false;
}

export function closeMenus() {
  document.addEventListener("keydown", onKey);
  document.addEventListener("click", onPress);
}
