/**
 * A config written as a JavaScript object, in the few ways in which YAML reads it otherwise: `//` comments, and
 * `process.env.NAME`. Every sign keeps its place, so that positions stay true; any other text comes back as it is.
 */
export function javascriptToYaml(text: string): string {
  if (!/^\s*(?:\{|\/\/)/.test(text)) return text;
  return text.replace(TOKEN, (token, environment: string | undefined) => {
    if (environment !== undefined) return `"\${${environment}}"`.padEnd(token.length);
    return token.startsWith("//") ? ` #${token.slice(2)}` : token;
  });
}

// Quoted texts come first, so that nothing inside one is taken for a comment.
const TOKEN =
  /"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|(?<=^|[\s,{[\]}])\/\/.*|\bprocess\.env(?:\.(?=[A-Za-z_])|\[['"])([A-Za-z_][A-Za-z0-9_]*)(?:['"]\])?/gm;
