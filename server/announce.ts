import { ensureFirstOwner } from "#app/auth/invitation.server.ts";
import type { Db } from "#db/connect.ts";
import { listWorkspaces } from "#db/workspaces.ts";

type Start = { publicUrl: URL; isDemo: boolean; now: string };

/** Tells the person at the console where the register is and, while nobody owns it, how to become its owner. */
export async function announce(db: Db, { publicUrl, isDemo, now }: Start): Promise<void> {
  say(`MFA Register is at ${publicUrl.origin} after ${Math.round(performance.now())} ms.`);
  // The demo's people are let in with one click.
  if (isDemo) return;
  for (const { id: workspaceId, name } of await listWorkspaces(db)) {
    const link = await ensureFirstOwner(db, { workspaceId, publicUrl, now });
    if (link)
      say(`Nobody owns "${name}" yet. This link makes its first owner, once, until ${link.expiresAt}:\n  ${link.url}`);
  }
}

/** The link opens a door, so it goes to the console and not into the log. */
function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
