import { z } from "zod";
import type { Caller } from "#app/auth/caller.server.ts";
import type { Instant } from "#app/engine/types.ts";
import { checkpointSettings, saveCheckpointSettings } from "#db/checkpoints.ts";
import type { Db } from "#db/connect.ts";
import { write } from "#db/write.ts";

const mostAddresses = 20;

/** What an admin sends: addresses stand one on a line. */
export const CheckpointSettingsForm = z.object({
  published: z.enum(["yes", "no"], "Choose one."),
  addresses: z
    .string()
    .max(5000)
    .transform((text) => [...new Set(text.split(/[\s,;]+/).filter(Boolean))])
    .pipe(
      z
        .array(z.email({ error: ({ input }) => `“${String(input)}” is not an e-mail address.` }))
        .max(mostAddresses, `Enter at most ${mostAddresses} addresses.`),
    ),
});
export type CheckpointSettingsForm = z.output<typeof CheckpointSettingsForm>;

/** Keeps whether checkpoints can be read by everybody, and to whom they are mailed. */
export async function changeCheckpointSettings(
  db: Db,
  { workspace, auditActor }: Pick<Caller, "workspace" | "auditActor">,
  { form, now }: { form: CheckpointSettingsForm; now: Instant },
): Promise<void> {
  const after = { isPublished: form.published === "yes", addresses: form.addresses };
  await write(db, { workspaceId: workspace.id, actor: auditActor, now }, async (tx, { audit }) => {
    const before = await checkpointSettings(tx, workspace.id);
    await saveCheckpointSettings(tx, workspace.id, after);
    audit("checkpoint.settings_changed", { kind: "workspace", id: workspace.id }, { before, after });
  });
}
