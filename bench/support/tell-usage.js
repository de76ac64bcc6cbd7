// Loaded before a server that is measured: tells what its process has used so far, whenever it is asked.
process.on("message", (message) => {
  if (message !== "usage") return;
  globalThis.gc?.();
  const { user, system } = process.cpuUsage();
  const { rss, heapUsed } = process.memoryUsage();
  process.send?.({ cpuMs: (user + system) / 1_000, rssMb: rss / 2 ** 20, heapMb: heapUsed / 2 ** 20 });
});
// It ends with whoever started it.
process.on("disconnect", () => process.exit());
