import fc from "fast-check";
import { expect, it } from "vitest";
import { badRequest, brokenServer, deadKey, type FakeAnswer, rateLimited } from "../../src/backends/fake.ts";
import { checkConfig } from "../../src/config/load.ts";
import { PROPERTY_RUNS } from "../support/property-runs.ts";
import { aRouter, HELLO, inTime } from "./support/a-router.ts";

const RUNS = PROPERTY_RUNS / 2;

const tooLong: FakeAnswer = {
  failure: {
    status: 400,
    code: "context_length_exceeded",
    message: "This model's maximum context length is 8192 tokens",
  },
};
const refused: FakeAnswer = {
  failure: { status: 400, code: "content_policy_violation", message: "Your request was rejected by our safety system" },
};
const answers = [
  brokenServer(),
  rateLimited(),
  deadKey(),
  badRequest(),
  tooLong,
  refused,
  { delayMs: 3_000, text: "late" },
  { text: "fine", fault: { kind: "cut" } },
  { text: "fine" },
] as const satisfies readonly FakeAnswer[];

const REGIONS = ["eu", "eu-west-1", "us", "us-east-1"] as const;
const NAMES = ["a", "b", "c", "d", "e", "f"] as const;

const backend = fc.record({
  regions: fc.option(fc.subarray([...REGIONS], { minLength: 1, maxLength: 2 }), { nil: undefined }),
  trains: fc.option(fc.boolean(), { nil: undefined }),
  script: fc.array(fc.constantFrom<FakeAnswer>(...answers), { minLength: 1, maxLength: 3 }),
});
const policy = fc.record({
  regions: fc.option(fc.subarray([...REGIONS], { minLength: 1 }), { nil: undefined }),
  noTraining: fc.boolean(),
  denied: fc.subarray([...NAMES], { maxLength: 2 }),
});
const target = fc.constantFrom(...NAMES).map((name) => `${name}/x`);
const model = fc.record({
  targets: fc.uniqueArray(target, { minLength: 1, maxLength: 3 }),
  any: fc.uniqueArray(fc.oneof(target, fc.constant("other")), { maxLength: 3 }),
  contextWindow: fc.uniqueArray(fc.oneof(target, fc.constant("other")), { maxLength: 2 }),
  contentPolicy: fc.uniqueArray(target, { maxLength: 2 }),
  policy,
});

type Backend = typeof backend extends fc.Arbitrary<infer Value> ? Value : never;
type Policy = typeof policy extends fc.Arbitrary<infer Value> ? Value : never;

/** The rules of a policy, told once more as plainly as can be: what is not known fulfils none. */
function fulfils(
  name: string,
  { regions: stated = [], trains }: Backend,
  { regions, noTraining, denied }: Policy,
): boolean {
  if (denied.some((one) => one === name)) return false;
  if (noTraining && trains !== false) return false;
  if (regions === undefined) return true;
  const lies = (one: string) => regions.some((allowed) => one === allowed || one.startsWith(`${allowed}-`));
  return stated.length > 0 && stated.every(lies);
}

function policyText({ regions, noTraining, denied }: Policy): string {
  const rules = [`no_training: ${noTraining}`, `denied_providers: [${denied.join(", ")}]`];
  if (regions !== undefined) rules.push(`regions: [${regions.join(", ")}]`);
  return `{ ${rules.join(", ")} }`;
}

it("no attempt, whatever goes wrong and whichever way it goes on, leaves what a policy allows", async () => {
  let called = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(backend, { minLength: NAMES.length, maxLength: NAMES.length }),
      model,
      model,
      fc.record({
        hedge: fc.boolean(),
        streamed: fc.boolean(),
        strategy: fc.constantFrom("manual", "round_robin", "cost"),
      }),
      async (list, first, second, how) => {
        const backends = new Map(NAMES.map((name, place) => [name as string, list[place] as Backend]));
        const lines = [...backends].map(([name, { regions, trains }]) => {
          const told = [
            ...(regions === undefined ? [] : [`regions: [${regions.join(", ")}]`]),
            ...(trains === undefined ? [] : [`trains_on_data: ${trains}`]),
          ];
          return `  ${name}: { provider: openai, api_key: "\${K}", data_policy: { ${told.join(", ")} } }`;
        });
        const text = [
          "backends:",
          ...lines,
          "models:",
          ...[first, second].flatMap(({ targets, any, contextWindow, contentPolicy, policy }, place) => [
            `  ${["m", "other"][place]}:`,
            `    backend: [${targets.join(", ")}]`,
            `    fallback: { any: [${(place === 0 ? any : []).join(", ")}], context_window: [${(place === 0 ? contextWindow : []).join(", ")}], content_policy: [${contentPolicy.join(", ")}] }`,
            `    policy: ${policyText(policy)}`,
          ]),
          "router: { hedge: { after: 1s, share: 1 } }",
          "",
        ].join("\n");
        const { config, problems } = await checkConfig({ text, file: "m.yaml" }, { env: { K: "k" } });
        if (config === undefined)
          throw new Error(problems.map(({ path, message }) => `${path}: ${message}`).join("\n"));
        const scripts = Object.fromEntries([...backends].map(([name, { script }]) => [name, script]));
        const { router, clock, events } = await aRouter(scripts, { config });
        const read = async () => {
          if (!how.streamed) return router.generate("m", HELLO, how);
          for await (const _ of router.stream("m", HELLO, how));
          return undefined;
        };
        for (let call = 0; call < 3; call += 1)
          await inTime(
            clock,
            read().catch(() => undefined),
            200,
          );
        const direct = new Set([...first.targets, ...first.any, ...first.contextWindow, ...first.contentPolicy]);
        for (const { target } of events) {
          const name = target.slice(0, 1);
          const one = backends.get(name) as Backend;
          expect([target, fulfils(name, one, first.policy)]).toEqual([target, true]);
          // Who is there only by the other name keeps to that name's policy too.
          if (!direct.has(target)) expect([target, fulfils(name, one, second.policy)]).toEqual([target, true]);
          called += 1;
        }
        await inTime(clock, router.close(), 200);
      },
    ),
    { numRuns: RUNS },
  );
  expect(called).toBeGreaterThan(RUNS / 2);
}, 3_600_000);
