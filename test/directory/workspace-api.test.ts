import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { contentOf } from "#app/policy/policy-content.ts";
import * as membersRoute from "#app/routes/api.workspaces.$id.members.ts";
import * as securityRoute from "#app/routes/api.workspaces.$id.security.ts";
import { currentPolicy } from "#db/policies.ts";
import { listOpenPolicyDrafts } from "#db/policy-drafts.ts";
import { insertUser } from "#db/users.ts";
import { databases, type TestDatabase, testStart } from "#test/support/databases.ts";
import { addPeople, type People } from "#test/support/people.ts";
import { call, contextFor, tokenFor } from "#test/support/routes.ts";

type Member = {
  email: string;
  role: string;
  last_login: string | null;
  sso_required: boolean;
  factors: string[];
  grace: { starts_at: string; ends_at: string; active: boolean } | null;
};

for (const [name, open] of Object.entries(databases))
  describe(name, () => {
    let base: TestDatabase;
    let people: People;
    beforeEach(async () => {
      base = await open();
      people = await addPeople(base);
    });
    afterEach(() => base.close());

    const membersOf = async (who: keyof People = "auditor", id = "acme", query = "") => {
      const token = await tokenFor(base, people[who], ["read"]);
      return call(membersRoute.loader, `/api/workspaces/${id}/members${query}`, {
        context: contextFor(base),
        token,
        params: { id },
      });
    };
    const patch = async (body: unknown, who: keyof People = "boss", id = "acme") => {
      const token = await tokenFor(base, people[who], ["read", "policy"]);
      return call(securityRoute.action, `/api/workspaces/${id}/security`, {
        context: contextFor(base),
        token,
        params: { id },
        body,
        method: "PATCH",
      });
    };
    const contentInForce = async () => contentOf(await currentPolicy(base.db, base.workspace.id));

    test("everybody is listed, with who gets in without the identity provider", async () => {
      const user = { id: "usr_sso", userName: "sso@acme.example", displayName: "Sso", createdAt: testStart };
      await insertUser(base.db, base.workspace.id, { ...user, ssoRequired: true, firstSignInAt: testStart });
      const response = await membersOf();
      expect(response.status).toBe(200);
      const { data }: { data: Member[] } = await response.json();
      expect(data).toHaveLength(11);
      expect(data.find(({ email }) => email === user.userName)).toEqual({
        email: "sso@acme.example",
        role: "member",
        last_login: null,
        sso_required: true,
        factors: [],
        grace: { starts_at: testStart, ends_at: "2026-11-16T09:00:00.000Z", active: true },
        disabled: false,
      });
      // The playbook's own selection.
      const bypass = data
        .filter((member) => member.sso_required === false)
        .map(({ email, role, last_login }) => ({ email, role, last_login }));
      expect(bypass).toContainEqual({ email: "boss@acme.example", role: "owner", last_login: null });
      expect(bypass.map(({ email }) => email)).not.toContain(user.userName);
      const only = await (await membersOf("admin", base.workspace.id, "?sso_required=true")).json();
      expect(only.data.map(({ email }: Member) => email)).toEqual([user.userName]);
    });

    test("a thousand and more people come in one answer", async () => {
      for (let number = 0; number < 1010; number += 1)
        await base.db
          .insertInto("users")
          .values({
            workspaceId: base.workspace.id,
            id: `usr_${number}`,
            userName: `p${number}@acme.example`,
            displayName: "P",
            externalId: null,
            department: null,
            ssoRequired: 1,
            passwordHash: null,
            createdAt: testStart,
            disabledAt: null,
            firstSignInAt: null,
            lastSignInAt: null,
            lockedUntil: null,
          })
          .execute();
      const { data }: { data: Member[] } = await (await membersOf()).json();
      expect(new Set(data.map(({ email }) => email)).size).toBe(1020);
    });

    test("it is read by admins and auditors, of their own workspace", async () => {
      expect((await membersOf("requestor")).status).toBe(403);
      expect((await membersOf("identity")).status).toBe(403);
      expect((await membersOf("auditor", "elsewhere")).status).toBe(404);
      expect((await patch({ mfa_required: "all_members" }, "boss", "elsewhere")).status).toBe(404);
    });

    test("what tightens is in force at once, a repeat changes nothing", async () => {
      const body = { mfa_required: "all_members", mfa_grace_period_hours: 24 };
      const response = await patch(body);
      expect([response.status, await response.json()]).toEqual([200, { ...body, waiting_for_second_admin: null }]);
      const { version } = await currentPolicy(base.db, base.workspace.id);
      expect(await contentInForce()).toMatchObject({ dial: "required", graceHours: 24 });
      expect((await patch(body)).status).toBe(200);
      expect((await currentPolicy(base.db, base.workspace.id)).version).toBe(version);
    });

    test.each(["none", "owners", "role:implementer"])("%s weakens, and waits for a second admin", async (required) => {
      const before = await contentInForce();
      const response = await patch({ mfa_required: required });
      expect(response.status).toBe(202);
      expect(await response.json()).toMatchObject({ mfa_required: "all_members" });
      expect(await contentInForce()).toEqual(before);
      const [draft] = await listOpenPolicyDrafts(base.db, base.workspace.id);
      expect(draft).toMatchObject({ state: "waiting", content: { dial: required === "none" ? "off" : "optional" } });
      const target = { kind: "role", id: required === "owners" ? "owner" : "implementer" };
      if (required !== "none") expect(draft?.content.rules).toEqual([{ id: "mfa-required", target, dial: "required" }]);
    });

    test("what is not understood changes nothing and is named", async () => {
      for (const body of [
        {},
        { mfa_required: "everybody" },
        { mfa_required: "role:" },
        { mfa_grace_period_hours: 721 },
        { mfa_grace_period_hours: 1.5 },
      ])
        expect((await patch(body)).status).toBe(400);
      const unknown = await patch({ mfa_required: "role:nobody-has-it" });
      expect([unknown.status, (await unknown.json()).code]).toEqual([400, "unknown_target"]);
      expect((await patch({ mfa_required: "all_members" }, "auditor")).status).toBe(403);
      expect((await patch({ mfa_required: "all_members" }, "identity")).status).toBe(403);
    });
  });
