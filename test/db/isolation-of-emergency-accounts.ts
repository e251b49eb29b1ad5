import { listBoundRecords, listRecordsOfPrincipal } from "#db/bound-secrets.ts";
import {
  findBreakGlassAccount,
  isAnyCustodian,
  listBreakGlassAccounts,
  listRetiredAccounts,
  registerBreakGlassAccount,
  retireBreakGlassAccount,
  saveCustody,
} from "#db/break-glass-accounts.ts";
import { listBypassAccounts, listBypassWithFactor, recordsNaming } from "#db/bypass-accounts.ts";
import type { Db } from "#db/connect.ts";
import { listNoticesOf, markDutyTold } from "#db/duty-notices.ts";
import { findFinding, insertFinding, listFindings, resolveFinding } from "#db/findings.ts";
import {
  attest,
  findRotation,
  firstUsesSince,
  insertRotation,
  listRotations,
  rotationsKnown,
} from "#db/secret-rotations.ts";
import { insertUser } from "#db/users.ts";
import type { Other } from "#test/support/other-workspace.ts";

type Ask = (db: Db, workspaceId: string, other: Other) => Promise<unknown>;

const now = "2026-11-20T10:30:00.000Z";
const account = "usr_emergency_of_the_other";
const retired = "usr_retired_of_the_other";
const rotation = "rot_of_the_other";
const finding = "fnd_of_the_other";
const duty = { duty: "rotation_of_user", subjectId: account, dueAt: now, step: "0" };
const subject = { kind: "user", id: account } as const;

/** Puts into a workspace an account for emergencies with what belongs to it, one that was retired, and a finding. */
export async function otherEmergencyAccounts(db: Db, workspaceId: string, userId: string): Promise<void> {
  for (const id of [account, retired])
    await insertUser(db, workspaceId, { id, userName: `${id}@x.example`, displayName: id, createdAt: now });
  const people = await db
    .selectFrom("users")
    .select("id")
    .where("workspaceId", "=", workspaceId)
    .where("id", "not in", [account, retired, userId])
    .limit(1)
    .executeTakeFirstOrThrow();
  const held = { firstCustodianId: userId, secondCustodianId: people.id, storageReference: "Safe" };
  const registered = { ...held, registeredBy: userId, registeredAt: now };
  await registerBreakGlassAccount(db, workspaceId, { userId: account, ...registered });
  await registerBreakGlassAccount(db, workspaceId, { userId: retired, ...registered });
  await retireBreakGlassAccount(db, workspaceId, { userId: retired, retiredBy: userId, retiredAt: now }, 1);
  await insertRotation(db, workspaceId, {
    ...{ id: rotation, subjectKind: "user", subjectId: account, cause: "other", operatorId: userId },
    ...{ rotatedAt: now, outcome: "rotated", reference: "x", note: "", recordedAt: now },
  });
  await db
    .insertInto("breakGlassUses")
    .values({
      ...{ workspaceId, id: "use_of_the_other_account", userId: account, at: now, applicationId: "x", ip: null },
      ...{ methods: "password", reason: "MFA_SATISFIED", exceptionId: null },
    })
    .execute();
  await insertFinding(db, workspaceId, {
    ...{ id: finding, sourceKind: "rotation", sourceId: rotation, userId: account, title: "x", note: "" },
    ...{ openedBy: null, openedAt: now },
  });
  await markDutyTold(db, workspaceId, duty, now);
}

const unknown = new Map([[account, { confirmedAt: null, waiting: null }]]);

/** What each query of these accounts answers when it is asked for what another workspace has. */
export const custodyReads: Record<string, [ask: Ask, answer: unknown]> = {
  findBreakGlassAccount: [(db, id) => findBreakGlassAccount(db, id, account), undefined],
  listBreakGlassAccounts: [(db, id) => listBreakGlassAccounts(db, id), []],
  listRetiredAccounts: [(db, id) => listRetiredAccounts(db, id), []],
  isAnyCustodian: [(db, id, { userId }) => isAnyCustodian(db, id, userId), false],
  listBypassAccounts: [(db, id) => listBypassAccounts(db, id, { after: null, limit: 9 }), []],
  listBypassWithFactor: [(db, id) => listBypassWithFactor(db, id, { after: null, limit: 9 }), []],
  recordsNaming: [async (db, id) => recordsNaming(db, id, await everybody(db)), new Map()],
  listBoundRecords: [(db, id) => listBoundRecords(db, id, { now, after: null, limit: 9 }), { records: [], next: null }],
  listRecordsOfPrincipal: [(db, id) => listRecordsOfPrincipal(db, id, { principalId: "svc-result-mailer", now }), []],
  findRotation: [(db, id) => findRotation(db, id, rotation), undefined],
  listRotations: [(db, id) => listRotations(db, id, subject, 9), []],
  rotationsKnown: [(db, id) => rotationsKnown(db, id, "user", [account]), unknown],
  firstUsesSince: [(db, id) => firstUsesSince(db, id, [{ userId: account, since: "" }]), new Map()],
  listFindings: [(db, id) => listFindings(db, id, { limit: 9 }), []],
  findFinding: [(db, id) => findFinding(db, id, finding), undefined],
  listNoticesOf: [(db, id) => listNoticesOf(db, id, { duty: duty.duty, subjectIds: [account] }), []],
};

async function everybody(db: Db): Promise<string[]> {
  return (await db.selectFrom("users").select("id").execute()).map(({ id }) => id);
}

/** Changes that name what another workspace has. */
export const custodyChanges: Record<string, Ask> = {
  registerBreakGlassAccount: (db, id, { userId }) =>
    registerBreakGlassAccount(db, id, {
      ...{ userId: retired, firstCustodianId: userId, secondCustodianId: account, storageReference: "x" },
      ...{ registeredBy: userId, registeredAt: now },
    }),
  saveCustody: (db, id, { userId }) =>
    saveCustody(
      db,
      id,
      { userId: account, firstCustodianId: retired, secondCustodianId: userId, storageReference: "x" },
      1,
    ),
  retireBreakGlassAccount: (db, id, { userId }) =>
    retireBreakGlassAccount(db, id, { userId: account, retiredBy: userId, retiredAt: now }, 1),
  markDutyTold: (db, id) => markDutyTold(db, id, duty, "2026-11-21T10:30:00.000Z"),
  attest: (db, id) =>
    attest(db, id, {
      ...{ id: rotation, attestorId: account, attestedAt: now, attestation: "confirmed", attestationNote: "" },
    }),
  resolveFinding: (db, id, { userId }) =>
    resolveFinding(db, id, { id: finding, resolution: "x", resolvedBy: userId, resolvedAt: now }),
};
