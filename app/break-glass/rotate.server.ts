import type { Caller } from "#app/auth/caller.server.ts";
import { hasFreshFactor } from "#app/auth/own-factors.server.ts";
import { stepUpRequired } from "#app/auth/refusals.ts";
import { watchersOf } from "#app/auth/sso-rule.server.ts";
import type { Instant } from "#app/engine/types.ts";
import { addDays } from "#app/register/days.ts";
import { Refused } from "#app/register/refused.ts";
import { listBreakGlassAccounts } from "#db/break-glass-accounts.ts";
import { type Db, isDuplicate } from "#db/connect.ts";
import { namesOf } from "#db/directory.ts";
import { newId } from "#db/ids.ts";
import { attest, findRotation, insertRotation, rotationsKnown } from "#db/secret-rotations.ts";
import { findUser, findUsers, rolesOf, usersWithRole } from "#db/users.ts";
import { type Journal, write } from "#db/write.ts";
import { findSecret } from "./find-secret.server.ts";
import { openFinding } from "./open-finding.server.ts";
import type { Attestation, Rotation, RotationCause, RotationOutcome, SecretKind } from "./rotation.ts";
import { type RotationRefusal, refusalToAttest, refusalToRotate, rotationRefusals, type Secret } from "./secret.ts";

type By = { caller: Pick<Caller, "workspace" | "user" | "actor" | "auditActor">; now: Instant };

/** How long ago a rotation may have been when it is recorded. */
const mostDaysLater = 30;

type Recording = By & {
  kind: SecretKind;
  id: string;
  cause: RotationCause;
  outcome: RotationOutcome;
  rotatedAt: Instant;
  reference: string;
  note: string;
};

/**
 * Records that the caller replaced a secret, or could not. It counts once somebody else has attested it; what failed is a
 * finding at once. Returns the rotation's id.
 * @throws Refused 400 a time that cannot be, 403 not one who answers for it, or no fresh factor; 404 no such secret; 409 one
 * waits to be attested already.
 */
export async function recordRotation(db: Db, asked: Recording): Promise<string> {
  const { caller, kind, id, cause, outcome, rotatedAt, reference, note, now } = asked;
  const workspaceId = caller.workspace.id;
  return write(db, { workspaceId, actor: caller.auditActor, now }, async (tx, journal) => {
    const secret = await secretAt(tx, { workspaceId, kind, id, now });
    refuse(refusalToRotate(secret, await personOf(tx, asked), await emergencyAccounts(tx, workspaceId)));
    if (!hasFreshFactor(caller.actor, now)) throw stepUpRequired();
    await refuseTime(tx, workspaceId, asked);
    const rotation = {
      ...{ id: newId("rot"), subjectKind: kind, subjectId: id, cause, operatorId: caller.user.id },
      ...{ rotatedAt, outcome, reference, note, recordedAt: now },
    };
    await insertOnce(tx, workspaceId, rotation);
    const name = await nameOfSecret(tx, workspaceId, secret);
    for (const subject of subjectsOf(secret))
      journal.audit("secret.rotation_recorded", subject, {
        ...{
          rotationId: rotation.id,
          secretKind: kind,
          secretId: id,
          cause,
          operatorId: caller.user.id,
          rotatedAt,
          outcome,
          reference,
        },
      });
    if (outcome === "failed")
      await openFinding(tx, journal, workspaceId, {
        ...{ sourceKind: "rotation", sourceId: rotation.id, userId: kind === "user" ? id : null },
        ...{ title: titleOf(secret, name, "could not be replaced"), note: note || reference },
        ...{ openedBy: caller.user.id, openedAt: now },
      });
    else await askForAttestation(tx, journal, { secret, name, caller, rotatedAt, reference });
    return rotation.id;
  });
}

async function insertOnce(tx: Db, workspaceId: string, rotation: Parameters<typeof insertRotation>[2]): Promise<void> {
  try {
    await insertRotation(tx, workspaceId, rotation);
  } catch (fault) {
    if (isDuplicate(fault))
      throw new Refused(409, "rotation_waits", "A rotation of this secret waits to be attested already.");
    throw fault;
  }
}

type Attesting = By & { rotationId: string; attestation: Attestation; note: string };

/**
 * Says of a rotation that somebody else recorded whether it was seen to be done, once. What is refused is a finding.
 * @throws Refused 403 one's own, not one who answers for it, or no fresh factor; 404 no such rotation; 409 attested already.
 */
export async function attestRotation(db: Db, asked: Attesting): Promise<void> {
  const { caller, rotationId, attestation, note, now } = asked;
  const workspaceId = caller.workspace.id;
  await write(db, { workspaceId, actor: caller.auditActor, now }, async (tx, journal) => {
    const rotation = await findRotation(tx, workspaceId, rotationId);
    if (!rotation) throw new Refused(404, "not_found", "There is no such rotation.");
    const secret = await secretAt(tx, { workspaceId, kind: rotation.subjectKind, id: rotation.subjectId, now });
    const person = await personOf(tx, asked);
    refuse(refusalToAttest(secret, rotation, person, await emergencyAccounts(tx, workspaceId)));
    if (!hasFreshFactor(caller.actor, now)) throw stepUpRequired();
    const said = { id: rotationId, attestorId: caller.user.id, attestedAt: now, attestation, attestationNote: note };
    if (!(await attest(tx, workspaceId, said)))
      throw new Refused(409, "attested_already", "This rotation does not wait to be attested.");
    const name = await nameOfSecret(tx, workspaceId, secret);
    const { operatorId, rotatedAt, reference } = rotation;
    for (const subject of subjectsOf(secret))
      journal.audit("secret.rotation_attested", subject, {
        ...{ rotationId, secretKind: secret.kind, secretId: secret.id, attestation, attestorId: caller.user.id },
        ...{ operatorId, rotatedAt, reference, comment: note },
      });
    if (attestation === "refused") await noteRefusal(tx, journal, { asked, rotation, secret, name });
  });
}

/** @throws Refused 404 for what nobody has to replace. */
async function secretAt(tx: Db, asked: Parameters<typeof findSecret>[1]): Promise<Secret> {
  const secret = await findSecret(tx, asked);
  if (!secret) throw new Refused(404, "not_found", "There is no such secret to be replaced.");
  return secret;
}

function refuse(refusal: RotationRefusal | null): void {
  if (refusal) throw new Refused(rotationRefusals[refusal].status, refusal, rotationRefusals[refusal].message);
}

/** The roles are read inside the change, so that one who was demoted a moment ago is refused. */
async function personOf(tx: Db, { caller }: By) {
  return { userId: caller.user.id, roles: await rolesOf(tx, caller.workspace.id, caller.user.id) };
}

async function emergencyAccounts(tx: Db, workspaceId: string): Promise<Set<string>> {
  return new Set((await listBreakGlassAccounts(tx, workspaceId)).map(({ userId }) => userId));
}

async function refuseTime(tx: Db, workspaceId: string, { kind, id, rotatedAt, now }: Recording): Promise<void> {
  const isPossible = rotatedAt <= now && rotatedAt >= addDays(now, -mostDaysLater);
  if (!isPossible)
    throw new Refused(400, "rotation_time", `A rotation is recorded within ${mostDaysLater} days after it was done.`, {
      field: "rotatedAt",
    });
  const before = (await rotationsKnown(tx, workspaceId, kind, [id])).get(id)?.confirmedAt ?? null;
  if (before !== null && rotatedAt <= before)
    throw new Refused(400, "rotation_time", "A later rotation of this secret was confirmed already.", {
      field: "rotatedAt",
    });
}

/** Where it is written down: with whoever the secret is of, and on each record that rests on it. */
function subjectsOf({ kind, id, records }: Secret) {
  return [{ kind, id }, ...records.map((record) => ({ kind: "exception", id: record.id }))];
}

/** A finding says beside its title which account it is about; what people are called is not written into the audit log. */
function titleOf({ kind }: Secret, name: string, what: string): string {
  return kind === "user" ? `Its secret ${what}` : `The secret of ${name} ${what}`;
}

/** Returns what the owner of a secret is called. */
export async function nameOfSecret(
  db: Db,
  workspaceId: string,
  { kind, id }: Pick<Secret, "kind" | "id">,
): Promise<string> {
  if (kind === "user") return (await findUser(db, workspaceId, id))?.displayName ?? id;
  return (await namesOf(db, workspaceId, [id])).get(`${kind}:${id}`) ?? id;
}

/** The page of a secret. */
export function pathOfSecret({ kind, id }: Pick<Secret, "kind" | "id">): string {
  return `/break-glass/${kind === "user" ? "accounts" : "secrets"}/${encodeURIComponent(id)}`;
}

type Asking = { secret: Secret; name: string; caller: By["caller"]; rotatedAt: Instant; reference: string };

/** Tells whoever else answers for the secret; the admins, where nobody else does. */
async function askForAttestation(tx: Db, { notify }: Journal, asking: Asking): Promise<void> {
  const { secret, name, caller, rotatedAt, reference } = asking;
  const workspaceId = caller.workspace.id;
  const keepers = [...(await findUsers(tx, workspaceId, secret.keepers)).values()];
  const others = keepers.filter(({ id, disabledAt }) => id !== caller.user.id && disabledAt === null);
  for (const { id, userName } of others.length > 0 ? others : await usersWithRole(tx, workspaceId, ["admin", "owner"]))
    notify({
      template: "rotation_recorded",
      toUserId: id,
      toAddress: userName,
      data: { secret: name, operator: caller.user.displayName, rotatedAt, reference, path: pathOfSecret(secret) },
    });
}

type Refusal = { asked: Attesting; rotation: Rotation; secret: Secret; name: string };

async function noteRefusal(tx: Db, journal: Journal, { asked, rotation, secret, name }: Refusal): Promise<void> {
  const { caller, note, now } = asked;
  const workspaceId = caller.workspace.id;
  await openFinding(tx, journal, workspaceId, {
    ...{ sourceKind: "rotation", sourceId: rotation.id, userId: secret.kind === "user" ? secret.id : null },
    ...{
      title: titleOf(secret, name, "was not confirmed to be replaced"),
      note,
      openedBy: caller.user.id,
      openedAt: now,
    },
  });
  const operator = await findUser(tx, workspaceId, rotation.operatorId);
  const data = {
    ...{ secret: name, operator: operator?.displayName ?? "", attestor: caller.user.displayName },
    ...{ rotatedAt: rotation.rotatedAt, note, path: pathOfSecret(secret) },
  };
  if (operator)
    journal.notify({ template: "rotation_refused", toUserId: operator.id, toAddress: operator.userName, data });
  for (const watcher of await watchersOf(tx, workspaceId))
    journal.notify({ template: "rotation_refused", ...watcher, data });
}
