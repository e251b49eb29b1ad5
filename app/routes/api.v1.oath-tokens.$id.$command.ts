import type { ActionFunctionArgs } from "@remix-run/node";
import { z } from "zod";
import type { Caller } from "#app/auth/caller.server.ts";
import { requireDirectoryToken } from "#app/directory/directory-access.server.ts";
import { answer, json, methodNotAllowed, readJson } from "#app/http/api.server.ts";
import type { RequestContext } from "#app/http/load-context.server.ts";
import { problem } from "#app/http/problem.ts";
import { assignToken } from "#app/oath/assign-token.server.ts";
import { revokeOathToken, unassignToken } from "#app/oath/end-token.server.ts";
import { tokenView } from "#app/oath/oath-view.server.ts";
import { AssignWire, RevokeWire, UnassignWire } from "#app/oath/token-wire.ts";
import { wholeTokenWireOf } from "#app/oath/tokens-on-wire.server.ts";

const commands = ["assign", "unassign", "revoke"] as const;
const Params = z.object({ id: z.string().min(1), command: z.enum(commands) });

export const loader = () => methodNotAllowed("POST");

export async function action({ request, params, context }: ActionFunctionArgs) {
  return answer(context, async () => {
    if (request.method !== "POST") return methodNotAllowed("POST");
    const caller = await requireDirectoryToken({ request, context });
    const read = Params.safeParse(params);
    if (!read.success) return problem(404, "not_found", `A token has the commands ${commands.join(", ")}.`);
    await give({ request, context }, caller, read.data);
    return json(200, wholeTokenWireOf(await tokenView(context.db, caller, read.data.id, context.now)));
  });
}

type Call = { request: Request; context: RequestContext };

/** Not within a transaction of a key: a wrong code is counted whatever becomes of the request. */
async function give({ request, context }: Call, caller: Caller, { id: tokenId, command }: z.output<typeof Params>) {
  const { db, secrets, now } = context;
  const place = { caller, tokenId, now };
  switch (command) {
    case "assign": {
      const { body } = await readJson(request, AssignWire);
      return assignToken(db, { ...place, userName: body.user_name, code: body.code, secrets });
    }
    case "unassign": {
      const { body } = await readJson(request, UnassignWire);
      return unassignToken(db, { ...place, place: body.place });
    }
    case "revoke": {
      const { body } = await readJson(request, RevokeWire);
      return revokeOathToken(db, { ...place, revocation: body.reason });
    }
    default:
      return command satisfies never;
  }
}
