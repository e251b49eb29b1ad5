import type { SecretBox } from "#app/auth/secret-box.server.ts";
import { signNote } from "#app/signing/signed-note.server.ts";
import { signerOf, workspaceKey } from "#app/signing/workspace-key.server.ts";
import { readChainEnd } from "#db/audit-events.ts";
import { checkpointSettings, findCheckpoint, insertCheckpoint, type SignedCheckpoint } from "#db/checkpoints.ts";
import type { Db } from "#db/connect.ts";
import { type WriteContext, write } from "#db/write.ts";
import { checkpointText } from "./checkpoint.ts";
import { streamPlaces } from "./stream-places.server.ts";

type World = { db: Db; secrets: SecretBox; publicUrl: string };

/**
 * Signs the head of a workspace's log as it is now, keeps the note, and mails it to whoever is to have it. `check` is told
 * the newest note there is while nobody else can sign, and throws where this one is not due.
 */
export async function publishCheckpoint(
  { db, secrets, publicUrl }: World,
  writing: WriteContext,
  check: (latest: SignedCheckpoint | undefined) => void = () => {},
): Promise<SignedCheckpoint> {
  const { workspaceId, actor, now } = writing;
  const key = await workspaceKey(db, workspaceId, { secrets, publicUrl, actor, now });
  return write(db, writing, async (tx, { audit, notify }) => {
    check(await findCheckpoint(tx, workspaceId, "latest"));
    // The head is held: nothing is written between reading it and the row of this event, which comes after it.
    const { head } = await readChainEnd(tx, workspaceId);
    if (!head) throw new Error(`audit head missing, expected one row for workspace ${workspaceId}`);
    const streams = await streamPlaces(tx, workspaceId);
    const text = checkpointText({ origin: key.name, size: head.seq, hash: head.hash, at: now, streams });
    const note = signNote(text, signerOf(key, secrets));
    const checkpoint = { workspaceId, size: head.seq, at: now, hash: head.hash, keyId: key.id, note };
    await insertCheckpoint(tx, checkpoint);
    audit(
      "checkpoint.published",
      { kind: "checkpoint", id: String(head.seq) },
      { size: head.seq, hash: head.hash, keyId: key.id, streams: streams.length },
    );
    const { addresses } = await checkpointSettings(tx, workspaceId);
    for (const toAddress of addresses)
      notify({
        template: "checkpoint_published",
        toUserId: null,
        toAddress,
        data: { size: String(head.seq), at: now, note },
      });
    return checkpoint;
  });
}
