import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Proof, proveTotp } from "#app/auth/proof.server.ts";
import { isDesynchronised, isDrifting, mostDrift } from "#app/oath/oath-token.ts";
import { resyncOwnToken } from "#app/oath/resync-token.server.ts";
import { insertFactor } from "#db/factors.ts";
import { newId } from "#db/ids.ts";
import { findOathToken } from "#db/oath-tokens.ts";
import type { User } from "#db/users.ts";
import { write } from "#db/write.ts";
import { databases, type TestDatabase, testStart } from "#test/support/databases.ts";
import { newTestSeed, shownAt } from "#test/support/oath.ts";
import { refusalOf } from "#test/support/refusal-of.ts";
import { addPerson, later, openTestSecrets } from "#test/support/sign-in.ts";

const secrets = openTestSecrets();
const minute = 60;

for (const [name, open] of Object.entries(databases))
  describe(name, () => {
    let world: TestDatabase;
    beforeAll(async () => {
      world = await open();
    });
    afterAll(() => world.close());

    /** Somebody with an app that nobody has used yet. */
    const withApp = async () => {
      const user = await addPerson(world);
      const secret = newTestSeed();
      const factorId = newId("fac");
      await insertFactor(world.db, {
        ...{ workspaceId: user.workspaceId, id: factorId, userId: user.id, kind: "totp", label: "App" },
        ...{ createdAt: testStart, lastUsedAt: null, credential: null },
        totp: { secret: secrets.seal(secret), lastStep: null, drift: 0 },
      });
      const { id } = await world.db
        .selectFrom("oathTokens")
        .select("id")
        .where("factorId", "=", factorId)
        .executeTakeFirstOrThrow();
      const token = async () => (await findOathToken(world.db, user.workspaceId, id)) ?? expect.fail("no such token");
      return { user, secret, factorId, token };
    };
    const prove = ({ workspaceId, id }: User, code: string, now: string) =>
      proveTotp(world.db, { workspaceId, userId: id, code, secrets, now });
    const spendIn = async ({ workspaceId, id }: User, proof: Proof | null, at: string) =>
      proof !== null &&
      write(world.db, { workspaceId, actor: { kind: "user", id }, now: at }, async (tx, journal) => {
        journal.audit("user.password_changed", { kind: "user", id }, {});
        return proof.spend(tx, journal);
      });
    const isIn = async (user: User, code: string, now: string) => spendIn(user, await prove(user, code, now), now);
    const resync = ({ workspaceId, id }: User, first: string, second: string, now: string) =>
      resyncOwnToken(world.db, { workspaceId, userId: id, factorId: null, first, second, secrets, now });

    test("the same code a second time, and an older one after a newer, are refused", async () => {
      const { user, secret } = await withApp();
      const now = later(testStart, minute);
      expect(await isIn(user, shownAt(secret, now), now)).toBe(true);
      expect(await isIn(user, shownAt(secret, now), now)).toBe(false);
      expect(await isIn(user, shownAt(secret, now, { ahead: -1 }), now)).toBe(false);
      expect(await isIn(user, shownAt(secret, now, { ahead: 1 }), now)).toBe(true);
    });

    test("of 50 at once with one code, one gets in; by the row that was changed and not by a count", async () => {
      const { user, secret } = await withApp();
      const now = later(testStart, minute);
      const code = shownAt(secret, now);
      const proofs = await Promise.all(Array.from({ length: 50 }, () => prove(user, code, now)));
      const spent = await Promise.all(proofs.map((proof) => spendIn(user, proof, now)));
      expect(proofs.every((proof) => proof !== null)).toBe(true);
      expect(spent.filter(Boolean)).toHaveLength(1);
    });

    test("a code that is spent anew with nothing else changed is refused", async () => {
      const { user, secret, token } = await withApp();
      const now = later(testStart, minute);
      const proof = await prove(user, shownAt(secret, now), now);
      expect(await spendIn(user, proof, now)).toBe(true);
      expect(await spendIn(user, proof, now)).toBe(false);
      expect(await token()).toMatchObject({ drift: 0, failures: 0, lastUsedAt: now });
    });

    test("a clock that goes slowly wrong is followed, and shown", async () => {
      const { user, secret, token } = await withApp();
      let now = testStart;
      for (const ahead of [1, 2, 3]) {
        now = later(now, 10 * minute);
        expect(await isIn(user, shownAt(secret, now, { ahead }), now)).toBe(true);
        expect(await token()).toMatchObject({ drift: ahead, failures: 0 });
      }
      expect(isDrifting(await token())).toBe(true);
      now = later(now, 10 * minute);
      expect(await isIn(user, shownAt(secret, now, { ahead: 1 }), now)).toBe(false);
      expect(await isIn(user, shownAt(secret, now, { ahead: 4 }), now)).toBe(true);
    });

    test("clocks one step off get in, clocks two steps off do not", async () => {
      for (const [ahead, expected] of [
        [-2, false],
        [-1, true],
        [1, true],
        [2, false],
      ] as const) {
        const { user, secret } = await withApp();
        const now = later(testStart, 10 * minute);
        expect(await isIn(user, shownAt(secret, now, { ahead }), now)).toBe(expected);
      }
    });

    test("neither midnight nor the hour that the clocks are put back makes a difference", async () => {
      for (const now of ["2026-11-02T23:59:59.000Z", "2026-10-25T01:00:00.000Z", "2028-02-29T00:00:00.000Z"]) {
        const { user, secret } = await withApp();
        expect(await isIn(user, shownAt(secret, later(now, -29)), now)).toBe(true);
      }
    });

    test("wrong codes in a row say that a token may be out of step; a good one forgets them, a used one is none", async () => {
      const { user, secret, token } = await withApp();
      const now = later(testStart, minute);
      const code = shownAt(secret, now);
      expect(await isIn(user, code, now)).toBe(true);
      for (const wrong of ["000000", code, "12345", "abcdef", "000001"])
        expect(await isIn(user, wrong, now)).toBe(false);
      expect(await token()).toMatchObject({ failures: 2 });
      expect(await isIn(user, "000002", now)).toBe(false);
      expect(isDesynchronised(await token())).toBe(true);
      const soon = later(now, minute);
      expect(await isIn(user, shownAt(secret, soon), soon)).toBe(true);
      expect(await token()).toMatchObject({ failures: 0 });
    });

    test("nothing but a code of one's own is a code", async () => {
      const { user } = await withApp();
      const { secret: theirs } = await withApp();
      const now = later(testStart, minute);
      for (const code of ["", "null", "[]", "٠٠٥٩٢٤", shownAt(theirs, now)])
        expect(await prove(user, code, now)).toBeNull();
    });

    test("two codes in a row set a clock that is far off, and do not count again", async () => {
      const { user, secret, token } = await withApp();
      const now = later(testStart, 60 * minute);
      const shown = (ahead: number) => shownAt(secret, now, { ahead });
      expect(await isIn(user, shown(15), now)).toBe(false);
      await resync(user, shown(14), shown(15), now);
      expect(await token()).toMatchObject({ drift: 15, failures: 0 });
      expect(await isIn(user, shown(15), now)).toBe(false);
      expect(await isIn(user, shown(14), now)).toBe(false);
      expect(await isIn(user, shown(16), now)).toBe(true);
      const said = world.db.selectFrom("auditEvents").select("data").where("type", "=", "oath_token.resynchronised");
      const events = (await said.execute()).map(({ data }) => JSON.parse(data));
      expect(events).toContainEqual({ serial: null, userId: user.id, before: 0, after: 15 });
      const mails = world.db.selectFrom("outbox").select("template").where("toUserId", "=", user.id);
      expect(await mails.execute()).toEqual([{ template: "token_resynchronised" }]);
    });

    test("a clock is not set by one code twice, by two in the wrong order, with a gap, spent before, or too far off", async () => {
      for (const [first, second] of [
        [5, 5],
        [6, 5],
        [5, 7],
        [1, 2],
        [0, 1],
        [mostDrift, mostDrift + 1],
        [-mostDrift - 2, -mostDrift - 1],
      ] as const) {
        const { user, secret, token } = await withApp();
        const now = later(testStart, 60 * minute);
        const shown = (ahead: number) => shownAt(secret, now, { ahead });
        expect(await isIn(user, shown(1), now)).toBe(true);
        expect(await refusalOf(resync(user, shown(first), shown(second), now))).toBe("sign_in_refused");
        expect(await token()).toMatchObject({ drift: 1 });
        await resync(user, shown(mostDrift - 1), shown(mostDrift), now);
        expect(await token()).toMatchObject({ drift: mostDrift });
      }
    });

    test("of 50 who set one clock by the same codes at once, one does", async () => {
      const { user, secret } = await withApp();
      const now = later(testStart, 60 * minute);
      const pair = [shownAt(secret, now, { ahead: 4 }), shownAt(secret, now, { ahead: 5 })] as const;
      const { workspaceId } = user;
      const tries = await Promise.allSettled(
        Array.from({ length: 50 }, () => resync({ ...user, workspaceId }, ...pair, now)),
      );
      expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    });

    test("guessing the codes that set a clock closes the account like guessing any other", async () => {
      const { user, secret } = await withApp();
      const now = later(testStart, 60 * minute);
      for (let guess = 0; guess < 5; guess += 1) await refusalOf(resync(user, "000000", `00000${guess}`, now));
      const good = [shownAt(secret, now), shownAt(secret, now, { ahead: 1 })] as const;
      expect(await refusalOf(resync(user, ...good, now))).toBe("sign_in_refused");
    });
  });
