/** A type whose fields may be set one after the other while a value of it is made. */
export type Writable<Value> = { -readonly [Key in keyof Value]: Value[Key] };
