import { listSecretsOfPrincipals } from "#app/break-glass/find-secret.server.ts";
import { type Job, mostItems } from "./job.ts";
import { tellOfRotations } from "./tell-of-rotations.ts";

/** Tells owners that the secret of a service principal comes due that their exception rests on. */
export const remindSecretRotations: Job = {
  name: "remind-secret-rotations",
  cron: "35 * * * *",
  summary: "Tells owners of exceptions that the secret of a service account comes due.",
  run: async (context, workspace, now) => {
    const counts = { told: 0, failed: 0 };
    for (let after: string | null = null; ; ) {
      const page = await listSecretsOfPrincipals(context.db, workspace.id, { now, after, limit: mostItems });
      const round = { jobName: remindSecretRotations.name, workspace, secrets: page.secrets, now };
      const { told, failed } = await tellOfRotations(context, round);
      counts.told += told;
      counts.failed += failed;
      if (page.next === null) return counts;
      after = page.next;
    }
  },
};
