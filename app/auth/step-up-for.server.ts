import { redirect } from "@remix-run/node";
import type { Instant } from "#app/engine/types.ts";
import type { RequestContext } from "#app/http/load-context.server.ts";
import { freshFactorMs } from "#app/register/guards.ts";
import { Refused } from "#app/register/refused.ts";
import { insertStepUpReturn, takeStepUpReturn } from "#db/step-up-returns.ts";
import type { Caller } from "./caller.server.ts";
import { formOf, keptOf } from "./kept-form.ts";
import { hasFreshFactor } from "./own-factors.server.ts";
import { hashToken, randomToken } from "./random-token.server.ts";
import { stepUpRequired } from "./refusals.ts";
import { returnPath } from "./return-path.ts";

type Call = { request: Request; context: RequestContext };

/** Names the form that comes back, in the address of its page. */
const parameter = "returned";

type Asked = {
  caller: Caller;
  /** The form that was sent, for filling it in again. */
  form?: FormData;
  /** The page that the form stands on, where it is not the address that it was sent to. */
  to?: string;
};

/**
 * Sends somebody to use a factor anew, and from there back to the page, where the form is filled in as it was. What was
 * typed stays on the server meanwhile: sealed, for this session on this page, once, for 15 minutes.
 */
export async function stepUpFor({ request, context }: Call, { caller, form, to }: Asked): Promise<Response> {
  const page = new URL(returnPath(to ?? addressOf(request)), context.publicUrl);
  const id = form && (await keep(context, caller, { form, path: page.pathname }));
  if (id) page.searchParams.set(parameter, id);
  const onward = encodeURIComponent(page.pathname + page.search);
  // The people of the demo have no factor of their own; they are chosen again.
  return redirect(`${context.isDemo ? "/demo" : "/step-up"}?to=${onward}`);
}

function addressOf({ url }: Request): string {
  const { pathname, searchParams } = new URL(url);
  searchParams.delete(parameter);
  // By this a form is sent to the index route of its address; it says nothing of the page.
  searchParams.delete("index");
  return searchParams.size > 0 ? `${pathname}?${searchParams}` : pathname;
}

async function keep(
  { db, now, secrets }: RequestContext,
  { workspace, user, session }: Caller,
  { form, path }: { form: FormData; path: string },
): Promise<string | null> {
  const text = keptOf(form);
  if (text === null || session === null) return null;
  const id = randomToken();
  await insertStepUpReturn(db, {
    workspaceId: workspace.id,
    userId: user.id,
    sessionIdHash: session.idHash,
    idHash: hashToken(id),
    path,
    typed: secrets.seal(text),
    createdAt: now,
    expiresAt: after(now),
  });
  return id;
}

function after(now: Instant): Instant {
  return new Date(Date.parse(now) + freshFactorMs).toISOString();
}

/** Whether a way back leads to a form that waits to be filled in. */
export function bringsBackForm(to: string): boolean {
  return new URL(to, "http://localhost").searchParams.has(parameter);
}

/** Whether what was thrown asks for a factor to be used anew. */
export function asksForStepUp(caught: unknown): boolean {
  return caught instanceof Refused && caught.code === stepUpRequired().code;
}

/** @throws Response the way to use a factor anew, and back, for a session whose factor was not used a moment ago. */
export async function requireFreshFactor(call: Call, asked: Asked): Promise<void> {
  if (!hasFreshFactor(asked.caller.actor, call.context.now)) throw await stepUpFor(call, asked);
}

/**
 * Returns the form that somebody had sent before they were asked for a factor, once; null when nobody comes back here.
 * It is filled in and not sent: the person sees what they are about to do.
 */
export async function formBeforeStepUp({ request, context }: Call, caller: Caller): Promise<FormData | null> {
  const { pathname, searchParams } = new URL(request.url);
  const id = searchParams.get(parameter);
  if (id === null || caller.session === null || !hasFreshFactor(caller.actor, context.now)) return null;
  const sealed = await takeStepUpReturn(context.db, {
    workspaceId: caller.workspace.id,
    userId: caller.user.id,
    sessionIdHash: caller.session.idHash,
    idHash: hashToken(id),
    path: pathname,
    now: context.now,
  });
  return sealed === undefined ? null : formOf(context.secrets.open(sealed));
}
