import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { accountsView, accountView } from "#app/break-glass/accounts-view.server.ts";
import { changeCustodians, registerAccount, retireAccount } from "#app/break-glass/keep-account.server.ts";
import { addDays } from "#app/register/days.ts";
import { historyOf } from "#db/audit-trail.ts";
import { findBreakGlassAccount } from "#db/break-glass-accounts.ts";
import { setDisabled, updateUser } from "#db/users.ts";
import { emergencyAccount, withCustody } from "#test/support/break-glass.ts";
import { callerFor } from "#test/support/caller.ts";
import { databases, type TestDatabase, testStart } from "#test/support/databases.ts";
import { addPeople, type People } from "#test/support/people.ts";
import { refusalOf } from "#test/support/refusal-of.ts";

const now = addDays(testStart, 1);

for (const [name, open] of Object.entries(databases))
  describe(name, () => {
    let base: TestDatabase;
    let people: People;
    beforeAll(async () => {
      base = await open();
      people = await addPeople(base);
    });
    afterAll(() => base.close());

    const as = (who: keyof People, at = now) => callerFor(base, people[who], at);
    const held = (first: keyof People = "requestor", second: keyof People = "implementer") => ({
      firstCustodianId: people[first].userId,
      secondCustodianId: people[second].userId,
      storageReference: "Safe 2, envelope 0417",
    });
    const sinceOf = async (userId: string) =>
      (await base.db.selectFrom("users").select("breakGlassSince").where("id", "=", userId).executeTakeFirst())
        ?.breakGlassSince;

    test("an admin registers a bypass account, and both custodians are told", async () => {
      const { userId } = await emergencyAccount(base, "north");
      await registerAccount(base.db, { caller: await as("admin"), userId, ...held(), now });
      expect(await sinceOf(userId)).toBe(now);
      const told = await base.db
        .selectFrom("outbox")
        .select("toUserId")
        .where("template", "=", "custodian_named")
        .where("data", "like", `%${userId}%`)
        .execute();
      expect(told.map(({ toUserId }) => toUserId).sort()).toEqual(
        [people.requestor.userId, people.implementer.userId].sort(),
      );
      const again = registerAccount(base.db, { caller: await as("admin"), userId, ...held(), now });
      expect(await refusalOf(again)).toBe("registered_already");
    });

    test("an account that needs the identity provider, or may not sign in, is refused", async () => {
      const { userId } = await emergencyAccount(base, "bound");
      const caller = await as("admin");
      await updateUser(base.db, base.workspace.id, userId, { ssoRequired: true });
      expect(await refusalOf(registerAccount(base.db, { caller, userId, ...held(), now }))).toBe("not_bypass_account");
      await updateUser(base.db, base.workspace.id, userId, { ssoRequired: false });
      await setDisabled(base.db, base.workspace.id, userId, now);
      expect(await refusalOf(registerAccount(base.db, { caller, userId, ...held(), now }))).toBe("not_bypass_account");
    });

    test("custodians are two people who can sign in and change something, and never the account or another one", async () => {
      const { userId } = await emergencyAccount(base, "east");
      const other = await withCustody(base, people, "west", { at: now });
      const leaver = await emergencyAccount(base, "leaver");
      await setDisabled(base.db, base.workspace.id, leaver.userId, now);
      const caller = await as("admin");
      const refused = (custody: Partial<ReturnType<typeof held>>) =>
        refusalOf(registerAccount(base.db, { caller, userId, ...held(), ...custody, now }));
      expect(await refused(held("requestor", "requestor"))).toBe("same_custodian");
      expect(await refused({ firstCustodianId: userId })).toBe("account_as_custodian");
      expect(await refused({ firstCustodianId: other })).toBe("account_as_custodian");
      expect(await refused({ secondCustodianId: leaver.userId })).toBe("barred_custodian");
      expect(await refused({ secondCustodianId: "usr_nobody" })).toBe("unknown_custodian");
      expect(await refused(held("requestor", "auditor"))).toBe("auditor_as_custodian");
      expect(await refused({ storageReference: "k7Qf2mX9vLp4Tz8R" })).toBe("looks_like_secret");
      expect(await findBreakGlassAccount(base.db, base.workspace.id, userId)).toBeUndefined();
    });

    test("the database refuses one custodian in both places", async () => {
      const userId = await withCustody(base, people, "twice", { at: now });
      const twice = base.db
        .updateTable("breakGlassAccounts")
        .set((eb) => ({ secondCustodianId: eb.ref("firstCustodianId") }))
        .where("userId", "=", userId)
        .execute();
      await expect(twice).rejects.toThrow();
    });

    test("nobody but an admin with a fresh factor keeps accounts", async () => {
      const { userId } = await emergencyAccount(base, "shut");
      for (const who of ["auditor", "identity", "implementer", "requestor"] as const)
        expect(await refusalOf(registerAccount(base.db, { caller: await as(who), userId, ...held(), now }))).toBe(
          "not_admin",
        );
      const stale = await as("admin", addDays(now, -1));
      expect(await refusalOf(registerAccount(base.db, { caller: stale, userId, ...held(), now }))).toBe(
        "step_up_required",
      );
    });

    test("of two who change one account at once, one is told to read it again", async () => {
      const userId = await withCustody(base, people, "changed", { at: now });
      const caller = await as("admin");
      const change = (first: keyof People) =>
        changeCustodians(base.db, { caller, userId, version: 1, ...held(first, "risk"), now });
      const results = await Promise.allSettled([change("identity"), change("owner")]);
      expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
      expect(await refusalOf(change("leadership"))).toBe("stale_version");
      const history = await historyOf(base.db, base.workspace.id, { kind: "user", id: userId });
      expect(history.map(({ type }) => type)).toEqual([
        "break_glass_account.registered",
        "break_glass_account.changed",
      ]);
    });

    test("a retired account is one no longer, and can be registered anew", async () => {
      const userId = await withCustody(base, people, "retired", { at: now });
      const caller = await as("admin");
      await retireAccount(base.db, { caller, userId, version: 1, reason: "Replaced", now });
      expect(await sinceOf(userId)).toBeNull();
      expect(await refusalOf(retireAccount(base.db, { caller, userId, version: 2, reason: "Again", now }))).toBe(
        "not_found",
      );
      const { accounts, retired } = await accountsView(base.db, caller, now);
      expect(accounts.some((account) => account.userId === userId)).toBe(false);
      expect(retired.some((account) => account.userId === userId)).toBe(true);
      await registerAccount(base.db, { caller, userId, ...held(), now });
      expect((await findBreakGlassAccount(base.db, base.workspace.id, userId))?.version).toBe(3);
    });

    test("a custodian without a role sees what they hold, and nothing else", async () => {
      const theirs = await withCustody(base, people, "theirs", { at: now, custodians: ["owner", "admin"] });
      const others = await withCustody(base, people, "others", { at: now, custodians: ["identity", "risk"] });
      const custodian = await as("owner");
      const { accounts, seesAll } = await accountsView(base.db, custodian, now);
      expect(seesAll).toBe(false);
      expect(accounts.map(({ userId }) => userId)).toEqual([theirs]);
      expect(await refusalOf(accountView(base.db, custodian, others, now))).toBe("not_found");
      const view = await accountView(base.db, await as("auditor"), others, now);
      expect([view.mayKeep, view.mayRotate]).toEqual([false, false]);
    });

    test("a custodian who is barred is a finding", async () => {
      const userId = await withCustody(base, people, "left", { at: now, custodians: ["leadership", "admin"] });
      await setDisabled(base.db, base.workspace.id, people.leadership.userId, now);
      const { derived } = await accountView(base.db, await as("admin"), userId, now);
      expect(derived.map(({ code }) => code)).toContain("custodian_barred");
      await setDisabled(base.db, base.workspace.id, people.leadership.userId, null);
    });
  });
