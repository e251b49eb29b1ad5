import { forgetPlaces, isPlaceClosed, noteFailureFrom } from "#db/address-attempts.ts";
import type { Db } from "#db/connect.ts";
import {
  forgetAllKnownDevices,
  forgetKnownDevices,
  forgetOldDevices,
  insertKnownDevice,
  isKnownDevice,
  listKnownDevices,
  seeKnownDevice,
} from "#db/known-devices.ts";
import { saveSessionSettings, sessionSettingsOf } from "#db/session-settings.ts";
import {
  countLiveSessions,
  deleteSessionsBefore,
  endEverySession,
  endPendingSessionsOf,
  endSessionsOf,
  listLiveSessions,
} from "#db/sessions.ts";
import {
  clearLock,
  forgetFailures,
  giveBackAttempt,
  noteFactorsReset,
  noteSignIn,
  takeAttempt,
} from "#db/sign-in-attempts.ts";
import type { Other } from "#test/support/other-workspace.ts";

const now = "2026-11-20T10:30:00.000Z";
const soon = "2026-11-20T11:30:00.000Z";
const later = "2027-11-20T10:30:00.000Z";
const address = "198.51.100.77";
const idHash = "device-of-the-other";
const settings = { idleMinutes: 7, absoluteMinutes: 77, tellsNewDevices: false };

/** Lets somebody of the other workspace in, from a browser that is known, after many failures and a lock. */
export async function otherSessions(db: Db, workspaceId: string, { userId, ownerId }: Other): Promise<void> {
  const times = { createdAt: now, lastSeenAt: now, expiresAt: soon };
  await insertKnownDevice(db, { workspaceId, userId, idHash, userAgent: null, ...times });
  await db.insertInto("addressAttempts").values({ workspaceId, address, begunAt: now, failures: 999 }).execute();
  await saveSessionSettings(db, workspaceId, settings);
  await db
    .insertInto("sessions")
    .values({
      ...{ workspaceId, userId, idHash: "let-in-of-the-other", methods: "[]", decisionId: "s.1.1", isBypass: 0 },
      ...times,
    })
    .execute();
  await db
    .updateTable("users")
    .set({ failedAttempts: 5, lockedUntil: later })
    .where("workspaceId", "=", workspaceId)
    .where("id", "=", ownerId)
    .execute();
}

/** What each query about sessions and failed sign-ins answers, as in the list of all queries. */
export const sessionReads: Record<
  string,
  [ask: (db: Db, workspaceId: string, other: Other) => Promise<unknown>, answer: unknown]
> = {
  isPlaceClosed: [(db, id) => isPlaceClosed(db, { workspaceId: id, address }, now), false],
  isKnownDevice: [(db, id, { userId }) => isKnownDevice(db, { workspaceId: id, userId, idHash, now }), false],
  listKnownDevices: [(db, id, { userId }) => listKnownDevices(db, { workspaceId: id, userId, now }), []],
  sessionSettingsOf: [async (db, id) => (await sessionSettingsOf(db, id)).idleMinutes === settings.idleMinutes, false],
  countLiveSessions: [(db, id) => countLiveSessions(db, id, now), { sessions: 0, people: 0 }],
  listLiveSessions: [(db, id, { userId }) => listLiveSessions(db, id, userId, now), []],
};

/** Changes of sessions and counts of another workspace. */
export const sessionChanges: Record<string, (db: Db, workspaceId: string, other: Other) => Promise<unknown>> = {
  noteFailureFrom: (db, id) => noteFailureFrom(db, { workspaceId: id, address }, now),
  forgetPlaces: (db, id) => forgetPlaces(db, id, later),
  seeKnownDevice: (db, id, { userId }) => seeKnownDevice(db, { workspaceId: id, userId, idHash, now: soon }),
  forgetKnownDevices: (db, id, { userId }) => forgetKnownDevices(db, { workspaceId: id, userId }),
  forgetAllKnownDevices: (db, id) => forgetAllKnownDevices(db, id),
  forgetOldDevices: (db, id) => forgetOldDevices(db, id, later),
  saveSessionSettings: (db, id) => saveSessionSettings(db, id, { ...settings, idleMinutes: 5 }),
  endSessionsOf: (db, id, { userId }) => endSessionsOf(db, { workspaceId: id, userId, now }),
  endPendingSessionsOf: (db, id, { userId }) => endPendingSessionsOf(db, { workspaceId: id, userId, now }),
  endEverySession: (db, id) => endEverySession(db, id, { except: "", now }),
  deleteSessionsBefore: (db, id) => deleteSessionsBefore(db, id, later),
  takeAttempt: (db, id, { userId }) => takeAttempt(db, { workspaceId: id, userId }, now),
  giveBackAttempt: (db, id, { userId }) =>
    giveBackAttempt(db, { workspaceId: id, userId }, { failures: 1, lockedUntil: null }),
  clearLock: (db, id, { ownerId }) => clearLock(db, { workspaceId: id, userId: ownerId }, now),
  forgetFailures: (db, id, { ownerId }) => forgetFailures(db, { workspaceId: id, userId: ownerId }),
  noteFactorsReset: (db, id, { userId }) => noteFactorsReset(db, { workspaceId: id, userId }, now),
  noteSignIn: (db, id, { userId }) => noteSignIn(db, { workspaceId: id, userId }, now),
};
