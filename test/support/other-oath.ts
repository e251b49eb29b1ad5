import { tokenFilters } from "#app/oath/token-query.ts";
import type { Db } from "#db/connect.ts";
import { insertFactor } from "#db/factors.ts";
import { closeOathAudit, findOpenOathAudit, openOathAudit } from "#db/oath-audits.ts";
import { insertCustody } from "#db/oath-custody.ts";
import { insertHardwareTokens } from "#db/oath-tokens.ts";

/** Tokens and an audit of them, for asking about from another workspace. */
export async function otherOath(db: Db, workspaceId: string, { userId, now }: { userId: string; now: string }) {
  const serial = "KT-OF-THE-OTHER";
  const stocked = "oat_stocked";
  const parameters = { algorithm: "sha1", digits: 6, period: 30 } as const;
  const token = { ...parameters, id: stocked, serial, model: null, secret: "sealed", replaceBy: null };
  await insertHardwareTokens(db, workspaceId, [token], now);
  const custody = { tokenId: stocked, holderId: userId, place: "Safe", at: now, by: null };
  await insertCustody(db, workspaceId, [
    { ...custody, matter: "token" },
    { ...custody, matter: "seed" },
  ]);
  const factorId = "fac_of_the_other";
  await insertFactor(db, {
    ...{ workspaceId, id: factorId, userId, kind: "totp", label: "App", createdAt: now, lastUsedAt: null },
    ...{ credential: null, totp: { secret: "sealed", lastStep: null, drift: 0 } },
  });
  const { id: issued } = await db
    .selectFrom("oathTokens")
    .select("id")
    .where("workspaceId", "=", workspaceId)
    .where("factorId", "=", factorId)
    .executeTakeFirstOrThrow();
  const earlier = await findOpenOathAudit(db, workspaceId);
  const closing = { statement: "x", evidence: "x", closedAt: now, closedBy: userId };
  if (earlier) await closeOathAudit(db, workspaceId, { id: earlier.id, ...closing });
  const [audit, quarter] = ["oau_of_the_other", "2031-Q1"];
  const counts = Object.fromEntries(tokenFilters.map((filter) => [filter, 0])) as never; // one entry for each filter
  const figures = { counts, seedHolders: [] };
  await openOathAudit(db, workspaceId, { id: audit, quarter, openedAt: now, openedBy: null, dueAt: now, figures });
  return { serial, stocked, issued, factorId, audit, quarter };
}
