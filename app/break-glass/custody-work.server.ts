import type { Caller } from "#app/auth/caller.server.ts";
import type { Instant } from "#app/engine/types.ts";
import { mayChange } from "#app/register/roles.ts";
import { listBreakGlassAccounts } from "#db/break-glass-accounts.ts";
import { listUses } from "#db/break-glass-uses.ts";
import type { Db } from "#db/connect.ts";
import { namesOf } from "#db/directory.ts";
import { isCustodian } from "./account.ts";
import { type AccountHealth, accountsKnown } from "./account-known.server.ts";
import { listSecretsOfPrincipals } from "./find-secret.server.ts";
import { type RotationState, rotationStates } from "./rotation-states.server.ts";
import { refusalToAttest, type Secret } from "./secret.ts";
import { type Standing, standingOf } from "./standing.ts";
import { classifyBy } from "./use.ts";

/** Something that is to be done about an account or a secret, and where. */
export type CustodyTask = { to: string; title: string; about: string; dueAt: Instant; tone: Standing["tone"] };

/** So many records are looked through for secrets that are due. */
const mostRecords = 500;
const mostUses = 20;

/**
 * Returns what waits for somebody who holds accounts for emergencies or sees to secrets, what is due first at the top:
 * uses to account for, rotations to attest or to do, drills. Admins find what nobody answers for on the pages themselves.
 */
export async function custodyWorkOf(db: Db, caller: Caller, now: Instant): Promise<CustodyTask[]> {
  if (!mayChange(caller.roles)) return [];
  const accounts = await listBreakGlassAccounts(db, caller.workspace.id);
  // Whoever signed in as an emergency account is nobody in person, so nothing waits for them.
  const emergency = new Set(accounts.map(({ userId }) => userId));
  if (emergency.has(caller.user.id)) return [];
  const held = accounts.filter((account) => isCustodian(account, caller.user.id));
  const known = await accountsKnown({ db, workspace: caller.workspace, now }, held);
  const tasks = [
    ...known.flatMap((account) => tasksOfAccount(account, caller)),
    ...(await unansweredUses(db, caller, known, now)),
    ...(await tasksOfSecrets(db, caller, emergency, now)),
  ];
  return tasks.toSorted((one, other) => one.dueAt.localeCompare(other.dueAt));
}

function tasksOfAccount({ userId, name, rotation, rotationState, drill }: AccountHealth, caller: Caller) {
  const to = `/break-glass/accounts/${userId}`;
  const tasks: CustodyTask[] = [];
  const { waiting } = rotationState;
  if (waiting && waiting.operatorId !== caller.user.id)
    tasks.push({
      to,
      title: "Attest that the secret was replaced",
      about: name,
      dueAt: rotation?.dueAt ?? waiting.rotatedAt,
      tone: "caution",
    });
  // While one waits for the second person, nobody has to replace the secret again.
  if (!waiting && rotation && rotation.tone !== "good")
    tasks.push({ to, title: "Replace the secret", about: name, dueAt: rotation.dueAt, tone: rotation.tone });
  if (drill && drill.tone !== "good")
    tasks.push({
      to: `/break-glass/drills/new?account=${userId}`,
      title: "Hold a drill",
      about: name,
      dueAt: drill.dueAt,
      tone: drill.tone,
    });
  return tasks;
}

async function unansweredUses(db: Db, { workspace }: Caller, held: readonly AccountHealth[], now: Instant) {
  if (held.length === 0) return [];
  const among = held.map(({ userId }) => userId);
  const uses = await listUses(db, workspace.id, { show: "unclassified", among, limit: mostUses });
  return uses.map(({ id, userId, at }): CustodyTask => {
    const dueAt = classifyBy(at);
    const name = held.find((account) => account.userId === userId)?.name ?? userId;
    return {
      to: `/break-glass/uses/${id}`,
      title: "Say what a sign-in was for",
      about: name,
      dueAt,
      tone: dueAt <= now ? "danger" : "caution",
    };
  });
}

async function tasksOfSecrets(db: Db, caller: Caller, emergency: ReadonlySet<string>, now: Instant) {
  const { workspace, user, roles } = caller;
  const { secrets } = await listSecretsOfPrincipals(db, workspace.id, { now, after: null, limit: mostRecords });
  const mine = secrets.filter(({ keepers }) => keepers.includes(user.id) || roles.includes("implementer"));
  const states = await rotationStates(db, workspace, mine);
  const names = await namesOf(
    db,
    workspace.id,
    mine.map(({ id }) => id),
  );
  const mayAttest = (secret: Secret, { waiting }: RotationState) =>
    waiting !== null && refusalToAttest(secret, waiting, { userId: user.id, roles }, emergency) === null;
  return mine.flatMap((secret, index): CustodyTask[] => {
    const state = states[index];
    if (!state?.due) return [];
    const to = `/break-glass/secrets/${secret.id}`;
    const about = names.get(`${secret.kind}:${secret.id}`) ?? secret.id;
    if (mayAttest(secret, state))
      return [{ to, title: "Attest that the secret was replaced", about, dueAt: state.due.at, tone: "caution" }];
    const since = state.confirmedAt ?? secret.since;
    const { timeZone } = workspace;
    const { tone } = standingOf({ lastAt: state.confirmedAt, since, dueAt: state.due.at, now, timeZone });
    if (state.waiting !== null || tone === "good") return [];
    return [{ to, title: "Replace the secret", about, dueAt: state.due.at, tone }];
  });
}
