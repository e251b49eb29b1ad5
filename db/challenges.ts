import type { Instant } from "#app/engine/types.ts";
import type { Db } from "./connect.ts";
import { newId } from "./ids.ts";

/** What a challenge was given for; it is good for nothing else. */
export type ChallengePurpose =
  | "passkey_sign_in"
  | "passkey_step_up"
  | "passkey_enrolment"
  | "totp_enrolment"
  | "single_sign_on";

type Binding = {
  workspaceId: string;
  purpose: ChallengePurpose;
  /** Null only while nobody is known yet: signing in with a passkey. */
  userId: string | null;
  /** The session that it was given to; null for what is not bound to one. */
  sessionHash: string | null;
};

/** What was asked, and the page and relying party that an authenticator has to answer for. */
type Asked = { challenge: string; origin: string | null; rpId: string | null };

/** Stores a challenge and returns its id; what expired is swept out on the way, so that asking for many fills nothing. */
export async function issueChallenge(
  db: Db,
  { now, ...challenge }: Binding & Asked & { expiresAt: Instant; now: Instant },
): Promise<string> {
  await db
    .deleteFrom("challenges")
    .where("workspaceId", "=", challenge.workspaceId)
    .where("expiresAt", "<=", now)
    .execute();
  const id = newId("chl");
  await db
    .insertInto("challenges")
    .values({ ...challenge, id, createdAt: now, usedAt: null })
    .execute();
  return id;
}

/** Returns what was challenged with without spending it; for a form that may be corrected and sent again. */
export async function findChallenge(
  db: Db,
  { workspaceId, purpose, userId, sessionHash, id, now }: Binding & { id: string; now: Instant },
): Promise<string | undefined> {
  const row = await db
    .selectFrom("challenges")
    .select("challenge")
    .where("workspaceId", "=", workspaceId)
    .where("id", "=", id)
    .where("purpose", "=", purpose)
    .where("userId", userId === null ? "is" : "=", userId)
    .where("sessionHash", sessionHash === null ? "is" : "=", sessionHash)
    .where("usedAt", "is", null)
    .where("expiresAt", ">", now)
    .executeTakeFirst();
  return row?.challenge;
}

/**
 * Spends a challenge and returns it to exactly one caller; nothing for another purpose, person or session, or too late.
 */
export async function spendChallenge(
  db: Db,
  { workspaceId, purpose, userId, sessionHash, id, now }: Binding & { id: string; now: Instant },
): Promise<Asked | undefined> {
  return db
    .updateTable("challenges")
    .set({ usedAt: now })
    .where("workspaceId", "=", workspaceId)
    .where("id", "=", id)
    .where("purpose", "=", purpose)
    .where("userId", userId === null ? "is" : "=", userId)
    .where("sessionHash", sessionHash === null ? "is" : "=", sessionHash)
    .where("usedAt", "is", null)
    .where("expiresAt", ">", now)
    .returning(["challenge", "origin", "rpId"])
    .executeTakeFirst();
}
