import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { configData } from "../../src/config/config-data.ts";
import { diffConfigs } from "../../src/config/diff.ts";
import { checkConfig, parseConfig } from "../../src/config/load.ts";
import { formatProblem } from "../../src/config/problem.ts";
import { tempFolder } from "../support/temp-folder.ts";
import { translated } from "../support/translated.ts";
import { messageOf, problemsOf, said } from "./support/checking.ts";

const MODELS = "models: { m: openai/gpt-4 }\n";

const FULL = `${MODELS}router:
  queue: { size: 20, wait: 1500ms }
  breaker: { failure_share: 0.3, minimum_calls: 8, open: 10s, max_open: 2m }
  hedge: { after: 2s, share: 0.1 }
  probe: 30s
  allow_unpriced: true
  budgets:
    tags: { team-a: { amount: 10, per: day }, "*": { amount: 1, per: hour, hard: false } }
    callers: { "ann smith": { amount: 0.5, per: total } }
`;

async function settingsOf(lines: string) {
  return (await translated(`${MODELS}${lines}`)).config.router;
}

/** What is wrong with a file, at which place. */
async function wrong(lines: string): Promise<string[]> {
  const { problems } = await checkConfig({ text: `${MODELS}${lines}`, file: "c.yaml" }, { env: {} });
  return problems.map(formatProblem);
}

describe("the router section", () => {
  it("becomes settings in milliseconds, frozen", async () => {
    const { router } = (await translated(FULL)).config;
    expect(router).toEqual({
      queue: { size: 20, waitMs: 1_500 },
      breaker: { failureShare: 0.3, minimumCalls: 8, openMs: 10_000, maxOpenMs: 120_000 },
      hedge: { afterMs: 2_000, share: 0.1 },
      probeMs: 30_000,
      allowUnpriced: true,
      budgets: {
        tags: new Map([
          ["team-a", { amount: 10, per: "day", hard: true }],
          ["*", { amount: 1, per: "hour", hard: false }],
        ]),
        callers: new Map([["ann smith", { amount: 0.5, per: "total", hard: true }]]),
      },
    });
    for (const part of [router, router.queue, router.breaker, router.hedge, router.budgets]) {
      expect(Object.isFrozen(part)).toBe(true);
    }
  });

  it("leaves everything to the router where it says nothing", async () => {
    const nothing = { budgets: { tags: new Map(), callers: new Map() } };
    expect(await settingsOf("")).toEqual(nothing);
    expect(await settingsOf("router: {}\n")).toEqual(nothing);
  });

  it("takes hedging as a switch", async () => {
    expect((await settingsOf("router: { hedge: true }\n")).hedge).toEqual({});
    expect((await settingsOf("router: { hedge: false }\n")).hedge).toBeUndefined();
  });

  it("lets a first time out that is longer than the usual longest one stand", async () => {
    expect((await settingsOf("router: { breaker: { open: 10m } }\n")).breaker?.maxOpenMs).toBe(600_000);
    expect((await settingsOf("router: { breaker: { open: 1m } }\n")).breaker?.maxOpenMs).toBeUndefined();
  });

  it.each([
    ["router: { hedging: true }", "c.yaml:2:11 router.hedging: unknown key; did you mean hedge?"],
    ["hedge: true", "c.yaml:2:1 hedge: unknown key; did you mean router.hedge?"],
    [
      "router: { queue: { size: 0, wait: 1s } }",
      "c.yaml:2:26 router.queue.size: expected a whole number from 1, got 0",
    ],
    [
      "router: { queue: { size: 5 } }",
      "c.yaml:2:11 router.queue.wait: missing; expected the longest that a call waits",
    ],
    [
      "router: { breaker: { failure_share: 50 } }",
      "c.yaml:2:37 router.breaker.failure_share: expected a number from 0.01 to 1, got 50",
    ],
    ["router: { breaker: { open: 1m, max_open: 1s } }", "c.yaml:2:42 router.breaker.max_open: shorter than open"],
    [
      "router: { probe: 10ms }",
      'c.yaml:2:18 router.probe: expected a duration of at least a second, such as 30s, 2m, 1h, or a number of seconds, got "10ms"',
    ],
    [
      "router: { budgets: { tags: { a: { amount: -1, per: day } } } }",
      "c.yaml:2:43 router.budgets.tags.a.amount: expected an amount of USD from 0, got -1",
    ],
    [
      'router: { budgets: { callers: { " ": { amount: 1, per: day } } } }',
      'c.yaml:2:33 router.budgets.callers." ": expected a name of 1 to 256 characters, or "*" for each that is not named',
    ],
  ])("is told where it is wrong: %s", async (lines, problem) => {
    expect(await wrong(lines)).toEqual([problem]);
  });

  it("is shown as it is written", async () => {
    const { config } = await translated(FULL);
    const shown = configData(config).router;
    expect(shown).toMatchObject({
      queue: { size: 20, wait: "1500ms" },
      probe: "30s",
      hedge: { after: "2s", share: 0.1 },
    });
    const again = await translated(JSON.stringify({ models: { m: "openai/gpt-4" }, router: shown }));
    expect(again.config.router).toEqual(config.router);
    expect(configData((await translated(`${MODELS}router: { hedge: true }\n`)).config).router).toEqual({ hedge: true });
    expect(configData((await translated(MODELS)).config)).not.toHaveProperty("router");
  });

  it("may stand in several files, each key in one of them", async () => {
    const folder = await tempFolder();
    await mkdir(join(folder, "parts"));
    await writeFile(join(folder, "parts", "more.yaml"), `${MODELS}router: { probe: 10s, hedge: true }\n`);
    await writeFile(join(folder, "main.yaml"), "include: parts/more.yaml\nrouter: { probe: 1m }\n");
    const { config } = await checkConfig(join(folder, "main.yaml"), { env: { OPENAI_API_KEY: "sk-x" } });
    expect(config?.router).toMatchObject({ probeMs: 60_000, hedge: {} });
  });
});

describe("a change of the router section", () => {
  const changesFrom = async (before: string, after: string) => {
    const [old, now] = await Promise.all([before, after].map((lines) => translated(`${MODELS}${lines}`)));
    const { changes } = diffConfigs(old?.config as never, now?.config as never);
    return changes.map(({ kind, text }) => `${kind} ${text}`);
  };

  it("is told for each part of it", async () => {
    expect(await changesFrom("router: { probe: 10s }\n", "router: { probe: 1m, hedge: true }\n")).toEqual([
      "router_changed router: when another target is asked beside one that is slow: now {}, before not set",
      "router_changed router: the milliseconds between two probes of a backend: 10000 becomes 60000",
    ]);
    expect(
      await changesFrom(
        "router: { breaker: { open: 5s } }\n",
        'router: { budgets: { tags: { a: { amount: 1, per: day } }, callers: { "*": { amount: 2, per: total, hard: false } } } }\n',
      ),
    ).toEqual([
      "router_changed router: the milliseconds for which a target is left alone at first: no longer set, before 5000",
      "budget_changed tag a: the budget: none becomes 1 USD a day",
      "budget_changed every other caller: the budget: none becomes 2 USD in all, told of only",
    ]);
  });

  it("is none where the same is written otherwise", async () => {
    expect(await changesFrom("router: { allow_unpriced: false, breaker: {} }\n", "")).toEqual([]);
  });
});

describe("budgets that let nothing through", () => {
  it("are told where they are of no money", async () => {
    const text = `models: { m: { backend: openai/gpt-4, budget: { amount: 0, per: day } } }
router: { budgets: { tags: { a: { amount: 0, per: day }, b: { amount: 0, per: day, hard: false } } } }\n`;
    expect(await said(text)).toEqual([
      "warning budget_of_nothing models.m.budget.amount",
      "warning budget_of_nothing router.budgets.tags.a.amount",
    ]);
  });

  it("are told where nobody knows what a target costs, unless such targets are allowed", async () => {
    const text = "models: { m: { backend: [openai/gpt-4o, openai/gpt-3.5-turbo], budget: { amount: 1, per: day } } }\n";
    const told = (await problemsOf(text)).filter(({ code }) => code === "unpriced_under_budget");
    expect(told.map(({ path, message }) => `${path}: ${message}`)).toEqual([
      expect.stringMatching(/^models\.m\.budget: the price of openai\/gpt-3\.5-turbo is unknown.*allow_unpriced: true/),
    ]);
    const codes = async (changed: string) => (await said(changed)).map((line) => line.split(" ")[1]);
    expect(await codes(`${text}router: { allow_unpriced: true }\n`)).not.toContain("unpriced_under_budget");
    expect(await codes(text.replace("per: day", "per: day, hard: false"))).not.toContain("unpriced_under_budget");
  });
});

describe("a strategy that the program brings", () => {
  const model = "models: { m: { backend: openai/gpt-4, strategy: nearest } }\n";

  it("is known to a config that says so, and has no weights there", async () => {
    const config = await parseConfig(`${model}strategies: { nearest: code }\n`, { env: { OPENAI_API_KEY: "sk-x" } });
    expect(config.strategies.get("nearest")).toEqual({});
    expect(configData(config).strategies).toEqual({ nearest: "code" });
  });

  it("is an error otherwise, which says how to write it", async () => {
    expect(await messageOf(model)).toContain("strategies: { NAME: code }");
    expect(await wrong("strategies: { nearest: cod }\n")).toEqual([
      expect.stringMatching(/expected code, or weights such as .*did you mean code\?$/),
    ]);
  });
});

describe("the provider mock", () => {
  it("can stand behind a name without a key, and costs nothing", async () => {
    const { config, said: told } = await translated(
      "models: { m: mock/echo }\nbackends: { demo: { provider: mock } }\n",
    );
    expect(told).toEqual([]);
    expect(config.backends.get("mock")?.provider.isFree).toBe(true);
    expect(configData(config).backends).toMatchObject({ demo: { provider: "mock" } });
  });
});
