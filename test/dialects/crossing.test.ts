import { describe, expect, test } from "vitest";
import { CallError } from "../../src/call-error.ts";
import { withoutSharedData } from "../support/shared-data.ts";
import { type AskedBody, askedBodies } from "./support/asked-bodies.ts";
import { CARRIED, FOREIGN, REFUSED } from "./support/own-bodies.ts";
import { DIALECTS, type Spoken } from "./support/spoken.ts";
import { type CheckedBody, typeCheckBodies } from "./support/type-check-bodies.ts";

/** A body as one model of another dialect is asked it, or why it cannot be. */
interface Crossing {
  readonly name: string;
  readonly dialect: string;
  readonly encoded?: ReturnType<Spoken["encode"]>;
  readonly error?: unknown;
}

function dialectOf(name: string): Spoken {
  const found = DIALECTS.find((dialect) => dialect.name === name);
  if (found === undefined) throw new Error(`no dialect ${name}`);
  return found;
}

/** One body in every other dialect, for models of several generations. */
function crossings({ name, dialect, body, url }: AskedBody): Crossing[] {
  const request = dialectOf(dialect).decode(body, url);
  const others = DIALECTS.filter((other) => other.name !== dialect);
  return others.flatMap((to) =>
    to.models.map((model) => {
      const crossing = { name: `${name} to ${model} of ${to.name}`, dialect: to.name };
      try {
        return { ...crossing, encoded: to.encode(request, model) };
      } catch (error) {
        return { ...crossing, error };
      }
    }),
  );
}

function checked(all: readonly Crossing[]): CheckedBody[] {
  return all.flatMap(({ encoded, ...crossing }) =>
    encoded === undefined ? [] : [{ ...crossing, body: encoded.body }],
  );
}

const asked = withoutSharedData === undefined ? askedBodies() : [];
const own = CARRIED.flatMap(crossings);
const recorded = asked.flatMap(crossings);
const wrong = DIALECTS.map(({ name, encode, models: [model = ""] }): CheckedBody => {
  const { body } = encode({ messages: [{ role: "user", content: "Hi" }] }, model);
  return { name: `wrong in ${name}`, dialect: name, body: { ...(body as object), [FOREIGN]: 1 } };
});

let judged: ReturnType<typeof typeCheckBodies> | undefined;

/** What the compiler says against the bodies of this file; it is asked once, for starting it is what takes time. */
function faults(): ReturnType<typeof typeCheckBodies> {
  judged ??= typeCheckBodies([...wrong, ...checked(own), ...checked(recorded)]);
  return judged;
}

const isWrong = ({ name }: { name: string }) => wrong.some((body) => body.name === name);

describe("a body in another dialect", () => {
  test.each(CARRIED)("holds nothing that $dialect alone knows, and tells what was left out", (asked) => {
    for (const { name, encoded, error } of crossings(asked)) {
      expect(error, name).toBeUndefined();
      expect(JSON.stringify(encoded?.body), name).not.toContain(FOREIGN);
      expect(encoded?.adaptations, name).not.toEqual([]);
    }
  });

  test.each(CARRIED)("comes back whole in its own: $name", ({ dialect, body }) => {
    const { decode, encodeAgain } = dialectOf(dialect);
    const request = decode(body);
    const again = encodeAgain(request);
    expect(decode(again.body)).toEqual(request);
    expect(again.adaptations).toEqual([]);
    expect(foreignIn(again.body)).toBe(foreignIn(body));
  });

  test.each(REFUSED)("is refused by name, for the answer would be another: $name", (asked) => {
    const refusal = { code: "unsupported_request", fault: "request", field: asked.field };
    for (const { name, error } of crossings(asked)) {
      expect(error, name).toBeInstanceOf(CallError);
      expect(error, name).toMatchObject(refusal);
    }
  });

  test("is one that the types of that dialect's own client accept", () => {
    const names = new Set(own.map(({ name }) => name));
    expect(faults().filter(({ name }) => names.has(name))).toEqual([]);
  });
});

test("a body that no type accepts is told, by what is wrong with it", () => {
  const found = faults().filter(isWrong);
  expect(found.map(({ name }) => name).toSorted()).toEqual(wrong.map(({ name }) => name).toSorted());
  for (const { fault } of found) expect(fault).toContain(FOREIGN);
});

describe.skipIf(withoutSharedData !== undefined)("every recorded body, in every other dialect", () => {
  test("is there, for each dialect", () => {
    for (const { name } of DIALECTS)
      expect(asked.filter(({ dialect }) => dialect === name).length, name).toBeGreaterThan(10);
  });

  test("says whose its extra fields are, exactly where it has some", () => {
    for (const { name, dialect, body, url } of [...asked, ...CARRIED]) {
      const { extra, extraDialect } = dialectOf(dialect).decode(body, url);
      expect(extraDialect, name).toBe(extra === undefined ? undefined : dialect);
    }
  });

  test("is refused by the name of a field, or carried", () => {
    for (const { name, error } of recorded) {
      if (error === undefined) continue;
      expect(error, name).toBeInstanceOf(CallError);
      expect((error as CallError).field, name).toMatch(/^\w/);
      // What the request's own service refused too: a role that nobody knows.
      const isRole = /invalid-role/.test(name) && (error as CallError).code === "invalid_request";
      expect(isRole ? "unsupported_request" : (error as CallError).code, name).toBe("unsupported_request");
    }
  });

  test("is carried far more often than it is refused", () => {
    expect(recorded.filter(({ error }) => error !== undefined).length).toBeLessThan(recorded.length / 5);
  });

  test("is one that the types of that dialect's own client accept", () => {
    expect(faults().filter((found) => !isWrong(found))).toEqual([]);
  });
});

function foreignIn(body: unknown): number {
  return JSON.stringify(body).split(FOREIGN).length;
}
