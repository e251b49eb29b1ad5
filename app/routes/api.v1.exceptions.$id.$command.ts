import type { ActionFunctionArgs } from "@remix-run/node";
import { z } from "zod";
import { requireToken } from "#app/auth/caller.server.ts";
import { answer, changeOnce, methodNotAllowed, readJson } from "#app/http/api.server.ts";
import { problem } from "#app/http/problem.ts";
import { apply } from "#app/register/apply.server.ts";
import { type CommandInput, commandSchemas } from "#app/register/command-schemas.ts";
import { wireOf } from "#app/register/exception-wire.ts";
import { commands } from "#app/register/lifecycle.ts";
import { sightOf } from "#app/register/show.server.ts";

const Params = z.object({ id: z.string().min(1), command: z.enum(commands) });
const Version = z.object({ version: z.number({ error: "Send the version that you read." }).int() });

export const loader = () => methodNotAllowed("POST");

export async function action({ request, params, context }: ActionFunctionArgs) {
  return answer(context, async () => {
    if (request.method !== "POST") return methodNotAllowed("POST");
    const parsed = Params.safeParse(params);
    if (!parsed.success)
      return problem(404, "unknown_command", `There is no such command; these exist: ${commands.join(", ")}.`);
    const { id, command } = parsed.data;
    const caller = await requireToken(
      { request, context },
      command === "approve" || command === "reject" ? "approve" : "write",
    );
    const { body, text } = await readJson(request, Version.and(commandSchemas[command]));
    return changeOnce({ context, caller, request, text }, async (tx) => {
      await sightOf(tx, caller, id, context.now);
      await apply(tx, {
        workspaceId: caller.workspace.id,
        id,
        input: { command, ...body } as CommandInput, // the schema was picked by the command
        actor: caller.actor,
        auditActor: caller.auditActor,
        now: context.now,
      });
      return { status: 200, body: wireOf(await sightOf(tx, caller, id, context.now), context.now) };
    });
  });
}
