import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    projects: [
      {
        // A busy machine is slow and nothing else.
        test: { name: "unit", include: ["test/**/*.test.ts"], exclude: ["test/house/**"], testTimeout: 60_000 },
      },
      {
        // After the others, and one at a time: these build the package, pack it and look at the result.
        test: {
          name: "house",
          include: ["test/house/**/*.test.ts"],
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 120_000,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
