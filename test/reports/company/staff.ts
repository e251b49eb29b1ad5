import type { FactorKind, Reason } from "#app/engine/types.ts";
import { methodWrittenIn } from "#app/signins/method-written.ts";
import { findBreakGlassAccount, registerBreakGlassAccount, retireBreakGlassAccount } from "#db/break-glass-accounts.ts";
import { addDirectoryObject, addMembership } from "#db/directory.ts";
import { insertUser, replaceRoles, setDisabled } from "#db/users.ts";
import { write } from "#db/write.ts";
import type { TestDatabase } from "#test/support/databases.ts";
import type { People } from "#test/support/people.ts";
import type { Chance } from "./chance.ts";

const kinds: readonly FactorKind[] = ["passkey", "security_key", "totp", "recovery_code"];
const reasons: readonly Reason[] = [
  "MFA_SATISFIED",
  "MFA_EXCEPTION_APPLIED",
  "MFA_CHALLENGE_REQUIRED",
  "SUBJECT_LOCKED",
];
/** What comes of each. */
const outcomes = ["allow", "allow", "challenge", "deny"];
const departments = ["Finance", "Research", null];

/** People who come, enrol, sign in and leave by chance, and emergency accounts that are kept by them. */
export async function openStaff(
  { db, workspace }: Pick<TestDatabase, "db" | "workspace">,
  people: People,
  chance: Chance,
) {
  const workspaceId = workspace.id;
  const staff: string[] = [];
  let counter = 0;
  await addDirectoryObject(db, workspaceId, { kind: "group", id: "finance", name: "Finance" }, workspace.createdAt);

  async function welcome(at: string) {
    const id = `usr_staff_${staff.length}`;
    const user = { id, userName: `${id}@acme.example`, displayName: id, department: chance.of(departments) };
    await insertUser(db, workspaceId, { ...user, createdAt: at });
    if (chance.isLucky(0.3))
      await addMembership(db, workspaceId, { userId: id, kind: "group", objectId: "finance" }, at);
    if (chance.isLucky(0.15)) await replaceRoles(db, workspaceId, id, ["admin"], at);
    staff.push(id);
  }

  async function enrol(userId: string, at: string) {
    counter += 1;
    const kind = chance.of(kinds);
    const nothing = { lastUsedAt: null, revokedAt: null, credentialId: null, publicKey: null, counter: null };
    const factor = { id: `fac_${counter}`, label: kind, remaining: kind === "recovery_code" ? 8 : null };
    await db
      .insertInto("factors")
      .values({ ...nothing, ...factor, workspaceId, userId, kind, createdAt: at, transports: null, aaguid: null })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }

  async function signIn(subjectId: string, at: string) {
    counter += 1;
    const reason = chance.of(reasons);
    const outcome = outcomes[reasons.indexOf(reason)] ?? "allow";
    const place = { stream: "str_1", batch: counter, position: 0, exceptionId: null };
    const applicationId = chance.of(["mail", "crm"]);
    const completed = [{ method: "password" }, ...(chance.isLucky(0.8) ? [{ method: chance.of(kinds) }] : [])];
    const method = methodWrittenIn(JSON.stringify({ completed }));
    await db
      .insertInto("signIns")
      .values({ ...place, workspaceId, at, subjectId, applicationId, outcome, reason, method })
      .execute();
    const first = db.updateTable("users").set({ firstSignInAt: at }).where("workspaceId", "=", workspaceId);
    await first.where("id", "=", subjectId).where("firstSignInAt", "is", null).execute();
  }

  async function actOn(userId: string, at: string) {
    const roll = chance.roll();
    if (roll < 0.3) return enrol(userId, at);
    if (roll < 0.7) return signIn(userId, at);
    if (roll < 0.8) return setDisabled(db, workspaceId, userId, at);
    if (roll < 0.9) return setDisabled(db, workspaceId, userId, null);
    const of = db.updateTable("factors").set({ revokedAt: at }).where("workspaceId", "=", workspaceId);
    await of.where("userId", "=", userId).where("revokedAt", "is", null).execute();
  }

  return {
    act: async (at: string) => {
      if (staff.length < 5 || chance.isLucky(0.1)) await welcome(at);
      await actOn(chance.of(staff), at);
      if (chance.isLucky(0.015)) await keepAccount(at);
      if (chance.isLucky(0.02)) await enterAccount(at);
      if (chance.isLucky(0.08)) await rotate(at);
      if (chance.isLucky(0.04)) await drill(at);
    },
  };

  /** An emergency account is registered, or retired, and registered again later. */
  async function keepAccount(at: string) {
    const userId = people.boss.userId;
    const account = await findBreakGlassAccount(db, workspaceId, userId);
    const actor = { kind: "console", id: null } as const;
    const isKept = account?.retiredAt === null;
    await write(db, { workspaceId, actor, now: at }, async (tx, { audit }) => {
      const subject = { kind: "user", id: userId };
      const custody = {
        storageReference: "Safe 1",
        firstCustodianId: people.admin.userId,
        secondCustodianId: people.owner.userId,
      };
      if (isKept) {
        await retireBreakGlassAccount(
          tx,
          workspaceId,
          { userId, retiredBy: people.admin.userId, retiredAt: at },
          account.version,
        );
        audit("break_glass_account.retired", subject, { reason: "Not needed" });
        return;
      }
      await registerBreakGlassAccount(tx, workspaceId, {
        userId,
        ...custody,
        registeredBy: people.admin.userId,
        registeredAt: at,
      });
      audit("break_glass_account.registered", subject, custody);
    });
  }

  async function enterAccount(at: string) {
    counter += 1;
    const use = { applicationId: "mail", ip: null, methods: "[]", reason: "MFA_SATISFIED", exceptionId: null };
    await db
      .insertInto("breakGlassUses")
      .values({ ...use, workspaceId, id: `use_${counter}`, userId: people.boss.userId, at })
      .execute();
  }

  async function rotate(at: string) {
    counter += 1;
    const [subjectKind, subjectId] = chance.isLucky(0.5)
      ? (["user", people.boss.userId] as const)
      : (["service_principal", `svc-${counter % 5}`] as const);
    const said = {
      cause: "interval",
      outcome: "rotated",
      reference: "",
      note: "",
      attestationNote: "",
      attestation: "confirmed",
    };
    const who = { operatorId: people.admin.userId, attestorId: people.owner.userId };
    await db
      .insertInto("secretRotations")
      .values({
        ...said,
        ...who,
        workspaceId,
        id: `rot_${counter}`,
        subjectKind,
        subjectId,
        rotatedAt: at,
        recordedAt: at,
        attestedAt: at,
      })
      .execute();
  }

  async function drill(at: string) {
    counter += 1;
    const times = { startsAt: at, endsAt: at, plannedAt: at, finishedAt: at };
    const who = { signsIn: people.owner.userId, plannedBy: people.admin.userId, finishedBy: people.admin.userId };
    await db
      .insertInto("drills")
      .values({
        ...times,
        ...who,
        workspaceId,
        id: `drl_${counter}`,
        userId: people.boss.userId,
        quarter: "2026-Q4",
        evidence: "",
        result: "passed",
      })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
}
