import type { Instant } from "#app/engine/types.ts";
import type { Db } from "#db/connect.ts";
import type { ApprovalCard } from "./approval-card.ts";
import { approvalCards } from "./approval-cards.server.ts";
import { decidersOf } from "./deciders.server.ts";
import type { Exception } from "./exception.ts";
import type { Sight } from "./exception-wire.ts";
import type { Command } from "./lifecycle.ts";
import { floorOf } from "./rating-floor.server.ts";
import type { RatingFloor } from "./rating-floor.ts";
import type { ApproverGroup } from "./roles.ts";
import { rulesFor } from "./rules-for.server.ts";

/** What somebody has to know beside the form of a decision. */
export type DecisionAround = {
  /** Null for what waits for no approver. */
  card: ApprovalCard | null;
  /** Only for a rating. */
  floor: RatingFloor | null;
  /** Whose approval an emergency would go without; null for every other command. */
  skipped: { group: ApproverGroup; names: string[] }[] | null;
};

type Asked = { command: Command; userId: string; now: Instant };

export async function decisionAround(db: Db, sight: Sight, { command, userId, now }: Asked): Promise<DecisionAround> {
  const { record } = sight;
  const [card = null] = await approvalCards(db, record.workspaceId, [sight], now);
  return {
    card,
    floor: command === "assess" ? await floorOf(db, record) : null,
    skipped: command === "grant_emergency" ? await skippedBy(db, record, userId, now) : null,
  };
}

/** Asks the rules who could ratify it if this person had granted it a moment ago. */
async function skippedBy(db: Db, record: Exception, userId: string, now: Instant) {
  const granted: Exception = {
    ...record,
    state: "active",
    emergency: { grantedBy: userId, grantedAt: now, endsAt: record.endsAt, reason: "", ratifiedAt: null },
  };
  const deciders = (await decidersOf(db, record.workspaceId, [granted], now)).get(record.id) ?? [];
  const { stages } = await rulesFor(db, record);
  return stages[record.rating ?? "critical"].map(({ group }) => ({
    group,
    names: deciders
      .filter(({ user, seats }) => user.id !== userId && seats.some((seat) => seat.group === group))
      .map(({ user }) => user.displayName),
  }));
}
