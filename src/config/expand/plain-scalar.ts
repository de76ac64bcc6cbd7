/**
 * What a text means where it stands without quotes, as YAML 1.2 reads it.
 * @see https://yaml.org/spec/1.2.2/#103-core-schema
 */
export function plainScalar(text: string): string | number | boolean | null {
  if (/^(?:null|Null|NULL|~)$/.test(text)) return null;
  if (/^(?:true|True|TRUE)$/.test(text)) return true;
  if (/^(?:false|False|FALSE)$/.test(text)) return false;
  if (!/^(?:[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?|0o[0-7]+|0x[\da-fA-F]+)$/.test(text)) return text;
  const number = Number(text);
  return Number.isFinite(number) ? number : text;
}
