import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Caller } from "#app/auth/caller.server.ts";
import { proveTotp } from "#app/auth/proof.server.ts";
import { assignToken } from "#app/oath/assign-token.server.ts";
import { changeCustody } from "#app/oath/change-custody.server.ts";
import { revokeOathToken, unassignToken } from "#app/oath/end-token.server.ts";
import { ageOf, statusOf } from "#app/oath/oath-token.ts";
import { resyncHardwareToken } from "#app/oath/resync-token.server.ts";
import { setReplacement } from "#app/oath/set-replacement.server.ts";
import { endFactor, listFactors } from "#db/factors.ts";
import { listCustody } from "#db/oath-custody.ts";
import { findOathToken, findSeed } from "#db/oath-tokens.ts";
import { setPasswordHash } from "#db/passwords.ts";
import { callerFor } from "#test/support/caller.ts";
import { databases, type TestDatabase, testStart } from "#test/support/databases.ts";
import { shownAt, stockToken } from "#test/support/oath.ts";
import { otherPeople } from "#test/support/other-people.ts";
import { addPeople, type People, type Person } from "#test/support/people.ts";
import { refusalOf } from "#test/support/refusal-of.ts";
import { addPerson, later, openTestSecrets } from "#test/support/sign-in.ts";

const secrets = openTestSecrets();
const now = later(testStart, 3600);

for (const [name, open] of Object.entries(databases))
  describe(name, () => {
    let world: TestDatabase;
    let people: People;
    let admin: Caller;
    beforeAll(async () => {
      world = await open();
      people = await addPeople(world);
      admin = await callerFor(world, people.admin, now);
    });
    afterAll(() => world.close());

    const stock = (more: Record<string, string> = {}) =>
      stockToken(world, { admin: people.admin, secrets, now: testStart, more });
    type Stocked = Awaited<ReturnType<typeof stock>>;
    const give = ({ id, secret }: Stocked, userName: string, over: Partial<Parameters<typeof assignToken>[1]> = {}) => {
      const code = shownAt(secret, over.now ?? now);
      return assignToken(world.db, { caller: admin, tokenId: id, userName, code, secrets, now, ...over });
    };
    const tokenOf = async ({ id }: Stocked) =>
      (await findOathToken(world.db, world.workspace.id, id)) ?? expect.fail("no such token");
    const eventsAbout = async (subjectId: string) =>
      (
        await world.db
          .selectFrom("auditEvents")
          .select("type")
          .where("workspaceId", "=", world.workspace.id)
          .where("subjectId", "=", subjectId)
          .orderBy("seq")
          .execute()
      ).map(({ type }) => type);

    test("a token becomes somebody's factor by a code of it, which is spent, and they are told", async () => {
      const token = await stock({ model: "Feitian c200" });
      const user = await addPerson(world);
      await give(token, user.userName);
      const held = await tokenOf(token);
      expect(statusOf(held)).toBe("issued");
      expect(held.holder).toMatchObject({ userId: user.id, label: `Feitian c200 ${token.serial}` });
      const who = { workspaceId: user.workspaceId, userId: user.id, secrets };
      expect(await proveTotp(world.db, { ...who, code: shownAt(token.secret, now), now })).toBeNull();
      const soon = later(now, 60);
      expect(await proveTotp(world.db, { ...who, code: shownAt(token.secret, soon), now: soon })).not.toBeNull();
      expect(await eventsAbout(token.id)).toEqual(["oath_token.imported", "oath_token.assigned"]);
      expect(await eventsAbout(user.id)).toContain("ACCOUNT_MFA_DEVICE_ENROLLED");
      const [custody] = await listCustody(world.db, user.workspaceId, token.id);
      expect(custody).toMatchObject({ matter: "token", holderId: user.id });
      const mails = world.db.selectFrom("outbox").select("template").where("toUserId", "=", user.id);
      expect(await mails.execute()).toEqual([{ template: "factor_added" }]);
    });

    test("eight digits, a minute each and another hash are what the token was taken in with", async () => {
      const token = await stock({ digits: "8", period: "60", algorithm: "SHA512" });
      const user = await addPerson(world);
      const own = { digits: 8, period: 60, algorithm: "sha512" } as const;
      expect(await refusalOf(give(token, user.userName))).toBe("wrong_code");
      await give(token, user.userName, { code: shownAt(token.secret, now, own) });
      expect(statusOf(await tokenOf(token))).toBe("issued");
    });

    test("of 50 who give one token away at once, one does", async () => {
      const token = await stock();
      const users = await Promise.all(Array.from({ length: 5 }, () => addPerson(world)));
      const tries = await Promise.allSettled(
        Array.from({ length: 50 }, (_each, index) => give(token, users[index % 5]?.userName ?? "")),
      );
      expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
      const factors = await Promise.all(users.map(({ id }) => listFactors(world.db, world.workspace.id, id)));
      expect(factors.flat()).toHaveLength(1);
    });

    test("a token that is somebody's, unknown or another workspace's is given to nobody", async () => {
      const token = await stock();
      const [one, other] = [await addPerson(world), await addPerson(world)];
      await give(token, one.userName);
      const soon = later(now, 120);
      expect(await refusalOf(give(token, other.userName, { now: soon }))).toBe("not_in_stock");
      expect(await refusalOf(give({ ...token, id: "oat_unknown" }, other.userName))).toBe("not_found");
      const elsewhere = await otherPeople(world);
      const stranger = await callerFor(elsewhere, elsewhere.people.admin, now);
      const stocked = await stock();
      expect(await refusalOf(give(stocked, other.userName, { caller: stranger }))).toBe("not_found");
      expect(await refusalOf(give(stocked, elsewhere.people.requestor.userName))).toBe("unknown_user");
    });

    test("nobody but an admin with a fresh factor gives, takes back, revokes or sets a token", async () => {
      const token = await stock();
      const user = await addPerson(world);
      const codes = { first: "000000", second: "000001", secrets };
      const everything = (caller: Caller) => [
        give(token, user.userName, { caller }),
        unassignToken(world.db, { caller, tokenId: token.id, place: "Drawer", now }),
        revokeOathToken(world.db, { caller, tokenId: token.id, revocation: "lost", now }),
        resyncHardwareToken(world.db, { caller, tokenId: token.id, ...codes, now }),
      ];
      for (const person of [people.auditor, people.identity, people.requestor] as Person[]) {
        const caller = await callerFor(world, person, now);
        expect(await Promise.all(everything(caller).map(refusalOf))).toEqual(Array(4).fill("not_admin"));
      }
      const stale = { ...admin, actor: { ...admin.actor, factorUsedAt: later(now, -16 * 60) } };
      expect(await Promise.all(everything(stale).map(refusalOf))).toEqual(Array(4).fill("step_up_required"));
      expect(statusOf(await tokenOf(token))).toBe("in_stock");
    });

    test("only an owner gives an owner a token, or takes theirs", async () => {
      const token = await stock();
      expect(await refusalOf(give(token, people.boss.userName))).toBe("owners_only");
      await give(token, people.boss.userName, { caller: await callerFor(world, people.boss, now) });
      expect(
        await refusalOf(revokeOathToken(world.db, { caller: admin, tokenId: token.id, revocation: "lost", now })),
      ).toBe("owners_only");
    });

    test("a token that is taken back is nobody's, ends their sessions, and can be given to the next", async () => {
      const token = await stock();
      const [one, next] = [await addPerson(world), await addPerson(world)];
      await give(token, one.userName);
      await unassignToken(world.db, { caller: admin, tokenId: token.id, place: "Drawer 4", now });
      expect(statusOf(await tokenOf(token))).toBe("in_stock");
      expect(await listFactors(world.db, world.workspace.id, one.id)).toEqual([]);
      const soon = later(now, 60);
      const code = shownAt(token.secret, soon);
      const who = { workspaceId: one.workspaceId, userId: one.id, secrets, now: soon };
      expect(await proveTotp(world.db, { ...who, code })).toBeNull();
      const latest = (await listCustody(world.db, one.workspaceId, token.id)).filter(
        ({ matter }) => matter === "token",
      );
      expect(latest.map(({ place }) => place)).toContain("Drawer 4");
      await give(token, next.userName, { now: soon });
      expect((await tokenOf(token)).holder?.userId).toBe(next.id);
      expect(await refusalOf(give(token, one.userName, { now: soon }))).toBe("not_in_stock");
    });

    test("a code that was spent before a token changed hands is not good after it", async () => {
      const token = await stock();
      const [one, next] = [await addPerson(world), await addPerson(world)];
      await give(token, one.userName);
      await unassignToken(world.db, { caller: admin, tokenId: token.id, place: "Drawer", now });
      expect(await refusalOf(give(token, next.userName))).toBe("wrong_code");
      expect(await listFactors(world.db, world.workspace.id, next.id)).toEqual([]);
    });

    test("a factor that its owner removes leaves the token in stock, with its seed", async () => {
      const token = await stock();
      const user = await addPerson(world);
      await give(token, user.userName);
      const { holder } = await tokenOf(token);
      await endFactor(world.db, { workspaceId: user.workspaceId, id: holder?.factorId ?? "", now });
      expect(statusOf(await tokenOf(token))).toBe("in_stock");
      expect((await findSeed(world.db, user.workspaceId, token.id))?.secret).not.toBeNull();
    });

    test("a lost token counts for nothing, its seed is gone, and it comes back by no way", async () => {
      const token = await stock();
      const user = await addPerson(world);
      await give(token, user.userName);
      await revokeOathToken(world.db, { caller: admin, tokenId: token.id, revocation: "lost", now });
      expect(statusOf(await tokenOf(token))).toBe("revoked");
      const kept = world.db.selectFrom("oathTokens").select("secret").where("id", "=", token.id);
      expect(await kept.executeTakeFirst()).toEqual({ secret: null });
      const soon = later(now, 60);
      const who = { workspaceId: user.workspaceId, userId: user.id, secrets, now: soon };
      expect(await proveTotp(world.db, { ...who, code: shownAt(token.secret, soon) })).toBeNull();
      expect(await refusalOf(give(token, user.userName, { now: soon }))).toBe("not_in_stock");
      const again = { caller: admin, tokenId: token.id, now: soon };
      expect(await refusalOf(revokeOathToken(world.db, { ...again, revocation: "other" }))).toBe("revoked_already");
      const mails = world.db
        .selectFrom("outbox")
        .select("template")
        .where("toUserId", "=", user.id)
        .orderBy("template");
      expect((await mails.execute()).map(({ template }) => template)).toEqual(["factor_added", "factor_removed"]);
    });

    test("an admin does not take away somebody's last way to sign in, who may reset it does", async () => {
      const token = await stock();
      const user = await addPerson(world);
      await setPasswordHash(world.db, user.workspaceId, user.id, "hash");
      await give(token, user.userName);
      const taking = { tokenId: token.id, place: "Drawer", now };
      expect(await refusalOf(unassignToken(world.db, { caller: admin, ...taking }))).toBe("last_way_in");
      expect(statusOf(await tokenOf(token))).toBe("issued");
      await unassignToken(world.db, { caller: await callerFor(world, people.boss, now), ...taking });
      expect(statusOf(await tokenOf(token))).toBe("in_stock");
    });

    test("an admin sets the clock of a hardware token by two codes in a row, and of no app", async () => {
      const token = await stock();
      const ahead = (steps: number) => shownAt(token.secret, now, { ahead: steps });
      const setting = { caller: admin, tokenId: token.id, secrets, now };
      expect(await refusalOf(resyncHardwareToken(world.db, { ...setting, first: ahead(-9), second: ahead(-7) }))).toBe(
        "out_of_reach",
      );
      await resyncHardwareToken(world.db, { ...setting, first: ahead(-9), second: ahead(-8) });
      expect(await tokenOf(token)).toMatchObject({ drift: -8 });
      expect(await refusalOf(resyncHardwareToken(world.db, { ...setting, first: ahead(-9), second: ahead(-8) }))).toBe(
        "out_of_reach",
      );
      const user = await addPerson(world);
      await give(token, user.userName, { code: ahead(-7) });
      expect(statusOf(await tokenOf(token))).toBe("issued");
    });

    test("another day of replacement makes a token young again, and is in the log", async () => {
      const token = await stock({ replacement_date: "2026-11-01" });
      const setting = { caller: admin, tokenId: token.id, now };
      expect(ageOf((await tokenOf(token)).replaceBy, "2026-11-02")).toBe("overdue");
      await setReplacement(world.db, { ...setting, replaceBy: "2029-01-31" });
      expect(await tokenOf(token)).toMatchObject({ replaceBy: "2029-01-31" });
      expect((await eventsAbout(token.id)).at(-1)).toBe("oath_token.replacement_set");
      const auditor = await callerFor(world, people.auditor, now);
      expect(await refusalOf(setReplacement(world.db, { ...setting, caller: auditor, replaceBy: null }))).toBe(
        "not_admin",
      );
    });

    test("who has a token and its seed is noted one after the other, and nothing of it is changed", async () => {
      const token = await stock();
      const noting = { caller: admin, tokenId: token.id, matter: "seed", place: "Vault" } as const;
      await changeCustody(world.db, { ...noting, holder: people.boss.userName, now });
      const entries = await listCustody(world.db, world.workspace.id, token.id);
      expect(entries.map(({ holder, place }) => [holder, place])).toEqual([
        ["boss", "Vault"],
        ["admin", "Safe of the server room"],
      ]);
      expect((await eventsAbout(token.id)).at(-1)).toBe("oath_token.custody_changed");
      await expect(world.db.updateTable("oathCustody").set({ place: "x" }).execute()).rejects.toThrow(/append-only/);
      expect(await refusalOf(changeCustody(world.db, { ...noting, holder: "nobody@acme.example", now }))).toBe(
        "unknown_holder",
      );
      const auditor = await callerFor(world, people.auditor, now);
      expect(await refusalOf(changeCustody(world.db, { ...noting, caller: auditor, holder: "x", now }))).toBe(
        "not_admin",
      );
    });
  });
