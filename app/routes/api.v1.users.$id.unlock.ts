import type { ActionFunctionArgs } from "@remix-run/node";
import { unlockUser } from "#app/auth/unlock.server.ts";
import { requireDirectoryToken } from "#app/directory/directory-access.server.ts";
import { personAt } from "#app/directory/person-at.server.ts";
import { userOnWire } from "#app/directory/to-wire.server.ts";
import { answer, changeOnce, methodNotAllowed } from "#app/http/api.server.ts";
import { directoryUsers } from "#db/directory-users.ts";

export const loader = () => methodNotAllowed("POST");

export async function action({ request, params, context }: ActionFunctionArgs) {
  return answer(context, async () => {
    if (request.method !== "POST") return methodNotAllowed("POST");
    const caller = await requireDirectoryToken({ request, context });
    return changeOnce({ context, caller, request, text: await request.text() }, async (tx) => {
      const { id: userId } = await personAt(tx, caller.workspace.id, params.id);
      await unlockUser(tx, { caller, userId, now: context.now });
      const [user] = await directoryUsers(tx, caller.workspace.id, [userId]);
      return { status: 200, body: user && userOnWire(user) };
    });
  });
}
