import { Argument, Command, Option } from "commander";
import { type ExportKind, exportFormats, exportKinds } from "#app/exports/export-kinds.ts";
import { withWorkspaceOption } from "./choose-workspace.ts";
import type { ExportOptions } from "./export-file.ts";

const written = (kind: ExportKind) => kind.replaceAll("_", "-");

/** `export`: the register or whatever else can be exported, as a file or on standard output. */
export function exportCommand(): Command {
  const command = new Command("export")
    .description("Writes all of the register, the audit log or whatever else can be exported, and audits that it did.")
    .addArgument(new Argument("<what>", "what to export").choices(exportKinds.map(written)))
    .addOption(
      new Option(
        "--format <format>",
        "how (default: csv; jsonl for the audit log, zip and json for documents)",
      ).choices(exportFormats),
    )
    .option(
      "--query <filters>",
      "only some of it, as its list has it in its address: state=active&category=break_glass",
    )
    .option("--as-of <instant>", "the register as it stood then")
    .option("--from <instant>", "where the period of an evidence pack or a POA&M begins")
    .option("--to <instant>", "where it ends")
    .option("--out <file>", "where to (default: standard output)")
    .option("--json", 'with --out: print {"rows": …, "bytes": …, "sha256": …, "file": …}');
  return withWorkspaceOption(command).action(async (what: string, options: ExportOptions) => {
    const [{ withDatabase }, { exportFile }, { printJson }] = await Promise.all([
      import("./with-database.ts"),
      import("./export-file.ts"),
      import("./print.ts"),
    ]);
    const kind = what.replaceAll("-", "_") as ExportKind; // cast: one of the choices above
    const made = await withDatabase((console) => exportFile(console, kind, options));
    if (options.out === undefined) console.error(`${made.rows} rows, SHA-256 ${made.sha256}`);
    else if (options.json) printJson({ ...made, file: options.out });
    else console.log(`${options.out}: ${made.rows} rows, SHA-256 ${made.sha256}`);
  });
}
