import { Command, CommanderError } from "commander";
import { demoCommand } from "./demo.ts";
import { evaluateCommand } from "./evaluate.ts";
import { exitCodeOf } from "./exit-code.ts";
import { exportCommand } from "./export.ts";
import { importCommand } from "./import.ts";
import { jobsCommand } from "./jobs.ts";
import { migrateCommand } from "./migrate.ts";
import { startCommand } from "./start.ts";
import { tokenCommand } from "./token.ts";
import { userCommand } from "./user.ts";
import { verifyCommand } from "./verify.ts";

const program = new Command("mfa-register")
  .description("The register of MFA exceptions that the sign-in decision reads.")
  .addHelpText("after", "\nExit codes: 0 done, 1 refused or failed, 2 used wrongly.");

const commands = [
  startCommand,
  demoCommand,
  migrateCommand,
  importCommand,
  exportCommand,
  verifyCommand,
  evaluateCommand,
  jobsCommand,
  tokenCommand,
  userCommand,
];
for (const make of commands) program.addCommand(make());
letFaultsThrough(program);

// Whoever reads only the first lines of an output, as `head` does, has not found a fault.
process.stdout.on("error", (fault: NodeJS.ErrnoException) => {
  if (fault.code !== "EPIPE") throw fault;
  process.exit();
});

try {
  await program.parseAsync();
} catch (fault) {
  process.exitCode = exitCodeOf(fault);
  // Commander has printed its own faults already.
  if (!(fault instanceof CommanderError)) console.error(`mfa-register: ${messageOf(fault)}`);
}

/** Commander would otherwise end the process itself, with 1 for a wrong option. */
function letFaultsThrough(command: Command): void {
  command.exitOverride();
  for (const inner of command.commands) letFaultsThrough(inner);
}

function messageOf(fault: unknown): string {
  return fault instanceof Error ? fault.message : String(fault);
}
