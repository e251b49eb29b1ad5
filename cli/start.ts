import { Command } from "commander";

/** `start`: brings the database up to date and serves until it is told to stop. */
export function startCommand(): Command {
  return new Command("start")
    .description("Brings the database up to date and serves the register.")
    .option("--dev", "rebuild pages as their files change")
    .action(async ({ dev }: { dev?: true }) => {
      const { readConsoleEnv } = await import("./read-console-env.ts");
      const env = readConsoleEnv();
      const { startServer } = await import("#server/main.ts");
      await startServer(env, { isDemo: false, isDev: dev === true });
    });
}
