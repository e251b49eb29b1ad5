import { generateSync, ScureBase32Plugin } from "otplib";
import type { SecretBox } from "#app/auth/secret-box.server.ts";
import type { Instant } from "#app/engine/types.ts";
import { importTokens, type TokenReport } from "#app/oath/import-tokens.server.ts";
import { type TotpParameters, usualParameters } from "#app/oath/oath-token.ts";
import type { TestDatabase } from "./databases.ts";
import type { Person } from "./people.ts";

let made = 0;

/** A seed that no other token of the tests has, as its vendor writes it. */
export function newTestSeed(): string {
  made += 1;
  return new ScureBase32Plugin().encode(new TextEncoder().encode(`seed-${made}`.padEnd(20, "x")));
}

/** Returns the code that a token shows at an instant, so many steps ahead of ours. */
export function shownAt(
  secret: string,
  now: Instant,
  { ahead = 0, ...over }: Partial<TotpParameters> & { ahead?: number } = {},
): string {
  const parameters = { ...usualParameters, ...over };
  return generateSync({ ...parameters, secret, epoch: Date.parse(now) / 1000 + ahead * parameters.period });
}

type Importing = { admin: Person; secrets: SecretBox; now: Instant; isTrial?: boolean };

/** Takes in a file of seeds as an admin does who keeps it in the safe. */
export function takeIn(
  { db, workspace }: Pick<TestDatabase, "db" | "workspace">,
  text: string,
  { admin, secrets, now, isTrial = false }: Importing,
): Promise<TokenReport> {
  return importTokens(db, text, {
    workspaceId: workspace.id,
    by: { userId: admin.userId },
    actor: { kind: "user", id: admin.userId },
    now,
    secrets,
    seedHolder: admin.userName,
    seedPlace: "Safe of the server room",
    isTrial,
  });
}

/** Puts one hardware token into the stock and returns its id, serial number and seed. */
export async function stockToken(
  test: Pick<TestDatabase, "db" | "workspace">,
  given: Omit<Importing, "isTrial"> & { more?: Record<string, string> },
): Promise<{ id: string; serial: string; secret: string }> {
  const secret = newTestSeed();
  const serial = `KT-${made}`;
  const columns = { serial, secret, ...given.more };
  await takeIn(test, `${Object.keys(columns).join()}\n${Object.values(columns).join()}`, given);
  const { id } = await test.db
    .selectFrom("oathTokens")
    .select("id")
    .where("workspaceId", "=", test.workspace.id)
    .where("serial", "=", serial)
    .executeTakeFirstOrThrow();
  return { id, serial, secret };
}
