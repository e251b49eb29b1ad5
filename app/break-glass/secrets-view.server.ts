import type { Caller } from "#app/auth/caller.server.ts";
import type { Instant } from "#app/engine/types.ts";
import type { Exception } from "#app/register/exception.ts";
import { Refused } from "#app/register/refused.ts";
import { isAdmin, readsPolicy } from "#app/register/roles.ts";
import { listBreakGlassAccounts } from "#db/break-glass-accounts.ts";
import type { Db } from "#db/connect.ts";
import { namesOf } from "#db/directory.ts";
import { listRotations } from "#db/secret-rotations.ts";
import { findUsers } from "#db/users.ts";
import { findSecret, listSecretsOfPrincipals } from "./find-secret.server.ts";
import { type RotationState, rotationStates } from "./rotation-states.server.ts";
import { rotationViews } from "./rotation-views.server.ts";
import { refusalToRotate, type Secret } from "./secret.ts";
import { standingOf } from "./standing.ts";

/** How many records are looked through for a list in the order in which secrets are due. */
const mostRecords = 2000;
const secretsOnAPage = 50;

type Shown = { secret: Secret; state: RotationState };

async function rowsOf(db: Db, { workspace }: Pick<Caller, "workspace">, shown: readonly Shown[], now: Instant) {
  const names = await namesOf(
    db,
    workspace.id,
    shown.map(({ secret }) => secret.id),
  );
  const keepers = await findUsers(
    db,
    workspace.id,
    shown.flatMap(({ secret }) => secret.keepers),
  );
  return shown.map(({ secret, state }) => {
    const since = state.confirmedAt ?? secret.since;
    const { timeZone } = workspace;
    return {
      id: secret.id,
      name: names.get(`${secret.kind}:${secret.id}`) ?? secret.id,
      everyDays: secret.everyDays,
      keepers: secret.keepers.map((id) => keepers.get(id)?.displayName ?? id),
      records: secret.records,
      isWaiting: state.waiting !== null,
      standing: state.due && standingOf({ lastAt: state.confirmedAt, since, dueAt: state.due.at, now, timeZone }),
    };
  });
}

export type SecretRow = Awaited<ReturnType<typeof rowsOf>>[number];

/** Gathers a page of the service accounts whose secrets exceptions rest on, those that are due first. */
export async function secretsView(db: Db, caller: Caller, page: number, now: Instant) {
  const { workspace } = caller;
  const { secrets, next } = await listSecretsOfPrincipals(db, workspace.id, { now, after: null, limit: mostRecords });
  const states = await rotationStates(db, workspace, secrets);
  const shown = secrets
    .flatMap((secret, index) => (states[index] ? [{ secret, state: states[index] }] : []))
    .toSorted((one, other) => (one.state.due?.at ?? "").localeCompare(other.state.due?.at ?? ""));
  const from = page * secretsOnAPage;
  return {
    rows: await rowsOf(db, caller, shown.slice(from, from + secretsOnAPage), now),
    hasMore: shown.length > from + secretsOnAPage,
    /** Whether there are more than fit into one look; then only those that come first by name are here. */
    isCut: next !== null,
  };
}

/**
 * Gathers one service account with the rotations of its secret.
 * @throws Refused 404 when no exception rests on it, or none that the caller has a part in: the two are not told apart.
 */
export async function secretView(db: Db, caller: Caller, id: string, now: Instant) {
  const { workspace, roles, user } = caller;
  const secret = await findSecret(db, { workspaceId: workspace.id, kind: "service_principal", id, now });
  const emergency = new Set((await listBreakGlassAccounts(db, workspace.id)).map(({ userId }) => userId));
  const mayRotate = secret !== null && refusalToRotate(secret, { userId: user.id, roles }, emergency) === null;
  if (!secret || !(readsPolicy(roles) || mayRotate))
    throw new Refused(404, "not_found", "There is no such secret to be replaced.");
  const [state] = await rotationStates(db, workspace, [secret]);
  const [row] = state ? await rowsOf(db, caller, [{ secret, state }], now) : [];
  if (!row) throw new Error(`nothing is known of ${id}, expected what records rest on`);
  const rotations = await listRotations(db, workspace.id, { kind: "service_principal", id }, 50);
  return { secret: row, rotations: await rotationViews(db, caller, rotations), mayRotate, isAdmin: isAdmin(roles) };
}

/** Returns the secrets that a record in force rests on, for its page. */
export async function secretsOfRecord(db: Db, caller: Caller, { scope }: Pick<Exception, "scope">, now: Instant) {
  const found = await Promise.all(
    scope.servicePrincipals.map((id) =>
      findSecret(db, { workspaceId: caller.workspace.id, kind: "service_principal", id, now }),
    ),
  );
  const secrets = found.filter((secret) => secret !== null);
  const states = await rotationStates(db, caller.workspace, secrets);
  const shown = secrets.flatMap((secret, index) => (states[index] ? [{ secret, state: states[index] }] : []));
  return rowsOf(db, caller, shown, now);
}
