import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { z } from "zod";
import { requireToken } from "#app/auth/caller.server.ts";
import { wireOfBypass } from "#app/break-glass/accounts-on-wire.server.ts";
import { bypassFor } from "#app/break-glass/bypass-view.server.ts";
import { answer, json, methodNotAllowed, readQuery } from "#app/http/api.server.ts";

const Query = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(400).optional(),
});

export async function loader({ request, context }: LoaderFunctionArgs) {
  return answer(context, async () => {
    const caller = await requireToken({ request, context }, "read");
    const { limit, cursor } = readQuery(request, Query);
    const page = { after: cursor ?? null, limit, now: context.now };
    const { accounts, next } = await bypassFor(context.db, caller, page);
    return json(200, { data: accounts.map(wireOfBypass), next_cursor: next });
  });
}

export async function action({ context }: ActionFunctionArgs) {
  return answer(context, async () => methodNotAllowed("GET"));
}
