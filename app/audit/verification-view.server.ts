import type { Instant } from "#app/engine/types.ts";
import { auditTrail } from "#db/audit-trail.ts";
import type { Db } from "#db/connect.ts";
import { findUsers } from "#db/users.ts";
import { listVerifications } from "#db/verifications.ts";
import { eventNames } from "./event-names.server.ts";
import type { EventData } from "./events.ts";
import { shownEvent } from "./log-view.server.ts";
import type { VerificationState } from "./verification-states.ts";

/** A walk along the log as a list shows it. */
export type ShownWalk = {
  /** Null for the walk of a night. */
  id: string | null;
  at: Instant;
  who: string;
  /** Null while it is under way, and where it could not be made. */
  ok: boolean | null;
  state: VerificationState;
  upToSeq: number | null;
  /** Where more is said of it: its own page, or the row of the log. */
  to: string;
};

const shown = 50;

/** Returns the last walks along the log, those of the nights among them, newest first. */
export async function verificationsView(db: Db, workspaceId: string): Promise<{ walks: ShownWalk[] }> {
  const asked = await listVerifications(db, workspaceId, { limit: shown });
  const people = await findUsers(
    db,
    workspaceId,
    asked.map(({ startedBy }) => startedBy),
  );
  const nightly = await nightlyWalks(db, workspaceId);
  const own = asked.map(({ id, createdAt, startedBy, state, verdict, done }) => ({
    id,
    at: createdAt,
    who: people.get(startedBy)?.displayName ?? startedBy,
    ok: verdict?.ok ?? null,
    state,
    upToSeq: verdict?.upToSeq ?? done,
    to: `/audit/verifications/${id}`,
  }));
  return { walks: [...own, ...nightly].sort((one, other) => other.at.localeCompare(one.at)).slice(0, shown) };
}

async function nightlyWalks(db: Db, workspaceId: string): Promise<ShownWalk[]> {
  const { rows } = await auditTrail(db, workspaceId, { types: ["audit.verified"], limit: shown });
  const names = await eventNames(db, workspaceId, rows);
  return rows.flatMap((row) => {
    // cast: written through the schema of its event
    const data = JSON.parse(row.data) as EventData<"audit.verified">;
    if (data.verificationId !== undefined) return [];
    const { at, who, seq } = shownEvent(row, names);
    return [{ id: null, at, who, ok: data.ok, state: "done" as const, upToSeq: data.upToSeq, to: `/audit/${seq}` }];
  });
}
