import type { Instant } from "#app/engine/types.ts";
import { factorLabels } from "#app/register/describe.ts";
import type { Db } from "#db/connect.ts";
import { type KnownDevice, listKnownDevices } from "#db/known-devices.ts";
import { type LiveSession, listLiveSessions } from "#db/sessions.ts";
import { deviceWords } from "./device-words.server.ts";
import { sessionAal } from "./session.server.ts";
import { shownId } from "./shown-id.ts";

const methodLabels = { ...factorLabels, password: "Password", federated: "Single sign-on" };

type Asked = {
  workspaceId: string;
  userId: string;
  /** The session that asks, which is marked; null for whoever looks at somebody else's. */
  current: string | null;
  now: Instant;
};

/** Gathers a person's sessions that have not ended, and the browsers that they are known in. */
export async function sessionsView(db: Db, { workspaceId, userId, current, now }: Asked) {
  const sessions = await listLiveSessions(db, workspaceId, userId, now);
  const devices = await listKnownDevices(db, { workspaceId, userId, now });
  return {
    sessions: sessions.map((session) => shownSession(session, current)),
    devices: devices.map(shownDevice),
  };
}

function shownSession(session: LiveSession, current: string | null) {
  const { idHash, userAgent, ip, methods, createdAt, lastSeenAt, endsAt, exceptionId, graceEndsAt } = session;
  return {
    id: shownId("ses", idHash),
    device: deviceWords(userAgent),
    address: ip,
    methods: methods.map(({ method }) => methodLabels[method]),
    aal: sessionAal(session),
    signedInAt: createdAt,
    lastSeenAt,
    endsAt,
    exceptionId,
    isInGrace: graceEndsAt !== null,
    /** Whether it leads to the next step of the sign-in and nowhere else. */
    isPending: session.decisionId === null,
    isCurrent: idHash === current,
  };
}

export type ShownSession = ReturnType<typeof shownSession>;

function shownDevice({ idHash, userAgent, createdAt, lastSeenAt, expiresAt }: KnownDevice) {
  return { id: shownId("dev", idHash), device: deviceWords(userAgent), createdAt, lastSeenAt, expiresAt };
}

export type ShownDevice = ReturnType<typeof shownDevice>;
