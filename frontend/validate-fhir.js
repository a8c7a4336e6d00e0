// The outside validator that the tests ask: R4 resources, one to a line, in; for each a line of messages, out.
import { createInterface } from "node:readline";
import fhirModule from "fhir";

const fhir = new fhirModule.Fhir();
for await (const line of createInterface({ input: process.stdin })) {
  const found = fhir.validate(JSON.parse(line), { errorOnUnexpected: true });
  const said = found.messages.filter((each) => each.severity === "error" || each.severity === "fatal");
  process.stdout.write(`${JSON.stringify(said)}\n`);
}
