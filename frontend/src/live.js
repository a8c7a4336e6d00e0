// htmx, kept inside the content security policy, and the regions that refresh themselves.

import htmx from "htmx.org";

const etags = new WeakMap();

// 304 means "as you have it": without this, htmx would replace the region with nothing.
const RESPONSES = [
  { code: "204", swap: false },
  { code: "304", swap: false },
  { code: "422", swap: true },
  { code: "[23]..", swap: true },
  { code: "[45]..", swap: false, error: true },
];

function configure() {
  Object.assign(htmx.config, {
    allowEval: false,
    allowScriptTags: false,
    includeIndicatorStyles: false,
    selfRequestsOnly: true,
    // A page about a person is never kept in the browser's storage.
    historyCacheSize: 0,
    refreshOnHistoryMiss: true,
    responseHandling: RESPONSES,
  });
}

const regionOf = (event) => event.detail.elt.closest?.("[data-live]");
const isPoll = (event) => event.detail.elt.matches?.("[data-live]");

// Someone reading by keyboard or halfway through a word must not have the ground pulled away.
const inUse = (region) => region.matches(":focus-within") || region.querySelector("details[open], :popover-open");

function askOnlyForNews(event) {
  const etag = isPoll(event) && etags.get(event.detail.elt);
  if (etag) event.detail.headers["If-None-Match"] = etag;
}

function restWhenUnwatched(event) {
  if (!isPoll(event)) return;
  const region = regionOf(event);
  if (document.hidden || region.hasAttribute("data-paused") || inUse(region)) event.preventDefault();
}

function spareWhatIsInUse(event) {
  if (isPoll(event) && inUse(event.detail.elt)) event.detail.shouldSwap = false;
}

function rememberVersion(event) {
  const { elt, xhr } = event.detail;
  if (!elt.matches?.("[data-live]")) return;
  const etag = xhr.getResponseHeader("ETag");
  if (etag) etags.set(elt, etag);
}

// What changes by itself can be stopped (WCAG 2.2.2).
function offerPause(region) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button--quiet live__pause";
  button.textContent = region.dataset.pause;
  button.addEventListener("click", () => {
    const paused = region.toggleAttribute("data-paused");
    button.textContent = paused ? region.dataset.resume : region.dataset.pause;
  });
  region.before(button);
}

export function live() {
  configure();
  document.addEventListener("htmx:configRequest", askOnlyForNews);
  document.addEventListener("htmx:beforeRequest", restWhenUnwatched);
  document.addEventListener("htmx:beforeSwap", spareWhatIsInUse);
  document.addEventListener("htmx:afterSwap", rememberVersion);
  document.querySelectorAll("[data-live]").forEach(offerPause);
}
