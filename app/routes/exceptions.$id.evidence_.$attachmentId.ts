import type { LoaderFunctionArgs } from "@remix-run/node";
import { z } from "zod";
import { sendAttachment } from "#app/attachments/send-attachment.server.ts";
import { requireCaller } from "#app/auth/caller.server.ts";
import { pageOf } from "#app/http/page.server.ts";

const Params = z.object({ id: z.string().min(1), attachmentId: z.string().min(1) });

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const { id: exceptionId, attachmentId: id } = Params.parse(params);
  const caller = await requireCaller({ request, context });
  return pageOf(() => sendAttachment(context, { caller, exceptionId, id }));
}
