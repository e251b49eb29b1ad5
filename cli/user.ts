import { Command } from "commander";
import { withWorkspaceOption } from "./choose-workspace.ts";
import type { AddWish } from "./manage-users.ts";

type Options = { workspace?: string; json?: true };

/** `user`: adds people, changes what they may do, bars and invites them. */
export function userCommand(): Command {
  return new Command("user")
    .description("Adds people, changes what they may do, bars and invites them.")
    .addCommand(addCommand())
    .addCommand(listCommand())
    .addCommand(rolesCommand())
    .addCommand(accessCommand())
    .addCommand(disableCommand())
    .addCommand(enableCommand())
    .addCommand(inviteCommand())
    .addCommand(resetPasswordCommand());
}

function addCommand(): Command {
  const command = new Command("add")
    .description("Adds a person, who cannot sign in before they have been invited.")
    .argument("<email>", "their user name")
    .requiredOption("--name <name>", "how they are shown")
    .option(
      "--role <role...>",
      "owner, admin, approver_identity, approver_risk, approver_security_leadership, implementer, auditor; everyone may request",
    )
    .option("--group <id...>", "groups of the directory; one that is unknown is added to it")
    .option("--access-until <day>", "for an auditor: the last day, within a year; 90 days without it")
    .option("--department <name>", "where they work")
    .option("--external-id <id>", "their id at the identity provider, by which imports know them")
    .option("--json", 'print {"id": …, "user_name": …}');
  return withWorkspaceOption(command).action(async (email: string, options: Options & Omit<AddWish, "email">) => {
    const { withDatabase, people, printJson } = await tools();
    const user = await withDatabase((console) => people.add(console, { ...options, email }));
    if (options.json) printJson({ id: user.id, user_name: user.userName });
    else
      console.log(`${user.displayName} is ${user.id}. Invite them with \`mfa-register user invite ${user.userName}\`.`);
  });
}

function listCommand(): Command {
  const command = new Command("list")
    .description("Lists the people with their roles.")
    .option("--json", "print a list of people");
  return withWorkspaceOption(command).action(async (options: Options) => {
    const { withDatabase, people, printJson, printTable } = await tools();
    const rows = await withDatabase((console) => people.list(console, options.workspace));
    if (options.json) printJson(rows);
    else
      printTable(
        ["ID", "USER NAME", "NAME", "ROLES", "BARRED SINCE"],
        rows.map((row) => [
          row.id,
          row.user_name,
          row.display_name,
          row.roles.join(" ") || "-",
          row.disabled_at ?? "-",
        ]),
      );
  });
}

function rolesCommand(): Command {
  const command = new Command("roles")
    .description("Makes a person's roles exactly these; none takes them all away.")
    .argument("<email>", "their user name")
    .argument("[role...]", "the roles");
  return withWorkspaceOption(command).action(async (email: string, roles: string[], options: Options) => {
    const { withDatabase, people } = await tools();
    await withDatabase((console) => people.giveRoles(console, { ...options, email, roles }));
    console.log(`${email} has ${roles.length === 0 ? "no role; everyone may request" : roles.join(", ")}.`);
  });
}

function accessCommand(): Command {
  const command = new Command("access")
    .description("Changes until when an auditor may use the register.")
    .argument("<email>", "their user name")
    .argument("<until>", 'the last day, as 2027-01-31, or "now" to end it at once');
  return withWorkspaceOption(command).action(async (email: string, until: string, options: Options) => {
    const { withDatabase, people } = await tools();
    const endsAt = await withDatabase((console) => people.giveAccess(console, { ...options, email, until }));
    console.log(`${email} may use the register until ${endsAt}.`);
  });
}

function disableCommand(): Command {
  const command = new Command("disable")
    .description("Bars a person; their sessions and tokens end at once.")
    .argument("<email>", "their user name")
    .requiredOption("--reason <text>", "why");
  return withWorkspaceOption(command).action(async (email: string, options: Options & { reason: string }) => {
    const { withDatabase, people } = await tools();
    await withDatabase((console) => people.bar(console, { ...options, email }));
    console.log(`${email} is barred.`);
  });
}

function enableCommand(): Command {
  const command = new Command("enable")
    .description("Lets a barred person sign in again.")
    .argument("<email>", "their user name");
  return withWorkspaceOption(command).action(async (email: string, options: Options) => {
    const { withDatabase, people } = await tools();
    await withDatabase((console) => people.letIn(console, { ...options, email }));
    console.log(`${email} may sign in again.`);
  });
}

function inviteCommand(): Command {
  const command = new Command("invite")
    .description("Prints a one-time link with which a person sets up how they sign in.")
    .argument("<email>", "their user name")
    .option("--json", 'print {"url": …, "expires_at": …}');
  return withWorkspaceOption(command).action(async (email: string, options: Options) => {
    const { withDatabase, people, printJson } = await tools();
    const { url, expiresAt } = await withDatabase((console) => people.invite(console, { ...options, email }));
    if (options.json) printJson({ url, expires_at: expiresAt });
    else console.log(`${url}\n\nThe link works once, until ${expiresAt}.`);
  });
}

function resetPasswordCommand(): Command {
  const command = new Command("reset-password")
    .description("Prints a one-time link with which a person sets a new password; their second factor stays.")
    .argument("<email>", "their user name")
    .option("--json", 'print {"url": …, "expires_at": …}');
  return withWorkspaceOption(command).action(async (email: string, options: Options) => {
    const { withDatabase, people, printJson } = await tools();
    const { url, expiresAt } = await withDatabase((console) => people.resetPassword(console, { ...options, email }));
    if (options.json) printJson({ url, expires_at: expiresAt });
    else console.log(`${url}\n\nThe link works once, until ${expiresAt}, and signs nobody in.`);
  });
}

async function tools() {
  const [
    { withDatabase },
    { add, list, giveRoles, giveAccess, bar, letIn, invite, resetPassword },
    { printJson, printTable },
  ] = await Promise.all([import("./with-database.ts"), import("./manage-users.ts"), import("./print.ts")]);
  const people = { add, list, giveRoles, giveAccess, bar, letIn, invite, resetPassword };
  return { withDatabase, people, printJson, printTable };
}
