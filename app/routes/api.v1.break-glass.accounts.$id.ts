import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { z } from "zod";
import { requireToken } from "#app/auth/caller.server.ts";
import { BreakGlassAccountPut } from "#app/break-glass/account-wire.ts";
import { wireOfAccount } from "#app/break-glass/accounts-on-wire.server.ts";
import { accountView } from "#app/break-glass/accounts-view.server.ts";
import { changeCustodians } from "#app/break-glass/keep-account.server.ts";
import { answer, changeOnce, json, methodNotAllowed, readJson } from "#app/http/api.server.ts";

const Params = z.object({ id: z.string().min(1) });

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  return answer(context, async () => {
    const caller = await requireToken({ request, context }, "read");
    const { account } = await accountView(context.db, caller, Params.parse(params).id, context.now);
    return json(200, wireOfAccount(account));
  });
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  return answer(context, async () => {
    if (request.method !== "PUT") return methodNotAllowed("GET", "PUT");
    const caller = await requireToken({ request, context }, "policy");
    const { id: userId } = Params.parse(params);
    const { body, text } = await readJson(request, BreakGlassAccountPut);
    return changeOnce({ context, caller, request, text }, async (tx) => {
      const { version, first_custodian_id: firstCustodianId, second_custodian_id: secondCustodianId } = body;
      const held = { firstCustodianId, secondCustodianId, storageReference: body.storage_reference };
      await changeCustodians(tx, { caller, userId, version, ...held, now: context.now });
      const { account } = await accountView(tx, caller, userId, context.now);
      return { status: 200, body: wireOfAccount(account) };
    });
  });
}
