import { networkAround } from "#app/engine/network.ts";
import type { Instant } from "#app/engine/types.ts";
import { Refused } from "#app/register/refused.ts";
import { isPlaceClosed, noteFailureFrom } from "#db/address-attempts.ts";
import type { Db } from "#db/connect.ts";
import { findWorkspace } from "#db/workspaces.ts";
import { tooManyTries, wrongProof } from "./refusals.ts";

/**
 * Judges a try to sign in, and counts a wrong proof on where it comes from. Names that nobody has are guessed against no
 * account, so this is the only count of them. It is a wide one: many people behind one address do not close it to each
 * other, and tries that are in flight together may go over it by as many. An account's own count is exact.
 * @throws Refused `too_many_tries` for a place that has failed too often, and whatever `judge` throws.
 */
export async function judgeFrom<T>(
  db: Db,
  { workspaceId, ip, now }: { workspaceId: string; ip: string | null; now: Instant },
  judge: () => Promise<T>,
): Promise<T> {
  const place = { workspaceId, address: placeOf(ip) };
  if (await isPlaceClosed(db, place, now)) throw tooManyTries();
  try {
    return await judge();
  } catch (caught) {
    const isWrong = caught instanceof Refused && caught.code === wrongProof().code;
    // In a workspace that does not exist there is nobody to guess.
    if (isWrong && (await findWorkspace(db, workspaceId))) await noteFailureFrom(db, place, now);
    throw caught;
  }
}

/** One IPv4 address, or the /48 of an IPv6 one, of which one caller has as many as they like. */
function placeOf(ip: string | null): string {
  if (ip === null) return "unknown";
  const around = networkAround(ip);
  return around?.endsWith("/48") ? around : ip;
}
