import { achievedAal } from "#app/engine/assurance.ts";
import type { Aal, CompletedMethod, Instant } from "#app/engine/types.ts";
import type { RequestContext } from "#app/http/load-context.server.ts";
import type { Db } from "#db/connect.ts";
import { sessionSettingsOf } from "#db/session-settings.ts";
import { endSession, findLiveSession, insertSession, type Session, touchSession } from "#db/sessions.ts";
import { write } from "#db/write.ts";
import { readCookie } from "./cookies.server.ts";
import { hashToken, randomToken } from "./random-token.server.ts";

/** How long a password alone waits for its second factor. */
const pendingMs = 10 * 60_000;

/** How long somebody may take to enrol before they have to begin again. */
const enrolmentMs = 30 * 60_000;

/** Where a session comes from, for the person's own list of sessions. */
export type ClientOf = {
  ip: string | null;
  userAgent: string | null;
  /** Hash of the cookie by which a browser is known in which somebody has completed MFA before. */
  deviceHash: string | null;
};

export type OpenedSession = {
  /** The cookie's value; from here on only its hash is kept. */
  value: string;
  session: Session;
  /** The cookie by which this browser will be known; null where it is known already, or no MFA was completed in it. */
  device: { value: string; expiresAt: Instant } | null;
};

/** What let a session in. */
export type Admission = Pick<Session, "decisionId" | "isBypass" | "exceptionId" | "graceEndsAt"> & {
  /** The end of what it rests on, where that has one. */
  endsAt: Instant | null;
};

type Opening = {
  workspaceId: string;
  userId: string;
  methods: readonly CompletedMethod[];
  client: ClientOf;
  now: Instant;
};

/** Stores a session that was let in under a new random id, never one that the browser chose (session fixation). */
export async function openSession(
  tx: Db,
  { admission: { endsAt, ...basis }, now, ...opening }: Opening & { admission: Admission },
): Promise<OpenedSession> {
  const { absoluteMinutes } = await sessionSettingsOf(tx, opening.workspaceId);
  const end = after(now, absoluteMinutes * 60_000);
  return store(tx, {
    ...opening,
    ...basis,
    now,
    createdAt: now,
    expiresAt: endsAt !== null && endsAt < end ? endsAt : end,
  });
}

const nothingYet = { decisionId: null, isBypass: false, exceptionId: null, graceEndsAt: null } as const;

/** Stores a session that was not let in yet; it leads to the next step of the sign-in and nowhere else. */
export async function openPendingSession(
  tx: Db,
  { isEnrolling, now, ...opening }: Opening & { isEnrolling: boolean },
): Promise<OpenedSession> {
  const expiresAt = after(now, isEnrolling ? enrolmentMs : pendingMs);
  return store(tx, { ...opening, ...nothingYet, now, createdAt: now, expiresAt });
}

type Rotating = {
  session: Session;
  methods: readonly CompletedMethod[];
  /** What it rests on from here on. */
  basis: Omit<Admission, "endsAt">;
  now: Instant;
};

/**
 * Puts a session with a new id and other methods in the place of one that is still open; null when that has ended by
 * now. The end stays what it was.
 */
export async function rotateSession(tx: Db, { session, methods, basis, now }: Rotating): Promise<OpenedSession | null> {
  if (!(await endSession(tx, session.idHash, now))) return null;
  const { workspaceId, userId, ip, userAgent, createdAt, expiresAt } = session;
  const { decisionId, isBypass, exceptionId, graceEndsAt } = basis;
  const client = { ip, userAgent, deviceHash: null };
  const rest = { decisionId, isBypass, exceptionId, graceEndsAt, createdAt, expiresAt, now };
  return store(tx, { workspaceId, userId, methods, client, ...rest });
}

type Storing = Opening & Omit<Admission, "endsAt"> & Pick<Session, "createdAt" | "expiresAt">;

async function store(tx: Db, { client, ...storing }: Storing): Promise<OpenedSession> {
  const { workspaceId, userId, methods, now, createdAt, expiresAt, ...basis } = storing;
  const { decisionId, isBypass, exceptionId, graceEndsAt } = basis;
  const value = randomToken();
  const session: Session = {
    ...{ workspaceId, userId, methods, createdAt, expiresAt, decisionId, isBypass, exceptionId, graceEndsAt },
    idHash: hashToken(value),
    lastSeenAt: now,
    revokedAt: null,
    ip: client.ip,
    userAgent: client.userAgent,
  };
  await insertSession(tx, session);
  return { value, session, device: null };
}

/** Returns the assurance of a session. What let it in with less than the policy asks for leaves it at AAL1. */
export function sessionAal({ methods, isBypass }: Pick<Session, "methods" | "isBypass">): Aal {
  const aal = achievedAal(methods);
  return isBypass && aal === 2 ? 1 : aal;
}

/** Returns the live session of a request, of whatever assurance, and notes that it was seen. */
export async function currentSession(
  db: Db,
  { request, publicUrl, now }: { request: Request; publicUrl: URL; now: Instant },
): Promise<Session | null> {
  const value = readCookie(request, "session", publicUrl);
  const session = value === null ? undefined : await findLiveSession(db, hashToken(value), now);
  if (!session) return null;
  await touchSession(db, session, now);
  return session;
}

/** Signs a person out: the session ends on the server, so that a copied cookie is of no use. */
export async function signOut(db: Db, session: Session, now: Instant): Promise<void> {
  const { workspaceId, userId, idHash } = session;
  await write(db, { workspaceId, actor: { kind: "user", id: userId }, now }, async (tx, { audit }) => {
    await endSession(tx, idHash, now);
    audit("session.revoked", { kind: "user", id: userId }, { reason: "signed_out" });
  });
}

/** Returns what the request tells of where it comes from. */
export function clientOf(request: Request, { ip, publicUrl }: Pick<RequestContext, "ip" | "publicUrl">): ClientOf {
  const device = readCookie(request, "device", publicUrl);
  return {
    ip,
    userAgent: request.headers.get("User-Agent")?.slice(0, 300) ?? null,
    deviceHash: device === null ? null : hashToken(device),
  };
}

function after(now: Instant, ms: number): Instant {
  return new Date(Date.parse(now) + ms).toISOString();
}
