const { CI, MODELMALL_PROPERTY_RUNS: asked } = process.env;

/** How many sequences a model-based test tries: `MODELMALL_PROPERTY_RUNS`, or few enough for every day. */
export const PROPERTY_RUNS = Number(asked ?? 300);

/** The same for what breakers, limiters and budgets may be told in a row; 10,000 before a change is taken. */
export const COMMAND_SEQUENCES = Number(asked ?? (CI === undefined ? 300 : 10_000));
