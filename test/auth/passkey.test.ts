import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { confirmPasskey, type ProvenFactor, storeFactor } from "#app/auth/enrolment.server.ts";
import { askForNewPasskey, askForSignIn, askForStepUp } from "#app/auth/passkey-options.server.ts";
import type { PasskeySignature } from "#app/auth/passkey-response.ts";
import { signInWithPasskey } from "#app/auth/sign-in.server.ts";
import { stepUpWithPasskey } from "#app/auth/step-up.server.ts";
import { createWorkspace } from "#app/register/create-workspace.server.ts";
import { endFactor, listFactors } from "#db/factors.ts";
import type { Session } from "#db/sessions.ts";
import type { User } from "#db/users.ts";
import { write } from "#db/write.ts";
import { makeAuthenticator } from "#test/support/authenticator.ts";
import { databases, type TestDatabase, testStart } from "#test/support/databases.ts";
import { refusalOf } from "#test/support/refusal-of.ts";
import { addPerson, addPersonWithPasskey, at, later, nobody, publicUrl } from "#test/support/sign-in.ts";

const { origin } = publicUrl;
const asking = { at, now: testStart };

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
      signInWithPasskey(world, {
        workspaceId,
        signature,
        challengeId,
        client: nobody,
        earlier: null,
        now,
      });
    const make = async (person: Parameters<typeof addPersonWithPasskey>[1] = {}) => addPersonWithPasskey(world, person);
    const store = (user: User, factor: ProvenFactor) =>
      write(
        world.db,
        { workspaceId: user.workspaceId, actor: { kind: "user", id: user.id }, now: testStart },
        (tx, journal) => storeFactor(tx, journal, user, factor, testStart),
      );
    const enrol = async (deviations: object, now = testStart): Promise<ProvenFactor> => {
      const user = await addPerson(world);
      const authenticator = makeAuthenticator({ origin, userId: user.id });
      const { options, challengeId } = await askForNewPasskey(world.db, {
        workspace: world.workspace,
        user,
        sessionHash: null,
        ...asking,
      });
      return confirmPasskey(world.db, {
        user,
        sessionHash: null,
        answer: authenticator.create(options, deviations),
        challengeId,
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
      const { user, authenticator, opened } = await make();
      const stepUp = await askForStepUp(world.db, { user, sessionHash: opened.session.idHash, ...asking });
      const signature = authenticator.sign(stepUp.options);
      expect(await refusalOf(enter(signature, null))).toBe("too_late");
      expect(await refusalOf(enter(signature, stepUp.challengeId))).toBe("too_late");
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
      const again = await askForSignIn(world.db, world.workspace.id, { at, now: reopened });
      await enter(authenticator.sign(again.options), again.challengeId, reopened);
    });

    const stepUp = (session: Session, signature: PasskeySignature, challengeId: string) =>
      stepUpWithPasskey(world, { session, client: nobody, signature, challengeId, now: testStart });
    const askStepUp = (user: User, { idHash: sessionHash }: Session) =>
      askForStepUp(world.db, { user, sessionHash, ...asking });

    test("somebody else's passkey does not step a session up", async () => {
      const { user, opened } = await make();
      const other = await make();
      const { options, challengeId } = await askStepUp(user, opened.session);
      const signature = other.authenticator.sign(options);
      expect(await refusalOf(stepUp(opened.session, signature, challengeId))).toBe("sign_in_refused");
    });

    test("a challenge that one person was given does not step another one up", async () => {
      const { opened, authenticator } = await make();
      const other = await make();
      const { options, challengeId } = await askStepUp(other.user, other.opened.session);
      const signature = authenticator.sign(options);
      expect(await refusalOf(stepUp(opened.session, signature, challengeId))).toBe("too_late");
    });

    test("a challenge that one session was given does not step up another one of the same person", async () => {
      const { user, opened, authenticator } = await make();
      const signedIn = await ask();
      const second = await enter(authenticator.sign(signedIn.options), signedIn.challengeId);
      const { options, challengeId } = await askStepUp(user, opened.session);
      const signature = authenticator.sign(options);
      expect(await refusalOf(stepUp(second.session, signature, challengeId))).toBe("too_late");
      await stepUp(opened.session, signature, challengeId);
    });

    test("a challenge for signing in enrols nothing, and one for enrolling signs nobody in", async () => {
      const { user, authenticator } = await make();
      const signIn = await ask();
      const created = makeAuthenticator({ origin, userId: user.id }).create(signIn.options);
      const confirming = { user, sessionHash: null, answer: created, label: null, now: testStart };
      const enrolling = confirmPasskey(world.db, { ...confirming, challengeId: signIn.challengeId });
      expect(await refusalOf(enrolling)).toBe("too_late");
      const { workspace } = world;
      const asked = await askForNewPasskey(world.db, { workspace, user, sessionHash: null, ...asking });
      expect(await refusalOf(enter(authenticator.sign(asked.options), asked.challengeId))).toBe("too_late");
    });

    test("a passkey is enrolled by the session that asked for it, and by no other", async () => {
      const { user, opened } = await make();
      const { idHash: sessionHash } = opened.session;
      const { workspace } = world;
      const { options, challengeId } = await askForNewPasskey(world.db, { workspace, user, sessionHash, ...asking });
      const answer = makeAuthenticator({ origin, userId: user.id }).create(options);
      const confirming = { user, answer, challengeId, label: null, now: testStart };
      for (const other of [null, "another"])
        expect(await refusalOf(confirmPasskey(world.db, { ...confirming, sessionHash: other }))).toBe("too_late");
      expect(await confirmPasskey(world.db, { ...confirming, sessionHash })).toMatchObject({ kind: "passkey" });
    });

    test("a signature is made for the page that asked, and not for another front end", async () => {
      const { user } = await make();
      const elsewhere = { origin: "https://portal.acme.example", rpId: "acme.example" };
      const key = makeAuthenticator({ ...elsewhere, userId: user.id });
      const { workspace } = world;
      const enrolment = await askForNewPasskey(world.db, {
        workspace,
        user,
        sessionHash: null,
        at: elsewhere,
        now: testStart,
      });
      const factor = await confirmPasskey(world.db, {
        user,
        sessionHash: null,
        answer: key.create(enrolment.options),
        challengeId: enrolment.challengeId,
        label: null,
        now: testStart,
      });
      await store(user, factor);
      const asked = await askForSignIn(world.db, workspace.id, { at: elsewhere, now: testStart });
      await enter(key.sign(asked.options), asked.challengeId);
      for (const other of ["https://wiki.acme.example", "https://acme.example", "http://portal.acme.example"]) {
        const again = await askForSignIn(world.db, workspace.id, { at: elsewhere, now: testStart });
        const signature = key.sign(again.options, { origin: other });
        expect(await refusalOf(enter(signature, again.challengeId))).toBe("sign_in_refused");
      }
    });

    test("a removed passkey stays out after another one is enrolled, and what was asked of it before is spent on nothing", async () => {
      const { user, authenticator, opened } = await make();
      const before = await askStepUp(user, opened.session);
      for (const { workspaceId, id } of await listFactors(world.db, user.workspaceId, user.id))
        await endFactor(world.db, { workspaceId, id, now: testStart });
      const key = makeAuthenticator({ origin, userId: user.id });
      const { workspace } = world;
      const asked = await askForNewPasskey(world.db, { workspace, user, sessionHash: null, ...asking });
      const confirming = { user, sessionHash: null, challengeId: asked.challengeId, label: null, now: testStart };
      await store(user, await confirmPasskey(world.db, { ...confirming, answer: key.create(asked.options) }));
      const old = await ask();
      expect(await refusalOf(enter(authenticator.sign(old.options), old.challengeId))).toBe("sign_in_refused");
      const stale = authenticator.sign(before.options);
      expect(await refusalOf(stepUp(opened.session, stale, before.challengeId))).toBe("sign_in_refused");
      const fresh = await ask();
      await enter(key.sign(fresh.options), fresh.challengeId);
      expect(await listFactors(world.db, user.workspaceId, user.id)).toHaveLength(1);
    });
  });
}
