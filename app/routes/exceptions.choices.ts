import type { LoaderFunctionArgs } from "@remix-run/node";
import { z } from "zod";
import { requireCaller } from "#app/auth/caller.server.ts";
import { directoryKinds } from "#app/directory/directory-kind.ts";
import { findChoices } from "#app/directory/find-choices.server.ts";
import { mayChange } from "#app/register/roles.ts";

const Query = z.object({ kind: z.enum(["user", ...directoryKinds]), q: z.string().max(100).default("") });

/** Whom and what a new exception can name, as one types; whoever may file may look. */
export async function loader({ request, context }: LoaderFunctionArgs) {
  const caller = await requireCaller({ request, context });
  if (!mayChange(caller.roles)) throw new Response("Auditors file nothing.", { status: 403 });
  const query = Query.safeParse(Object.fromEntries(new URL(request.url).searchParams));
  if (!query.success) throw new Response("Name a kind of the directory.", { status: 400 });
  const { kind, q: typed } = query.data;
  return { choices: await findChoices(context.db, caller.workspace.id, { kind, typed }) };
}
