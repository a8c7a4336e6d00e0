// A real OpenID provider (npm's oidc-provider) for the tests: lets through whoever types a name, as just that.
// It is told as JSON who its clients are, says its issuer in a line, and ends with its input.
import { randomBytes } from "node:crypto";
import { createServer } from "node:http";
import Provider from "oidc-provider";

const told = JSON.parse(process.argv[2]);
const people = new Map();
let provider;

const server = createServer((request, answer) =>
  request.url.startsWith("/interaction/") ? interact(request, answer) : provider.callback()(request, answer),
);

async function interact(request, answer) {
  if (request.method !== "POST") {
    const fields = ["sub", "email", "unverified", "amr", "error"].map(
      (name) => `<p><label>${name} <input name="${name}"></label></p>`,
    );
    answer.setHeader("Content-Type", "text/html");
    answer.end(`<!doctype html><html lang="en"><title>Council</title><h1>The council's own sign-in</h1>
      <form method="post">${fields.join("")}<button>Go on</button></form></html>`);
    return;
  }
  let sent = "";
  for await (const part of request) sent += part;
  await provider.interactionFinished(request, answer, await result(request, answer, new URLSearchParams(sent)), {
    mergeWithLastSubmission: false,
  });
}

async function result(request, answer, typed) {
  if (typed.get("error")) return { error: typed.get("error"), error_description: "as was typed" };
  const { params } = await provider.interactionDetails(request, answer);
  const accountId = typed.get("sub");
  people.set(accountId, { email: typed.get("email") || undefined, email_verified: !typed.get("unverified") });
  const grant = new provider.Grant({ accountId, clientId: params.client_id });
  grant.addOIDCScope("openid email profile");
  const amr = typed.get("amr") ? typed.get("amr").split(" ") : undefined;
  return { login: { accountId, amr }, consent: { grantId: await grant.save() } };
}

server.listen(0, "127.0.0.1", () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  provider = new Provider(issuer, {
    clients: told.clients,
    claims: { openid: ["sub", "amr"], email: ["email", "email_verified"], profile: ["name"] },
    conformIdTokenClaims: false,
    cookies: { keys: [randomBytes(16).toString("hex")] },
    features: { backchannelLogout: { enabled: true }, devInteractions: { enabled: false } },
    // It calls back to this very machine, which it would not do by itself.
    fetch: (url, { dispatcher, ...options }) => fetch(url, options),
    findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, name: id, ...people.get(id) }) }),
    interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
    pkce: { required: () => true },
    enabledJWA: { clientAuthSigningAlgValues: ["RS256", "RS512", "ES256"] },
    responseTypes: ["code"],
  });
  process.stdout.write(`${issuer}\n`);
});
process.stdin.resume().on("end", () => process.exit());
