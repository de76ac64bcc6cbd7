/** One rule of a contract, for any test runner: `for (const { name, run } of cases) it(name, run)`. */
export interface ContractCase {
  /** A sentence about behaviour. */
  name: string;
  run(): void | Promise<void>;
  /** Why the case does not apply. */
  skip?: string;
}
