import { Command } from "commander";
import { withWorkspaceOption } from "./choose-workspace.ts";

/** `jobs`: lists the jobs, runs one now, shows what ran. */
export function jobsCommand(): Command {
  return new Command("jobs")
    .description("Lists the jobs, runs one now, or shows what ran.")
    .addCommand(listCommand())
    .addCommand(runCommand())
    .addCommand(historyCommand());
}

function listCommand(): Command {
  return new Command("list")
    .description("Lists the jobs with their cron expressions, in UTC.")
    .option("--json", "print a list of {name, cron, summary}")
    .action(async ({ json }: { json?: true }) => {
      const [{ jobs }, { printJson, printTable }] = await Promise.all([import("#jobs/list.ts"), import("./print.ts")]);
      if (json) printJson(jobs.map(({ name, cron, summary }) => ({ name, cron, summary })));
      else
        printTable(
          ["NAME", "CRON", "WHAT IT DOES"],
          jobs.map(({ name, cron, summary }) => [name, cron, summary]),
        );
    });
}

function runCommand(): Command {
  const command = new Command("run")
    .description("Runs a job now, whatever its next slot is.")
    .argument("<name>", "the job")
    .option("--json", 'print {"outcome": …, "report": …}');
  return withWorkspaceOption(command).action(async (name: string, options: { workspace?: string; json?: true }) => {
    const [{ withDatabase }, { runByHand }, { printJson }] = await Promise.all([
      import("./with-database.ts"),
      import("./run-by-hand.ts"),
      import("./print.ts"),
    ]);
    const result = await withDatabase((console) => runByHand(console, name, options.workspace));
    if (options.json) printJson(result);
    else
      console.log(
        `${name} ${result.outcome}: ${Object.entries(result.report)
          .map(([key, value]) => `${key} ${value}`)
          .join(", ")}`,
      );
    process.exitCode = result.outcome === "done" ? 0 : 1;
  });
}

function historyCommand(): Command {
  const command = new Command("history")
    .description("Shows the latest runs, newest first.")
    .argument("[name]", "of one job only")
    .option("--json", "print a list of {name, slot, claimed_at, finished_at, outcome, report}");
  return withWorkspaceOption(command).action(
    async (name: string | undefined, options: { workspace?: string; json?: true }) => {
      const [{ withDatabase }, { chooseWorkspace }, { listRuns }, { printJson, printTable }] = await Promise.all([
        import("./with-database.ts"),
        import("./choose-workspace.ts"),
        import("#db/job-runs.ts"),
        import("./print.ts"),
      ]);
      await withDatabase(async ({ database: { db } }) => {
        const workspace = await chooseWorkspace(db, options.workspace);
        const runs = await listRuns(db, workspace.id, { name, limit: 50 });
        if (options.json)
          printJson(
            runs.map(({ claimedAt, finishedAt, ...run }) => ({
              ...run,
              claimed_at: claimedAt,
              finished_at: finishedAt,
            })),
          );
        else
          printTable(
            ["JOB", "SLOT", "OUTCOME", "REPORT"],
            runs.map((run) => [run.name, run.slot, run.outcome ?? "not finished", JSON.stringify(run.report ?? {})]),
          );
      });
    },
  );
}
