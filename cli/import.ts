import { Command } from "commander";
import { withWorkspaceOption } from "./choose-workspace.ts";
import type { DirectoryOptions } from "./import-directory.ts";
import type { CsvOptions, ImportOptions } from "./import-file.ts";

/** `import`: takes in what other systems know. */
export function importCommand(): Command {
  return new Command("import")
    .description(
      "Files drafts from a list of Conditional Access policies or a spreadsheet, or takes in a directory; run twice it does nothing twice.",
    )
    .addCommand(entraCommand())
    .addCommand(csvCommand())
    .addCommand(directoryCommand());
}

function entraCommand(): Command {
  const command = withImportOptions(
    new Command("entra-conditional-access")
      .description(
        "Files a draft for every user, group, role and application that an enabled policy demanding MFA leaves out.",
      )
      .argument("<file>", "the policies as Microsoft Graph lists them, JSON"),
  );
  return command.action(async (file: string, options: ImportOptions) => {
    const [{ withDatabase }, { importEntraFile, showReport }] = await tools();
    showReport(await withDatabase((console) => importEntraFile(console, file, options)), options);
  });
}

function csvCommand(): Command {
  const command = withImportOptions(
    new Command("csv")
      .description("Files a draft for every row of a spreadsheet register, all or nothing.")
      .argument("<file>", "the spreadsheet as CSV, with a heading line")
      .option("--map <field=Column...>", 'which column a field is read from, as owner="Accountable person"')
      .option("--map-file <file>", 'the same as JSON, {"owner": "Accountable person"}')
      .option("--delimiter <character>", "what separates the cells", ",")
      .option("--partial", "file the good rows although others are refused")
      .addHelpText(
        "after",
        "\nFields: id, title, category, effect, users, groups, roles, service_principals, applications, networks, devices," +
          "\nprotocols, starts, ends, planned_retirement, owner, justification, controls, monitoring, state, details.KEY." +
          "\nSeveral values in a cell are separated by a semicolon.",
      ),
  );
  return command.action(async (file: string, options: CsvOptions) => {
    const [{ withDatabase }, { importCsvFile, showReport }] = await tools();
    showReport(await withDatabase((console) => importCsvFile(console, file, options)), options);
  });
}

function directoryCommand(): Command {
  const command = new Command("directory")
    .description("Takes in people, groups, roles, applications and service principals from a CSV file, all or nothing.")
    .argument("<file>", "the CSV file, with a heading line")
    .option("--map <field=Column...>", 'which column a field is read from, as user_name="Mail"')
    .option("--delimiter <character>", "what separates the cells", ",")
    .option("--partial", "take in the good rows although others are refused")
    .option("--dry-run", "only say what would be done")
    .option("--json", 'print {"added": …, "changed": …, "unchanged": …, "refused": […], "notes": […]}')
    .addHelpText(
      "after",
      "\nFields: kind, id, user_name, name, external_id, department, sso_required, groups, roles." +
        "\nSeveral values in a cell are separated by a semicolon.",
    );
  return withWorkspaceOption(command).action(async (file: string, options: DirectoryOptions) => {
    const [{ withDatabase }, { importDirectoryFile, showDirectoryReport }] = await Promise.all([
      import("./with-database.ts"),
      import("./import-directory.ts"),
    ]);
    showDirectoryReport(await withDatabase((console) => importDirectoryFile(console, file, options)), options);
  });
}

function withImportOptions(command: Command): Command {
  return withWorkspaceOption(command)
    .option("--requestor <user name>", "who files them (default: whoever takes a draft on)")
    .option("--json", 'print {"filed": […], "already_filed": […], "skipped": […], "refused": […], "notes": […]}');
}

function tools() {
  return Promise.all([import("./with-database.ts"), import("./import-file.ts")]);
}
