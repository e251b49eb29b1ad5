import type { ActionFunctionArgs } from "@remix-run/node";
import { z } from "zod";
import { requireToken } from "#app/auth/caller.server.ts";
import { RetirementBody } from "#app/break-glass/account-wire.ts";
import { retireAccount } from "#app/break-glass/keep-account.server.ts";
import { answer, changeOnce, methodNotAllowed, readJson } from "#app/http/api.server.ts";

const Params = z.object({ id: z.string().min(1) });

export function loader() {
  return methodNotAllowed("POST");
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  return answer(context, async () => {
    if (request.method !== "POST") return methodNotAllowed("POST");
    const caller = await requireToken({ request, context }, "policy");
    const { id: userId } = Params.parse(params);
    const { body, text } = await readJson(request, RetirementBody);
    return changeOnce({ context, caller, request, text }, async (tx) => {
      await retireAccount(tx, { caller, userId, ...body, now: context.now });
      return { status: 200, body: { user_id: userId, retired_at: context.now } };
    });
  });
}
