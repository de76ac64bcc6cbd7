import assert from "node:assert/strict";
import type { Connector } from "../connector.ts";
import type { Model } from "../model.ts";
import type { Account } from "../provider.ts";
import { toModel } from "../registry/merge-layers.ts";
import { deepFreeze } from "../util/deep-freeze.ts";
import type { ContractCase } from "./contract-case.ts";

export interface ConnectorContractOptions {
  connector: Connector;
  /** An account the client can use; its key is replaced. @default one at a provider that answers in OpenAI's dialect */
  account?: Account;
}

const KEY = "contract-kit-key-0123456789";

/** What every connector must keep to, as cases for any test runner: `for (const { name, run } of …) it(name, run)`. */
export function connectorContract({ connector, account }: ConnectorContractOptions): ContractCase[] {
  const anAccount = () => ({ ...(account ?? atOpenAI()), apiKey: KEY });
  const aModel = () => modelAt(anAccount().provider.name);
  return [
    {
      name: "returns plain data that survives JSON",
      run() {
        const output = connector.format(aModel(), anAccount());
        assert.deepEqual(JSON.parse(JSON.stringify(output)), output);
      },
    },
    {
      name: "gives the same options for the same model and account",
      run() {
        assert.deepEqual(connector.format(aModel(), anAccount()), connector.format(aModel(), anAccount()));
      },
    },
    {
      name: "changes neither model nor account",
      run() {
        connector.format(deepFreeze(aModel()), deepFreeze(anAccount()));
      },
    },
    {
      name: "names the model as its provider does, not by its canonical id",
      run() {
        const shown = JSON.stringify(connector.format(aModel(), anAccount()));
        assert.ok(shown.includes("the-providers-own-id"), `the provider's id is missing in ${shown}`);
        assert.ok(!shown.includes("/canonical"), `the canonical id stands in ${shown}`);
      },
    },
    {
      name: "sends the model's default parameters, and no token limit it was not given",
      run() {
        const shown = JSON.stringify(connector.format(aModel(), anAccount()));
        assert.ok(shown.includes("0.25"), `the default temperature is missing in ${shown}`);
        assert.ok(!shown.includes("131072"), `the context window stands in ${shown}`);
      },
    },
    {
      name: "holds the account's key once and no other secret of the environment",
      run() {
        const shown = JSON.stringify(connector.format(aModel(), anAccount()));
        assert.equal(shown.split(KEY).length - 1, 1, "the account's key does not stand in exactly one place");
        for (const [name, value] of Object.entries(process.env)) {
          if (!/KEY|TOKEN|SECRET/.test(name) || value === undefined || value.length < 8) continue;
          assert.ok(!shown.includes(value), `the value of ${name} stands in the options`);
        }
      },
    },
  ];
}

function modelAt(provider: string): Model {
  const at = "2026-01-01T00:00:00.000Z";
  const facts = {
    contextWindow: 131_072,
    parameters: { temperature: 0.25 },
    connectorMetadata: { [provider]: { id: "the-providers-own-id" } },
  };
  return toModel(`${provider}/canonical`, { createdAt: at, layers: { catalog: { at, facts } } }, new Map());
}

function atOpenAI(): Account {
  return {
    provider: {
      name: "openai",
      title: "OpenAI",
      dialect: "openai",
      baseUrl: "https://api.example.com/v1",
      keyVariables: ["OPENAI_API_KEY"],
      docs: "https://example.com",
    },
    baseUrl: "https://api.example.com/v1",
    openaiBaseUrl: "https://api.example.com/v1",
    headers: {},
  };
}
