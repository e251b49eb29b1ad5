import { type OathAudit, openQuestions } from "#app/oath/oath-audit.ts";
import { findOpenOathAudit } from "#db/oath-audits.ts";
import { usersWithRole } from "#db/users.ts";
import { write } from "#db/write.ts";
import { DoneElsewhere, eachDue } from "./each-due.ts";
import { asJob, type Job } from "./job.ts";
import { type Duty, hasUntold, markSteps, passedSteps } from "./mark-steps.ts";

const reminderDays = [7, 1, 0] as const;

/** Reminds the admins of the audit of tokens that is open, before it is due and once it is overdue. */
export const chaseOathAudits: Job = {
  name: "chase-oath-audits",
  cron: "35 * * * *",
  summary: "Reminds admins 7 days and a day before the audit of tokens is due, and when it is overdue.",
  run: async (context, { id: workspaceId }, now) => {
    const open = await findOpenOathAudit(context.db, workspaceId);
    if (!open) return { reminded: 0, failed: 0 };
    const duty = dutyOf(open);
    const passed = passedSteps(duty, reminderDays, now);
    const due = (await hasUntold(context.db, workspaceId, duty, passed)) ? [open] : [];
    const { done, failed } = await eachDue(context, due, ({ id, dueAt, quarter }) =>
      write(context.db, asJob(context, chaseOathAudits.name, { workspaceId, now }), async (tx, { audit, notify }) => {
        const days = await markSteps(tx, workspaceId, duty, { passed, now });
        if (days === null) throw new DoneElsewhere(id);
        const admins = await usersWithRole(tx, workspaceId, ["admin", "owner"]);
        const toIds = admins.map((admin) => admin.id).sort();
        audit("oath_audit.reminded", { kind: "oath_audit", id }, { dueAt, thresholdDays: days, toIds });
        const questions = String(openQuestions(open).length);
        const data = { auditId: id, quarter, dueAt, questions, isOverdue: days === 0 ? "yes" : "" };
        for (const { id: toUserId, userName } of admins)
          notify({ template: "oath_audit_due", toUserId, toAddress: userName, data });
      }),
    );
    return { reminded: done, failed };
  },
};

function dutyOf({ id, dueAt, openedAt }: OathAudit): Duty {
  return { duty: "oath_audit", subjectId: id, dueAt, begunAt: openedAt };
}
