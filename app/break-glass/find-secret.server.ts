import type { Instant } from "#app/engine/types.ts";
import { rulesOnce } from "#app/register/rules-for.server.ts";
import { type BoundRecord, listBoundRecords, listRecordsOfPrincipal } from "#db/bound-secrets.ts";
import { findBreakGlassAccount } from "#db/break-glass-accounts.ts";
import { getCategory } from "#db/categories.ts";
import type { Db } from "#db/connect.ts";
import { liveExceptionsFor } from "#db/live-exceptions.ts";
import { type BreakGlassAccount, custodiansOf } from "./account.ts";
import type { SecretKind } from "./rotation.ts";
import type { Secret } from "./secret.ts";

type Asked = { workspaceId: string; kind: SecretKind; id: string; now: Instant };

/** Finds a secret that has to be replaced: of a registered account, or of a service principal that a live record names. */
export async function findSecret(db: Db, { workspaceId, kind, id, now }: Asked): Promise<Secret | null> {
  if (kind === "service_principal") {
    const records = await listRecordsOfPrincipal(db, workspaceId, { principalId: id, now });
    return (await secretsOfPrincipals(db, records))[0] ?? null;
  }
  const account = await findBreakGlassAccount(db, workspaceId, id);
  return account?.retiredAt === null ? secretOfAccount(db, workspaceId, account, now) : null;
}

/** The secret of an account, with the records by which it may do with less. */
export async function secretOfAccount(
  db: Db,
  workspaceId: string,
  account: BreakGlassAccount,
  now: Instant,
): Promise<Secret> {
  const { rotateEveryDays } = await getCategory(db, workspaceId, "break_glass");
  const live = await liveExceptionsFor(db, workspaceId, [`user:${account.userId}`], now);
  return {
    kind: "user",
    id: account.userId,
    everyDays: rotateEveryDays,
    since: account.registeredAt,
    keepers: custodiansOf(account),
    records: live.flatMap(({ record: { id, title, ownerId, category } }) =>
      category === "break_glass" ? [{ id, title, ownerId }] : [],
    ),
  };
}

type Page = { now: Instant; after: string | null; limit: number };

/** Returns a page of the service principals whose secrets records in force rest on. */
export async function listSecretsOfPrincipals(
  db: Db,
  workspaceId: string,
  { now, after, limit }: Page,
): Promise<{ secrets: Secret[]; next: string | null }> {
  const { records, next } = await listBoundRecords(db, workspaceId, { now, after, limit });
  return { secrets: await secretsOfPrincipals(db, records), next };
}

/** Gathers records by their service principal; the shortest interval counts, from when the first of them was put in place. */
async function secretsOfPrincipals(db: Db, records: readonly BoundRecord[]): Promise<Secret[]> {
  const rules = rulesOnce(db);
  const secrets: Secret[] = [];
  for (const [id, all] of Map.groupBy(records, ({ principalId }) => principalId)) {
    const bound: { record: BoundRecord; everyDays: number }[] = [];
    for (const record of all) {
      const everyDays = (await rules(record)).rotateEveryDays;
      if (everyDays !== null) bound.push({ record, everyDays });
    }
    const since = bound.map(({ record }) => record.activatedAt).toSorted()[0];
    if (since === undefined) continue;
    secrets.push({
      kind: "service_principal",
      id,
      everyDays: Math.min(...bound.map(({ everyDays }) => everyDays)),
      since,
      keepers: [...new Set(bound.flatMap(({ record }) => record.ownerId ?? []))],
      records: bound.map(({ record: { id: recordId, title, ownerId } }) => ({ id: recordId, title, ownerId })),
    });
  }
  return secrets;
}
