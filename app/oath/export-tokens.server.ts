import { createHash } from "node:crypto";
import type { Caller } from "#app/auth/caller.server.ts";
import type { Instant } from "#app/engine/types.ts";
import type { Cell } from "#app/exports/cell.ts";
import { csvHead, csvRow } from "#app/exports/csv-row.ts";
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
  const rows: Cell[][] = [];
  let after: string | null = null;
  do {
    const page = await listTokensOfInventory(db, workspaceId, { ...asked, after, limit: pageSize, today });
    rows.push(...page.tokens.map((token) => rowOf(token, today)));
    after = page.next;
  } while (after !== null);
  const text = csvHead(fields.map(([heading]) => heading)) + rows.map(csvRow).join("");
  await write(db, { workspaceId, actor: caller.auditActor, now }, async (_tx, { audit }) => {
    const sha256 = createHash("sha256").update(text).digest("hex");
    const query = new URLSearchParams({ show: asked.filter ?? "", q: asked.search }).toString();
    const selection = { kind: "oath_tokens", format: "csv", query, asOf: null, params: {} };
    const made = { rows: rows.length, bytes: Buffer.byteLength(text), sha256, requestedBy: caller.user.id };
    audit("export.made", { kind: "workspace", id: workspaceId }, { ...selection, ...made });
  });
  return text;
}

const fields: readonly [heading: string, cellOf: (token: OathToken, today: string) => Cell][] = [
  ["id", ({ id }) => id],
  ["kind", ({ kind }) => kind],
  ["serial", ({ serial }) => serial],
  ["model", ({ model }) => model],
  ["status", statusOf],
  ["holder", ({ holder }) => holder?.userName ?? null],
  ["algorithm", ({ algorithm }) => algorithm],
  ["digits", ({ digits }) => digits],
  ["period", ({ period }) => period],
  ["drift_steps", ({ drift }) => drift],
  ["drifting", isDrifting],
  ["out_of_step", isDesynchronised],
  ["wrong_codes_in_a_row", ({ failures }) => failures],
  ["replace_by", ({ replaceBy }) => replaceBy],
  ["replacement", (token, today) => (statusOf(token) === "revoked" ? null : ageOf(token.replaceBy, today))],
  ["custody_missing", ({ custodyMissing }) => custodyMissing],
  ["last_used_at", ({ lastUsedAt }) => lastUsedAt],
  ["created_at", ({ createdAt }) => createdAt],
  ["revoked_at", ({ revokedAt }) => revokedAt],
  ["revocation", ({ revocation }) => revocation],
];

function rowOf(token: OathToken, today: string): Cell[] {
  return fields.map(([, cellOf]) => cellOf(token, today));
}
