import { Command } from "commander";
import { withWorkspaceOption } from "./choose-workspace.ts";
import { WrongUse } from "./wrong-use.ts";

type Options = { workspace?: string; key?: string; checkpoint?: string[]; json?: true };

/** `verify`: walks audit chains and decision streams, or an evidence pack; exit code 1 when something does not follow. */
export function verifyCommand(): Command {
  const command = new Command("verify")
    .description("Walks the audit chain and the decision streams, and names the first row that does not follow.")
    .argument("[pack]", "an evidence pack to verify instead; that needs no database")
    .option("--checkpoint <file...>", "checkpoints that were kept: whether the log still is what they say")
    .option("--key <key>", "the line of the key that has to have signed, or a file that begins with it")
    .option("--json", 'print {"ok": …, "workspaces": […]}, of a pack {"ok": …, "fault": …}');
  return withWorkspaceOption(command).action(async (pack: string | undefined, options: Options) => {
    const ok = pack === undefined ? await verifyDatabase(options) : await verifyFile(pack, options);
    process.exitCode = ok ? 0 : 1;
  });
}

async function verifyDatabase({ workspace, key, checkpoint = [], json }: Options): Promise<boolean> {
  if (key !== undefined && checkpoint.length === 0)
    throw new WrongUse("--key says who signed a pack or a checkpoint; name one");
  const [{ withDatabase }, { verifyWorkspaces, verdictLines }, { verifyNotes, noteLines }, { printJson }] =
    await Promise.all([
      import("./with-database.ts"),
      import("./verify-workspaces.ts"),
      import("./verify-notes.ts"),
      import("./print.ts"),
    ]);
  return withDatabase(async ({ database: { db } }) => {
    const notes = checkpoint.length === 0 ? [] : await verifyNotes(db, { workspace, key, files: checkpoint });
    const verdicts = await verifyWorkspaces(db, notes[0]?.workspace ?? workspace);
    const ok = verdicts.every((verdict) => verdict.ok) && notes.every((note) => note.ok);
    if (json) printJson({ ok, workspaces: verdicts, ...(notes.length > 0 ? { checkpoints: notes } : {}) });
    else for (const line of [...verdicts.flatMap(verdictLines), ...noteLines(notes)]) console.log(line);
    return ok;
  });
}

async function verifyFile(pack: string, { key, checkpoint, workspace, json }: Options): Promise<boolean> {
  if (checkpoint !== undefined || workspace !== undefined)
    throw new WrongUse("a pack is verified by itself: --checkpoint and --workspace are for the database");
  const [{ reportOn, reportJson, reportLines }, { printJson }] = await Promise.all([
    import("./verify-file.ts"),
    import("./print.ts"),
  ]);
  const report = await reportOn(pack, key);
  if (json) printJson(reportJson(report));
  else for (const line of reportLines(report)) console.log(line);
  return report.ok;
}
