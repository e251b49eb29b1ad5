import type { ActionFunctionArgs } from "@remix-run/node";
import { z } from "zod";
import { requireCaller, requirePolicyReader } from "#app/auth/caller.server.ts";
import { requireFreshFactor } from "#app/auth/step-up-for.server.ts";
import { methodNotAllowed } from "#app/http/api.server.ts";
import { problem } from "#app/http/problem.ts";
import { exportTokens } from "#app/oath/export-tokens.server.ts";
import { tokenFilters } from "#app/oath/token-query.ts";

const Asked = z.object({ show: z.enum(["", ...tokenFilters]).default(""), q: z.string().max(100).default("") });

export const loader = () => methodNotAllowed("POST");

export async function action({ request, context }: ActionFunctionArgs) {
  const caller = await requireCaller({ request, context });
  requirePolicyReader(caller);
  await requireFreshFactor({ request, context }, { caller, to: "/settings/oath" });
  const asked = Asked.safeParse(Object.fromEntries(await request.formData()));
  if (!asked.success) return problem(400, "invalid_query", "This does not say which tokens.");
  const { show, q } = asked.data;
  const text = await exportTokens(context.db, caller, { filter: show || null, search: q.trim() }, context.now);
  return new Response(text, {
    headers: {
      "Content-Type": "text/csv; charset=utf-8",
      "Content-Disposition": `attachment; filename="oath-tokens-${context.now.slice(0, 10)}.csv"`,
      "Cache-Control": "no-store",
    },
  });
}
