/** A record while it is made: its fields may still be set. */
export type Writable<Type> = { -readonly [Key in keyof Type]: Type[Key] };
