/** A wrong config, and the one problem it has: `path code: message`. */
export interface WrongConfig {
  readonly what: string;
  readonly yaml: string;
  readonly problem: string;
}

/** Cases written as blocks of `# what`, the config, and `=> problem`, with an empty line between two of them. */
export function wrongConfigs(text: string): WrongConfig[] {
  return text
    .trim()
    .split(/\n\n+/)
    .map((block) => {
      const [, what, yaml, problem] = /^# (.+)\n([\s\S]+)\n=> (.+)$/.exec(block) ?? [];
      if (what === undefined || yaml === undefined || problem === undefined) throw new Error(`no case: ${block}`);
      return { what, yaml, problem };
    });
}
