// A form goes once, however often a tired hand presses; and what is wrong is read first.

const sending = "data-sending";

function submitButtons(form) {
  return [...form.elements].filter((control) => control.type === "submit");
}

function mark(form, isSending) {
  form.toggleAttribute(sending, isSending);
  for (const button of submitButtons(form)) {
    if (isSending) button.setAttribute("aria-disabled", "true");
    else button.removeAttribute("aria-disabled");
  }
}

// aria-disabled rather than disabled: a disabled button would drop the focus, and its own name from what is sent.
function onSubmit(event) {
  const form = event.target;
  if (!form.matches("[method=post]") || form.hasAttribute("data-repeatable")) return;
  if (form.hasAttribute(sending)) {
    event.preventDefault();
    event.stopImmediatePropagation();
  } else if (!event.defaultPrevented) {
    mark(form, true);
  }
}

export function refuseSecondSubmit() {
  document.addEventListener("submit", onSubmit);
  window.addEventListener("pageshow", () => {
    document.querySelectorAll(`form[${sending}]`).forEach((form) => mark(form, false));
  });
}

export function focusErrorSummary() {
  const summary = document.querySelector("[data-error-summary]");
  if (!summary) return;
  // The browser's own autofocus comes first; this is for those that know it only on inputs.
  window.addEventListener("load", () => requestAnimationFrame(() => summary.focus()));
  summary.addEventListener("click", leadToField);
}

// The label comes into view with its field; a bare link would hide it above the edge of the window.
function leadToField(event) {
  const link = event.target.closest("a[href^='#']");
  const field = link && document.getElementById(link.hash.slice(1));
  if (!field) return;
  event.preventDefault();
  (field.closest(".govuk-form-group") ?? field).scrollIntoView();
  field.focus({ preventScroll: true });
}
