import { readConfigText } from "../../src/config/read-config.ts";
import { type ValidateOptions, type Validation, validate } from "../../src/config/validate.ts";

/** What checking the structure of a text in the new form says; nothing is upgraded or expanded. */
export async function validated(text: string, options: ValidateOptions = {}): Promise<Validation> {
  return validate(await readConfigText(text, "modelmall.yaml"), options);
}
