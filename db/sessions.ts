import type { Selectable } from "kysely";
import { StoredMethods } from "#app/auth/completed-methods.ts";
import type { CompletedMethod, Instant } from "#app/engine/types.ts";
import type { Db } from "./connect.ts";
import type { Schema } from "./schema.ts";

export type Session = {
  workspaceId: string;
  /** SHA-256 of the cookie's value, which is stored nowhere. */
  idHash: string;
  userId: string;
  /** What was completed and when; the assurance level is derived from it and never stored. */
  methods: readonly CompletedMethod[];
  createdAt: Instant;
  lastSeenAt: Instant;
  /** The overall timeout; the inactivity timeout comes on top. */
  expiresAt: Instant;
  revokedAt: Instant | null;
  ip: string | null;
  userAgent: string | null;
};

/** NIST SP 800-63B-4, 2.2.3: at AAL2 a session should end after an hour without activity. */
const idleMs = 60 * 60_000;

function sessionOf(row: Selectable<Schema["sessions"]>): Session {
  return { ...row, methods: StoredMethods.parse(JSON.parse(row.methods)) };
}

function idleSince(now: Instant): Instant {
  return new Date(Date.parse(now) - idleMs).toISOString();
}

export async function insertSession(tx: Db, session: Session): Promise<void> {
  await tx
    .insertInto("sessions")
    .values({ ...session, methods: JSON.stringify(session.methods) })
    .execute();
}

/** Returns the session with this hash, unless it was ended, has timed out, or its person is barred from signing in. */
export async function findLiveSession(db: Db, idHash: string, now: Instant): Promise<Session | undefined> {
  const row = await db
    .selectFrom("sessions")
    .selectAll()
    .where("idHash", "=", idHash)
    .where("revokedAt", "is", null)
    .where("expiresAt", ">", now)
    .where("lastSeenAt", ">", idleSince(now))
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom("users")
          .select("users.id")
          .whereRef("users.workspaceId", "=", "sessions.workspaceId")
          .whereRef("users.id", "=", "sessions.userId")
          .where("users.disabledAt", "is", null),
      ),
    )
    .executeTakeFirst();
  return row && sessionOf(row);
}

/** Returns a person's sessions that have not ended, the latest seen first. */
export async function listLiveSessions(db: Db, workspaceId: string, userId: string, now: Instant): Promise<Session[]> {
  const rows = await db
    .selectFrom("sessions")
    .selectAll()
    .where("workspaceId", "=", workspaceId)
    .where("userId", "=", userId)
    .where("revokedAt", "is", null)
    .where("expiresAt", ">", now)
    .where("lastSeenAt", ">", idleSince(now))
    .orderBy("lastSeenAt", "desc")
    .limit(100)
    .execute();
  return rows.map(sessionOf);
}

/** Keeps a session from idling out; at most one write a minute. */
export async function touchSession(db: Db, { idHash }: Session, now: Instant): Promise<void> {
  await db
    .updateTable("sessions")
    .set({ lastSeenAt: now })
    .where("idHash", "=", idHash)
    .where("lastSeenAt", "<", new Date(Date.parse(now) - 60_000).toISOString())
    .execute();
}

/** Ends a session; says whether it was still to be ended, so that one session is replaced by one other only. */
export async function endSession(tx: Db, idHash: string, now: Instant): Promise<boolean> {
  const ended = await tx
    .updateTable("sessions")
    .set({ revokedAt: now })
    .where("idHash", "=", idHash)
    .where("revokedAt", "is", null)
    .returning("idHash")
    .executeTakeFirst();
  return ended !== undefined;
}

/** Ends every session that rests on an exception; returns whose they were, each once. */
export async function endSessionsRestingOn(
  tx: Db,
  workspaceId: string,
  { exceptionId, now }: { exceptionId: string; now: Instant },
): Promise<string[]> {
  const ended = await tx
    .updateTable("sessions")
    .set({ revokedAt: now })
    .where("workspaceId", "=", workspaceId)
    .where("exceptionId", "=", exceptionId)
    .where("revokedAt", "is", null)
    .returning("userId")
    .execute();
  return [...new Set(ended.map(({ userId }) => userId))];
}

/** Ends every session of a person, except for one that may go on; returns how many there were. */
export async function endSessionsOf(
  tx: Db,
  { workspaceId, userId, except, now }: { workspaceId: string; userId: string; except?: string; now: Instant },
): Promise<number> {
  const ended = await tx
    .updateTable("sessions")
    .set({ revokedAt: now })
    .where("workspaceId", "=", workspaceId)
    .where("userId", "=", userId)
    .where("revokedAt", "is", null)
    .where("idHash", "!=", except ?? "")
    .returning("idHash")
    .execute();
  return ended.length;
}
