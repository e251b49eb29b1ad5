import type { LoaderFunctionArgs } from "@remix-run/node";
import { z } from "zod";
import { requireCaller } from "#app/auth/caller.server.ts";
import { giveDocument } from "#app/documents/give-document.server.ts";
import { pageOf } from "#app/http/page.server.ts";

const Params = z.object({ id: z.string().min(1) });

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const { id: exceptionId } = Params.parse(params);
  const caller = await requireCaller({ request, context });
  const about = new URL(request.url).searchParams.get("requirement") ?? "";
  return pageOf(() => giveDocument(context, { caller, exceptionId, kind: "ccw", about }));
}
