import type { LoaderFunctionArgs } from "@remix-run/node";
import { z } from "zod";
import { verificationWireOf } from "#app/audit/verification-on-wire.server.ts";
import { requireOversightToken } from "#app/auth/require-overseer.server.ts";
import { answer, json, methodNotAllowed } from "#app/http/api.server.ts";
import { problem } from "#app/http/problem.ts";
import { findVerification } from "#db/verifications.ts";

const Params = z.object({ id: z.string().min(1) });

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  return answer(context, async () => {
    const { workspace } = await requireOversightToken({ request, context });
    const verification = await findVerification(context.db, workspace.id, Params.parse(params).id);
    if (!verification) return problem(404, "not_found", "There is no such verification.");
    return json(200, verificationWireOf(verification));
  });
}

export async function action() {
  return methodNotAllowed("GET");
}
