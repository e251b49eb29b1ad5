import type { ActionFunctionArgs } from "@remix-run/node";
import { z } from "zod";
import { requireToken } from "#app/auth/caller.server.ts";
import { AttestationPost, wireOfRotation } from "#app/break-glass/account-wire.ts";
import { attestRotation } from "#app/break-glass/rotate.server.ts";
import { answer, changeOnce, methodNotAllowed, readJson } from "#app/http/api.server.ts";
import { findRotation } from "#db/secret-rotations.ts";

const Params = z.object({ id: z.string().min(1) });

export function loader() {
  return methodNotAllowed("POST");
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  return answer(context, async () => {
    if (request.method !== "POST") return methodNotAllowed("POST");
    const caller = await requireToken({ request, context }, "approve");
    const { id: rotationId } = Params.parse(params);
    const { body, text } = await readJson(request, AttestationPost);
    return changeOnce({ context, caller, request, text }, async (tx) => {
      await attestRotation(tx, { caller, rotationId, ...body, now: context.now });
      const rotation = await findRotation(tx, caller.workspace.id, rotationId);
      if (!rotation) throw new Error(`${rotationId} is gone, expected the rotation that was attested`);
      return { status: 200, body: wireOfRotation(rotation) };
    });
  });
}
