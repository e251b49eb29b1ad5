import type { ActionFunctionArgs } from "@remix-run/node";
import { z } from "zod";
import { requireToken } from "#app/auth/caller.server.ts";
import { answer, changeOnce, methodNotAllowed, readJson } from "#app/http/api.server.ts";
import { problem } from "#app/http/problem.ts";
import { draftCommands } from "#app/policy/draft-commands.ts";
import { draftOnWire } from "#app/policy/policy-api.server.ts";
import { DraftCommandBody } from "#app/policy/policy-wire.ts";
import { settleDraft } from "#app/policy/settle-draft.server.ts";

const Params = z.object({ id: z.string().min(1), command: z.enum(draftCommands) });

export const loader = () => methodNotAllowed("POST");

export async function action({ request, params, context }: ActionFunctionArgs) {
  return answer(context, async () => {
    if (request.method !== "POST") return methodNotAllowed("POST");
    const parsed = Params.safeParse(params);
    if (!parsed.success)
      return problem(404, "unknown_command", `There is no such command; these exist: ${draftCommands.join(", ")}.`);
    const { id, command } = parsed.data;
    const isDecision = command === "confirm" || command === "reject";
    const caller = await requireToken({ request, context }, isDecision ? "approve" : "policy");
    const { body, text } = await readJson(request, DraftCommandBody);
    return changeOnce({ context, caller, request, text }, async (tx) => {
      const draft = await settleDraft(tx, {
        workspaceId: caller.workspace.id,
        id,
        command,
        comment: body.comment,
        by: caller.actor,
        actor: caller.auditActor,
        now: context.now,
      });
      return { status: 200, body: await draftOnWire(tx, caller, draft) };
    });
  });
}
