import type { z } from "zod";
import type { LiveSession } from "#db/sessions.ts";
import type { LiveSessionsWire } from "./live-session-wire.ts";
import { shownId } from "./shown-id.ts";

/** Says of sessions what the API says of them; of their ids only the beginning of a hash. */
export function sessionsOnWire(sessions: readonly LiveSession[]): z.output<typeof LiveSessionsWire> {
  return {
    data: sessions.map(({ idHash, userId, ip, userAgent, methods, isBypass, decisionId, exceptionId, ...times }) => ({
      id: shownId("ses", idHash),
      user_id: userId,
      ip,
      user_agent: userAgent,
      methods: methods.map(({ method }) => method),
      is_bypass: isBypass,
      is_pending: decisionId === null,
      exception_id: exceptionId,
      created_at: times.createdAt,
      last_seen_at: times.lastSeenAt,
      ends_at: times.endsAt,
    })),
  };
}
