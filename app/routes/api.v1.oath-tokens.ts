import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { hasFreshFactor } from "#app/auth/own-factors.server.ts";
import { stepUpRequired } from "#app/auth/refusals.ts";
import { requireOversightToken } from "#app/auth/require-overseer.server.ts";
import { managingBy, requireDirectoryToken } from "#app/directory/directory-access.server.ts";
import { answer, changeOnce, json, methodNotAllowed, readJson, readQuery } from "#app/http/api.server.ts";
import { importTokens } from "#app/oath/import-tokens.server.ts";
import { inventoryView } from "#app/oath/oath-view.server.ts";
import { OathTokensQuery, TokenImportWire } from "#app/oath/token-wire.ts";
import { importAnswerOf, tokenWireOf } from "#app/oath/tokens-on-wire.server.ts";
import { Refused } from "#app/register/refused.ts";

export async function loader({ request, context }: LoaderFunctionArgs) {
  return answer(context, async () => {
    const caller = await requireOversightToken({ request, context });
    const { show: filter, q: search, cursor: after } = readQuery(request, OathTokensQuery);
    const { tokens, next } = await inventoryView(context.db, caller, { filter, search, after }, context.now);
    return json(200, { data: tokens.map(tokenWireOf), next_cursor: next });
  });
}

export async function action({ request, context }: ActionFunctionArgs) {
  return answer(context, async () => {
    if (request.method !== "POST") return methodNotAllowed("GET", "POST");
    const caller = await requireDirectoryToken({ request, context });
    const { body, text } = await readJson(request, TokenImportWire);
    if (!hasFreshFactor(caller.actor, context.now)) throw stepUpRequired();
    return changeOnce({ context, caller, request, text }, async (tx) => {
      const { seed_holder: seedHolder, seed_place: seedPlace, is_trial: isTrial } = body;
      const importing = { ...managingBy(caller, context), seedHolder, seedPlace, secrets: context.secrets, isTrial };
      const report = importAnswerOf(await importTokens(tx, body.csv, importing), isTrial);
      if (!isTrial && report.refused.length > 0)
        throw new Refused(400, "seeds_refused", "Nothing was taken in: some lines are wrong.", {
          refused: report.refused,
        });
      return { status: isTrial ? 200 : 201, body: report };
    });
  });
}
