import { defineConfig } from "vitest/config";
import { LongestFirst } from "./test/support/longest-first.ts";

const seconds = 1000;

export default defineConfig({
  test: {
    globalSetup: "test/support/global-setup.ts",
    sequence: { sequencer: LongestFirst },
    reporters: ["default", "./test/support/summary-reporter.ts"],
    projects: [
      {
        test: {
          name: "unit",
          include: ["test/**/*.test.ts"],
          exclude: ["test/e2e/**"],
          testTimeout: 20 * seconds,
          hookTimeout: 30 * seconds,
          maxWorkers: "100%",
          // Files share what they import, as the server's requests do: each opens databases of its own and keeps nothing else.
          isolate: false,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: "e2e",
          globalSetup: "test/e2e/prepare-demo.ts",
          include: ["test/e2e/**/*.test.ts"],
          testTimeout: 120 * seconds,
          hookTimeout: 120 * seconds,
          // Servers and browsers need the machine to themselves: after the unit tests, and two files at a time at most.
          sequence: { groupOrder: 2 },
          maxWorkers: 2,
        },
      },
    ],
  },
});
