import { watchersOf } from "#app/auth/sso-rule.server.ts";
import { keepersOf } from "#app/break-glass/tell-keepers.server.ts";
import { classifyBy } from "#app/break-glass/use.ts";
import type { Instant } from "#app/engine/types.ts";
import { addHours } from "#app/register/days.ts";
import { findUse, listUnclassified } from "#db/break-glass-uses.ts";
import type { Db } from "#db/connect.ts";
import { markDutyTold } from "#db/duty-notices.ts";
import { findUser } from "#db/users.ts";
import { type Journal, write } from "#db/write.ts";
import { DoneElsewhere, eachDue } from "./each-due.ts";
import { asJob, type Job, mostDue } from "./job.ts";

/** Whom a use is brought before, by hours after it: first those who hold the account, then those who watch. */
const steps = [
  { step: "keepers", afterHours: 12 },
  { step: "watchers", afterHours: 24 },
] as const;

/** Reminds people of a use that nobody has classified; steps that were passed while nothing ran become one message. */
export const remindOfUses: Job = {
  name: "remind-of-uses",
  cron: "*/10 * * * *",
  summary:
    "Reminds custodians, then the security contact, of a use of an emergency account that nobody has classified.",
  run: async (context, { id: workspaceId }, now) => {
    const due = await listUnclassified(context.db, workspaceId, {
      before: addHours(now, -steps[0].afterHours),
      limit: mostDue(context),
    });
    const { done, failed } = await eachDue(context, due, ({ id }) =>
      write(context.db, asJob(context, remindOfUses.name, { workspaceId, now }), (tx, journal) =>
        remind({ tx, journal, workspaceId, now }, id),
      ),
    );
    return { reminded: done, failed };
  },
};

type Inside = { tx: Db; journal: Journal; workspaceId: string; now: Instant };

async function remind({ tx, journal, workspaceId, now }: Inside, id: string): Promise<void> {
  const use = await findUse(tx, workspaceId, id);
  if (!use || use.classification !== null) throw new DoneElsewhere(id);
  const dueAt = classifyBy(use.at);
  const told: string[] = [];
  for (const { step } of steps.filter(({ afterHours }) => addHours(use.at, afterHours) <= now))
    if (await markDutyTold(tx, workspaceId, { duty: "use_classification", subjectId: id, dueAt, step }, now))
      told.push(step);
  const nearest = told.at(-1);
  if (nearest === undefined) throw new DoneElsewhere(id);
  journal.audit("break_glass.use_reminded", { kind: "break_glass_use", id }, { step: nearest, dueAt });
  const account = await findUser(tx, workspaceId, use.userId);
  const data = { id, account: account?.displayName ?? "", at: use.at, ip: use.ip ?? "unknown", dueAt };
  const addressees =
    nearest === "keepers" ? await keepersOf(tx, workspaceId, use.userId) : await watchersOf(tx, workspaceId);
  for (const addressee of addressees) journal.notify({ template: "use_unclassified", ...addressee, data });
}
