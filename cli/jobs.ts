import { Command } from "commander";
import { withWorkspaceOption } from "./choose-workspace.ts";

/** `jobs`: lists the jobs, runs one now, shows what ran and what fails. */
export function jobsCommand(): Command {
  return new Command("jobs")
    .description("Lists the jobs, runs one now, or shows what ran and what fails.")
    .addCommand(listCommand())
    .addCommand(runCommand())
    .addCommand(historyCommand())
    .addCommand(failuresCommand());
}

function listCommand(): Command {
  return new Command("list")
    .description("Lists the jobs with their cron expressions: in UTC, or in the workspace's time zone.")
    .option("--json", "print a list of {name, cron, zone, every_seconds, summary}")
    .action(async ({ json }: { json?: true }) => {
      const [{ jobs }, { printJson, printTable }] = await Promise.all([import("#jobs/list.ts"), import("./print.ts")]);
      const listed = jobs.map(({ name, cron, zone, everySeconds, summary }) => ({
        ...{ name, cron, zone: zone ?? "UTC" },
        ...{ every_seconds: everySeconds ?? null, summary },
      }));
      if (json) printJson(listed);
      else
        printTable(
          ["NAME", "CRON", "ZONE", "WHAT IT DOES"],
          listed.map(({ name, cron, zone, summary }) => [name, cron, zone, summary]),
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
    .option("--json", "print a list of {name, slot, state, outcome, claimed_at, finished_at, duration_ms, report}");
  return withWorkspaceOption(command).action(
    async (name: string | undefined, options: { workspace?: string; json?: true }) => {
      const [{ withDatabase }, { chooseWorkspace }, { listRuns }, { runState }, { printJson, printTable }] =
        await Promise.all([
          import("./with-database.ts"),
          import("./choose-workspace.ts"),
          import("#db/job-runs.ts"),
          import("#app/job-runs/run-state.ts"),
          import("./print.ts"),
        ]);
      await withDatabase(async ({ database: { db }, now }) => {
        const workspace = await chooseWorkspace(db, options.workspace);
        const runs = (await listRuns(db, workspace.id, { name, limit: 50 })).map((run) => ({
          ...{ name: run.name, slot: run.slot, state: runState(run, now), outcome: run.outcome },
          ...{
            claimed_at: run.claimedAt,
            finished_at: run.finishedAt,
            duration_ms: run.durationMs,
            report: run.report,
          },
        }));
        if (options.json) printJson(runs);
        else
          printTable(
            ["JOB", "SLOT", "STATE", "REPORT"],
            runs.map((run) => [run.name, run.slot, run.state, JSON.stringify(run.report ?? {})]),
          );
      });
    },
  );
}

function failuresCommand(): Command {
  const command = new Command("failures")
    .description("Shows what fails and is tried again, whatever failed first on top.")
    .argument("[name]", "of one job only")
    .option("--json", "print a list of {job, kind, item, message, attempts, first_failed_at, next_attempt_at}");
  return withWorkspaceOption(command).action(
    async (name: string | undefined, options: { workspace?: string; json?: true }) => {
      const [{ withDatabase }, { chooseWorkspace }, { listFailures }, { printJson, printTable }] = await Promise.all([
        import("./with-database.ts"),
        import("./choose-workspace.ts"),
        import("#db/job-failures.ts"),
        import("./print.ts"),
      ]);
      await withDatabase(async ({ database: { db } }) => {
        const workspace = await chooseWorkspace(db, options.workspace);
        const failures = (await listFailures(db, workspace.id, name)).map((failure) => ({
          ...{ job: failure.job, kind: failure.kind, item: failure.item, message: failure.message },
          ...{ attempts: failure.attempts, first_failed_at: failure.firstFailedAt },
          next_attempt_at: failure.nextAttemptAt,
        }));
        if (options.json) printJson(failures);
        else
          printTable(
            ["JOB", "ITEM", "ATTEMPTS", "NEXT ATTEMPT", "WHAT WENT WRONG"],
            failures.map((each) => [each.job, each.item, `${each.attempts}`, each.next_attempt_at, each.message]),
          );
      });
    },
  );
}
