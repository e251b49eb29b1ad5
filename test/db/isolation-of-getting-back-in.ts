import type { Db } from "#db/connect.ts";
import { forceSkipsOf, forceSkipsSince, withForceSkips } from "#db/force-skips.ts";
import {
  countPasswordResets,
  endPasswordResets,
  findPasswordReset,
  insertPasswordReset,
  spendPasswordReset,
} from "#db/password-resets.ts";
import { endApprovingTokensOf, insertToken } from "#db/tokens.ts";
import { findUserByName } from "#db/users.ts";
import type { Other } from "#test/support/other-workspace.ts";

const now = "2026-11-20T10:30:00.000Z";
const later = "2026-11-20T11:00:00.000Z";
const tokenHash = "reset-of-the-other";

type Ask = (db: Db, workspaceId: string, other: Other) => Promise<unknown>;

/** Completes the other workspace with what somebody gets back in by. */
export async function otherGettingBackIn(db: Db, workspaceId: string, userId: string): Promise<void> {
  await insertPasswordReset(db, { workspaceId, userId, tokenHash, expiresAt: later, now });
  const times = { createdAt: now, factorUsedAt: now, expiresAt: later, revokedAt: null, lastUsedAt: null };
  const token = { workspaceId, id: "tok_of_the_other", kind: "personal", userId, createdBy: userId } as const;
  await insertToken(db, { ...token, ...times, name: "Approves", scopes: ["approve"] }, "approves-of-the-other");
}

/** Whom the demo has let skip MFA. */
async function skipping(db: Db): Promise<string> {
  const { workspaceId } = await db
    .selectFrom("users")
    .select("workspaceId")
    .where("userName", "=", "beatriz.souza@marlowfinch.example")
    .executeTakeFirstOrThrow();
  return (await findUserByName(db, workspaceId, "beatriz.souza@marlowfinch.example"))?.id ?? "";
}

/** What each query answers when it is asked for what another workspace has, as in the list of all queries. */
export const backInReads: Record<string, [ask: Ask, answer: unknown]> = {
  countPasswordResets: [(db, id, { userId }) => countPasswordResets(db, id, { userId, since: "" }), 0],
  forceSkipsOf: [async (db, id) => forceSkipsOf(db, id, [await skipping(db)], now), new Map()],
  withForceSkips: [async (db, id) => (await withForceSkips(db, id, [{ id: await skipping(db) }], now))[0]?.skip, null],
  forceSkipsSince: [async (db, id) => forceSkipsSince(db, id, { userId: await skipping(db), since: "" }), []],
};

/** Changes that name what another workspace has. */
export const backInChanges: Record<string, Ask> = {
  endPasswordResets: (db, id, { userId }) => endPasswordResets(db, id, userId, now),
  spendPasswordReset: async (db, id) => {
    const reset = await findPasswordReset(db, tokenHash, now);
    if (!reset) throw new Error("the other workspace has no link, expected one");
    return spendPasswordReset(db, { ...reset, workspaceId: id }, now);
  },
  endApprovingTokensOf: (db, id, { userId }) => endApprovingTokensOf(db, id, userId, now),
};
