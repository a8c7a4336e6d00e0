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
const textareasIn = (root) => [...root.querySelectorAll("textarea[name]:not([data-no-draft], [data-no-draft] *)")];
const textareas = () => [...document.querySelectorAll("form[method=post]")].flatMap(textareasIn);

// Attributes, as a form's own properties give way to any field that bears their name.
function keyOf(area) {
  const form = area.form.getAttribute("id") ?? area.form.getAttribute("action") ?? "";
  const place = [location.pathname, form, area.name];
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

// A form that chooses between words written before carries them itself: what its page then shows is what was chosen.
function forgetAt(store, path) {
  for (const key of draftKeys(store)) {
    if (JSON.parse(key.slice(PREFIX.length))[1] === path) store.removeItem(key);
  }
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

// The page that answers a form names the form's page as where it came from. One reached by going back, or by typing an
// address after the network failed, does not; and neither proves that the words arrived.
function answersTheForm() {
  const { type, responseStatus } = performance.getEntriesByType("navigation")[0] ?? {};
  const failed = responseStatus >= 400 || document.querySelector("[data-error-summary], [data-failed]");
  return who() && document.referrer && type !== "back_forward" && !failed;
}

function settle(store) {
  const sent = JSON.parse(store.getItem(SENT) ?? "[]");
  if (answersTheForm()) sent.forEach((key) => store.removeItem(key));
  store.removeItem(SENT);
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
  if (form.hasAttribute("data-sign-out")) return storage((store) => store.clear());
  if (event.defaultPrevented) return null;
  if (form.hasAttribute("data-settles-drafts")) {
    return storage((store) => forgetAt(store, new URL(form.getAttribute("action"), location).pathname));
  }
  const keys = textareasIn(form).map(keyOf);
  return keys.length ? storage((store) => store.setItem(SENT, JSON.stringify(keys))) : null;
}

// A form sent by htmx answers into the page it stands on: no next page will settle it.
function onAnswerInPlace(event) {
  const { elt, successful, xhr } = event.detail;
  if (elt.tagName !== "FORM" || !successful || xhr.responseText.includes("data-error-summary")) return;
  storage((store) => textareasIn(elt).forEach((area) => store.removeItem(keyOf(area))));
  textareasIn(elt).forEach((area) => (area.defaultValue = area.value));
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
  document.addEventListener("htmx:afterRequest", onAnswerInPlace);
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) storage((store) => store.removeItem(SENT));
  });
  window.addEventListener("beforeunload", (event) => {
    if (unsaved()) event.preventDefault();
  });
}
