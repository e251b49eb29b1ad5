import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { requireToken } from "#app/auth/caller.server.ts";
import { BreakGlassAccountPost, wireOfAccountFinding } from "#app/break-glass/account-wire.ts";
import { wireOfAccount } from "#app/break-glass/accounts-on-wire.server.ts";
import { accountsView, accountView } from "#app/break-glass/accounts-view.server.ts";
import { registerAccount } from "#app/break-glass/keep-account.server.ts";
import { answer, changeOnce, json, methodNotAllowed, readJson } from "#app/http/api.server.ts";

export async function loader({ request, context }: LoaderFunctionArgs) {
  return answer(context, async () => {
    const caller = await requireToken({ request, context }, "read");
    const { accounts, derived } = await accountsView(context.db, caller, context.now);
    return json(200, { data: accounts.map(wireOfAccount), findings: derived.map(wireOfAccountFinding) });
  });
}

export async function action({ request, context }: ActionFunctionArgs) {
  return answer(context, async () => {
    if (request.method !== "POST") return methodNotAllowed("GET", "POST");
    const caller = await requireToken({ request, context }, "policy");
    const { body, text } = await readJson(request, BreakGlassAccountPost);
    return changeOnce({ context, caller, request, text }, async (tx) => {
      const { user_id: userId, first_custodian_id: firstCustodianId, second_custodian_id: secondCustodianId } = body;
      const held = { firstCustodianId, secondCustodianId, storageReference: body.storage_reference };
      await registerAccount(tx, { caller, userId, ...held, now: context.now });
      const { account } = await accountView(tx, caller, userId, context.now);
      return { status: 201, body: wireOfAccount(account) };
    });
  });
}
