import type { ActionFunctionArgs } from "@remix-run/node";
import { z } from "zod";
import { attachmentWireOf, WithdrawalBody } from "#app/attachments/attachment.ts";
import { withdrawAttachment } from "#app/attachments/withdraw-attachment.server.ts";
import { requireToken } from "#app/auth/caller.server.ts";
import { answer, changeOnce, methodNotAllowed, readJson } from "#app/http/api.server.ts";

const Params = z.object({ id: z.string().min(1), attachmentId: z.string().min(1) });

export const loader = () => methodNotAllowed("POST");

export async function action({ request, params, context }: ActionFunctionArgs) {
  return answer(context, async () => {
    if (request.method !== "POST") return methodNotAllowed("POST");
    const { id: exceptionId, attachmentId: id } = Params.parse(params);
    const caller = await requireToken({ request, context }, "write");
    const { body, text } = await readJson(request, WithdrawalBody);
    return changeOnce({ context, caller, request, text }, async (tx) => {
      const { now } = context;
      const withdrawn = await withdrawAttachment(tx, { caller, exceptionId, id, reason: body.reason, now });
      return { status: 200, body: attachmentWireOf(withdrawn) };
    });
  });
}
