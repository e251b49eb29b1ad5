import type { ZodType } from "zod";
import { sha256 } from "#app/audit/chain.ts";
import type { Caller } from "#app/auth/caller.server.ts";
import { stepUpRequired } from "#app/auth/refusals.ts";
import { wirePath } from "#app/register/exception-wire.ts";
import { freshFactorMs } from "#app/register/guards.ts";
import type { Gap } from "#app/register/readiness.ts";
import { Refused } from "#app/register/refused.ts";
import { acr } from "#app/signins/step-up-context.ts";
import type { Db } from "#db/connect.ts";
import { rememberAnswer, takeIdempotencyKey } from "#db/idempotency.ts";
import { inTransaction } from "#db/write.ts";
import type { RequestContext } from "./load-context.server.ts";
import { problem } from "./problem.ts";

/** Runs an API handler and turns what it throws into a problem document; a fault is logged and not shown. */
export async function answer(context: RequestContext, handler: () => Promise<Response>): Promise<Response> {
  try {
    return await handler();
  } catch (caught) {
    if (caught instanceof Response) return caught;
    if (caught instanceof Refused) return refusal(caught);
    context.logFault(caught, "api");
    return problem(500, "internal", "Something went wrong on our side; it has been logged. Nothing was changed.");
  }
}

function refusal({ status, code, message, more }: Refused): Response {
  // A page of the register is told where to go; whoever comes with a token needs another one.
  if (code === stepUpRequired().code && more.redirect_browser_to === undefined)
    return insufficientAuthentication(message, onWire(more));
  return problem(status, code, message, onWire(more));
}

/** RFC 9470, section 3: which assurance is asked for, and how old the use of a factor may be. */
function insufficientAuthentication(detail: string, more: Record<string, unknown>): Response {
  const maxAge = freshFactorMs / 1000;
  const challenge = `Bearer realm="MFA register", error="insufficient_user_authentication", error_description="${detail}", acr_values="${acr}", max_age="${maxAge}"`;
  const asked = { ...more, acr_values: acr, max_age: maxAge };
  return problem(401, "step_up_required", detail, asked, { "WWW-Authenticate": challenge });
}

/** Gaps name fields as the forms do; a caller of the API has sent them under other names. */
function onWire({ gaps, ...more }: Record<string, unknown>): Record<string, unknown> {
  if (gaps === undefined) return more;
  // cast: what a submission that is incomplete was refused with
  return { ...more, gaps: (gaps as Gap[]).map((gap) => ({ ...gap, field: wirePath(gap.field) })) };
}

export function json(status: number, body: unknown, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { "Content-Type": "application/json", "Cache-Control": "no-store", ...headers },
  });
}

/**
 * Reads a JSON body of the given shape.
 * @throws Response 415 or 400 that names every field that is wrong; the server has refused a body that is too large.
 */
export async function readJson<T>(request: Request, schema: ZodType<T>): Promise<{ body: T; text: string }> {
  const type = request.headers.get("Content-Type") ?? "";
  if (!/^application\/json\s*(;|$)/i.test(type))
    throw problem(415, "unsupported_media_type", "Send the body as application/json.");
  const text = await request.text();
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw problem(400, "malformed_json", "The body is not valid JSON.");
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return { body: parsed.data, text };
  const errors = parsed.error.issues.map(({ path, message }) => ({ field: path.join("."), message }));
  throw problem(400, "invalid_body", errors.map(({ field, message }) => `${field || "body"}: ${message}`).join(" "), {
    errors,
  });
}

/**
 * Reads the query of an address by its schema.
 * @throws Response 400 that names every parameter that is wrong.
 */
export function readQuery<T>(request: Request, schema: ZodType<T>): T {
  const parsed = schema.safeParse(Object.fromEntries(new URL(request.url).searchParams));
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.map(({ path, message }) => ({ field: path.join("."), message }));
  throw problem(400, "invalid_query", errors.map(({ field, message }) => `${field}: ${message}`).join(" "), {
    errors,
  });
}

type Work = {
  context: RequestContext;
  caller: { workspace: Pick<Caller["workspace"], "id">; token: { id: string } | null };
  request: Request;
  text: string;
};

/**
 * Runs a change, once per Idempotency-Key and token: a repeat gets the first answer again, and the key, the change
 * and the answer commit together.
 * @throws Response 422 when the key was used for another request.
 */
export async function changeOnce(
  { context, caller, request, text }: Work,
  change: (tx: Db) => Promise<{ status: number; body: unknown }>,
): Promise<Response> {
  const header = request.headers.get("Idempotency-Key");
  if (!header || !caller.token) {
    const { status, body } = await change(context.db);
    return json(status, body);
  }
  if (header.length > 255)
    throw problem(400, "invalid_idempotency_key", "An Idempotency-Key has at most 255 characters.");
  const key = { workspaceId: caller.workspace.id, tokenId: caller.token.id, key: header };
  const requestHash = sha256(JSON.stringify([request.method, new URL(request.url).pathname, text]));
  return inTransaction(context.db, async (tx) => {
    const earlier = await takeIdempotencyKey(tx, key, requestHash, context.now);
    if (earlier && earlier.requestHash !== requestHash)
      throw problem(422, "idempotency_key_reused", "This Idempotency-Key was used for a different request.");
    if (earlier) return json(earlier.status, JSON.parse(earlier.body), { "Idempotency-Replayed": "true" });
    const { status, body } = await change(tx);
    await rememberAnswer(tx, key, { status, body: JSON.stringify(body) });
    return json(status, body);
  });
}

/** Refuses a method that a route does not have, naming those that it has. */
export function methodNotAllowed(...allowed: string[]): Response {
  return problem(405, "method_not_allowed", `Use ${allowed.join(" or ")}.`, {}, { Allow: allowed.join(", ") });
}
