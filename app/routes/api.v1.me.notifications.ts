import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { requireToken } from "#app/auth/caller.server.ts";
import { answer, json, methodNotAllowed, readJson } from "#app/http/api.server.ts";
import { noChoices } from "#app/mail/choices.ts";
import { ChoicesWire, choicesOf, choicesOnWire } from "#app/mail/messages-wire.ts";
import { saveOwnChoices } from "#app/mail/save-choices.server.ts";
import { notificationChoicesOf } from "#db/notification-choices.ts";

export async function loader({ request, context }: LoaderFunctionArgs) {
  return answer(context, async () => {
    const { workspace, user } = await requireToken({ request, context }, "read");
    const chosen = await notificationChoicesOf(context.db, workspace.id, [user.id]);
    return json(200, choicesOnWire(chosen.get(user.id) ?? noChoices));
  });
}

export async function action({ request, context }: ActionFunctionArgs) {
  return answer(context, async () => {
    if (request.method !== "PUT") return methodNotAllowed("GET", "PUT");
    const caller = await requireToken({ request, context }, "write");
    const { body } = await readJson(request, ChoicesWire);
    const choices = choicesOf(body);
    await saveOwnChoices(context.db, { caller, choices, now: context.now });
    return json(200, choicesOnWire(choices));
  });
}
