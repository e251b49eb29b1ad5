import type { Selectable } from "kysely";
import { StoredMethods } from "#app/auth/completed-methods.ts";
import { sessionEndsAt } from "#app/auth/session-end.ts";
import { sessionDefaults } from "#app/auth/session-settings.ts";
import type { CompletedMethod, Instant } from "#app/engine/types.ts";
import type { Db } from "./connect.ts";
import { mayEnter } from "./may-enter.ts";
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
  /** The decision that let it in; null while it leads to the next step of the sign-in and nowhere else. */
  decisionId: string | null;
  /** Whether that decision was content with less than the policy asks for: then it stays at AAL1. */
  isBypass: boolean;
  /** The exception that it rests on, with which it ends. */
  exceptionId: string | null;
  /** Until when it rests on time to enrol, with which it ends. */
  graceEndsAt: Instant | null;
};

/** A session that has not ended, and when it is over if nobody uses it before. */
export type LiveSession = Session & { endsAt: Instant };

export async function insertSession(tx: Db, session: Session): Promise<void> {
  await tx
    .insertInto("sessions")
    .values({ ...session, methods: JSON.stringify(session.methods), isBypass: session.isBypass ? 1 : 0 })
    .execute();
}

/**
 * What a session needs whoever asks for it: not ended, its person not barred from signing in, and what let it in with
 * less than the policy asks for still in force.
 */
function openSessions(db: Db, now: Instant) {
  return db
    .selectFrom("sessions")
    .leftJoin("sessionSettings", "sessionSettings.workspaceId", "sessions.workspaceId")
    .leftJoin("exceptions", (join) =>
      join
        .onRef("exceptions.workspaceId", "=", "sessions.workspaceId")
        .onRef("exceptions.id", "=", "sessions.exceptionId")
        .on("exceptions.state", "=", "active"),
    )
    .selectAll("sessions")
    .select(["sessionSettings.idleMinutes", "sessionSettings.absoluteMinutes"])
    .select("exceptions.endsAt as exceptionEndsAt")
    .where("sessions.revokedAt", "is", null)
    .where("sessions.expiresAt", ">", now)
    .where((eb) => eb.or([eb("sessions.exceptionId", "is", null), eb("exceptions.endsAt", ">", now)]))
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom("users")
          .select("users.id")
          .whereRef("users.workspaceId", "=", "sessions.workspaceId")
          .whereRef("users.id", "=", "sessions.userId")
          .where(mayEnter(now)),
      ),
    );
}

type OpenRow = Selectable<Schema["sessions"]> & {
  idleMinutes: number | null;
  absoluteMinutes: number | null;
  exceptionEndsAt: Instant | null;
};

function sessionOf({ idleMinutes, absoluteMinutes, exceptionEndsAt, ...row }: OpenRow): LiveSession {
  const limits = {
    idleMinutes: idleMinutes ?? sessionDefaults.idleMinutes,
    absoluteMinutes: absoluteMinutes ?? sessionDefaults.absoluteMinutes,
  };
  const methods = StoredMethods.parse(JSON.parse(row.methods));
  return { ...row, methods, isBypass: row.isBypass === 1, endsAt: sessionEndsAt(row, limits, exceptionEndsAt) };
}

/**
 * Returns the session with this hash, unless it was ended, has timed out, its person is barred from signing in, or what
 * let it in with less than the policy asks for is over.
 */
export async function findLiveSession(db: Db, idHash: string, now: Instant): Promise<LiveSession | undefined> {
  const row = await openSessions(db, now).where("sessions.idHash", "=", idHash).executeTakeFirst();
  const session = row && sessionOf(row);
  return session && session.endsAt > now ? session : undefined;
}

/** Returns a person's sessions that have not ended, the latest seen first. */
export async function listLiveSessions(
  db: Db,
  workspaceId: string,
  userId: string,
  now: Instant,
): Promise<LiveSession[]> {
  const rows = await openSessions(db, now)
    .where("sessions.workspaceId", "=", workspaceId)
    .where("sessions.userId", "=", userId)
    .orderBy("sessions.lastSeenAt", "desc")
    .limit(100)
    .execute();
  return rows.map(sessionOf).filter(({ endsAt }) => endsAt > now);
}

/** Counts the sessions of a workspace that have not ended and were let in, and the people whose they are. */
export async function countLiveSessions(
  db: Db,
  workspaceId: string,
  now: Instant,
): Promise<{ sessions: number; people: number }> {
  const rows = await openSessions(db, now)
    .where("sessions.workspaceId", "=", workspaceId)
    .where("sessions.decisionId", "is not", null)
    .execute();
  const live = rows.map(sessionOf).filter(({ endsAt }) => endsAt > now);
  return { sessions: live.length, people: new Set(live.map(({ userId }) => userId)).size };
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

/** Ends every sign-in of a person that has begun and was not let in yet. */
export async function endPendingSessionsOf(
  tx: Db,
  { workspaceId, userId, now }: { workspaceId: string; userId: string; now: Instant },
): Promise<void> {
  await tx
    .updateTable("sessions")
    .set({ revokedAt: now })
    .where("workspaceId", "=", workspaceId)
    .where("userId", "=", userId)
    .where("decisionId", "is", null)
    .where("revokedAt", "is", null)
    .execute();
}

/** Ends every session of a workspace, except for one that may go on; returns how many there were, and of how many people. */
export async function endEverySession(
  tx: Db,
  workspaceId: string,
  { except, now }: { except: string; now: Instant },
): Promise<{ sessions: number; people: number }> {
  const ended = await tx
    .updateTable("sessions")
    .set({ revokedAt: now })
    .where("workspaceId", "=", workspaceId)
    .where("revokedAt", "is", null)
    .where("expiresAt", ">", now)
    .where("idHash", "!=", except)
    .returning("userId")
    .execute();
  return { sessions: ended.length, people: new Set(ended.map(({ userId }) => userId)).size };
}

/** Deletes the sessions that ended before an instant, of which nothing but their rows was left; returns how many. */
export async function deleteSessionsBefore(db: Db, workspaceId: string, before: Instant): Promise<number> {
  const gone = await db
    .deleteFrom("sessions")
    .where("workspaceId", "=", workspaceId)
    .where("expiresAt", "<", before)
    .returning("idHash")
    .execute();
  return gone.length;
}
