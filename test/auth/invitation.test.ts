import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { acceptWithPasskey, acceptWithPassword } from "#app/auth/accept-invitation.server.ts";
import { offerTotp } from "#app/auth/enrolment.server.ts";
import { ensureFirstOwner, openInvitation } from "#app/auth/invitation.server.ts";
import { askForNewPasskey } from "#app/auth/passkey-options.server.ts";
import { disableUser } from "#app/auth/people.server.ts";
import { hashToken } from "#app/auth/random-token.server.ts";
import { achievedAal } from "#app/engine/assurance.ts";
import { createWorkspace } from "#app/register/create-workspace.server.ts";
import { listFactors } from "#db/factors.ts";
import { insertInvitation } from "#db/invitations.ts";
import { findUser, rolesOf, type User } from "#db/users.ts";
import { makeAuthenticator } from "#test/support/authenticator.ts";
import { databases, type TestDatabase, testStart } from "#test/support/databases.ts";
import { refusalOf } from "#test/support/refusal-of.ts";
import {
  addPerson,
  addPersonWithTotp,
  at,
  codeAt,
  console_,
  inviteToken,
  later,
  nobody,
  openTestSecrets,
  password,
  publicUrl,
} from "#test/support/sign-in.ts";

const secrets = openTestSecrets();
const day = 24 * 3600;
const tokenOf = (url: string) => url.slice(url.lastIndexOf("/") + 1);

for (const [name, open] of Object.entries(databases)) {
  describe(name, () => {
    let world: TestDatabase;
    beforeAll(async () => {
      world = await open();
    });
    afterAll(() => world.close());

    const setUp = async (
      user: User,
      token: string,
      wish: { names?: { userName: string; displayName: string }; now?: string; password?: string; code?: string } = {},
    ) => {
      const { now = testStart, names = null } = wish;
      const { challengeId, secret } = await offerTotp(world.db, { workspace: world.workspace, user, secrets, now });
      const proofs = {
        password: wish.password ?? password,
        challengeId,
        code: wish.code ?? codeAt(secret, now),
        secrets,
      };
      return acceptWithPassword(world, { token, names, ...proofs, client: nobody, now });
    };
    const newWorkspace = (slug: string) =>
      createWorkspace(world.db, {
        slug,
        name: slug,
        timeZone: "UTC",
        securityContact: null,
        actor: console_.actor,
        now: testStart,
      });

    test("the first start makes a link for an owner, who says who they are and is signed in at AAL2", async () => {
      const workspace = await newWorkspace("fresh");
      const link = await ensureFirstOwner(world.db, { workspaceId: workspace.id, publicUrl, now: testStart });
      const opened = await openInvitation(world.db, tokenOf(link?.url ?? ""), testStart);
      if (!opened) throw new Error("the link does not open");
      const names = { userName: "Ada@Acme.example", displayName: "Ada" };
      const { challengeId, secret } = await offerTotp(world.db, {
        workspace,
        user: opened.user,
        secrets,
        now: testStart,
      });
      const proofs = { password, challengeId, code: codeAt(secret, testStart), secrets };
      const { session } = await acceptWithPassword(world, {
        token: tokenOf(link?.url ?? ""),
        names,
        ...proofs,
        client: nobody,
        now: testStart,
      });
      expect(achievedAal(session.methods)).toBe(2);
      expect(await findUser(world.db, workspace.id, session.userId)).toMatchObject({
        userName: "ada@acme.example",
        displayName: "Ada",
      });
      expect(await rolesOf(world.db, workspace.id, session.userId)).toEqual(["owner"]);
      expect(await ensureFirstOwner(world.db, { workspaceId: workspace.id, publicUrl, now: testStart })).toBeNull();
    });

    test("each start makes a new link for the same owner, and the one before stops working", async () => {
      const workspace = await newWorkspace("restarted");
      const start = (now: string) => ensureFirstOwner(world.db, { workspaceId: workspace.id, publicUrl, now });
      const first = await start(testStart);
      const second = await start(later(testStart, 60));
      expect(await openInvitation(world.db, tokenOf(first?.url ?? ""), later(testStart, 60))).toBeNull();
      const opened = await openInvitation(world.db, tokenOf(second?.url ?? ""), later(testStart, 60));
      const owners = world.db.selectFrom("users").select("id").where("workspaceId", "=", workspace.id);
      expect(await owners.execute()).toEqual([{ id: opened?.user.id }]);
    });

    test("the first owner cannot leave their name out", async () => {
      const workspace = await newWorkspace("nameless");
      const link = await ensureFirstOwner(world.db, { workspaceId: workspace.id, publicUrl, now: testStart });
      const opened = await openInvitation(world.db, tokenOf(link?.url ?? ""), testStart);
      if (!opened) throw new Error("the link does not open");
      expect(await refusalOf(setUp(opened.user, tokenOf(link?.url ?? "")))).toBe("names_missing");
    });

    test("an invited person keeps the name they were given, whatever the form says", async () => {
      const user = await addPerson(world);
      await setUp(user, await inviteToken(world, user), {
        names: { userName: "root@acme.example", displayName: "Root" },
      });
      expect(await findUser(world.db, user.workspaceId, user.id)).toMatchObject({
        userName: user.userName,
        displayName: user.displayName,
      });
    });

    test("opening a link any number of times does not spend it; using it does", async () => {
      const user = await addPerson(world);
      const token = await inviteToken(world, user);
      for (let index = 0; index < 3; index += 1)
        expect(await openInvitation(world.db, token, testStart)).not.toBeNull();
      await setUp(user, token);
      expect(await openInvitation(world.db, token, testStart)).toBeNull();
      expect(await refusalOf(setUp(user, token))).toBe("too_late");
    });

    test("of 20 people with one link at once one gets in", async () => {
      const user = await addPerson(world);
      const token = await inviteToken(world, user);
      const results = await Promise.allSettled(Array.from({ length: 20 }, () => setUp(user, token)));
      expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
      expect(await listFactors(world.db, user.workspaceId, user.id)).toHaveLength(1);
    });

    test("a link ends after seven days, a first owner's after one", async () => {
      const user = await addPerson(world);
      const token = await inviteToken(world, user);
      expect(await openInvitation(world.db, token, later(testStart, 7 * day - 1))).not.toBeNull();
      expect(await openInvitation(world.db, token, later(testStart, 7 * day))).toBeNull();
      const workspace = await newWorkspace("slow");
      const link = await ensureFirstOwner(world.db, { workspaceId: workspace.id, publicUrl, now: testStart });
      expect(await openInvitation(world.db, tokenOf(link?.url ?? ""), later(testStart, day))).toBeNull();
    });

    test("a wrong code or a weak password does not spend the link", async () => {
      const user = await addPerson(world);
      const token = await inviteToken(world, user);
      expect(await refusalOf(setUp(user, token, { code: "000000" }))).toBe("wrong_code");
      expect(await refusalOf(setUp(user, token, { password: "short" }))).toBe("weak_password");
      expect(await refusalOf(setUp(user, token, { password: user.userName }))).toBe("weak_password");
      await setUp(user, token);
    });

    test("a link of somebody who can sign in opens nothing, so that no reset gets around a factor", async () => {
      const { user } = await addPersonWithTotp(world, secrets);
      const token = "A".repeat(43);
      const ends = { expiresAt: later(testStart, day), now: testStart };
      await insertInvitation(world.db, {
        workspaceId: user.workspaceId,
        userId: user.id,
        purpose: "invitation",
        tokenHash: hashToken(token),
        ...ends,
      });
      expect(await openInvitation(world.db, token, testStart)).toBeNull();
      expect(await refusalOf(setUp(user, token))).toBe("too_late");
    });

    test("a link of a barred person opens nothing", async () => {
      const user = await addPerson(world);
      const token = await inviteToken(world, user);
      await disableUser(world.db, {
        workspaceId: user.workspaceId,
        userId: user.id,
        reason: "left",
        ...console_,
        now: testStart,
      });
      expect(await openInvitation(world.db, token, testStart)).toBeNull();
    });

    test("the authenticator app offered to one person does not set up another", async () => {
      const [user, other] = [await addPerson(world), await addPerson(world)];
      const token = await inviteToken(world, user);
      const { challengeId, secret } = await offerTotp(world.db, {
        workspace: world.workspace,
        user: other,
        secrets,
        now: testStart,
      });
      const proofs = { password, challengeId, code: codeAt(secret, testStart), secrets };
      expect(
        await refusalOf(acceptWithPassword(world, { token, names: null, ...proofs, client: nobody, now: testStart })),
      ).toBe("too_late");
    });

    test("a passkey made for one person does not set up another", async () => {
      const [user, other] = [await addPerson(world), await addPerson(world)];
      const token = await inviteToken(world, user);
      const asked = await askForNewPasskey(world.db, {
        workspace: world.workspace,
        user: other,
        sessionHash: null,
        at,
        now: testStart,
      });
      const answer = makeAuthenticator({ origin: publicUrl.origin, userId: other.id }).create(asked.options);
      const accepting = {
        token,
        names: null,
        answer,
        challengeId: asked.challengeId,
        client: nobody,
        now: testStart,
      };
      expect(await refusalOf(acceptWithPasskey(world, accepting))).toBe("too_late");
    });

    test("the seed of an app is stored sealed", async () => {
      const { user, secret } = await addPersonWithTotp(world, secrets);
      const [factor] = await listFactors(world.db, user.workspaceId, user.id);
      expect(factor?.totp?.secret).not.toContain(secret);
      expect(secrets.open(factor?.totp?.secret ?? "")).toBe(secret);
    });
  });
}
