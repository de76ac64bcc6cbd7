import { createWire } from "../../../src/wire/create-wire.ts";

// Calls the address it is given, closes nothing, and should end all the same.
const [url = ""] = process.argv.slice(2);
const answer = await createWire({ env: {} }).send(
  { method: "POST", url, headers: {}, body: "{}" },
  { target: "acme/m", secrets: [] },
);
console.log(JSON.stringify(await answer.json()));
