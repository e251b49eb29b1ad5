import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { DraftCommand } from "#app/policy/draft-commands.ts";
import { contentOf, type PolicyContent } from "#app/policy/policy-content.ts";
import { draftPolicy, savePolicy } from "#app/policy/save-policy.server.ts";
import { settleDraft } from "#app/policy/settle-draft.server.ts";
import { addDirectoryObject } from "#db/directory.ts";
import { currentPolicy, findPolicyVersion, listPolicyVersions } from "#db/policies.ts";
import { findPolicyDraft, listOpenPolicyDrafts } from "#db/policy-drafts.ts";
import { databases, type TestDatabase, testStart } from "#test/support/databases.ts";
import { noon } from "#test/support/make.ts";
import { addPeople, type People } from "#test/support/people.ts";
import { refusalOf } from "#test/support/refusal-of.ts";

for (const [name, open] of Object.entries(databases))
  describe(name, () => {
    let base: TestDatabase;
    let people: People;
    beforeAll(async () => {
      base = await open();
      people = await addPeople(base);
      await addDirectoryObject(
        base.db,
        base.workspace.id,
        { kind: "group", id: "finance", name: "Finance" },
        testStart,
      );
    });
    afterAll(() => base.close());
    beforeEach(async () => {
      for (const table of ["outbox", "policyDrafts"] as const) await base.db.deleteFrom(table).execute();
    });

    const current = () => currentPolicy(base.db, base.workspace.id);
    const save = async (
      over: Partial<PolicyContent>,
      rest: { who?: keyof People; basedOn?: number; forces?: boolean } = {},
    ) => {
      const policy = await current();
      const { who = "admin", basedOn = policy.version, forces = false } = rest;
      return {
        workspaceId: base.workspace.id,
        basedOn,
        content: { ...contentOf(policy), ...over },
        forcesReenrollment: forces,
        reason: "Agreed in the security round",
        by: people[who],
        actor: { kind: "user", id: people[who].userId } as const,
        now: noon,
      };
    };
    const settle = (id: string, command: DraftCommand, who: keyof People, factorUsedAt: string | null = noon) =>
      settleDraft(base.db, {
        workspaceId: base.workspace.id,
        id,
        command,
        comment: "Seen",
        by: { ...people[who], aal: 2, factorUsedAt },
        actor: { kind: "user", id: people[who].userId },
        now: noon,
      });
    const eventsOf = async () => {
      const rows = await base.db
        .selectFrom("auditEvents")
        .select(["type", "data"])
        .where("workspaceId", "=", base.workspace.id)
        .where((eb) => eb.or([eb("type", "like", "TENANT_MFA%"), eb("type", "like", "policy.%")]))
        .orderBy("seq")
        .execute();
      return rows.map(({ type, data }) => ({ type, data: JSON.parse(data) }));
    };
    const lastEvents = async (count: number) => (await eventsOf()).slice(-count).map(({ type }) => type);
    const waiting = async () => {
      const { graceHours } = await current();
      const { draft } = await savePolicy(base.db, await save({ graceHours: graceHours + 1 }));
      if (!draft) throw new Error("a longer grace came into force at once, expected it to wait");
      return draft;
    };

    test("what tightens is in force at once, as a version of its own with its author, reason and difference", async () => {
      const before = await current();
      const { inForce, draft } = await savePolicy(base.db, await save({ graceHours: before.graceHours - 24 }));
      expect(draft).toBeNull();
      expect(inForce).toEqual(await current());
      expect(inForce).toMatchObject({ version: before.version + 1, askedSince: before.askedSince });
      expect(await findPolicyVersion(base.db, base.workspace.id, inForce?.version ?? 0)).toMatchObject({
        authorId: people.admin.userId,
        reason: "Agreed in the security round",
        createdAt: noon,
      });
      expect((await eventsOf()).at(-1)).toMatchObject({
        type: "TENANT_MFA_POLICY_UPDATED",
        data: {
          before: { graceHours: before.graceHours },
          body: { graceHours: before.graceHours - 24 },
          changes: [{ what: "Grace", direction: "tightens" }],
        },
      });
    });

    test("a change of what counts is told under its own name as well", async () => {
      await savePolicy(base.db, await save({ factorSet: "phishing_resistant" }));
      expect((await eventsOf()).slice(-2)).toMatchObject([
        { type: "TENANT_MFA_POLICY_UPDATED" },
        {
          type: "TENANT_MFA_ACCEPTED_FACTORS_UPDATED",
          data: { before: { factorSet: "totp_or_webauthn" }, after: { factorSet: "phishing_resistant" } },
        },
      ]);
    });

    test("what weakens waits, the other admins are told, and a second admin puts it in force", async () => {
      const before = await current();
      const draft = await waiting();
      expect(await current()).toEqual(before);
      expect(await lastEvents(1)).toEqual(["policy.weakening_requested"]);
      const told = await base.db.selectFrom("outbox").select(["template", "toUserId"]).execute();
      expect(told).toEqual([{ template: "policy_weakening_waits", toUserId: people.boss.userId }]);

      expect(await refusalOf(settle(draft.id, "confirm", "admin"))).toBe("own_weakening");
      expect(await refusalOf(settle(draft.id, "reject", "admin"))).toBe("own_weakening");
      for (const who of ["auditor", "identity", "requestor"] as const)
        expect(await refusalOf(settle(draft.id, "confirm", who))).toBe("not_admin");
      const stale = new Date(Date.parse(noon) - 15 * 60_000 - 1).toISOString();
      expect(await refusalOf(settle(draft.id, "confirm", "boss", stale))).toBe("step_up_required");
      expect(await refusalOf(settle(draft.id, "confirm", "boss", null))).toBe("step_up_required");
      expect(await current()).toEqual(before);

      const settled = await settle(draft.id, "confirm", "boss");
      expect(settled).toMatchObject({ state: "confirmed", decidedBy: people.boss.userId, comment: "Seen" });
      expect(await current()).toMatchObject({ version: before.version + 1, graceHours: before.graceHours + 1 });
      expect((await eventsOf()).slice(-2)).toMatchObject([
        { type: "policy.weakening_confirmed", data: { proof: { aal: 2, factorUsedAt: noon, via: "user" } } },
        { type: "TENANT_MFA_POLICY_UPDATED", data: { draftId: draft.id, confirmedBy: people.boss.userId } },
      ]);
      expect(await refusalOf(settle(draft.id, "confirm", "boss"))).toBe("settled_already");
    });

    test("the database itself refuses a weakening that its author confirms", async () => {
      const draft = await waiting();
      const byItsAuthor = base.db
        .updateTable("policyDrafts")
        .set({ state: "confirmed", decidedBy: draft.authorId })
        .where("id", "=", draft.id)
        .execute();
      await expect(byItsAuthor).rejects.toThrow(/policy_drafts_second_admin|CHECK/);
    });

    test("a rejected weakening changes nothing, and its author is told why", async () => {
      const before = await current();
      const draft = await waiting();
      await settle(draft.id, "reject", "boss");
      expect(await current()).toEqual(before);
      expect(await lastEvents(1)).toEqual(["policy.weakening_rejected"]);
      const told = await base.db.selectFrom("outbox").select(["template", "toUserId"]).execute();
      expect(told).toContainEqual({ template: "policy_weakening_decided", toUserId: people.admin.userId });
    });

    test("its author takes a weakening back, and nobody else does", async () => {
      const draft = await waiting();
      expect(await refusalOf(settle(draft.id, "withdraw", "boss"))).toBe("not_author");
      expect((await settle(draft.id, "withdraw", "admin")).state).toBe("withdrawn");
      expect(await lastEvents(1)).toEqual(["policy.draft_withdrawn"]);
      expect(await refusalOf(settle(draft.id, "confirm", "boss"))).toBe("settled_already");
      expect(await listOpenPolicyDrafts(base.db, base.workspace.id)).toEqual([]);
    });

    test("a weakening of a version that is no longer in force cannot be confirmed", async () => {
      const draft = await waiting();
      const { graceHours } = await current();
      await savePolicy(base.db, await save({ graceHours: graceHours - 1 }));
      expect(await refusalOf(settle(draft.id, "confirm", "boss"))).toBe("base_superseded");
      expect((await settle(draft.id, "reject", "boss")).state).toBe("rejected");
    });

    test("of two saves of the same version the second is refused", async () => {
      const { graceHours } = await current();
      const saves = [
        await save({ graceHours: graceHours - 1 }),
        await save({ graceHours: graceHours - 2 }, { who: "boss" }),
      ];
      const results = await Promise.allSettled(saves.map((each) => savePolicy(base.db, each)));
      expect(results.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    });

    test("a draft is tried out first: what weakens then waits, what tightens is in force", async () => {
      const { graceHours } = await current();
      const tighter = await draftPolicy(base.db, await save({ graceHours: graceHours - 1 }));
      const weaker = await draftPolicy(base.db, await save({ graceHours: graceHours + 1 }));
      expect((await current()).graceHours).toBe(graceHours);
      expect(await refusalOf(settle(weaker.id, "confirm", "boss"))).toBe("not_waiting");
      expect(await refusalOf(settle(weaker.id, "submit", "boss"))).toBe("not_author");
      expect((await settle(weaker.id, "submit", "admin")).state).toBe("waiting");
      expect((await settle(tighter.id, "submit", "admin")).state).toBe("applied");
      expect((await current()).graceHours).toBe(graceHours - 1);
      expect(await refusalOf(settle(tighter.id, "submit", "admin"))).toBe("settled_already");
    });

    test("an earlier version comes back as a version of its own", async () => {
      const { version, graceHours, dial } = await current();
      await savePolicy(base.db, await save({ graceHours: graceHours - 1 }));
      const old = await findPolicyVersion(base.db, base.workspace.id, version);
      if (!old) throw new Error("the version is gone");
      const { draft } = await savePolicy(base.db, await save(contentOf(old.policy)));
      expect(draft).toMatchObject({ state: "waiting", basedOn: version + 1, content: { graceHours, dial } });
    });

    test("only admins change the policy, and not to what it is or to what contradicts itself", async () => {
      for (const who of ["auditor", "identity", "implementer", "requestor"] as const)
        expect(await refusalOf(savePolicy(base.db, await save({ graceHours: 1 }, { who })))).toBe("not_admin");
      expect(await refusalOf(savePolicy(base.db, await save({})))).toBe("unchanged");
      expect(await refusalOf(savePolicy(base.db, await save({ graceHours: 1 }, { basedOn: 0 })))).toBe("stale_version");
      const contradicting = await save({ codesCountAsEnrollment: true, recoveryCodesAllowed: false });
      expect(await refusalOf(savePolicy(base.db, contradicting))).toBe("contradiction");
    });

    test("a rule is about somebody whom the directory knows; people may be named by their address", async () => {
      const rule = (kind: "group" | "user" | "role", id: string) =>
        ({ id: "r", target: { kind, id }, dial: "required" }) as const;
      for (const unknown of [rule("group", "nobody"), rule("user", "nobody@acme.example"), rule("role", "finance")])
        expect(await refusalOf(savePolicy(base.db, await save({ rules: [unknown] })))).toBe("unknown_target");
      const rules = [{ ...rule("group", "finance"), factorSet: "phishing_resistant" as const }];
      const { inForce } = await savePolicy(
        base.db,
        await save({
          rules,
          floors: [...(await current()).floors, { ...rule("user", people.boss.userName), id: "boss" }],
        }),
      );
      expect(inForce?.floors).toContainEqual({
        id: "boss",
        target: { kind: "user", id: people.boss.userId },
        dial: "required",
      });
    });

    test("forcing re-enrolment without grace is in force at once and says when", async () => {
      await savePolicy(base.db, await save({ graceHours: 0 }));
      const { inForce } = await savePolicy(base.db, await save({}, { forces: true }));
      expect(inForce?.reenrollmentForcedAt).toBe(noon);
    });

    test("versions are listed from the newest on, page by page", async () => {
      const first = await listPolicyVersions(base.db, base.workspace.id, { before: null, limit: 2 });
      const { version } = await current();
      expect(first.versions.map(({ policy }) => policy.version)).toEqual([version, version - 1]);
      const rest = await listPolicyVersions(base.db, base.workspace.id, { before: first.next, limit: 500 });
      expect(rest.next).toBeNull();
      expect(rest.versions.at(-1)?.policy.version).toBe(1);
      expect(await findPolicyDraft(base.db, base.workspace.id, "pol_unknown")).toBeUndefined();
    });
  });
