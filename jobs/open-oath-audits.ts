import { OpenAlready, openAudit } from "#app/oath/open-audit.server.ts";
import { todayIn } from "#app/oath/today.ts";
import { quarterOf, quarterStart } from "#app/register/quarter.ts";
import { instantOf } from "#app/register/wall-clock.ts";
import { findOpenOathAudit, hadTokenBefore, hasAuditOfQuarter } from "#db/oath-audits.ts";
import type { Job } from "./job.ts";

/**
 * Opens the audit of the tokens once a quarter, as the workspace's calendar has it, where there were tokens when the quarter
 * began. One that is still open is closed first; the next comes within the hour.
 */
export const openOathAudits: Job = {
  name: "open-oath-audits",
  cron: "20 * * * *",
  summary: "Opens the audit of tokens at the beginning of a quarter.",
  run: async ({ db }, workspace, now) => {
    const { id: workspaceId, timeZone } = workspace;
    const today = todayIn(timeZone, now);
    const began = instantOf(`${quarterStart(today)}T00:00`, timeZone);
    const isDue =
      (await hadTokenBefore(db, workspaceId, began)) &&
      !(await hasAuditOfQuarter(db, workspaceId, quarterOf(today))) &&
      (await findOpenOathAudit(db, workspaceId)) === undefined;
    if (!isDue) return { opened: 0 };
    try {
      await openAudit(db, { workspace, openedBy: null, actor: { kind: "job", id: openOathAudits.name }, now });
      return { opened: 1 };
    } catch (caught) {
      if (caught instanceof OpenAlready) return { opened: 0 };
      throw caught;
    }
  },
};
