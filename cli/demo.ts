import { Command } from "commander";

/** `demo`: serves an invented register on a database that is made anew at each start. */
export function demoCommand(): Command {
  return new Command("demo")
    .description(
      "Serves an invented register in a folder (DATA_DIR, data/demo unless set) that is made anew each time.",
    )
    .option("--dev", "rebuild pages as their files change")
    .action(async ({ dev }: { dev?: true }) => {
      const { demoEnv, prepareDemo } = await import("./prepare-demo.ts");
      const env = demoEnv();
      await prepareDemo(env, new Date().toISOString());
      const { startServer } = await import("#server/main.ts");
      await startServer(env, { isDemo: true, isDev: dev === true });
    });
}
