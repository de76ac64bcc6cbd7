/** How many sequences a model-based test tries: `MODELMALL_PROPERTY_RUNS`, or few enough for every day. */
export const PROPERTY_RUNS = Number(process.env.MODELMALL_PROPERTY_RUNS ?? 300);
