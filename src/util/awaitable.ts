/** What is there already, or comes. */
export type Awaitable<Value> = Value | PromiseLike<Value>;

/** Whether it has to be waited for. */
export function isPending<Value>(value: Awaitable<Value>): value is PromiseLike<Value> {
  return typeof (value as PromiseLike<Value> | undefined)?.then === "function";
}

/** Goes on with a value: at once where it is there, for a wait costs more than most of what waits. */
export function whenReady<Value, Result>(
  value: Awaitable<Value>,
  goOn: (value: Value) => Awaitable<Result>,
): Awaitable<Result> {
  return isPending(value) ? value.then(goOn) : goOn(value);
}
