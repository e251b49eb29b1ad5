import type { Selectable } from "kysely";
import { type IdentityProvider, MethodClaims } from "#app/auth/identity-provider.ts";
import type { Db } from "./connect.ts";
import type { Schema } from "./schema.ts";

type Row = Schema["identityProviders"];

function providerOf({
  scopes,
  domains,
  isEnabled,
  addsPeople,
  trustsMfa,
  methodClaims,
  ...row
}: Selectable<Row>): IdentityProvider {
  return {
    ...row,
    scopes: wordsOf(scopes),
    domains: wordsOf(domains),
    isEnabled: isEnabled === 1,
    addsPeople: addsPeople === 1,
    trustsMfa: trustsMfa === 1,
    methodClaims: MethodClaims.parse(JSON.parse(methodClaims)),
  };
}

function rowOf({
  scopes,
  domains,
  isEnabled,
  addsPeople,
  trustsMfa,
  methodClaims,
  ...provider
}: IdentityProvider): Row {
  return {
    ...provider,
    scopes: scopes.join(" "),
    domains: domains.join(" "),
    isEnabled: isEnabled ? 1 : 0,
    addsPeople: addsPeople ? 1 : 0,
    trustsMfa: trustsMfa ? 1 : 0,
    methodClaims: JSON.stringify(methodClaims),
  };
}

function wordsOf(text: string): string[] {
  return text.split(" ").filter(Boolean);
}

/** Returns the providers of a workspace by name, those that are switched off included. */
export async function listIdentityProviders(db: Db, workspaceId: string): Promise<IdentityProvider[]> {
  const rows = await db
    .selectFrom("identityProviders")
    .selectAll()
    .where("workspaceId", "=", workspaceId)
    .orderBy("name")
    .orderBy("id")
    .execute();
  return rows.map(providerOf);
}

export async function findIdentityProvider(
  db: Db,
  workspaceId: string,
  id: string,
): Promise<IdentityProvider | undefined> {
  const row = await db
    .selectFrom("identityProviders")
    .selectAll()
    .where("workspaceId", "=", workspaceId)
    .where("id", "=", id)
    .executeTakeFirst();
  return row && providerOf(row);
}

/** Whether people of a workspace can be asked to sign in with a provider. */
export async function hasIdentityProvider(db: Db, workspaceId: string): Promise<boolean> {
  const row = await db
    .selectFrom("identityProviders")
    .select("id")
    .where("workspaceId", "=", workspaceId)
    .where("isEnabled", "=", 1)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** @throws a duplicate fault when the workspace has a provider of this issuer already. */
export async function insertIdentityProvider(tx: Db, provider: IdentityProvider): Promise<void> {
  await tx.insertInto("identityProviders").values(rowOf(provider)).execute();
}

/** @throws a duplicate fault when the workspace has another provider of this issuer. */
export async function updateIdentityProvider(tx: Db, provider: IdentityProvider): Promise<void> {
  const { workspaceId, id, createdAt: _, ...row } = rowOf(provider);
  await tx
    .updateTable("identityProviders")
    .set(row)
    .where("workspaceId", "=", workspaceId)
    .where("id", "=", id)
    .execute();
}
