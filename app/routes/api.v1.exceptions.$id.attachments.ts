import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { z } from "zod";
import { addAttachment } from "#app/attachments/add-attachment.server.ts";
import { attachmentWireOf } from "#app/attachments/attachment.ts";
import { attachmentsSeenBy } from "#app/attachments/attachment-sight.server.ts";
import { requireToken } from "#app/auth/caller.server.ts";
import { answer, json, methodNotAllowed } from "#app/http/api.server.ts";
import { sightOf } from "#app/register/show.server.ts";

const Params = z.object({ id: z.string().min(1) });

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  return answer(context, async () => {
    const { id } = Params.parse(params);
    const caller = await requireToken({ request, context }, "read");
    const { db, now } = context;
    const attachments = await attachmentsSeenBy(db, caller, await sightOf(db, caller, id, now));
    return json(200, { data: attachments.map(attachmentWireOf) });
  });
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  return answer(context, async () => {
    if (request.method !== "POST") return methodNotAllowed("GET", "POST");
    const { id } = Params.parse(params);
    const caller = await requireToken({ request, context }, "write");
    return json(201, attachmentWireOf(await addAttachment(context, { caller, id, request })));
  });
}
