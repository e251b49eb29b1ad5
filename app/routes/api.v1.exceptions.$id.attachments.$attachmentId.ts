import type { LoaderFunctionArgs } from "@remix-run/node";
import { z } from "zod";
import { sendAttachment } from "#app/attachments/send-attachment.server.ts";
import { requireToken } from "#app/auth/caller.server.ts";
import { answer, methodNotAllowed } from "#app/http/api.server.ts";

const Params = z.object({ id: z.string().min(1), attachmentId: z.string().min(1) });

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  return answer(context, async () => {
    const { id: exceptionId, attachmentId: id } = Params.parse(params);
    const caller = await requireToken({ request, context }, "read");
    return sendAttachment(context, { caller, exceptionId, id });
  });
}

export const action = () => methodNotAllowed("GET");
