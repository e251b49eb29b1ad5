import { Command, Option } from "commander";
import { withWorkspaceOption } from "./choose-workspace.ts";

type CreateOptions = {
  workspace?: string;
  user?: string;
  service?: string;
  scope: string[];
  name?: string;
  expiresIn?: string;
  json?: true;
};

/** `token`: makes, lists and revokes API tokens. */
export function tokenCommand(): Command {
  return new Command("token")
    .description("Makes, lists and revokes API tokens.")
    .addCommand(createCommand())
    .addCommand(listCommand())
    .addCommand(revokeCommand());
}

function createCommand(): Command {
  const command = new Command("create")
    .description("Makes a token for a person or a service and prints it, once.")
    .addOption(new Option("--user <user name>", "the person whom it acts as").conflicts("service"))
    .option("--service <name>", "the service that uses it; its scopes are decide, search and request")
    .requiredOption(
      "--scope <scope...>",
      "decide, search, read, write, approve, policy, directory; approve ends after 15 minutes",
    )
    .option("--name <text>", "what it is for (default: the service's name, or console)")
    .option("--expires-in <time>", "when it ends, as 12h or 90d (default: never)")
    .option("--json", 'print {"token": …, "id": …, "expires_at": …}');
  return withWorkspaceOption(command).action(async (options: CreateOptions) => {
    const [{ withDatabase }, { makeToken }, { printJson }] = await Promise.all([
      import("./with-database.ts"),
      import("./make-token.ts"),
      import("./print.ts"),
    ]);
    const { token, id, expiresAt } = await withDatabase((console) => makeToken(console, options));
    if (options.json) printJson({ token, id, expires_at: expiresAt });
    else
      console.log(
        `${token}\n\nKeep it now, it is not shown again. Its id is ${id}; it ${expiresAt ? `ends ${expiresAt}` : "does not end by itself"}.`,
      );
  });
}

function listCommand(): Command {
  const command = new Command("list")
    .description("Lists the tokens of the services, or of one person; never the tokens themselves.")
    .option("--user <user name>", "of this person")
    .option("--json", "print a list of tokens");
  return withWorkspaceOption(command).action(async (options: { workspace?: string; user?: string; json?: true }) => {
    const [{ withDatabase }, { chooseWorkspace }, { listTokens }, { userNamed }, { printJson, printTable }] =
      await Promise.all([
        import("./with-database.ts"),
        import("./choose-workspace.ts"),
        import("#db/tokens.ts"),
        import("./user-named.ts"),
        import("./print.ts"),
      ]);
    await withDatabase(async ({ database: { db }, now }) => {
      const { id: workspaceId } = await chooseWorkspace(db, options.workspace);
      const user = options.user === undefined ? null : await userNamed(db, workspaceId, options.user);
      const tokens = await listTokens(db, workspaceId, user?.id ?? null);
      const shown = tokens.map(({ id, name, scopes, createdAt, lastUsedAt, expiresAt, revokedAt }) => ({
        id,
        name,
        scopes,
        created_at: createdAt,
        last_used_at: lastUsedAt,
        expires_at: expiresAt,
        revoked_at: revokedAt,
        is_live: revokedAt === null && (expiresAt === null || expiresAt > now),
      }));
      if (options.json) printJson(shown);
      else
        printTable(
          ["ID", "NAME", "SCOPES", "LIVE", "LAST USED", "ENDS"],
          shown.map((row) => [
            row.id,
            row.name,
            row.scopes.join(" "),
            row.is_live ? "yes" : "no",
            row.last_used_at ?? "never",
            row.expires_at ?? "-",
          ]),
        );
    });
  });
}

function revokeCommand(): Command {
  const command = new Command("revoke")
    .description("Ends a token at once.")
    .argument("<id>", "as `token list` shows it");
  return withWorkspaceOption(command).action(async (id: string, options: { workspace?: string }) => {
    const [{ withDatabase }, { chooseWorkspace }, { revokeToken }] = await Promise.all([
      import("./with-database.ts"),
      import("./choose-workspace.ts"),
      import("#app/auth/token.server.ts"),
    ]);
    await withDatabase(async ({ database: { db }, now }) => {
      const { id: workspaceId } = await chooseWorkspace(db, options.workspace);
      await revokeToken(db, { workspaceId, id, by: null, actor: { kind: "console", id: null }, now });
    });
    console.log(`${id} works no longer.`);
  });
}
