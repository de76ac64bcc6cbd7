import type { Config, StrategyWeights } from "../../config.ts";
import { InvalidInputError } from "../../errors.ts";
import type { Strategy } from "../../strategy.ts";
import { nearest } from "../../util/nearest.ts";

/** A strategy, and the weights it was chosen with. */
export interface ChosenStrategy {
  readonly strategy: Strategy;
  readonly weights: StrategyWeights;
}

const NO_WEIGHTS: StrategyWeights = Object.freeze({});

/**
 * Finds strategies by name: those given, then the config's named weights, which are the balanced strategy under a name
 * of their own.
 */
export function createStrategyChoice(strategies: ReadonlyMap<string, Strategy>) {
  const plain = new Map([...strategies].map(([name, strategy]) => [name, { strategy, weights: NO_WEIGHTS }]));
  const named = new WeakMap<Config, Map<string, ChosenStrategy>>();

  const weighted = (config: Config): Map<string, ChosenStrategy> => {
    let known = named.get(config);
    if (known === undefined) {
      known = new Map();
      const balanced = strategies.get("balanced");
      for (const [name, weights] of config.strategies) {
        // Without weights it is one that the program has to bring.
        const hasWeights = Object.keys(weights).length > 0;
        if (balanced !== undefined && hasWeights) known.set(name, { strategy: { ...balanced, name }, weights });
      }
      named.set(config, known);
    }
    return known;
  };

  /** @throws {InvalidInputError} naming the strategies there are */
  return (config: Config, name: string, asked: string): ChosenStrategy => {
    const found = plain.get(name) ?? weighted(config).get(name);
    if (found !== undefined) return found;
    if (config.strategies.has(name)) {
      const message = `the config says that the program brings ${JSON.stringify(name)}; pass it to createRouter({ strategies })`;
      throw new InvalidInputError(`the strategy for ${asked}`, [{ path: "strategies", message }]);
    }
    const names = [...new Set([...plain.keys(), ...weighted(config).keys()])];
    const [near] = nearest(name, names);
    const hint =
      near === undefined ? `there are ${names.join(", ")}` : `did you mean ${near}? There are ${names.join(", ")}`;
    const message = `no strategy is called ${JSON.stringify(name.slice(0, 100))}; ${hint}`;
    throw new InvalidInputError(`the strategy for ${asked}`, [{ path: "strategy", message }]);
  };
}
