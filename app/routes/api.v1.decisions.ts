import type { LoaderFunctionArgs } from "@remix-run/node";
import { requireToken } from "#app/auth/caller.server.ts";
import { answer, json, methodNotAllowed } from "#app/http/api.server.ts";
import { problem } from "#app/http/problem.ts";
import { summaryWireOf } from "#app/signins/decision-wire.ts";
import { findSignIns } from "#app/signins/find-sign-ins.server.ts";
import { SignInParams, writeSignInCursor } from "#app/signins/sign-in-query.ts";

export async function loader({ request, context }: LoaderFunctionArgs) {
  return answer(context, async () => {
    const caller = await requireToken({ request, context }, "read");
    const params = SignInParams.safeParse(Object.fromEntries(new URL(request.url).searchParams));
    if (!params.success) {
      const errors = params.error.issues.map(({ path, message }) => ({ field: path.join("."), message }));
      return problem(400, "invalid_query", errors.map(({ field, message }) => `${field}: ${message}`).join(" "), {
        errors,
      });
    }
    const { signIns, next } = await findSignIns(context.db, caller, params.data);
    return json(200, { data: signIns.map(summaryWireOf), next_cursor: writeSignInCursor(next) });
  });
}

export async function action() {
  return methodNotAllowed("GET");
}
