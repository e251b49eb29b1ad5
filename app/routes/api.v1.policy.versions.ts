import type { LoaderFunctionArgs } from "@remix-run/node";
import { z } from "zod";
import { answer, json, methodNotAllowed } from "#app/http/api.server.ts";
import { problem } from "#app/http/problem.ts";
import { requireReadingToken } from "#app/policy/policy-api.server.ts";
import { wireOfVersion } from "#app/policy/policy-wire.ts";
import { listPolicyVersions } from "#db/policies.ts";

const Query = z.object({
  cursor: z.coerce.number().int().positive().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

export async function loader({ request, context }: LoaderFunctionArgs) {
  return answer(context, async () => {
    const { workspace } = await requireReadingToken({ request, context });
    const query = Query.safeParse(Object.fromEntries(new URL(request.url).searchParams));
    if (!query.success) {
      const errors = query.error.issues.map(({ path, message }) => ({ field: path.join("."), message }));
      return problem(400, "invalid_query", errors.map(({ field, message }) => `${field}: ${message}`).join(" "), {
        errors,
      });
    }
    const { cursor = null, limit } = query.data;
    const { versions, next } = await listPolicyVersions(context.db, workspace.id, { before: cursor, limit });
    return json(200, { data: versions.map(wireOfVersion), next_cursor: next === null ? null : String(next) });
  });
}

export const action = () => methodNotAllowed("GET");
