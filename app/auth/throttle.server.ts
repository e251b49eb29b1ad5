import { networkAround } from "#app/engine/network.ts";
import type { Instant } from "#app/engine/types.ts";
import { Refused } from "#app/register/refused.ts";
import { giveBackAddressAttempt, takeAddressAttempt } from "#db/address-attempts.ts";
import type { Db } from "#db/connect.ts";
import { findWorkspace } from "#db/workspaces.ts";
import { tooManyTries } from "./refusals.ts";

/**
 * Judges a try to sign in, counted on where it comes from before anything is looked at. Names that nobody has are
 * guessed against no account, so this is the only count of them. Only refused proofs stay counted: many people behind
 * one address do not close it to each other by signing in.
 * @throws Refused `too_many_tries` for a place that has failed too often, and whatever `judge` throws.
 */
export async function judgeFromAddress<T>(
  db: Db,
  { workspaceId, ip, now }: { workspaceId: string; ip: string | null; now: Instant },
  judge: () => Promise<T>,
): Promise<T> {
  // In a workspace that does not exist there is nobody to guess.
  if (!(await findWorkspace(db, workspaceId))) return judge();
  const place = { workspaceId, address: placeOf(ip) };
  if (!(await takeAddressAttempt(db, place, now))) throw tooManyTries();
  let isFailure = false;
  try {
    return await judge();
  } catch (caught) {
    isFailure = caught instanceof Refused && caught.code === "sign_in_refused";
    throw caught;
  } finally {
    if (!isFailure) await giveBackAddressAttempt(db, place);
  }
}

/** One IPv4 address, or the /48 of an IPv6 one, of which one caller has as many as they like. */
function placeOf(ip: string | null): string {
  if (ip === null) return "unknown";
  const around = networkAround(ip);
  return around?.endsWith("/48") ? around : ip;
}
