import type { Model } from "../../model.ts";
import { pricingAt } from "../../pricing.ts";
import { formatPrice, formatTokens } from "../format.ts";
import type { Column } from "../table.ts";

const SHOWN_CAPABILITIES = [
  "tools",
  "vision",
  "reasoning",
  "jsonSchema",
  "audio",
  "embedding",
  "image",
  "speech",
] as const;

/** Below so many characters a line, only what tells models apart is shown, so that their ids stay readable. */
const NARROW = 50;

/** The columns in which models are listed; prices are those of today, in USD per million tokens. */
export function modelColumns(models: readonly Model[], now: Date, width?: number): Column<Model>[] {
  const tagged = models.some(({ tags }) => tags.length > 0);
  const columns: Column<Model>[] = [
    { title: "model", value: ({ id }) => id, flexible: true },
    { title: "context", value: ({ contextWindow }) => formatTokens(contextWindow), align: "right" },
    { title: "in $/M", value: ({ pricing }) => formatPrice(pricingAt(pricing, now).input), align: "right" },
  ];
  if (width !== undefined && width < NARROW) return columns;
  return [
    ...columns,
    { title: "out $/M", value: ({ pricing }) => formatPrice(pricingAt(pricing, now).output), align: "right" },
    { title: "can", value: capabilitiesOf, flexible: true },
    ...(tagged ? [{ title: "tags", value: ({ tags }: Model) => tags.join(" "), flexible: true }] : []),
  ];
}

function capabilitiesOf({ capabilities }: Model): string {
  return SHOWN_CAPABILITIES.filter((name) => capabilities[name] === true).join(" ");
}
