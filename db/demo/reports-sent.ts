import { addDays, addHours } from "#app/register/days.ts";
import { addReport } from "#app/scheduled-reports/change-report.server.ts";
import { type ReportKind, reportKinds } from "#app/scheduled-reports/report.ts";
import { kindWords, usualSchedules } from "#app/scheduled-reports/report-words.ts";
import { lastDue } from "#app/scheduled-reports/schedule.ts";
import { sendReport } from "#app/scheduled-reports/send-report.server.ts";
import type { Db } from "../connect.ts";
import { findReport } from "../reports.ts";
import { findWorkspace } from "../workspaces.ts";
import { type CastKey, demoCompany } from "./cast.ts";
import { actorOf, type Stage, type Step } from "./play-story.ts";

const readers: readonly CastKey[] = ["siobhan.kearney", "priya.raman"];
/** How many weeks back figures were sent. */
const weeks = 3;

/** The four reports as they come ready-made; figures were sent for some weeks, and the others are off. */
export function reportsSent(stage: Stage): Step[] {
  const { now, people } = stage;
  const ids = new Map<ReportKind, string>();
  const userIds = readers.map((who) => people.get(who) ?? "");
  const added = reportKinds.map((kind, index): Step => {
    const at = addHours(addDays(now, -(weeks + 1) * 7), index / 60);
    const wish = { name: kindWords[kind].label, ...usualSchedules[kind], userIds, addresses: [] };
    return {
      at,
      run: async (tx) => {
        const { actor: by, auditActor: actor } = actorOf(stage, "tomasz.wilk", at);
        const changing = { db: tx, workspaceId: stage.workspaceId, by, actor, now: at };
        ids.set(kind, await addReport(changing, { kind, ...wish, isOn: kind === "kpi_weekly" }));
      },
    };
  });
  const sent = Array.from({ length: weeks }, (_nothing, index): Step => {
    const weekly = { kind: "kpi_weekly", ...usualSchedules.kpi_weekly } as const;
    const { at } = lastDue(weekly, demoCompany.timeZone, addDays(now, -index * 7));
    return { at, run: (tx) => send(tx, { stage, id: ids.get("kpi_weekly") ?? "", at }) };
  });
  return [...added, ...sent];
}

async function send(tx: Db, { stage, id, at }: { stage: Stage; id: string; at: string }): Promise<void> {
  const { workspaceId } = stage;
  const [report, workspace] = [await findReport(tx, workspaceId, id), await findWorkspace(tx, workspaceId)];
  if (!report || !workspace) throw new Error("the weekly report of the demo is missing");
  const { period } = lastDue(report, workspace.timeZone, at);
  const as = { workspaceId, actor: { kind: "job", id: "send-reports" }, now: at } as const;
  await sendReport(tx, as, { workspace, report, slot: period.from, period, madeBy: null, now: at });
}
