import type { LoaderFunctionArgs } from "@remix-run/node";
import { requireCaller } from "#app/auth/caller.server.ts";
import { json } from "#app/http/api.server.ts";
import { findRecords } from "#app/register/find-records.server.ts";

/** What the palette asks as somebody types. */
export async function loader({ request, context }: LoaderFunctionArgs) {
  const caller = await requireCaller({ request, context });
  const text = new URL(request.url).searchParams.get("q") ?? "";
  return json(200, { records: await findRecords(context.db, caller, text, context.now) });
}
