import type { AuditActor } from "#app/audit/events.ts";
import type { Instant } from "#app/engine/types.ts";
import { addDays } from "#app/register/days.ts";
import { quarterOf } from "#app/register/quarter.ts";
import type { Db } from "#db/connect.ts";
import { newId } from "#db/ids.ts";
import { openOathAudit } from "#db/oath-audits.ts";
import { seedHolders } from "#db/oath-custody.ts";
import { countTokensOfInventory } from "#db/oath-tokens.ts";
import type { Workspace } from "#db/workspaces.ts";
import { write } from "#db/write.ts";
import { type AuditFigures, auditDays } from "./oath-audit.ts";
import { todayIn } from "./today.ts";
import { type TokenFilter, tokenFilters } from "./token-query.ts";

type Opening = {
  workspace: Pick<Workspace, "id" | "timeZone">;
  /** Null where it is the calendar. */
  openedBy: string | null;
  actor: AuditActor;
  now: Instant;
};

/** Says that an audit is open already, or was; thrown inside the write, so that nothing of it is kept. */
export class OpenAlready extends Error {}

/**
 * Opens the audit of the tokens for the quarter, with the figures as they are now, and returns its id.
 * @throws OpenAlready where one is open, or the calendar has opened that of the quarter.
 */
export async function openAudit(db: Db, { workspace, openedBy, actor, now }: Opening): Promise<string> {
  const { id: workspaceId, timeZone } = workspace;
  const today = todayIn(timeZone, now);
  const quarter = quarterOf(today);
  return write(db, { workspaceId, actor, now }, async (tx, { audit }) => {
    const counted = await countTokensOfInventory(tx, workspaceId, { filters: tokenFilters, today });
    const counts = Object.fromEntries(counted) as Record<TokenFilter, number>; // one entry for each filter
    const figures: AuditFigures = { counts, seedHolders: await seedHolders(tx, workspaceId) };
    const id = newId("oau");
    const dueAt = addDays(now, auditDays);
    if (!(await openOathAudit(tx, workspaceId, { id, quarter, openedAt: now, openedBy, dueAt, figures })))
      throw new OpenAlready(`the audit of ${quarter} is open or was`);
    audit("oath_audit.opened", { kind: "oath_audit", id }, { quarter, dueAt, counts });
    return id;
  });
}
