import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { hashRecoveryCode } from "#app/auth/hash-recovery-code.server.ts";
import { makeRecoveryCodes } from "#app/auth/recovery-codes.server.ts";
import { recoveryView } from "#app/auth/recovery-view.server.ts";
import { defaultPolicy } from "#app/register/default-policy.ts";
import { listFactors } from "#db/factors.ts";
import { findRecoveryBatch, spendRecoveryCode } from "#db/recovery-codes.ts";
import { databases, type TestDatabase, testStart } from "#test/support/databases.ts";
import { putPolicy } from "#test/support/put-policy.ts";
import { addPersonWithCodes, callerWith, codesLeft } from "#test/support/recovery-codes.ts";
import { refusalOf } from "#test/support/refusal-of.ts";
import {
  addPersonWithPasskey,
  addPersonWithTotp,
  inviteToken,
  later,
  openTestSecrets,
  password,
} from "#test/support/sign-in.ts";

const secrets = openTestSecrets();

for (const [name, open] of Object.entries(databases))
  describe(name, () => {
    let world: TestDatabase;
    beforeAll(async () => {
      world = await open();
    });
    afterAll(() => world.close());
    beforeEach(() => {
      const { version: _version, ...policy } = defaultPolicy(testStart);
      return putPolicy(world, policy);
    });

    const batchOf = async ({ workspaceId, id }: { workspaceId: string; id: string }) =>
      (await findRecoveryBatch(world.db, workspaceId, id))?.id ?? "";
    const make = async (
      person: Awaited<ReturnType<typeof addPersonWithTotp>> | Awaited<ReturnType<typeof addPersonWithPasskey>>,
      replaces: string | null,
      { newPassword = null, now = testStart }: { newPassword?: string | null; now?: string } = {},
    ) => {
      const caller = await callerWith(world, secrets, person.opened, now);
      return makeRecoveryCodes(world.db, { caller, replaces, newPassword, now });
    };

    test("ten different codes are made, and one factor counts them", async () => {
      const { user, codes } = await addPersonWithCodes(world, secrets);
      expect(new Set(codes).size).toBe(10);
      expect(await codesLeft(world, user)).toBe(10);
      const kinds = (await listFactors(world.db, user.workspaceId, user.id)).map(({ kind }) => kind);
      expect(kinds.sort()).toEqual(["recovery_code", "totp"]);
    });

    test("without a factor used in the last 15 minutes no codes are made", async () => {
      const person = await addPersonWithTotp(world, secrets);
      const late = make(person, null, { now: later(testStart, 15 * 60 + 1) });
      expect(await refusalOf(late)).toBe("step_up_required");
      expect(await codesLeft(world, person.user)).toBeNull();
    });

    test("whoever has no factor makes no codes either: they are a backup", async () => {
      const person = await addPersonWithTotp(world, secrets);
      await world.db
        .updateTable("factors")
        .set({ revokedAt: testStart })
        .where("userId", "=", person.user.id)
        .execute();
      expect(await refusalOf(make(person, null))).toBe("no_factor");
    });

    test("where the policy allows none, none are made", async () => {
      const person = await addPersonWithTotp(world, secrets);
      await putPolicy(world, { recoveryCodesAllowed: false });
      expect(await refusalOf(make(person, null))).toBe("recovery_codes_off");
    });

    test("new codes replace all of the old, which are worth nothing from then on", async () => {
      const person = await addPersonWithCodes(world, secrets);
      const { workspaceId } = person.user;
      const old = await batchOf(person.user);
      const renewed = await make(person, old);
      expect(renewed.filter((code) => person.codes.includes(code))).toEqual([]);
      expect(await codesLeft(world, person.user)).toBe(10);
      const codeHash = hashRecoveryCode(old, person.codes[0] ?? "");
      const late = { workspaceId, factorId: old, codeHash, now: testStart };
      expect(await world.db.transaction().execute((tx) => spendRecoveryCode(tx, late))).toBeNull();
    });

    test("a form that is sent twice makes one batch: the codes that were shown stay the ones that count", async () => {
      const person = await addPersonWithTotp(world, secrets);
      await make(person, null);
      const shown = await batchOf(person.user);
      expect(await refusalOf(make(person, null))).toBe("too_late");
      expect(await batchOf(person.user)).toBe(shown);
    });

    test("of 50 that replace one batch at once, one does", async () => {
      const person = await addPersonWithCodes(world, secrets);
      const old = await batchOf(person.user);
      const results = await Promise.allSettled(Array.from({ length: 50 }, () => make(person, old)));
      expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
      expect(await codesLeft(world, person.user)).toBe(10);
    });

    test("whoever has no password chooses one with the codes, which are used beside it", async () => {
      const person = await addPersonWithPasskey(world);
      expect(await refusalOf(make(person, null))).toBe("weak_password");
      expect(await refusalOf(make(person, null, { newPassword: "short" }))).toBe("weak_password");
      expect(await codesLeft(world, person.user)).toBeNull();
      expect(await make(person, null, { newPassword: password })).toHaveLength(10);
      const again = make(person, await batchOf(person.user), { newPassword: "another long password" });
      expect(await refusalOf(again)).toBe("has_password");
    });

    test("whoever an identity provider vouches for needs no password beside the codes", async () => {
      const { opened, user } = await addPersonWithPasskey(world);
      const caller = await callerWith(world, secrets, opened);
      if (!caller.session) throw new Error("the caller has no session, expected the one of the person");
      const federated = { method: "federated", completedAt: testStart, userVerified: false } as const;
      const session = { ...caller.session, methods: [...caller.session.methods, federated] };
      const making = { caller: { ...caller, session }, replaces: null, newPassword: null, now: testStart };
      expect(await makeRecoveryCodes(world.db, making)).toHaveLength(10);
      expect((await recoveryView(world.db, user, testStart)).hasPassword).toBe(false);
    });

    test("a code is spent by exactly one of 50 transactions, and the count goes down by one", async () => {
      const { user, codes } = await addPersonWithCodes(world, secrets);
      const factorId = await batchOf(user);
      const spending = {
        workspaceId: user.workspaceId,
        factorId,
        codeHash: hashRecoveryCode(factorId, codes[4] ?? ""),
      };
      const answers = await Promise.all(
        Array.from({ length: 50 }, () =>
          world.db.transaction().execute((tx) => spendRecoveryCode(tx, { ...spending, now: testStart })),
        ),
      );
      expect(answers.filter((left) => left !== null)).toEqual([9]);
      expect(await codesLeft(world, user)).toBe(9);
    });

    test("what is left is never less than nothing", async () => {
      const { user, codes } = await addPersonWithCodes(world, secrets);
      const factorId = await batchOf(user);
      await world.db.updateTable("factors").set({ remaining: 0 }).where("id", "=", factorId).execute();
      const spending = {
        workspaceId: user.workspaceId,
        factorId,
        codeHash: hashRecoveryCode(factorId, codes[0] ?? ""),
      };
      const spend = world.db.transaction().execute((tx) => spendRecoveryCode(tx, { ...spending, now: testStart }));
      expect(await spend).toBeNull();
      expect(await codesLeft(world, user)).toBe(0);
    });

    test("no code is in any row of the database, whatever its spelling", async () => {
      const { codes } = await addPersonWithCodes(world, secrets);
      const everything = JSON.stringify(await allRows(world));
      expect(everything).toContain("ACCOUNT_MFA_DEVICE_ENROLLED");
      for (const code of codes)
        for (const spelt of [code, code.toLowerCase(), code.match(/.{4}/g)?.join("-") ?? ""])
          expect(everything.includes(spelt)).toBe(false);
    });

    test("an admin's link does not get around the codes of somebody who has nothing else", async () => {
      const { user } = await addPersonWithCodes(world, secrets);
      const totp = world.db.updateTable("factors").where("userId", "=", user.id).where("kind", "=", "totp");
      await totp.set({ revokedAt: testStart }).execute();
      expect(await refusalOf(inviteToken(world, user))).toBe("can_sign_in");
    });

    test("the same code of two people is stored as two hashes", () => {
      expect(hashRecoveryCode("fac_one", "7K3MQX2D9RTAHB4W")).not.toBe(hashRecoveryCode("fac_two", "7K3MQX2D9RTAHB4W"));
    });

    test("people are told of their first codes and of replaced ones, and the log says both", async () => {
      const person = await addPersonWithCodes(world, secrets);
      await make(person, await batchOf(person.user));
      const mails = await world.db
        .selectFrom("outbox")
        .select(["template", "data"])
        .where("toUserId", "=", person.user.id)
        .orderBy("template")
        .execute();
      expect(mails.map(({ template }) => template)).toEqual(["factor_added", "recovery_codes_replaced"]);
      const events = await world.db
        .selectFrom("auditEvents")
        .select(["type", "data"])
        .where("subjectId", "=", person.user.id)
        .where("data", "like", "%recovery_code%")
        .orderBy("seq")
        .execute();
      expect(events.map(({ type }) => type)).toEqual([
        "ACCOUNT_MFA_DEVICE_ENROLLED",
        "ACCOUNT_MFA_DEVICE_REVOKED",
        "ACCOUNT_MFA_DEVICE_ENROLLED",
      ]);
    });

    test("one's own page counts the codes and says whether the engine takes them", async () => {
      const { user } = await addPersonWithCodes(world, secrets);
      const seen = await recoveryView(world.db, user, testStart);
      expect(seen).toMatchObject({ isAllowed: true, isAccepted: true, isBackup: true, hasPassword: true });
      expect(Object.keys(seen.batch ?? {}).sort()).toEqual(["createdAt", "id", "lastUsedAt", "remaining"]);
      await putPolicy(world, { factorSet: "no_recovery_codes" });
      expect(await recoveryView(world.db, user, testStart)).toMatchObject({ isAllowed: true, isAccepted: false });
    });
  });

/** Returns every row of every table that has one for each workspace. */
async function allRows({ db }: TestDatabase): Promise<unknown[]> {
  const tables = await db.introspection.getTables();
  const rows = await Promise.all(tables.map(({ name }) => sql`select * from ${sql.table(name)}`.execute(db)));
  return rows.flatMap((result) => result.rows);
}
