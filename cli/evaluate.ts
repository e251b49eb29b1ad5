import { Command, Option } from "commander";
import { withWorkspaceOption } from "./choose-workspace.ts";
import type { SignInOptions } from "./sign-in-of.ts";

type Options = SignInOptions & { workspace?: string; explain?: true; json?: true };

/** `evaluate`: what the login path would be told of a sign-in, without recording a decision. */
export function evaluateCommand(): Command {
  const command = new Command("evaluate")
    .description("Says what the login path would be told of a sign-in; nothing is recorded.")
    .addOption(new Option("-u, --user <name or id>", "who signs in").conflicts("service"))
    .option("--service <id>", "the service principal that signs in")
    .requiredOption("-a, --application <id>", "where to")
    .option("--at <instant>", "when, as 2026-11-30T09:00:00Z (default: now)")
    .option("--ip <address>", "from which address")
    .option("--device <posture>", "unknown, unmanaged, managed or compliant")
    .option("--known-device", "on a device where this person has completed MFA before")
    .option("--protocol <name>", "modern, imap, pop, smtp, activesync, ldap, radius, ropc (default: modern)")
    .option("--country <code>", "from which country, as IE")
    .option("--method <name...>", "what the session has completed, just now (default: password)")
    .option("--user-verified", "the passkeys or security keys among them verified the person")
    .option("--explain", "print the trace: every rule, what it asked, and whether it won")
    .option("--json", "print the answer as the evaluation endpoint would give it");
  return withWorkspaceOption(command).action(async (options: Options) => {
    const [
      { withDatabase },
      { chooseWorkspace },
      { signInOf },
      { evaluateOnce },
      { answerOf },
      { explain },
      { printJson },
    ] = await Promise.all([
      import("./with-database.ts"),
      import("./choose-workspace.ts"),
      import("./sign-in-of.ts"),
      import("#app/signins/evaluate-once.server.ts"),
      import("./answer-of.ts"),
      import("#app/engine/explain.ts"),
      import("./print.ts"),
    ]);
    await withDatabase(async ({ database: { db }, now: started }) => {
      const { request, now } = signInOf(options, started);
      const workspace = await chooseWorkspace(db, options.workspace);
      const { decision } = await evaluateOnce(db, { workspaceId: workspace.id, request, now });
      if (options.json) printJson(answerOf(decision));
      else {
        const lines = explain(decision);
        for (const line of options.explain ? lines : lines.slice(0, 1)) console.log(line);
      }
    });
  });
}
