import { createHash } from "node:crypto";
import type { Caller } from "#app/auth/caller.server.ts";
import type { Instant } from "#app/engine/types.ts";
import { writeRows } from "#app/reports/write-rows.server.ts";
import type { Db } from "#db/connect.ts";
import { listTokensOfInventory } from "#db/oath-tokens.ts";
import { write } from "#db/write.ts";
import { ageOf, isDesynchronised, isDrifting, type OathToken, statusOf } from "./oath-token.ts";
import { todayIn } from "./today.ts";
import type { TokenFilter } from "./token-query.ts";

type Asked = { filter: TokenFilter | null; search: string };

/** An inventory fits into the memory; it is read a part at a time all the same, since others are waiting. */
const pageSize = 500;

/** Returns what a query of the inventory finds, as CSV without the seeds, and audits that it was given out. */
export async function exportTokens(db: Db, caller: Caller, asked: Asked, now: Instant): Promise<string> {
  const { id: workspaceId, timeZone } = caller.workspace;
  const today = todayIn(timeZone, now);
  const rows: ReturnType<typeof rowOf>[] = [];
  let after: string | null = null;
  do {
    const page = await listTokensOfInventory(db, workspaceId, { ...asked, after, limit: pageSize, today });
    rows.push(...page.tokens.map((token) => rowOf(token, today)));
    after = page.next;
  } while (after !== null);
  const text = writeRows(rows, "csv", true);
  await write(db, { workspaceId, actor: caller.auditActor, now }, async (_tx, { audit }) => {
    const sha256 = createHash("sha256").update(text).digest("hex");
    const query = new URLSearchParams({ show: asked.filter ?? "", q: asked.search }).toString();
    const selection = { kind: "oath_tokens", format: "csv", query, asOf: null, params: {} };
    const made = { rows: rows.length, bytes: Buffer.byteLength(text), sha256, requestedBy: caller.user.id };
    audit("export.made", { kind: "workspace", id: workspaceId }, { ...selection, ...made });
  });
  return text;
}

function rowOf(token: OathToken, today: string) {
  const status = statusOf(token);
  return {
    id: token.id,
    kind: token.kind,
    serial: token.serial,
    model: token.model,
    status,
    holder: token.holder?.userName ?? null,
    algorithm: token.algorithm,
    digits: token.digits,
    period: token.period,
    drift_steps: token.drift,
    drifting: isDrifting(token),
    out_of_step: isDesynchronised(token),
    wrong_codes_in_a_row: token.failures,
    replace_by: token.replaceBy,
    replacement: status === "revoked" ? null : ageOf(token.replaceBy, today),
    custody_missing: token.custodyMissing,
    last_used_at: token.lastUsedAt,
    created_at: token.createdAt,
    revoked_at: token.revokedAt,
    revocation: token.revocation,
  };
}
