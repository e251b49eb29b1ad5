import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { optionalCaller, requireCaller } from "#app/auth/caller.server.ts";
import { enrolAndEnter } from "#app/auth/enrolling.server.ts";
import { confirmTotp, offerTotp } from "#app/auth/enrolment.server.ts";
import { hashPassword } from "#app/auth/password.server.ts";
import { hashToken } from "#app/auth/random-token.server.ts";
import type { OpenedSession } from "#app/auth/session.server.ts";
import { completeWithTotp, continueSignIn, signInWithPassword } from "#app/auth/sign-in.server.ts";
import { nextStep } from "#app/auth/sign-in-step.server.ts";
import type { Instant, Policy } from "#app/engine/types.ts";
import { apply } from "#app/register/apply.server.ts";
import { defaultPolicy } from "#app/register/default-policy.ts";
import { placeOf } from "#app/signins/decision-id.ts";
import { readRecord } from "#app/signins/read-record.ts";
import { sealStreams } from "#app/signins/seal-streams.server.ts";
import { verifyStreams } from "#app/signins/verify-streams.server.ts";
import { findDecision } from "#db/decisions.ts";
import { setPasswordHash } from "#db/passwords.ts";
import type { User } from "#db/users.ts";
import { activeException } from "#test/support/active-exception.ts";
import { databases, type TestDatabase, testStart } from "#test/support/databases.ts";
import { makeContext } from "#test/support/make-context.ts";
import { addPeople, type People } from "#test/support/people.ts";
import { putPolicy } from "#test/support/put-policy.ts";
import { refusalOf } from "#test/support/refusal-of.ts";
import {
  addPerson,
  addPersonWithTotp,
  codeAt,
  later,
  nobody,
  openTestSecrets,
  password,
} from "#test/support/sign-in.ts";

const secrets = openTestSecrets();
const day = 24 * 3600;
/** The policy's 14 days from the first sign-in, which is at `testStart`. */
const graceEnd = later(testStart, 14 * day);

for (const [name, open] of Object.entries(databases))
  describe(name, () => {
    let world: TestDatabase;
    let people: People;
    beforeAll(async () => {
      world = await open();
      people = await addPeople(world);
    });
    afterAll(() => world.close());
    beforeEach(() => putPolicy(world, { ...defaultPolicy(testStart), version: 0 } as Partial<Policy>));

    const addPersonWithPassword = async (roles: "owner"[] = []) => {
      const user = await addPerson(world, { roles });
      await setPasswordHash(world.db, user.workspaceId, user.id, await hashPassword(password));
      return user;
    };
    const begin = ({ workspaceId, userName }: User, now: Instant, client = nobody) =>
      signInWithPassword(world, { workspaceId, userName, password, client, earlier: null, now });
    const calling = ({ value }: OpenedSession, now: Instant) => ({
      request: new Request("http://localhost:3000/exceptions", { headers: { Cookie: `mfa_session=${value}` } }),
      context: makeContext(world, { secrets, now }),
    });
    const stepOf = ({ session }: OpenedSession, now: Instant) => nextStep(world.db, { session, client: nobody, now });
    const recordOf = async ({ session }: OpenedSession) => {
      const place = placeOf(session.decisionId ?? "");
      const row = place && (await findDecision(world.db, world.workspace.id, place));
      if (!row) throw new Error("the session rests on no decision, expected one");
      return row;
    };
    const enrolTotp = async (user: User, pending: OpenedSession, now: Instant) => {
      const { db, workspace } = world;
      const { challengeId, secret } = await offerTotp(db, { workspace, user, secrets, now });
      const factor = await confirmTotp(db, {
        user,
        challengeId,
        secrets,
        now,
        code: codeAt(secret, now),
        label: "App",
      });
      return enrolAndEnter(world, { session: pending.session, user, factor, client: nobody, now });
    };

    test("whoever has no factor yet is let in while they have time to enrol, at AAL1, and told until when", async () => {
      const user = await addPersonWithPassword();
      const opened = await begin(user, testStart);
      const caller = await requireCaller(calling(opened, testStart));
      expect(caller.actor.aal).toBe(1);
      expect(caller.session?.graceEndsAt).toBe(graceEnd);
    });

    test("a session that rests on time to enrol ends at the instant at which that ends", async () => {
      const user = await addPersonWithPassword();
      await begin(user, testStart);
      const almost = later(graceEnd, -600);
      const opened = await begin(user, almost);
      expect(opened.session.expiresAt).toBe(graceEnd);
      expect(await optionalCaller(calling(opened, later(graceEnd, -0.001)))).not.toBeNull();
      expect(await optionalCaller(calling(opened, graceEnd))).toBeNull();
    });

    test("after that they meet the wall, which opens nothing but enrolling, and enrolling lets them in", async () => {
      const user = await addPersonWithPassword();
      await begin(user, testStart);
      const pending = await begin(user, graceEnd);
      expect(pending.session.decisionId).toBeNull();
      expect(await optionalCaller(calling(pending, graceEnd))).toBeNull();
      expect(await stepOf(pending, graceEnd)).toMatchObject({ kind: "enroll", reason: "MFA_GRACE_EXPIRED" });
      const opened = await enrolTotp(user, pending, graceEnd);
      expect((await requireCaller(calling(opened, graceEnd))).actor.aal).toBe(2);
    });

    test("the first sign-in of an owner meets the wall at once, since no grace passes a floor", async () => {
      const pending = await begin(await addPersonWithPassword(["owner"]), testStart);
      expect(await stepOf(pending, testStart)).toMatchObject({ kind: "enroll", reason: "MFA_REQUIRED_NO_FACTOR" });
    });

    test("whoever has enrolled is challenged, also where MFA is optional", async () => {
      const { user } = await addPersonWithTotp(world, secrets);
      await putPolicy(world, { dial: "optional", floors: [] });
      const pending = await begin(user, later(testStart, 60));
      expect(await stepOf(pending, later(testStart, 60))).toMatchObject({ kind: "factor", kinds: ["totp"] });
    });

    test("whoever has a factor that is not accepted any more uses it before they enrol another", async () => {
      const { user, secret } = await addPersonWithTotp(world, secrets);
      await putPolicy(world, { factorSet: "phishing_resistant" });
      const pending = await begin(user, graceEnd);
      const step = await stepOf(pending, graceEnd);
      expect(step).toMatchObject({ kind: "factor", kinds: ["totp"], isForEnrolling: true });
      expect(await refusalOf(enrolTotp(user, pending, graceEnd))).toBe("step_up_required");
      const code = codeAt(secret, graceEnd);
      const proved = await completeWithTotp(world, {
        session: pending.session,
        client: nobody,
        code,
        secrets,
        now: graceEnd,
      });
      expect(proved.session.decisionId).toBeNull();
      expect(await stepOf(proved, graceEnd)).toMatchObject({
        kind: "enroll",
        kinds: ["passkey", "security_key"],
        reason: "MFA_FACTOR_NOT_ALLOWED",
      });
    });

    test("of two first factors that are enrolled at once before the wall, one is stored", async () => {
      const user = await addPersonWithPassword(["owner"]);
      const pendings = [await begin(user, testStart), await begin(user, testStart)];
      const results = await Promise.allSettled(pendings.map((pending) => enrolTotp(user, pending, testStart)));
      expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    });

    test("the policy is asked again at every step: what was a wall may be open by now, and the other way round", async () => {
      const user = await addPersonWithPassword();
      await putPolicy(world, { graceHours: 0 });
      const pending = await begin(user, testStart);
      expect(await stepOf(pending, testStart)).toMatchObject({ kind: "enroll" });
      await putPolicy(world, { dial: "off", floors: [] });
      expect(await stepOf(pending, testStart)).toEqual({ kind: "continue" });
      await putPolicy(world, { dial: "required" });
      const still = await continueSignIn(world, { session: pending.session, client: nobody, now: testStart });
      expect(still.session.decisionId).toBeNull();
      const again = { session: pending.session, client: nobody, now: testStart };
      expect(await refusalOf(continueSignIn(world, again))).toBe("too_late");
    });

    test("a sign-in is recorded like any other, and its stream verifies after it was sealed", async () => {
      const { opened } = await addPersonWithTotp(world, secrets);
      const row = await recordOf(opened);
      expect(row).toMatchObject({ applicationId: "mfa-register", outcome: "allow", reason: "MFA_SATISFIED" });
      expect(readRecord(row)).toMatchObject({ tokenId: null, achievedAal: 2 });
      await sealStreams(world.db, world.ownSignIns.heads(), testStart);
      expect(await verifyStreams(world.db, world.workspace.id)).toBeNull();
    });

    test("50 sign-ins at once are decided one after the other in one stream", async () => {
      const user = await addPersonWithPassword();
      const before = world.ownSignIns.heads().find(({ workspaceId }) => workspaceId === world.workspace.id)?.seq ?? 0;
      await Promise.all(Array.from({ length: 4 }, () => begin(user, testStart)));
      const pending = await begin(user, testStart);
      const tries = Array.from({ length: 50 }, () =>
        continueSignIn(world, { session: pending.session, client: nobody, now: testStart }),
      );
      const results = await Promise.allSettled(tries);
      expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
      const after = world.ownSignIns.heads().find(({ workspaceId }) => workspaceId === world.workspace.id)?.seq ?? 0;
      expect(after - before).toBe(6);
      expect(await verifyStreams(world.db, world.workspace.id)).toBeNull();
    });

    describe("a session that rests on an exception", () => {
      const now = later(graceEnd, day);
      const waive = async () => {
        const user = await addPersonWithPassword();
        await begin(user, testStart);
        const record = await activeException(world, people, {
          now,
          effect: "waive_mfa",
          scope: {
            ...{ users: [user.id], servicePrincipals: [], groups: [], roles: [], applications: ["mfa-register"] },
            ...{ networks: [], devices: [], protocols: [], windows: [], maxUses: null },
          },
        });
        const opened = await begin(user, now);
        expect(opened.session.exceptionId).toBe(record.id);
        return { user, record, opened };
      };

      test("is at AAL1 and ends no later than the exception", async () => {
        const { record, opened } = await waive();
        expect((await requireCaller(calling(opened, now))).actor.aal).toBe(1);
        expect(opened.session.expiresAt <= record.endsAt).toBe(true);
      });

      test("ends with it when it is revoked, and nobody signs in by it any more", async () => {
        const { user, record, opened } = await waive();
        const { boss } = people;
        const signIns = Array.from({ length: 4 }, () => begin(user, now));
        const revoking = apply(world.db, {
          workspaceId: world.workspace.id,
          id: record.id,
          input: { command: "revoke", comment: "Not needed", version: record.version },
          actor: { ...boss, aal: 2, factorUsedAt: now },
          auditActor: { kind: "user", id: boss.userId },
          now,
        });
        const [entered] = await Promise.all([Promise.all(signIns), revoking]);
        for (const each of [opened, ...entered]) {
          const isIn = each.session.decisionId !== null;
          if (isIn) expect(await optionalCaller(calling(each, now))).toBeNull();
        }
        expect((await begin(user, now)).session.decisionId).toBeNull();
      });
    });

    test("a browser in which MFA was completed is known again, to its person alone", async () => {
      await putPolicy(world, { challengeFrequency: "new_device" });
      const { user, secret } = await addPersonWithTotp(world, secrets);
      const at = later(testStart, 60);
      const pending = await begin(user, at);
      const code = codeAt(secret, at);
      const opened = await completeWithTotp(world, {
        session: pending.session,
        client: nobody,
        code,
        secrets,
        now: at,
      });
      const client = { ...nobody, deviceHash: hashToken(opened.device?.value ?? "") };
      expect((await begin(user, later(at, 60), client)).session.decisionId).not.toBeNull();
      const other = await addPersonWithTotp(world, secrets);
      expect((await begin(other.user, later(at, 60), client)).session.decisionId).toBeNull();
      expect((await begin(user, later(at, 91 * day), client)).session.decisionId).toBeNull();
    });
  });
