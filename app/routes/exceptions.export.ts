import type { ActionFunctionArgs } from "@remix-run/node";
import { z } from "zod";
import { requireCaller } from "#app/auth/caller.server.ts";
import { requireFreshFactor } from "#app/auth/step-up-for.server.ts";
import { methodNotAllowed } from "#app/http/api.server.ts";
import { problem } from "#app/http/problem.ts";
import { filtersOf, ListParams, readListParams } from "#app/register/list-params.ts";
import { listRequest } from "#app/register/list-request.server.ts";
import { exportList } from "#app/reports/export-list.server.ts";
import { exportFormats } from "#app/reports/write-rows.server.ts";

const Asked = z.object({
  format: z.enum(exportFormats),
  /** The filters of the list, as they stand in its address. */
  query: z.string().max(4000).default(""),
  /** The records that were chosen; without any, all that the filters find. */
  id: z.array(z.string().max(40)).max(200),
});

export const loader = () => methodNotAllowed("POST");

export async function action({ request, context }: ActionFunctionArgs) {
  const caller = await requireCaller({ request, context });
  const { db, now } = context;
  const form = await request.formData();
  const asked = Asked.safeParse({ ...Object.fromEntries(form), id: form.getAll("id") });
  const search = asked.success ? filtersOf(new URLSearchParams(asked.data.query)) : null;
  const params = search && readListParams(search);
  if (!asked.success || !search || !params?.success)
    return problem(400, "invalid_query", "This does not say which records, or in which format.");
  const { format, id: ids } = asked.data;
  await requireFreshFactor({ request, context }, { caller, form, to: pageOf(ids, search) });
  const selection = ids.length > 0 ? ids.join(",") : search.toString();
  const query = await listRequest(db, caller, ids.length > 0 ? ListParams.parse({}) : params.data, now);
  return exportList(db, { caller, query: ids.length > 0 ? { ...query, ids } : query, format, selection, now });
}

/** Where the button stood: among the ticked records, or above the list. */
function pageOf(ids: readonly string[], search: URLSearchParams): string {
  if (ids.length === 0) return `/exceptions?${search}`;
  return `/exceptions/bulk?${new URLSearchParams([["action", "export"], ...ids.map((id) => ["id", id])])}`;
}
