// Passkeys: asks our server what is to be signed or made, has the browser do it, and sends the answer as a form.
// Without script, or in a browser that knows no passkeys, such a form stays hidden, and words say why.

const bytes = (text) =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));

const letters = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, "-")
    .replace(/\//g, "_")
    .replace(/=+$/, "");

const named = (credentials) => (credentials ?? []).map((each) => ({ ...each, id: bytes(each.id) }));

function toSign(options) {
  const publicKey = { ...options, challenge: bytes(options.challenge) };
  publicKey.allowCredentials = named(options.allowCredentials);
  return navigator.credentials.get({ publicKey });
}

function toMake(options) {
  const publicKey = { ...options, challenge: bytes(options.challenge) };
  publicKey.user = { ...options.user, id: bytes(options.user.id) };
  publicKey.excludeCredentials = named(options.excludeCredentials);
  return navigator.credentials.create({ publicKey });
}

function inWords(credential) {
  const { response } = credential;
  const said = {};
  for (const part of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (response[part]) said[part] = letters(response[part]);
  }
  return JSON.stringify({ id: credential.id, rawId: letters(credential.rawId), type: credential.type, response: said });
}

async function asked(form) {
  const answer = await fetch(form.dataset.ask, { method: "POST", body: new FormData(form) });
  const found = await answer.json();
  if (!answer.ok) throw new Error(found.said);
  return found;
}

async function go(form) {
  const say = (words) => (form.querySelector("[data-said]").textContent = words);
  const act = form.dataset.passkey === "make" ? toMake : toSign;
  let options;
  say("");
  try {
    options = await asked(form);
  } catch (error) {
    return say(error instanceof SyntaxError || !error.message ? form.dataset.failed : error.message);
  }
  try {
    form.querySelector("[data-answer], [name=made]").value = inWords(await act(options));
  } catch (error) {
    return say(error.name === "InvalidStateError" ? form.dataset.there : form.dataset.stopped);
  }
  // On one page with the password's own form, whose tick counts for both.
  if (form.elements.shared) form.elements.shared.value = document.querySelector("[name=shared]:checked")?.value ?? "";
  return form.submit();
}

export function passkeys() {
  if (!window.PublicKeyCredential || !navigator.credentials) return;
  document.querySelectorAll("[data-no-passkeys]").forEach((words) => (words.hidden = true));
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.hidden = false;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (form.hasAttribute("aria-busy")) return;
      form.setAttribute("aria-busy", "true");
      go(form).finally(() => form.removeAttribute("aria-busy"));
    });
  }
}
