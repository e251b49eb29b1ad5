import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { z } from "zod";
import { requireToken } from "#app/auth/caller.server.ts";
import { RotationPost, wireOfRotation } from "#app/break-glass/account-wire.ts";
import { recordRotation } from "#app/break-glass/rotate.server.ts";
import { rotationsSeen } from "#app/break-glass/rotations-seen.server.ts";
import { answer, changeOnce, json, methodNotAllowed, readJson } from "#app/http/api.server.ts";
import { problem } from "#app/http/problem.ts";
import { findRotation } from "#db/secret-rotations.ts";

const kinds = { accounts: "user", "service-principals": "service_principal" } as const;
const Params = z.object({
  secrets: z.enum(["accounts", "service-principals"]).transform((name) => kinds[name]),
  id: z.string().min(1),
});

/** @throws Response 404 where there are no secrets of that name. */
function subjectAt(params: unknown) {
  const read = Params.safeParse(params);
  if (!read.success) throw problem(404, "not_found", "There is nothing at this address.");
  return { kind: read.data.secrets, id: read.data.id };
}

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  return answer(context, async () => {
    const caller = await requireToken({ request, context }, "read");
    const rotations = await rotationsSeen(context.db, caller, subjectAt(params), context.now);
    return json(200, { data: rotations.map(wireOfRotation) });
  });
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  return answer(context, async () => {
    if (request.method !== "POST") return methodNotAllowed("GET", "POST");
    const caller = await requireToken({ request, context }, "approve");
    const subject = subjectAt(params);
    const { body, text } = await readJson(request, RotationPost);
    return changeOnce({ context, caller, request, text }, async (tx) => {
      const { rotated_at: rotatedAt, ...content } = body;
      const id = await recordRotation(tx, { caller, ...subject, ...content, rotatedAt, now: context.now });
      const rotation = await findRotation(tx, caller.workspace.id, id);
      if (!rotation) throw new Error(`${id} is gone, expected the rotation that was recorded`);
      return { status: 201, body: wireOfRotation(rotation) };
    });
  });
}
