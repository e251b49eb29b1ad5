import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { askVerification } from "#app/audit/ask-verification.server.ts";
import { verificationWireOf } from "#app/audit/verification-on-wire.server.ts";
import { verificationsView } from "#app/audit/verification-view.server.ts";
import { VerificationPost } from "#app/audit/verification-wire.ts";
import { requireOversightToken } from "#app/auth/require-overseer.server.ts";
import { answer, changeOnce, json, methodNotAllowed, readJson } from "#app/http/api.server.ts";
import { findVerification } from "#db/verifications.ts";

export async function loader({ request, context }: LoaderFunctionArgs) {
  return answer(context, async () => {
    const { workspace } = await requireOversightToken({ request, context });
    const { walks } = await verificationsView(context.db, workspace.id);
    const data = walks.map(({ id, at, state, ok, upToSeq, to }) => ({
      ...{ id, at, state, ok, verified_up_to: upToSeq, path: to },
    }));
    return json(200, { data });
  });
}

export async function action({ request, context }: ActionFunctionArgs) {
  return answer(context, async () => {
    if (request.method !== "POST") return methodNotAllowed("GET", "POST");
    const caller = await requireOversightToken({ request, context });
    const { body, text } = await readJson(request, VerificationPost);
    const { workspace, user, auditActor: actor } = caller;
    return changeOnce({ context, caller, request, text }, async (tx) => {
      const asking = { workspaceId: workspace.id, upTo: body.up_to, userId: user.id, actor, now: context.now };
      const { id, isNew } = await askVerification(tx, asking);
      const asked = await findVerification(tx, workspace.id, id);
      if (!asked) throw new Error(`verification ${id} is not there, though it was asked for a moment ago`);
      return { status: isNew ? 202 : 200, body: verificationWireOf(asked) };
    });
  });
}
