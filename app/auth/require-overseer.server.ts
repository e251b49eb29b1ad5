import type { LoaderFunctionArgs } from "@remix-run/node";
import { Refused } from "#app/register/refused.ts";
import { seesAll, seesSignIns } from "#app/register/roles.ts";
import { type Caller, requireToken } from "./caller.server.ts";

/**
 * Returns who is calling with a token that reads, if they have a role in the register.
 * @throws Refused 403 for everybody else.
 */
export async function requireOverseer(given: Pick<LoaderFunctionArgs, "request" | "context">): Promise<Caller> {
  const caller = await requireToken(given, "read");
  if (!seesAll(caller.roles)) throw new Refused(403, "no_role", "This is for people with a role in the register.");
  return caller;
}

/**
 * Returns who is calling with a token that reads, if they see what others did.
 * @throws Refused 403 for everybody but admins, owners and auditors.
 */
export async function requireOversightToken(given: Pick<LoaderFunctionArgs, "request" | "context">): Promise<Caller> {
  const caller = await requireToken(given, "read");
  if (!seesSignIns(caller.roles)) throw new Refused(403, "no_oversight", "This is for admins, owners and auditors.");
  return caller;
}
