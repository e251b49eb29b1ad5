import type { ActionFunctionArgs } from "@remix-run/node";
import { requireToken } from "#app/auth/caller.server.ts";
import { answer, json, methodNotAllowed, readJson } from "#app/http/api.server.ts";
import { Refused } from "#app/register/refused.ts";
import { seesSignIns } from "#app/register/roles.ts";
import { trySignIn } from "#app/what-if/try-sign-in.server.ts";
import { WhatIfRequest } from "#app/what-if/what-if-request.ts";
import { whatIfWireOf } from "#app/what-if/what-if-wire.ts";

export async function loader() {
  return methodNotAllowed("POST");
}

export async function action({ request, context }: ActionFunctionArgs) {
  return answer(context, async () => {
    if (request.method !== "POST") return methodNotAllowed("POST");
    const caller = await requireToken({ request, context }, "read");
    if (!seesSignIns(caller.roles))
      throw new Refused(403, "not_overseer", "Only admins, owners and auditors try sign-ins of others.");
    const { body } = await readJson(request, WhatIfRequest);
    return json(200, whatIfWireOf(await trySignIn(context.db, caller.workspace.id, body, context.now)));
  });
}
