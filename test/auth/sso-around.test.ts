import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { askForSignIn } from "#app/auth/passkey-options.server.ts";
import { completeWithTotp, signInWithPasskey, signInWithPassword } from "#app/auth/sign-in.server.ts";
import { stepUpChoices } from "#app/auth/sso-choices.server.ts";
import { requireFreshFactor } from "#app/auth/step-up-for.server.ts";
import { type User, updateUser } from "#db/users.ts";
import { databases } from "#test/support/databases.ts";
import { startIdentityProvider } from "#test/support/identity-provider.ts";
import { makeContext } from "#test/support/make-context.ts";
import { refusalOf } from "#test/support/refusal-of.ts";
import {
  addPersonWithPasskey,
  addPersonWithTotp,
  codeAt,
  nobody,
  openTestSecrets,
  at as ours,
  password,
} from "#test/support/sign-in.ts";
import { callback, cookieOf, openSso, providerForm, type SsoWorld, saveAs, trusting, wall } from "#test/support/sso.ts";

const secrets = openTestSecrets();

for (const [name, open] of Object.entries(databases))
  describe(name, () => {
    let at: SsoWorld;
    beforeAll(async () => {
      at = await openSso(open, secrets);
    });
    afterAll(() => at.close());
    beforeEach(() => at.reset());

    test("a provider that does not answer leads back to the sign-in page, which says so", async () => {
      const gone = await startIdentityProvider({ redirectUris: [callback] });
      const other = await saveAs(at.world, at.owner, {
        secrets,
        form: providerForm(gone.issuer, { name: "Gone" }),
        now: wall(),
      });
      await gone.close();
      const faults: unknown[] = [];
      const answer = await at.start({ provider: other, to: "/approvals" }, { faults });
      expect(answer).toMatchObject({ status: 302, location: `/sign-in?to=%2Fapprovals&down=${other}` });
      expect(String(faults)).toContain("Nothing answers");
      await saveAs(at.world, at.owner, {
        secrets,
        id: other,
        form: providerForm(gone.issuer, { name: "Gone", isEnabled: false }),
        now: wall(),
      });
      expect((await at.start({ provider: other })).status).toBe(404);
    });

    test("a step-up at the provider is a new proof there, by the same person, in the same session", async () => {
      await at.save(trusting);
      const { person } = await at.known();
      const signedIn = await at.signIn({ ...person, amr: ["otp"], age: 3600 });
      const session = cookieOf(signedIn, "session");
      expect((await at.callerOf(signedIn))?.actor.factorUsedAt).not.toBeNull();

      const other = await at.go({ ...(await at.known()).person, amr: ["otp"] }, { intent: "step_up", cookie: session });
      expect(new URL(other.started.body.url ?? "").searchParams.get("max_age")).toBe("300");
      const asOther = await at.finish(other.address, { cookie: `${session}; ${other.cookie}` });
      expect(asOther).toMatchObject({ status: 403, location: null });

      const weak = await at.go({ ...person, amr: ["pwd"] }, { intent: "step_up", cookie: session });
      const asWeak = await at.finish(weak.address, { cookie: `${session}; ${weak.cookie}` });
      expect(asWeak).toMatchObject({ status: 403, body: { refusal: expect.stringContaining("second factor") } });

      const elsewhere = await at.go({ ...person, amr: ["otp"] }, { intent: "step_up", cookie: session });
      expect((await at.finish(elsewhere.address, { cookie: elsewhere.cookie })).status).toBe(409);

      const right = await at.go(
        { ...person, amr: ["otp"] },
        { intent: "step_up", cookie: session, to: "/settings/tokens" },
      );
      const answer = await at.finish(right.address, { cookie: `${session}; ${right.cookie}` });
      expect(answer).toMatchObject({ status: 302, location: "/settings/tokens" });
      const caller = await at.callerOf(answer);
      if (!caller) throw new Error("the stepped-up session is nobody's, expected the person's");
      const request = new Request("http://localhost:3000/settings/tokens");
      const context = makeContext(at.world, { secrets, now: wall() });
      await expect(requireFreshFactor({ request, context }, { caller })).resolves.toBeUndefined();
    });

    test("a step-up at the provider is offered to whom it knows, where it is believed", async () => {
      const { person, user } = await at.known();
      const offered = () => stepUpChoices(at.world.db, user);
      await at.save(trusting);
      expect(await offered()).toEqual([]);
      await at.signIn(person);
      expect(await offered()).toEqual([{ id: at.provider, name: "Acme Login" }]);
      await at.save();
      expect(await offered()).toEqual([]);
    });

    test("switching the trust off ends the sessions that began at the provider", async () => {
      await at.save(trusting);
      const { person } = await at.known();
      const answer = await at.signIn({ ...person, amr: ["hwk"] });
      expect(await at.callerOf(answer)).not.toBeNull();
      await at.save();
      expect(await at.callerOf(answer)).toBeNull();
      expect((await at.eventsOf("identity_provider.changed")).at(-1)?.data).toContain('"sessions":');
    });

    const local = async (user: User, now = wall()) => {
      const { workspaceId, userName } = user;
      const signIn = { workspaceId, client: nobody, earlier: null, now };
      return signInWithPassword(at.world, { ...signIn, userName, password });
    };
    const mailsAbout = async ({ id }: User) => {
      const rows = at.world.db
        .selectFrom("outbox")
        .select(["toAddress", "data"])
        .where("template", "=", "bypass_sign_in");
      return (await rows.execute()).filter(({ data }) => data.includes(id));
    };

    test("without a security contact the owners are told of a bypass", async () => {
      const { db, workspace } = at.world;
      await db.updateTable("workspaces").set({ securityContact: null }).where("id", "=", workspace.id).execute();
      const { user, authenticator } = await addPersonWithPasskey(at.world);
      const asked = await askForSignIn(db, workspace.id, { at: ours, now: wall() });
      const signature = authenticator.sign(asked.options);
      const signIn = { workspaceId: workspace.id, client: nobody, earlier: null, now: wall() };
      await signInWithPasskey(at.world, { ...signIn, signature, challengeId: asked.challengeId });
      expect((await mailsAbout(user)).at(-1)).toMatchObject({ toAddress: at.owner.userName });
      await db.updateTable("workspaces").set({ securityContact: "security@acme.example" }).execute();
    });

    test("refused: a right password of somebody who needs single sign-on, and a wrong one says no more than ever", async () => {
      const { user } = await addPersonWithTotp(at.world, secrets);
      await updateUser(at.world.db, user.workspaceId, user.id, { ssoRequired: true });
      expect(await refusalOf(local(user))).toBe("sso_required");
      const { workspaceId, userName } = user;
      const wrong = { workspaceId, userName, password: "not the password", client: nobody, earlier: null, now: wall() };
      expect(await refusalOf(signInWithPassword(at.world, wrong))).toBe("sign_in_refused");
      expect((await at.eventsOf("session.sso_refused")).at(-1)).toMatchObject({ subjectId: user.id });
    });

    test("refused: a right passkey of somebody who needs single sign-on", async () => {
      const { db, workspace } = at.world;
      const { user, authenticator } = await addPersonWithPasskey(at.world);
      await updateUser(db, user.workspaceId, user.id, { ssoRequired: true });
      const asked = await askForSignIn(db, workspace.id, { at: ours, now: wall() });
      const signature = authenticator.sign(asked.options);
      const signIn = { workspaceId: workspace.id, client: nobody, earlier: null, now: wall() };
      const { challengeId } = asked;
      expect(await refusalOf(signInWithPasskey(at.world, { ...signIn, signature, challengeId }))).toBe("sso_required");
    });

    test("where no provider is in use, nobody goes around one", async () => {
      await at.save({ isEnabled: false });
      const { user } = await addPersonWithTotp(at.world, secrets);
      await updateUser(at.world.db, user.workspaceId, user.id, { ssoRequired: true });
      expect((await local(user)).session.userId).toBe(user.id);
      expect(await mailsAbout(user)).toEqual([]);
    });

    test("a bypass account signs in while the provider is down, which is put down and told at once", async () => {
      const { user, secret } = await addPersonWithTotp(at.world, secrets);
      await at.idp.close();
      // Setting up one's way in was a sign-in, too.
      const before = (await mailsAbout(user)).length;
      const begun = await local(user);
      expect(await mailsAbout(user)).toHaveLength(before);
      const now = wall();
      const step = { session: begun.session, client: nobody, now };
      const opened = await completeWithTotp(at.world, { ...step, code: codeAt(secret, now), secrets });
      expect(opened.session.decisionId).not.toBeNull();
      const events = await at.eventsOf("session.bypass_idp");
      expect(events.filter(({ subjectId }) => subjectId === user.id)).toHaveLength(before + 1);
      expect((await mailsAbout(user)).slice(before)).toMatchObject([{ toAddress: "security@acme.example" }]);
    });
  });
