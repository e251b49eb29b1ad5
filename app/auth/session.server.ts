import type { CompletedMethod, Instant } from "#app/engine/types.ts";
import type { Db } from "#db/connect.ts";
import { endSession, findLiveSession, insertSession, type Session, touchSession } from "#db/sessions.ts";
import { write } from "#db/write.ts";
import { readCookie } from "./cookies.server.ts";
import { hashToken, randomToken } from "./random-token.server.ts";

/** NIST SP 800-63B-4, 2.2.3: at AAL2 people should prove themselves anew at least every 24 hours. */
const absoluteMs = 24 * 60 * 60_000;
/** How long a password alone waits for its second factor. */
const pendingMs = 10 * 60_000;

/** Where a session comes from, for the person's own list of sessions. */
export type ClientOf = { ip: string | null; userAgent: string | null };

export type OpenedSession = {
  /** The cookie's value; from here on only its hash is kept. */
  value: string;
  session: Session;
};

type Opening = {
  workspaceId: string;
  userId: string;
  methods: readonly CompletedMethod[];
  client: ClientOf;
  now: Instant;
};

/** Stores a session under a new random id, never one that the browser chose (session fixation). */
export async function openSession(
  tx: Db,
  { workspaceId, userId, methods, client, now }: Opening,
): Promise<OpenedSession> {
  return store(tx, { workspaceId, userId, methods, now, ...client, expiresAt: after(now, absoluteMs) });
}

/** Stores a session that has its first factor only; it leads to the second one and nowhere else. */
export async function openPendingSession(
  db: Db,
  { workspaceId, userId, methods, client, now }: Opening,
): Promise<OpenedSession> {
  return store(db, { workspaceId, userId, methods, now, ...client, expiresAt: after(now, pendingMs) });
}

/**
 * Puts a session with a new id and more methods in the place of one that is still open; null when that has ended by
 * now. The end stays what it was unless `isSignIn`, which starts the clock anew.
 */
export async function rotateSession(
  tx: Db,
  {
    session,
    methods,
    isSignIn,
    now,
  }: { session: Session; methods: readonly CompletedMethod[]; isSignIn: boolean; now: Instant },
): Promise<OpenedSession | null> {
  if (!(await endSession(tx, session.idHash, now))) return null;
  const { workspaceId, userId, ip, userAgent } = session;
  const expiresAt = isSignIn ? after(now, absoluteMs) : session.expiresAt;
  return store(tx, { workspaceId, userId, methods, now, ip, userAgent, expiresAt });
}

type Storing = Pick<Session, "workspaceId" | "userId" | "methods" | "ip" | "userAgent" | "expiresAt"> & {
  now: Instant;
};

async function store(tx: Db, { now, ...rest }: Storing): Promise<OpenedSession> {
  const value = randomToken();
  const session: Session = { ...rest, idHash: hashToken(value), createdAt: now, lastSeenAt: now, revokedAt: null };
  await insertSession(tx, session);
  return { value, session };
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
export function clientOf(request: Request, ip: string | null): ClientOf {
  return { ip, userAgent: request.headers.get("User-Agent")?.slice(0, 300) ?? null };
}

function after(now: Instant, ms: number): Instant {
  return new Date(Date.parse(now) + ms).toISOString();
}
