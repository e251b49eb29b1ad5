import type { MfaResetters } from "#app/auth/mfa-reset.ts";
import type { DecisionSettings } from "#app/register/decision-settings.ts";
import type { Db } from "./connect.ts";

export type Workspace = DecisionSettings & {
  id: string;
  slug: string;
  name: string;
  /** IANA name; reviews fall on its calendar days. */
  timeZone: string;
  /** Address that is told at once of break-glass use and broken chains. */
  securityContact: string | null;
  /** Who may take somebody else's factors away. */
  mfaResetBy: MfaResetters;
  createdAt: string;
};

export async function listWorkspaces(db: Db): Promise<Workspace[]> {
  return db.selectFrom("workspaces").selectAll().orderBy("slug").execute();
}

export async function findWorkspace(db: Db, idOrSlug: string): Promise<Workspace | undefined> {
  return db
    .selectFrom("workspaces")
    .selectAll()
    .where((eb) => eb.or([eb("id", "=", idOrSlug), eb("slug", "=", idOrSlug)]))
    .executeTakeFirst();
}

export async function insertWorkspace(tx: Db, workspace: Workspace): Promise<void> {
  await tx.insertInto("workspaces").values(workspace).execute();
}

export type WorkspaceSettings = Pick<Workspace, "name" | "timeZone" | "securityContact" | "mfaResetBy"> &
  DecisionSettings;

export async function updateWorkspace(tx: Db, id: string, settings: WorkspaceSettings): Promise<void> {
  await tx.updateTable("workspaces").set(settings).where("id", "=", id).execute();
}
