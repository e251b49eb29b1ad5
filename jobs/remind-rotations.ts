import { secretOfAccount } from "#app/break-glass/find-secret.server.ts";
import { listBreakGlassAccounts } from "#db/break-glass-accounts.ts";
import type { Job } from "./job.ts";
import { tellOfRotations } from "./tell-of-rotations.ts";

/** Tells custodians that the secret of an emergency account comes due, and soon after it was used. */
export const remindRotations: Job = {
  name: "remind-rotations",
  cron: "*/5 * * * *",
  summary: "Tells custodians of secrets that come due, were used, or were not replaced in time.",
  run: async (context, workspace, now) => {
    const accounts = await listBreakGlassAccounts(context.db, workspace.id);
    const secrets = await Promise.all(
      accounts.map((account) => secretOfAccount(context.db, workspace.id, account, now)),
    );
    return tellOfRotations(context, { jobName: remindRotations.name, workspace, secrets, now });
  },
};
