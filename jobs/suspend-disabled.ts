import { areAllDisabled } from "#app/directory/are-all-disabled.server.ts";
import { apply } from "#app/register/apply.server.ts";
import { clock } from "#app/register/guards.ts";
import { listNamingDisabled } from "#db/disabled-beneficiaries.ts";
import { findException } from "#db/exceptions.ts";
import { DoneElsewhere, eachDue } from "./each-due.ts";
import { type Job, mostItems } from "./job.ts";

/**
 * Puts an exception on hold once everybody whom it names is disabled: they cannot sign in as it is, and whoever is let in
 * again should meet the policy first.
 */
export const suspendDisabled: Job = {
  name: "suspend-disabled",
  cron: "*/5 * * * *",
  summary: "Suspends exceptions of which everybody whom they name is disabled.",
  run: async (context, { id: workspaceId }, now) => {
    const { db, isCatchingUp } = context;
    const auditActor = { kind: "job", id: suspendDisabled.name } as const;
    const counts = { suspended: 0, failed: 0 };
    let after = "";
    for (;;) {
      const ids = await listNamingDisabled(db, workspaceId, { now, after, limit: mostItems });
      const due = ids.map((id) => ({ id }));
      const { done, failed } = await eachDue(context, due, async ({ id }) => {
        const record = await findException(db, workspaceId, id);
        if (!record || !(await areAllDisabled(db, workspaceId, record.scope))) throw new DoneElsewhere(id);
        const input = {
          command: "suspend",
          version: record.version,
          comment: "Everybody it names is disabled.",
        } as const;
        await apply(db, {
          workspaceId,
          id,
          input,
          actor: clock,
          auditActor,
          cause: "beneficiary_disabled",
          isCatchingUp,
          now,
        });
      });
      counts.suspended += done;
      counts.failed += failed;
      const last = ids.at(-1);
      if (last === undefined || ids.length < mostItems) return counts;
      after = last;
    }
  },
};
