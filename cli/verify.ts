import { Command } from "commander";
import { withWorkspaceOption } from "./choose-workspace.ts";

type Options = { workspace?: string; json?: true };

/** `verify`: walks audit chains and decision streams; exit code 1 when one is broken. */
export function verifyCommand(): Command {
  const command = new Command("verify")
    .description("Walks the audit chain and the decision streams, and names the first row that does not follow.")
    .option("--json", 'print {"ok": …, "workspaces": […]}');
  return withWorkspaceOption(command).action(async ({ workspace, json }: Options) => {
    const [{ withDatabase }, { verifyWorkspaces, verdictLines }, { printJson }] = await Promise.all([
      import("./with-database.ts"),
      import("./verify-workspaces.ts"),
      import("./print.ts"),
    ]);
    const verdicts = await withDatabase(({ database }) => verifyWorkspaces(database.db, workspace));
    const ok = verdicts.every((verdict) => verdict.ok);
    if (json) printJson({ ok, workspaces: verdicts });
    else for (const line of verdicts.flatMap(verdictLines)) console.log(line);
    process.exitCode = ok ? 0 : 1;
  });
}
