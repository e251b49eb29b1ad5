import { setImmediate } from "node:timers/promises";
import { type ControlState, controlStates } from "#app/controls/control-states.ts";
import type { Instant } from "#app/engine/types.ts";
import type { Exception } from "#app/register/exception.ts";
import { checksOfExceptions } from "#db/control-checks.ts";
import { listControlled } from "#db/controlled.ts";
import { listControls } from "#db/controls.ts";
import { markDutyTold, toldSteps } from "#db/duty-notices.ts";
import type { Workspace } from "#db/workspaces.ts";
import { write } from "#db/write.ts";
import { DoneElsewhere, eachDue } from "./each-due.ts";
import { asJob, type Job, type JobContext, mostItems } from "./job.ts";
import { tellOwner } from "./tell-owner.ts";

const overdue = { duty: "control_check", step: "overdue" } as const;

/** Tells owners, once for each due date, of controls of their exceptions that nobody has checked in time. */
export const chaseChecks: Job = {
  name: "chase-checks",
  cron: "0 7 * * *",
  zone: "workspace",
  summary: "Tells owners of controls that were not checked in time.",
  run: async (context, workspace, now) => {
    const catalogue = await listControls(context.db, workspace.id);
    const counts = { told: 0, failed: 0 };
    let after = "";
    for (;;) {
      // SQLite answers at once: without a pause nobody else would get a turn before the last page.
      await setImmediate();
      const page = await listControlled(context.db, workspace.id, { now, after, limit: mostItems });
      const ids = page.map(({ id }) => id);
      const checks = await checksOfExceptions(context.db, workspace.id, ids);
      const due = page.flatMap((record) => {
        const states = controlStates(record, { checks: checks.get(record.id) ?? [], catalogue, now });
        const late = states.filter(isLate);
        return late.length > 0 ? [{ id: record.id, record, late }] : [];
      });
      const { done, failed } = await eachDue(context, due, (lateOf) => tell(context, { workspace, ...lateOf, now }));
      counts.told += done;
      counts.failed += failed;
      const last = ids.at(-1);
      if (last === undefined || page.length < mostItems) return counts;
      after = last;
    }
  },
};

type Late = ControlState & { dueAt: Instant };
const isLate = (state: ControlState): state is Late => state.isOverdue && state.dueAt !== null;

type Telling = { workspace: Workspace; record: Exception; late: readonly Late[]; now: Instant };

async function tell(context: JobContext, { workspace, record, late, now }: Telling): Promise<void> {
  const { id: workspaceId } = workspace;
  const notices = late.map(({ name, dueAt }) => ({ ...overdue, subjectId: `${record.id} ${name}`, dueAt, name }));
  const isTold = async (notice: (typeof notices)[number]) =>
    (await toldSteps(context.db, workspaceId, notice)).has(overdue.step);
  if ((await Promise.all(notices.map(isTold))).every(Boolean)) throw new DoneElsewhere(record.id);
  await write(context.db, asJob(context, chaseChecks.name, { workspaceId, now }), async (tx, journal) => {
    const controls: string[] = [];
    for (const { name, ...notice } of notices)
      if (await markDutyTold(tx, workspaceId, notice, now)) controls.push(name);
    if (controls.length === 0) throw new DoneElsewhere(record.id);
    journal.audit("exception.checks_overdue", { kind: "exception", id: record.id }, { controls });
    const data = { controls: controls.join("; ") };
    await tellOwner(tx, journal, workspace, { record, template: "checks_overdue", data });
  });
}
