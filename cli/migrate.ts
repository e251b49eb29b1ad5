import { Command } from "commander";

/** `migrate`: brings the schema of the database up to date. */
export function migrateCommand(): Command {
  return new Command("migrate")
    .description("Brings the schema of the database up to date and says which migrations ran.")
    .option("--json", 'print {"ran": […]}')
    .action(async ({ json }: { json?: true }) => {
      const [{ withAnyDatabase }, { migrate }, { printJson }] = await Promise.all([
        import("./with-database.ts"),
        import("#db/migrate.ts"),
        import("./print.ts"),
      ]);
      const ran = await withAnyDatabase(({ database }) => migrate(database.db));
      if (json) printJson({ ran });
      else console.log(ran.length === 0 ? "The database is up to date." : `Ran ${ran.join(", ")}.`);
    });
}
