import { Argument, Command, Option } from "commander";
import { withWorkspaceOption } from "./choose-workspace.ts";
import type { ExportOptions } from "./export-file.ts";

/** `export`: all of the register or the audit log, as a file or on standard output. */
export function exportCommand(): Command {
  const command = new Command("export")
    .description("Writes all of the register or the audit log, and audits that it did.")
    .addArgument(new Argument("<what>", "what to export").choices(["register", "audit"]))
    .addOption(
      new Option("--format <format>", "how (default: csv for the register, jsonl for the audit log)").choices([
        "csv",
        "jsonl",
      ]),
    )
    .option("--out <file>", "where to (default: standard output)")
    .option("--json", 'with --out: print {"rows": …, "sha256": …, "file": …}');
  return withWorkspaceOption(command).action(async (what: "register" | "audit", options: ExportOptions) => {
    const [{ withDatabase }, { exportFile }, { printJson }] = await Promise.all([
      import("./with-database.ts"),
      import("./export-file.ts"),
      import("./print.ts"),
    ]);
    const made = await withDatabase((console) => exportFile(console, what, options));
    if (options.out === undefined) console.error(`${made.rows} rows, SHA-256 ${made.sha256}`);
    else if (options.json) printJson({ ...made, file: options.out });
    else console.log(`${options.out}: ${made.rows} rows, SHA-256 ${made.sha256}`);
  });
}
