import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { confirmPasskey, type ProvenFactor } from "#app/auth/enrolment.server.ts";
import { askForNewPasskey, askForSignIn, askForStepUp } from "#app/auth/passkey-options.server.ts";
import type { PasskeySignature } from "#app/auth/passkey-response.ts";
import { signInWithPasskey } from "#app/auth/sign-in.server.ts";
import { stepUpWithPasskey } from "#app/auth/step-up.server.ts";
import { createWorkspace } from "#app/register/create-workspace.server.ts";
import { endFactor, listFactors } from "#db/factors.ts";
import { makeAuthenticator } from "#test/support/authenticator.ts";
import { databases, type TestDatabase, testStart } from "#test/support/databases.ts";
import { refusalOf } from "#test/support/refusal-of.ts";
import { addPerson, addPersonWithPasskey, later, nobody, publicUrl } from "#test/support/sign-in.ts";

const { origin } = publicUrl;
const asking = { publicUrl, now: testStart };

for (const [name, open] of Object.entries(databases)) {
  describe(name, () => {
    let world: TestDatabase;
    beforeAll(async () => {
      world = await open();
    });
    afterAll(() => world.close());

    const ask = () => askForSignIn(world.db, world.workspace.id, asking);
    const enter = (
      signature: PasskeySignature,
      challengeId: string | null,
      now = testStart,
      workspaceId = world.workspace.id,
    ) =>
      signInWithPasskey(world.db, {
        workspaceId,
        signature,
        challengeId,
        publicUrl,
        client: nobody,
        earlier: null,
        now,
      });
    const make = async (person: Parameters<typeof addPersonWithPasskey>[1] = {}) => addPersonWithPasskey(world, person);
    const enrol = async (deviations: object, now = testStart): Promise<ProvenFactor> => {
      const user = await addPerson(world);
      const authenticator = makeAuthenticator({ origin, userId: user.id });
      const { options, challengeId } = await askForNewPasskey(world.db, {
        workspace: world.workspace,
        user,
        ...asking,
      });
      return confirmPasskey(world.db, {
        user,
        answer: authenticator.create(options, deviations),
        challengeId,
        publicUrl,
        label: "Key",
        now,
      });
    };

    test("a passkey signs in by itself, and its factor was used just now", async () => {
      const { user, authenticator } = await make();
      const { options, challengeId } = await ask();
      const { session } = await enter(authenticator.sign(options), challengeId);
      expect(session).toMatchObject({
        userId: user.id,
        methods: [{ method: "passkey", completedAt: testStart, userVerified: true }],
      });
    });

    test("a credential that cannot leave its device is a security key", async () => {
      const { user } = await make({ isSynced: false });
      const [factor] = await listFactors(world.db, user.workspaceId, user.id);
      expect(factor?.kind).toBe("security_key");
    });

    const broken: [what: string, deviations: object][] = [
      ["without user verification", { userVerified: false }],
      ["over another challenge", { challenge: "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA" }],
      ["made for another origin", { origin: "http://localhost:3001" }],
      ["made for another relying party", { rpId: "evil.example" }],
      ["that names another account", { userHandle: "usr_somebodyelse" }],
      ["that names no account", { userHandle: "" }],
    ];
    for (const [what, deviations] of broken) {
      test(`a signature ${what} is refused`, async () => {
        const { authenticator } = await make();
        const { options, challengeId } = await ask();
        expect(await refusalOf(enter(authenticator.sign(options, deviations), challengeId))).toBe("sign_in_refused");
      });
    }

    const unfit: [what: string, deviations: object][] = [
      ["without user verification", { userVerified: false }],
      ["for another challenge", { challenge: "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA" }],
      ["on another origin", { origin: "https://evil.example" }],
      ["for another relying party", { rpId: "evil.example" }],
    ];
    for (const [what, deviations] of unfit) {
      test(`a passkey made ${what} is not taken`, async () => {
        expect(await refusalOf(enrol(deviations))).toBe("sign_in_refused");
      });
    }

    test("an altered signature is refused", async () => {
      const { authenticator } = await make();
      const { options, challengeId } = await ask();
      const signature = authenticator.sign(options);
      const other = authenticator.sign({ challenge: "b3RoZXI" });
      const altered = { ...signature, response: { ...signature.response, signature: other.response.signature } };
      expect(await refusalOf(enter(altered, challengeId))).toBe("sign_in_refused");
    });

    test("a signature counter that does not move on is refused: there may be a copy of the key", async () => {
      const { authenticator } = await make({ isSynced: false, counts: true });
      const first = await ask();
      await enter(authenticator.sign(first.options, { counter: 10 }), first.challengeId);
      for (const counter of [10, 9, 0]) {
        const { options, challengeId } = await ask();
        expect(await refusalOf(enter(authenticator.sign(options, { counter }), challengeId))).toBe("sign_in_refused");
      }
    });

    test("a challenge is good once, also for 50 at once", async () => {
      const { authenticator } = await make();
      const { options, challengeId } = await ask();
      const signature = authenticator.sign(options);
      const results = await Promise.allSettled(Array.from({ length: 50 }, () => enter(signature, challengeId)));
      expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
      expect(await refusalOf(enter(signature, challengeId))).toBe("too_late");
    });

    test("a challenge that failed cannot be tried again", async () => {
      const { authenticator } = await make();
      const { options, challengeId } = await ask();
      await refusalOf(enter(authenticator.sign(options, { userVerified: false }), challengeId));
      expect(await refusalOf(enter(authenticator.sign(options), challengeId))).toBe("too_late");
    });

    test("a challenge ends after five minutes, to the millisecond", async () => {
      const { authenticator } = await make();
      const [early, late] = [await ask(), await ask()];
      const end = Date.parse(early.expiresAt);
      expect(end - Date.parse(testStart)).toBe(300_000);
      await enter(authenticator.sign(early.options), early.challengeId, new Date(end - 1).toISOString());
      expect(await refusalOf(enter(authenticator.sign(late.options), late.challengeId, late.expiresAt))).toBe(
        "too_late",
      );
    });

    test("signing in without a challenge, or with one given for something else, is refused", async () => {
      const { user, authenticator } = await make();
      const stepUp = await askForStepUp(world.db, user, asking);
      const signature = authenticator.sign(stepUp.options);
      expect(await refusalOf(enter(signature, null))).toBe("too_late");
      expect(await refusalOf(enter(signature, stepUp.challengeId))).toBe("too_late");
    });

    test("a passkey that was removed is refused", async () => {
      const { user, authenticator } = await make();
      for (const { workspaceId, id } of await listFactors(world.db, user.workspaceId, user.id))
        await endFactor(world.db, { workspaceId, id, now: testStart });
      const { options, challengeId } = await ask();
      expect(await refusalOf(enter(authenticator.sign(options), challengeId))).toBe("sign_in_refused");
    });

    test("a passkey of one workspace does not open another", async () => {
      const { authenticator } = await make();
      const rest = {
        timeZone: "UTC",
        securityContact: null,
        actor: { kind: "console", id: null },
        now: testStart,
      } as const;
      const other = await createWorkspace(world.db, { slug: "other", name: "Other", ...rest });
      const { options, challengeId } = await askForSignIn(world.db, other.id, asking);
      expect(await refusalOf(enter(authenticator.sign(options), challengeId, testStart, other.id))).toBe(
        "sign_in_refused",
      );
      const here = await ask();
      expect(await refusalOf(enter(authenticator.sign(here.options), here.challengeId, testStart, other.id))).toBe(
        "too_late",
      );
    });

    test("five bad signatures close the account to good ones", async () => {
      const { authenticator } = await make();
      for (let index = 0; index < 5; index += 1) {
        const { options, challengeId } = await ask();
        await refusalOf(enter(authenticator.sign(options, { userVerified: false }), challengeId));
      }
      const { options, challengeId } = await ask();
      expect(await refusalOf(enter(authenticator.sign(options), challengeId))).toBe("sign_in_refused");
      const reopened = later(testStart, 60);
      const again = await askForSignIn(world.db, world.workspace.id, { publicUrl, now: reopened });
      await enter(authenticator.sign(again.options), again.challengeId, reopened);
    });

    test("somebody else's passkey does not step a session up", async () => {
      const { user, opened } = await make();
      const other = await make();
      const { options, challengeId } = await askForStepUp(world.db, user, asking);
      const asked = { session: opened.session, challengeId, publicUrl, now: testStart };
      const step = stepUpWithPasskey(world.db, { ...asked, signature: other.authenticator.sign(options) });
      expect(await refusalOf(step)).toBe("sign_in_refused");
    });

    test("a challenge that one person was given does not step another one up", async () => {
      const { opened, authenticator } = await make();
      const other = await make();
      const { options, challengeId } = await askForStepUp(world.db, other.user, asking);
      const asked = { session: opened.session, challengeId, publicUrl, now: testStart };
      expect(await refusalOf(stepUpWithPasskey(world.db, { ...asked, signature: authenticator.sign(options) }))).toBe(
        "too_late",
      );
    });
  });
}
