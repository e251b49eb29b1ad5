import type { Caller } from "#app/auth/caller.server.ts";
import type { Instant } from "#app/engine/types.ts";
import { isAdmin } from "#app/register/roles.ts";
import { mayRotateKey } from "#app/signing/rotate-key.server.ts";
import { keyFacts } from "#app/signing/workspace-key.server.ts";
import { checkpointSettings, listCheckpoints } from "#db/checkpoints.ts";
import type { Db } from "#db/connect.ts";
import { listSigningKeys } from "#db/signing-keys.ts";

/** A key as its page shows it; nothing of the private half. */
export type KeyView = {
  id: string;
  vkey: string;
  fingerprint: string;
  createdAt: Instant;
  retiredAt: Instant | null;
};

/** A checkpoint in the list; `href` is null where nothing is published. */
export type CheckpointRow = { size: number; at: Instant; hash: string; href: string | null };

const rowsInPage = 30;

/** Reads what the page of the checkpoints shows. */
export async function checkpointsView(db: Db, caller: Caller, before: number | null) {
  const { workspace, roles } = caller;
  const settings = await checkpointSettings(db, workspace.id);
  const rows = await listCheckpoints(db, workspace.id, { before, limit: rowsInPage + 1 });
  const page = rows.slice(0, rowsInPage);
  const keys = (await listSigningKeys(db, workspace.id)).map(
    (key): KeyView => ({ ...keyFacts(key), id: key.id, createdAt: key.createdAt, retiredAt: key.retiredAt }),
  );
  return {
    keys,
    settings,
    address: `/checkpoints/${workspace.slug}`,
    checkpoints: page.map(
      ({ size, at, hash }): CheckpointRow => ({
        ...{ size, at, hash },
        href: settings.isPublished ? `/checkpoints/${workspace.slug}/${size}` : null,
      }),
    ),
    next: rows.length > rowsInPage ? (page.at(-1)?.size ?? null) : null,
    mayPublish: isAdmin(roles),
    mayRotate: mayRotateKey(roles),
  };
}
