import type { Db } from "#db/connect.ts";
import { type Finding, insertFinding } from "#db/findings.ts";
import { newId } from "#db/ids.ts";
import type { Journal } from "#db/write.ts";

type NewFinding = Omit<Finding, "id" | "resolution" | "resolvedBy" | "resolvedAt">;

/** Opens a finding; it stays until somebody says what was done about it. */
export async function openFinding(tx: Db, { audit }: Journal, workspaceId: string, found: NewFinding): Promise<void> {
  const id = newId("fnd");
  await insertFinding(tx, workspaceId, { id, ...found });
  const { title, sourceKind, sourceId } = found;
  audit("finding.opened", { kind: "finding", id }, { title, sourceKind, sourceId });
}
