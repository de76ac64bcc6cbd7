// What every plug-in of a kind must keep to, as plain cases for any test runner.
export { type BackendContractOptions, type BackendUnderTest, backendContract } from "./backend-kit.ts";
export { type ConnectorContractOptions, connectorContract } from "./connector-kit.ts";
export type { ContractCase } from "./contract-case.ts";
export { type FakeServer, type FakeServerOptions, type SeenRequest, startFakeServer } from "./fake-server.ts";
export { type LedgerContractOptions, type LedgerUnderTest, ledgerContract } from "./ledger-kit.ts";
export { type SourceContract, sourceContract } from "./source-kit.ts";
export { type StateContractOptions, type StateUnderTest, stateContract } from "./state-kit.ts";
export { type StoreContractOptions, type StoreUnderTest, storeContract } from "./store-kit.ts";
