// Loaded before a server that is measured: tells what its process has used so far, whenever it is asked.
process.on("message", (message) => {
  // A collection costs time, and what was compiled is partly forgotten with it: only where memory is what is asked for.
  if (message === "memory") globalThis.gc?.();
  const { user, system } = process.cpuUsage();
  const { rss, heapUsed } = process.memoryUsage();
  process.send?.({ cpuMs: (user + system) / 1_000, rssMb: rss / 2 ** 20, heapMb: heapUsed / 2 ** 20 });
});
// It ends with whoever started it.
process.on("disconnect", () => process.exit());
