import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { askForSignIn } from "#app/auth/passkey-options.server.ts";
import type { PasskeySignature } from "#app/auth/passkey-response.ts";
import { signInWithPasskey } from "#app/auth/sign-in.server.ts";
import { listFactors } from "#db/factors.ts";
import { databases, type TestDatabase, testStart } from "#test/support/databases.ts";
import { refusalOf } from "#test/support/refusal-of.ts";
import { addPersonWithPasskey, at, nobody } from "#test/support/sign-in.ts";

for (const [name, open] of Object.entries(databases)) {
  describe(name, () => {
    let world: TestDatabase;
    beforeAll(async () => {
      world = await open();
    });
    afterAll(() => world.close());

    const ask = () => askForSignIn(world.db, world.workspace.id, { at, now: testStart });
    const enter = (signature: PasskeySignature, challengeId: string | null) => {
      const entering = { workspaceId: world.workspace.id, client: nobody, earlier: null, now: testStart };
      return signInWithPasskey(world, { ...entering, signature, challengeId });
    };
    const make = (person: Parameters<typeof addPersonWithPasskey>[1] = {}) => addPersonWithPasskey(world, person);

    test("a credential that cannot leave its device is a security key", async () => {
      const { user } = await make({ isSynced: false });
      const [factor] = await listFactors(world.db, user.workspaceId, user.id);
      expect(factor?.kind).toBe("security_key");
    });

    test("whether a passkey is backed up is noted at each use; whether it may be never changes", async () => {
      const { user, authenticator } = await make();
      const credential = async () => (await listFactors(world.db, user.workspaceId, user.id))[0]?.credential;
      expect(await credential()).toMatchObject({ backupEligible: true, backedUp: true });
      const first = await ask();
      await enter(authenticator.sign(first.options, { backedUp: false }), first.challengeId);
      expect(await credential()).toMatchObject({ backupEligible: true, backedUp: false });
      const second = await ask();
      const changed = authenticator.sign(second.options, { backupEligible: false, backedUp: false });
      expect(await refusalOf(enter(changed, second.challengeId))).toBe("sign_in_refused");
    });

    test("a security key that says it may be copied is refused", async () => {
      const { authenticator } = await make({ isSynced: false });
      const { options, challengeId } = await ask();
      const signature = authenticator.sign(options, { backupEligible: true });
      expect(await refusalOf(enter(signature, challengeId))).toBe("sign_in_refused");
    });

    test("a copied key stays in the log, and its owner is told", async () => {
      const { user, authenticator } = await make({ isSynced: false, counts: true });
      const first = await ask();
      await enter(authenticator.sign(first.options, { counter: 10 }), first.challengeId);
      const second = await ask();
      expect(await refusalOf(enter(authenticator.sign(second.options, { counter: 7 }), second.challengeId))).toBe(
        "sign_in_refused",
      );
      const events = await world.db
        .selectFrom("auditEvents")
        .select("data")
        .where("subjectId", "=", user.id)
        .where("type", "=", "factor.copy_suspected")
        .execute();
      expect(events.map(({ data }) => JSON.parse(data))).toMatchObject([
        { kind: "security_key", stored: 10, signed: 7 },
      ]);
      const mails = await world.db.selectFrom("outbox").select("template").where("toUserId", "=", user.id).execute();
      expect(mails.map(({ template }) => template)).toContain("factor_copied");
    });

    test("of 50 signatures with one count, one signs in: the others may be a copy's", async () => {
      const { authenticator } = await make({ isSynced: false, counts: true });
      const asked = await Promise.all(Array.from({ length: 50 }, ask));
      const results = await Promise.allSettled(
        asked.map(({ options, challengeId }) => enter(authenticator.sign(options, { counter: 20 }), challengeId)),
      );
      expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    });
  });
}
