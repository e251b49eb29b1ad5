import type { LoaderFunctionArgs } from "@remix-run/node";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { inviteUser } from "#app/auth/people.server.ts";
import { unlinkPerson } from "#app/auth/unlink-identity.server.ts";
import type { Actor } from "#app/register/guards.ts";
import { action as enroll, loader as enrollPage } from "#app/routes/enroll.tsx";
import { placeOf } from "#app/signins/decision-id.ts";
import { readRecord } from "#app/signins/read-record.ts";
import { findDecision } from "#db/decisions.ts";
import { findUserByName, rolesOf, setDisabled, updateUser } from "#db/users.ts";
import { databases } from "#test/support/databases.ts";
import { makeContext } from "#test/support/make-context.ts";
import { refusalOf } from "#test/support/refusal-of.ts";
import { addPersonWithTotp, codeAt, console_, openTestSecrets, publicUrl } from "#test/support/sign-in.ts";
import { cookieOf, openSso, refusedAt as refusal, type SsoWorld, trusting, wall } from "#test/support/sso.ts";

const secrets = openTestSecrets();

for (const [name, open] of Object.entries(databases))
  describe(name, () => {
    let at: SsoWorld;
    beforeAll(async () => {
      at = await openSso(open, secrets);
    });
    afterAll(() => at.close());
    beforeEach(() => at.reset());

    test("somebody known signs in with a factor that the provider is believed in, and goes on to where they wanted", async () => {
      await at.save(trusting);
      const { user, person } = await at.known();
      const answer = await at.signIn({ ...person, amr: ["hwk", "pin"] }, "/approvals");
      expect(answer).toMatchObject({ status: 302, location: "/approvals" });
      const caller = await at.callerOf(answer);
      expect(caller?.user.id).toBe(user.id);
      expect(caller?.session?.methods.map(({ method }) => method)).toEqual(["federated", "security_key"]);
      expect(caller?.actor.aal).toBe(2);
      const hash = caller?.session?.idHash ?? "";
      const { decisionId } = await at.world.db
        .selectFrom("sessions")
        .select("decisionId")
        .where("idHash", "=", hash)
        .executeTakeFirstOrThrow();
      const place = placeOf(decisionId ?? "");
      const row = place && (await findDecision(at.world.db, at.world.workspace.id, place));
      expect(row && readRecord(row).signIn.completed).toEqual(caller?.session?.methods);
    });

    test("the provider's MFA is one factor where nobody has said that it is to be believed", async () => {
      const { person } = await at.known();
      const answer = await at.signIn({ ...person, amr: ["hwk", "pin", "mfa"] });
      expect(answer).toMatchObject({ status: 302, location: "/sign-in" });
      expect(await at.callerOf(answer)).toBeNull();
    });

    test("a proof that is older than a day is one factor, believed or not", async () => {
      await at.save(trusting);
      const { person } = await at.known();
      const { address, cookie } = await at.go({ ...person, amr: ["hwk"], age: 23 * 3600 });
      expect((await at.finish(address, { cookie })).location).toBe("/");
      const late = { cookie, now: new Date(Date.now() + 2 * 3600_000).toISOString() };
      expect((await at.finish(address, late)).status).toBe(409);
    });

    test("whoever comes back is known by the subject, whatever their address is by then", async () => {
      const { user, person } = await at.known();
      await at.signIn(person);
      const moved = { ...person, email: "another@elsewhere.example", isEmailVerified: false };
      expect(await at.signIn(moved)).toMatchObject({ status: 302 });
      const linked = await at.eventsOf("user.identity_linked");
      expect(linked.filter(({ subjectId }) => subjectId === user.id)).toHaveLength(1);
    });

    test("the first link is told to the person by mail", async () => {
      const { user, person } = await at.known();
      await at.signIn(person);
      const mails = at.world.db.selectFrom("outbox").select("template").where("toUserId", "=", user.id);
      expect(await mails.execute()).toEqual([{ template: "identity_linked" }]);
    });

    test("somebody new is added without any role where that is switched on", async () => {
      await at.save({ addsPeople: true, domains: ["acme.example"], ...trusting });
      const email = `new.${name}@acme.example`;
      const answer = await at.signIn({ subject: `new ${name}`, email, name: "Nia New", amr: ["otp"] });
      expect(answer).toMatchObject({ status: 302, location: "/" });
      const user = await findUserByName(at.world.db, at.world.workspace.id, email);
      expect(user).toMatchObject({ displayName: "Nia New", ssoRequired: true });
      expect(await rolesOf(at.world.db, at.world.workspace.id, user?.id ?? "")).toEqual([]);
    });

    test("of ten windows in which the same new person signs in at once, one adds them", async () => {
      await at.save({ addsPeople: true, domains: ["acme.example"], ...trusting });
      const email = `tenfold.${name}@acme.example`;
      const person = { subject: `tenfold ${name}`, email, amr: ["otp"] };
      const begun = [];
      for (let window = 0; window < 10; window += 1) begun.push(await at.go(person));
      const answers = await Promise.all(begun.map(({ address, cookie }) => at.finish(address, { cookie })));
      expect(answers.filter(({ status }) => status === 302).length).toBeGreaterThan(0);
      // Whoever came in between begins again, and is known by then.
      expect(answers.every(({ status }) => status === 302 || status === 409)).toBe(true);
      const user = await findUserByName(at.world.db, at.world.workspace.id, email);
      const added = (await at.eventsOf("user.created")).filter(({ subjectId }) => subjectId === user?.id);
      const linked = (await at.eventsOf("user.identity_linked")).filter(({ subjectId }) => subjectId === user?.id);
      expect([added.length, linked.length]).toEqual([1, 1]);
    });

    test("a claim never makes anybody an owner", async () => {
      await at.save({ addsPeople: true, domains: ["acme.example"], ...trusting });
      const boastful = { roles: ["owner"], groups: ["owner"], role: "owner" } as object;
      const email = `boastful.${name}@acme.example`;
      const answer = await at.signIn({ subject: `boastful ${name}`, email, amr: ["hwk"], ...boastful });
      expect((await at.callerOf(answer))?.roles).toEqual([]);
    });

    test("refused: somebody whom nobody has added", async () => {
      const answer = await at.signIn({ subject: "stranger", email: "stranger@acme.example" });
      expect(answer).toMatchObject({
        ...refusal,
        status: 403,
        body: { refusal: expect.stringContaining("does not know") },
      });
    });

    test("refused: an address of a domain that the provider may not speak for", async () => {
      await at.save({ addsPeople: true, domains: ["acme.example"] });
      const answer = await at.signIn({ subject: "other domain", email: "boss@elsewhere.example" });
      expect(answer).toMatchObject({ ...refusal, status: 403 });
      expect(await findUserByName(at.world.db, at.world.workspace.id, "boss@elsewhere.example")).toBeUndefined();
    });

    test("refused: an address that the provider has not verified", async () => {
      const { person } = await at.known();
      const answer = await at.signIn({ ...person, isEmailVerified: false });
      expect(answer).toMatchObject({ ...refusal, status: 403, body: { refusal: expect.stringContaining("verified") } });
    });

    test("refused: an address that only reads like somebody's once it is brought into one form", async () => {
      const { user, person } = await at.known();
      const lookalike = user.userName.replace("p", "\uff50");
      expect(await at.signIn({ ...person, subject: "lookalike", email: lookalike })).toMatchObject({ status: 403 });
    });

    test("refused: a second subject of the provider for the same person", async () => {
      const { person } = await at.known();
      await at.signIn(person);
      const answer = await at.signIn({ ...person, subject: "somebody else with the address" });
      expect(answer).toMatchObject({ ...refusal, status: 403 });
    });

    test("refused: somebody who is barred, linked or not, and it is put down", async () => {
      const { user, person } = await at.known();
      await at.signIn(person);
      await setDisabled(at.world.db, user.workspaceId, user.id, wall());
      expect(await at.signIn(person)).toMatchObject({ ...refusal, status: 403 });
      expect((await at.eventsOf("session.sso_refused")).at(-1)?.data).toContain("account_disabled");
    });

    test("an admin unlinks somebody who has another account at the provider, and their sessions end", async () => {
      await at.save(trusting);
      const { user, person } = await at.known();
      const answer = await at.signIn({ ...person, amr: ["hwk"] });
      const now = wall();
      const by: Actor = { userId: at.owner.id, roles: ["owner"], aal: 2, factorUsedAt: now };
      const { workspaceId, userName } = user;
      const actor = { kind: "user", id: at.owner.id } as const;
      const unlink = (more: Partial<Actor> = {}) =>
        unlinkPerson(at.world.db, {
          workspaceId,
          by: { ...by, ...more },
          actor,
          providerId: at.provider,
          userName,
          now,
        });
      expect(await refusalOf(unlink({ factorUsedAt: null }))).toBe("step_up_required");
      expect(await refusalOf(unlink({ userId: user.id }))).toBe("not_admin");
      await unlink();
      expect(await at.callerOf(answer)).toBeNull();
      expect(await refusalOf(unlink())).toBe("not_linked");
      const again = await at.signIn({ ...person, subject: "the new account", amr: ["hwk"] });
      expect((await at.callerOf(again))?.user.id).toBe(user.id);
    });

    test("refused: a link around the factor of somebody whom the provider knows", async () => {
      const { user, person } = await at.known();
      const invite = () =>
        inviteUser(at.world.db, {
          ...console_,
          workspaceId: user.workspaceId,
          userId: user.id,
          publicUrl,
          now: wall(),
        });
      await invite();
      await at.signIn(person);
      expect(await refusalOf(invite())).toBe("can_sign_in");
    });

    test("at the wall an app is enrolled without any password, and counts beside the provider", async () => {
      const { user, person } = await at.known();
      const answer = await at.signIn(person);
      const cookie = cookieOf(answer, "session");
      const now = wall();
      const call = (form?: Record<string, string>) => {
        const init = form && { method: "POST", body: new URLSearchParams(form) };
        const request = new Request(`${publicUrl.origin}/enroll`, { ...init, headers: { Cookie: cookie } });
        return { request, params: {}, context: makeContext(at.world, { secrets, now }) } as LoaderFunctionArgs; // cast: as the server calls it
      };
      const { userName, offer } = await enrollPage(call());
      expect(userName).toBe(user.userName);
      const { challengeId: challenge = "", secret = "" } = offer ?? {};
      const enrolled = await enroll(call({ intent: "totp", label: "App", challenge, code: codeAt(secret, now) }));
      if (!(enrolled instanceof Response)) throw new Error("the app was not enrolled, expected a way on");
      expect([enrolled.status, enrolled.headers.get("Location")]).toEqual([302, "/"]);
    });

    test("a person who holds a factor here is asked for it after a federated sign-in", async () => {
      const { user } = await addPersonWithTotp(at.world, secrets);
      await updateUser(at.world.db, user.workspaceId, user.id, { ssoRequired: true });
      const answer = await at.signIn({ subject: `has totp ${name}`, email: user.userName });
      expect(answer).toMatchObject({ status: 302, location: "/sign-in" });
      expect(await at.callerOf(answer)).toBeNull();
    });
  });
