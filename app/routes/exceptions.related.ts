import type { LoaderFunctionArgs } from "@remix-run/node";
import { requireCaller } from "#app/auth/caller.server.ts";
import { begunDraft } from "#app/register/begun-draft.ts";
import { knownUserIds } from "#app/register/known-user-ids.server.ts";
import { relatedTo } from "#app/register/related.server.ts";
import { noEndYet } from "#app/register/related.ts";

/** What else there is about the people and applications that an unsaved form names; what it names wrongly is nobody. */
export async function loader({ request, context }: LoaderFunctionArgs) {
  const caller = await requireCaller({ request, context });
  const { db, now } = context;
  const { searchParams } = new URL(request.url);
  const { scope } = begunDraft(searchParams);
  const users = await knownUserIds(db, caller.workspace.id, scope.users);
  const about = {
    id: searchParams.get("id"),
    scope: { ...scope, users },
    state: "draft",
    startsAt: now,
    endsAt: noEndYet,
  } as const;
  return { related: await relatedTo(db, caller, about, now) };
}
