import type { Backend } from "../backend.ts";
import type { ChatChunk } from "../chat.ts";

/** What a backend may be able to do beside chat. */
export type OptionalMethod = Exclude<
  { [Key in keyof Backend]: undefined extends Backend[Key] ? Key : never }[keyof Backend],
  undefined
>;

export interface LazyBackendOptions {
  readonly name: string;
  /** What the backend can do beside chat, told before it is there. */
  readonly can: readonly OptionalMethod[];
  /** Called at the first call, and again after it failed. */
  load(): Promise<Backend>;
}

/** A backend that is loaded when it is first called, so that making one costs nothing. */
export function lazyBackend({ name, can, load }: LazyBackendOptions): Backend {
  let ready: Backend | undefined;
  let loading: Promise<Backend> | undefined;
  const loaded = (): Promise<Backend> => {
    loading ??= load().then(
      (backend) => {
        ready = backend;
        return backend;
      },
      (error: unknown) => {
        loading = undefined;
        throw error;
      },
    );
    return loading;
  };
  const method =
    (key: OptionalMethod) =>
    async (...args: readonly unknown[]): Promise<unknown> => {
      const backend = await loaded();
      return Reflect.apply(backend[key] as (...given: never) => unknown, backend, args);
    };
  return {
    name,
    generate: (model, request, options) =>
      ready === undefined
        ? loaded().then((backend) => backend.generate(model, request, options))
        : ready.generate(model, request, options),
    stream: (...args) => new DeferredStream(async () => (await loaded()).stream(...args)),
    ...(Object.fromEntries(can.map((key) => [key, method(key)])) as Partial<Pick<Backend, OptionalMethod>>),
    close: async () => {
      await (await loading?.catch(() => undefined))?.close();
    },
  };
}

/** A stream that is opened when its first chunk is asked for; after that it hands on without a step of its own. */
class DeferredStream implements AsyncIterableIterator<ChatChunk> {
  readonly #open: () => Promise<AsyncIterable<ChatChunk>>;
  #inner: AsyncIterator<ChatChunk> | undefined;
  #isOver = false;

  constructor(open: () => Promise<AsyncIterable<ChatChunk>>) {
    this.#open = open;
  }

  next(): Promise<IteratorResult<ChatChunk>> {
    return this.#inner === undefined ? this.#first() : this.#inner.next();
  }

  async return(): Promise<IteratorResult<ChatChunk>> {
    this.#isOver = true;
    await this.#inner?.return?.();
    return { done: true, value: undefined };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async #first(): Promise<IteratorResult<ChatChunk>> {
    if (this.#isOver) return { done: true, value: undefined };
    const stream = await this.#open();
    // It may have been left meanwhile.
    if (this.#isOver) return { done: true, value: undefined };
    this.#inner ??= stream[Symbol.asyncIterator]();
    return this.#inner.next();
  }
}
