import type { LoaderFunctionArgs } from "@remix-run/node";
import { z } from "zod";
import { answer, json, methodNotAllowed } from "#app/http/api.server.ts";
import { problem } from "#app/http/problem.ts";
import { requireReadingToken } from "#app/policy/policy-api.server.ts";
import { wireOfVersion } from "#app/policy/policy-wire.ts";
import { findPolicyVersion } from "#db/policies.ts";

const Params = z.object({ version: z.coerce.number().int().positive().max(2_147_483_647) });

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  return answer(context, async () => {
    const { workspace } = await requireReadingToken({ request, context });
    const parsed = Params.safeParse(params);
    const version = parsed.success && (await findPolicyVersion(context.db, workspace.id, parsed.data.version));
    if (!version) return problem(404, "not_found", "The policy has no such version.");
    return json(200, wireOfVersion(version));
  });
}

export const action = () => methodNotAllowed("GET");
