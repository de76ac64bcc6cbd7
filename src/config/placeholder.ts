/** Whether a text is a blank of a template, to be filled in: `[provider]`. */
export function isPlaceholder(text: string): boolean {
  return /^\[[^[\]]+\]$/.test(text);
}

/** Whether a target has a blank where its backend or its model should be: `[provider]/gpt-4`. */
export function hasPlaceholder(target: string): boolean {
  return isPlaceholder(target) || target.split("/").some(isPlaceholder);
}
