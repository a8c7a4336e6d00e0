// Words typed into a text area are kept for this tab until they have been sent.
//
//   typed ──► draft kept ──► form sent ──► next page loads well ──► draft forgotten
//                 │              │
//                 │              └─ error, signed out, went back ──► draft still there
//                 └─ page left and opened again ──► put back, and said so
//
// Drafts live in sessionStorage: one tab, this browser, gone with the tab, and gone on signing out. They are kept per
// signed-in name, so that whoever signs in next in the same tab is never shown another's words.

const PREFIX = "ecotone:draft:";
const SENT = "ecotone:sent";

const who = () => document.body.dataset.who ?? "";
const textareas = () =>
  [...document.querySelectorAll("form[method=post] textarea[name]")].filter((area) => !area.closest("[data-no-draft]"));

function keyOf(area) {
  const form = area.form;
  const place = [location.pathname, form.id || form.getAttribute("action") || "", area.name];
  return PREFIX + JSON.stringify([who(), ...place]);
}

// Storage may be full or forbidden; a draft is a kindness, and its absence must not break a page.
function storage(act) {
  try {
    return act(sessionStorage);
  } catch {
    return null;
  }
}

const draftKeys = (store) => Object.keys(store).filter((key) => key.startsWith(PREFIX));

function forgetAll(store) {
  draftKeys(store).forEach((key) => store.removeItem(key));
  store.removeItem(SENT);
}

function forgetOthers(store) {
  for (const key of draftKeys(store)) {
    if (JSON.parse(key.slice(PREFIX.length))[0] !== who()) store.removeItem(key);
  }
}

function keep(area) {
  storage((store) => {
    if (area.value.trim() && area.value !== area.defaultValue) store.setItem(keyOf(area), area.value);
    else store.removeItem(keyOf(area));
  });
}

function navigation() {
  return performance.getEntriesByType("navigation")[0] ?? {};
}

function pageLoadedWell() {
  const status = navigation().responseStatus || 200;
  return who() && status < 400 && !document.querySelector("[data-error-summary], [data-failed]");
}

// Going back means the words may still be wanted, so what was marked as sent is a draft again.
function settle(store) {
  const sent = JSON.parse(store.getItem(SENT) ?? "[]");
  if (!sent.length) return;
  if (navigation().type === "back_forward") store.removeItem(SENT);
  else if (pageLoadedWell()) {
    sent.forEach((key) => store.removeItem(key));
    store.removeItem(SENT);
  }
}

function restore(area) {
  const draft = storage((store) => store.getItem(keyOf(area)));
  if (!draft || draft === area.value) return;
  const before = area.value;
  area.value = draft;
  area.before(note(area, before));
}

function note(area, before) {
  const words = document.createElement("div");
  words.className = "draft-note";
  words.append(document.body.dataset.draftKept);
  const discard = document.createElement("button");
  discard.type = "button";
  discard.className = "button button--quiet";
  discard.textContent = document.body.dataset.draftDiscard;
  discard.addEventListener("click", () => {
    area.value = before;
    keep(area);
    words.remove();
    area.focus();
  });
  words.append(discard);
  return words;
}

function onSubmit(event) {
  const form = event.target;
  if (form.hasAttribute("data-sign-out")) return storage(forgetAll);
  if (event.defaultPrevented) return null;
  const keys = textareas().filter((area) => area.form === form).map(keyOf);
  return keys.length ? storage((store) => store.setItem(SENT, JSON.stringify(keys))) : null;
}

function unsaved() {
  return textareas().some(
    (area) => !area.form.hasAttribute("data-sending") && area.value.trim() && area.value !== area.defaultValue,
  );
}

export function keepDrafts() {
  storage((store) => {
    if (who()) forgetOthers(store);
    settle(store);
  });
  textareas().forEach(restore);
  document.addEventListener("input", (event) => {
    if (textareas().includes(event.target)) keep(event.target);
  });
  document.addEventListener("submit", onSubmit);
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) storage((store) => store.removeItem(SENT));
  });
  window.addEventListener("beforeunload", (event) => {
    if (unsaved()) event.preventDefault();
  });
}
