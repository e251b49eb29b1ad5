import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openInvitation } from "#app/auth/invitation.server.ts";
import { addUser, changeRoles, disableUser, enableUser, inviteUser } from "#app/auth/people.server.ts";
import { createWorkspace } from "#app/register/create-workspace.server.ts";
import type { RegisterRole } from "#app/register/roles.ts";
import { setPasswordHash } from "#db/passwords.ts";
import { rolesOf, type User } from "#db/users.ts";
import { databases, type TestDatabase, testStart } from "#test/support/databases.ts";
import { refusalOf } from "#test/support/refusal-of.ts";
import { addPerson, addPersonWithPasskey, console_, openTestSecrets, publicUrl } from "#test/support/sign-in.ts";

const secrets = openTestSecrets();

for (const [name, open] of Object.entries(databases)) {
  describe(name, () => {
    let world: TestDatabase;
    beforeAll(async () => {
      world = await open();
    });
    afterAll(() => world.close());

    const person = (...roles: RegisterRole[]) => addPerson(world, { roles });
    const on = (user: User, by: User | null = null) => ({
      workspaceId: world.workspace.id,
      userId: user.id,
      by: by && { userId: by.id },
      actor: by ? ({ kind: "user", id: by.id } as const) : console_.actor,
      now: testStart,
    });

    test("people and roles are managed by admins and owners", async () => {
      const user = await person();
      for (const role of ["implementer", "approver_risk", "auditor"] as const) {
        const by = await person(role);
        expect(await refusalOf(changeRoles(world.db, { ...on(user, by), roles: ["admin"] }))).toBe("not_admin");
        expect(await refusalOf(disableUser(world.db, { ...on(user, by), reason: "no" }))).toBe("not_admin");
        expect(await refusalOf(enableUser(world.db, on(user, by)))).toBe("not_admin");
        expect(await refusalOf(inviteUser(world.db, { ...on(user, by), publicUrl }))).toBe("not_admin");
      }
      await changeRoles(world.db, { ...on(user, await person("admin")), roles: ["implementer"] });
      expect(await rolesOf(world.db, user.workspaceId, user.id)).toEqual(["implementer"]);
    });

    test("only an owner makes, changes, bars or invites an owner", async () => {
      const [admin, owner, user] = [await person("admin"), await person("owner"), await person()];
      expect(await refusalOf(changeRoles(world.db, { ...on(user, admin), roles: ["owner"] }))).toBe("owners_only");
      expect(await refusalOf(changeRoles(world.db, { ...on(owner, admin), roles: [] }))).toBe("owners_only");
      expect(await refusalOf(disableUser(world.db, { ...on(owner, admin), reason: "no" }))).toBe("owners_only");
      expect(await refusalOf(inviteUser(world.db, { ...on(owner, admin), publicUrl }))).toBe("owners_only");
      const adding = addUser(world.db, {
        ...on(admin, admin),
        user: { userName: "x@acme.example", displayName: "X" },
        roles: ["owner"],
      });
      expect(await refusalOf(adding)).toBe("owners_only");
      await changeRoles(world.db, { ...on(user, owner), roles: ["owner"] });
    });

    test("an admin cannot make themself an owner", async () => {
      const admin = await person("admin");
      expect(await refusalOf(changeRoles(world.db, { ...on(admin, admin), roles: ["admin", "owner"] }))).toBe(
        "owners_only",
      );
    });

    test("the role auditor goes with no other", async () => {
      const user = await person();
      expect(await refusalOf(changeRoles(world.db, { ...on(user), roles: ["auditor", "implementer"] }))).toBe(
        "auditor_alone",
      );
      await changeRoles(world.db, { ...on(user), roles: ["auditor"] });
    });

    test("the last owner keeps the role and is not barred, also when two owners bar each other at once", async () => {
      const rest = { timeZone: "UTC", securityContact: null, actor: console_.actor, now: testStart };
      const workspace = await createWorkspace(world.db, { slug: "two-owners", name: "Two", ...rest });
      const there = { ...world, workspace };
      const [ada, mo] = [await addPerson(there, { roles: ["owner"] }), await addPerson(there, { roles: ["owner"] })];
      const bar = (user: User, by: User) =>
        disableUser(world.db, { ...on(user, by), workspaceId: workspace.id, reason: "race" });
      const results = await Promise.allSettled([bar(ada, mo), bar(mo, ada)]);
      expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
      const left = results[0].status === "fulfilled" ? mo : ada;
      const managing = { ...on(left), workspaceId: workspace.id };
      expect(await refusalOf(changeRoles(world.db, { ...managing, roles: ["admin"] }))).toBe("last_owner");
      expect(await refusalOf(disableUser(world.db, { ...managing, reason: "no" }))).toBe("last_owner");
    });

    test("a user name is taken once in a workspace, however it is typed", async () => {
      const user = await person();
      const adding = addUser(world.db, {
        ...on(user),
        user: { userName: ` ${user.userName.toUpperCase()}`, displayName: "Twin" },
        roles: [],
      });
      expect(await refusalOf(adding)).toBe("user_name_taken");
    });

    test("somebody who can sign in gets no link that would get around their factors", async () => {
      const { user } = await addPersonWithPasskey(world);
      expect(await refusalOf(inviteUser(world.db, { ...on(user), publicUrl }))).toBe("can_sign_in");
    });

    test("a person of another workspace is not there to be managed", async () => {
      const rest = { timeZone: "UTC", securityContact: null, actor: console_.actor, now: testStart };
      const workspace = await createWorkspace(world.db, { slug: "elsewhere", name: "Else", ...rest });
      const user = await addPerson({ ...world, workspace });
      expect(await refusalOf(changeRoles(world.db, { ...on(user), roles: ["admin"] }))).toBe("unknown_user");
      expect(await refusalOf(disableUser(world.db, { ...on(user), reason: "no" }))).toBe("unknown_user");
      expect(await refusalOf(inviteUser(world.db, { ...on(user), publicUrl }))).toBe("unknown_user");
    });

    test("refused: a link around a password, which is what an admin could take a reset account over with", async () => {
      const user = await person();
      const early = await inviteUser(world.db, { ...on(user), publicUrl });
      await setPasswordHash(world.db, user.workspaceId, user.id, "hash of a password");
      expect(await refusalOf(inviteUser(world.db, { ...on(user, await person("admin")), publicUrl }))).toBe(
        "can_sign_in",
      );
      expect(await openInvitation(world.db, early.url.slice(early.url.lastIndexOf("/") + 1), testStart)).toBeNull();
    });

    test("whoever is invited is mailed the link, which waits sealed until it is sent", async () => {
      const user = await person();
      const { url } = await inviteUser(world.db, { ...on(user), publicUrl, secrets });
      const queued = await world.db
        .selectFrom("outbox")
        .select(["template", "data"])
        .where("toUserId", "=", user.id)
        .execute();
      expect(queued.map(({ template }) => template)).toEqual(["invitation"]);
      expect(queued[0]?.data).not.toContain("/setup/");
      expect(secrets.open(JSON.parse(queued[0]?.data ?? "{}").sealedUrl)).toBe(url);
    });
  });
}
