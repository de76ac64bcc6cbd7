/** A config with so many exposed models, 13 lines each, of targets that are taken in turn; what users write, not the shortest. */
export function configText(models: number, targets: readonly string[]): string {
  const target = (index: number) => targets[index % targets.length];
  const names = Array.from({ length: models }, (_, index) => `model-${index}`);
  return [
    "version: 1",
    "model_defaults:",
    "  temperature: 0.7",
    "  max_tokens: 1024",
    "backends:",
    "  openai:",
    "    provider: openai",
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a variable of the config.
    "    api_key: ${OPENAI_API_KEY:-none}",
    "  ollama:",
    "    base_url: http://localhost:11434",
    "models:",
    ...names.flatMap((name, index) => [
      `  ${name}:`,
      "    backend:",
      `      - ${target(2 * index)}`,
      `      - target: ${target(2 * index + 1)}`,
      "        weight: 2",
      `    description: The model ${index} of a long list`,
      "    strategy: cost",
      "    capabilities: [chat]",
      "    parameters:",
      "      temperature: 0.2",
      "      stop: [END]",
      "    timeout: 30s",
      `    aliases: [other-${index}]`,
    ]),
    "",
  ].join("\n");
}
