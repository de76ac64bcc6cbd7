/** What of an object is there: each entry absent or other than `undefined`. */
export type Present<Fields> = { [Name in keyof Fields]?: Exclude<Fields[Name], undefined> };

/** The entries that are not `undefined`; empty lists and objects stay, for they may say something. */
export function present<Fields extends object>(fields: Fields): Present<Fields> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Present<Fields>;
}
