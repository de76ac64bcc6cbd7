/**
 * The sections of the reference that are about the router, as in `CONFIG_SECTIONS`.
 * @type {readonly { id: string, title: string, text?: string, example: string }[]}
 */
export const ROUTER_SECTIONS = [
  {
    id: "router",
    title: "Router",
    text: "[router.md](router.md) says what each of it does.",
    example: `
models:
  chat: { backend: [openai/gpt-4o, anthropic/claude-3-5-sonnet], strategy: cost }
router:
  hedge: true
  probe: 1m
  queue: { size: 100, wait: 10s }`,
  },
  {
    id: "queue",
    title: "Queue",
    example: `
models: { chat: openai/gpt-4o }
backends:
  openai: { rate_limits: { requests_per_minute: 60 } }
router:
  queue: { size: 100, wait: 10s }`,
  },
  {
    id: "breaker",
    title: "Breaker",
    example: `
models: { chat: openai/gpt-4o }
router:
  breaker: { failure_share: 0.5, minimum_calls: 5, open: 5s, max_open: 5m }`,
  },
  {
    id: "hedge",
    title: "Hedging",
    text: "`hedge: true` stands for the defaults of both.",
    example: `
models:
  chat: { backend: [openai/gpt-4o, anthropic/claude-3-5-sonnet] }
router:
  hedge: { after: 2s, share: 0.05 }`,
  },
  {
    id: "router_budgets",
    title: "Budgets of tags and callers",
    example: `
models: { chat: openai/gpt-4o }
router:
  budgets:
    tags: { team-a: { amount: 50, per: month } }
    callers: { "*": { amount: 5, per: day }, ann: { amount: 20, per: day } }`,
  },
];
