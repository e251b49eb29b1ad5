import { describe, expect, onTestFinished, test } from "vitest";
import { verifyChain } from "#app/audit/verify-chain.server.ts";
import { addUser, disableUser, enableUser } from "#app/auth/people.server.ts";
import { createToken } from "#app/auth/token.server.ts";
import { changeDirectoryUser } from "#app/directory/change-user.server.ts";
import { pseudonymView } from "#app/directory/pseudonym-view.server.ts";
import { pseudonymiseUser } from "#app/directory/pseudonymise.server.ts";
import { createWorkspace } from "#app/register/create-workspace.server.ts";
import { fileException } from "#app/register/file-exception.server.ts";
import { auditTrail, historyOf } from "#db/audit-trail.ts";
import { insertFactor } from "#db/factors.ts";
import { freeTextTables } from "#db/free-texts.ts";
import { rememberAnswer, takeIdempotencyKey } from "#db/idempotency.ts";
import { newId } from "#db/ids.ts";
import { recordDelivery } from "#db/outbox.ts";
import { insertSession } from "#db/sessions.ts";
import { findUser } from "#db/users.ts";
import { updateWorkspace } from "#db/workspaces.ts";
import { write } from "#db/write.ts";
import { completeDraft } from "#test/support/active-exception.ts";
import { askDecider } from "#test/support/ask-decider.ts";
import { databases, type TestDatabase, testStart } from "#test/support/databases.ts";
import { serviceToken } from "#test/support/decisions.ts";
import { dumpWorkspace } from "#test/support/dump-workspace.ts";
import { openToTampering } from "#test/support/open-to-tampering.ts";
import { addPeople } from "#test/support/people.ts";
import { refusalOf } from "#test/support/refusal-of.ts";
import { later } from "#test/support/sign-in.ts";

const now = later(testStart, 3600);
const address = "maud.ellery@acme.example";
const name = "Maud Ellery";
const reason = "Asked for by the person, request 31";

/** A workspace with somebody who did and was called this and that. */
async function withMaud(open: () => Promise<TestDatabase>) {
  const base = await open();
  onTestFinished(() => base.close());
  const { db, workspace } = base;
  const people = await addPeople(base);
  const workspaceId = workspace.id;
  const asAdmin = {
    workspaceId,
    by: { userId: people.admin.userId },
    actor: { kind: "user", id: people.admin.userId },
    now,
  } as const;
  const { id: userId } = await addUser(db, {
    ...asAdmin,
    user: {
      userName: "maud.before@acme.example",
      displayName: "Maud Before",
      externalId: "mf-3310",
      department: "Reception",
    },
    roles: ["implementer"],
  });
  await changeDirectoryUser(db, { ...asAdmin, userId, changes: { userName: address, displayName: name } });
  const context = { workspaceId, actor: { kind: "user", id: userId }, now } as const;
  await write(db, context, async (tx, { audit, notify }) => {
    const totp = { secret: "sealed-seed", lastStep: null, drift: 0 };
    const factor = { workspaceId, id: newId("fac"), userId, kind: "totp", label: "Maud’s phone" } as const;
    await insertFactor(tx, { ...factor, createdAt: now, lastUsedAt: null, credential: null, totp });
    audit("ACCOUNT_MFA_DEVICE_ENROLLED", { kind: "user", id: userId }, { kind: "totp", label: factor.label });
    notify({ template: "factor_added", toUserId: userId, toAddress: address, data: { label: "x", at: now } });
    notify({
      template: "policy_weakening_decided",
      toUserId: people.admin.userId,
      toAddress: people.admin.userName,
      data: { draftId: "pol_1", decider: name, decision: "confirmed", reason: "x", comment: `See ${address}` },
    });
  });
  const session = { workspaceId, idHash: "hash-of-hers", userId, methods: [], createdAt: now, lastSeenAt: now };
  await insertSession(db, {
    ...session,
    ...{ decisionId: null, isBypass: false, exceptionId: null, graceEndsAt: null },
    expiresAt: later(now, 60),
    revokedAt: null,
    ip: "198.18.7.7",
    userAgent: "Maud",
  });
  const { id: tokenId } = await createToken(db, {
    ...{ ...context, kind: "personal", userId, name: "Maud’s script", scopes: ["read"], expiresAt: null },
    ...{ factorUsedAt: null, createdBy: userId },
  });
  const key = { workspaceId, tokenId, key: "added" };
  await takeIdempotencyKey(db, key, "hash", now);
  const body = {
    id: userId,
    user_name: address,
    display_name: name,
    external_id: "mf-3310",
    department: "Reception",
    factors: [],
  };
  await rememberAnswer(db, key, { status: 201, body: JSON.stringify(body) });
  const [message] = await db
    .selectFrom("outbox")
    .select(["workspaceId", "id"])
    .where("toUserId", "=", userId)
    .execute();
  if (!message) throw new Error("no message to her, expected the one about her factor");
  await recordDelivery(db, message, { attempt: 1, outcome: "failed", response: `550 <${address}> unknown`, at: now });
  const { token } = await serviceToken(base);
  await askDecider(base, token, [{ subjectId: address, at: now }]);
  const filing = { workspaceId, actor: context.actor, now, requestor: { ...people.requestor, userId } };
  const filed = await fileException(db, { ...filing, draft: completeDraft({ title: "Mailbox of Maud Ellery" }) });
  const other = await fileException(db, { ...filing, draft: completeDraft({ title: "Scanner" }) });

  const by = { userId: people.admin.userId, roles: people.admin.roles, aal: 2, factorUsedAt: now } as const;
  const asked = { workspaceId, by, actor: asAdmin.actor, now, userId, reason };
  const bar = () => disableUser(db, { ...asAdmin, userId, reason: "Left" });
  return { ...base, people, userId, asAdmin, asked, bar, filed, other };
}

for (const [databaseName, open] of Object.entries(databases))
  describe(databaseName, () => {
    test("nothing names a person any more but what people wrote, and the chain stays whole", async () => {
      const { db, workspace, userId, asked, bar, filed, other } = await withMaud(open);
      await bar();
      const { id: workspaceId } = workspace;
      const before = await verifyChain(db, workspaceId);
      expect(before.ok).toBe(true);
      expect((await rawChain(db, workspaceId)).join()).not.toMatch(/maud/i);
      const view = await pseudonymView(db, workspace, userId);
      expect(view).toMatchObject({
        obstacle: null,
        names: expect.arrayContaining([address, "@maud.ellery", name, "mf-3310", "maud.before@acme.example"]),
        records: [{ exceptionId: filed.id, where: ["the record", "earlier wording", "the audit log"] }],
        elsewhere: [{ what: "mails, where they quote such a text", count: 1 }],
        wasUnknown: false,
      });
      expect(view.inLog).toBeGreaterThan(5);

      const { user, isChanged } = await pseudonymiseUser(db, asked);
      expect(isChanged).toBe(true);
      expect(user.userName).toMatch(/^former-[0-9a-f]{10}@removed\.invalid$/);
      expect(user).toMatchObject({ id: userId, externalId: null, department: null, pseudonymisedAt: now });
      const after = await verifyChain(db, workspaceId);
      expect(after).toEqual({ ok: true, upToSeq: before.upToSeq + 1, firstBreak: null });

      const dump = await dumpWorkspace(db, workspaceId);
      for (const [table, rows] of Object.entries(dump)) {
        const naming = rows.filter((row) => /maud|ellery|mf-3310|198\.18\.7|sealed-seed/i.test(row));
        if (naming.length === 0) continue;
        expect(freeTextTables, table).toContain(table);
        for (const row of naming) expect(row).toContain("Mailbox of Maud Ellery");
      }
      expect(await findUser(db, workspaceId, other.requestorId ?? "")).toMatchObject({ id: userId });
    });

    test("what the person did still reads as what it was", async () => {
      const { db, workspace, userId, asked, bar } = await withMaud(open);
      await bar();
      const read = async () =>
        (await historyOf(db, workspace.id, { kind: "user", id: userId })).map(({ type, data }) => [
          type,
          JSON.parse(data),
        ]);
      expect((await read())[0]).toEqual([
        "user.created",
        { userName: "maud.before@acme.example", displayName: "Maud Before", roles: ["implementer"] },
      ]);
      await pseudonymiseUser(db, asked);
      const events = await read();
      expect(events[0]).toEqual([
        "user.created",
        { userName: "a former person", displayName: "a former person", roles: ["implementer"] },
      ]);
      expect(events.map(([type]) => type)).toEqual([
        ...["user.created", "user.updated", "ACCOUNT_MFA_DEVICE_ENROLLED", "user.disabled", "user.pseudonymised"],
      ]);
      expect(events.at(-1)?.[1]).toMatchObject({ reason });
      const trail = { types: ["token.created"], limit: 50 };
      const { rows } = await auditTrail(db, workspace.id, trail);
      expect(rows.map(({ data }) => JSON.parse(data).name)).toContain("a former person");
      expect(rows.map(({ data }) => JSON.parse(data).name)).not.toContain("Maud’s script");
    });

    test("their mails that wait are given up, and those to others go on without the name", async () => {
      const { db, userId, asked, bar, people } = await withMaud(open);
      await bar();
      const { user } = await pseudonymiseUser(db, asked);
      const messages = await db.selectFrom("outbox").selectAll().execute();
      const theirs = messages.filter(({ toUserId }) => toUserId === userId);
      expect(theirs.map(({ toAddress, nextAttemptAt }) => [toAddress, nextAttemptAt])).toEqual([[user.userName, null]]);
      const others = messages.find(
        ({ toUserId, template }) => toUserId === people.admin.userId && template === "policy_weakening_decided",
      );
      expect(others?.nextAttemptAt).not.toBeNull();
      expect(JSON.parse(others?.data ?? "")).toMatchObject({
        decider: user.displayName,
        comment: `See ${user.userName}`,
      });
    });

    test("it needs a person who is barred, an admin, a fresh factor and a reason that names nobody", async () => {
      const { db, workspace, asked, bar, people } = await withMaud(open);
      const refusal = (changes: object) => refusalOf(pseudonymiseUser(db, { ...asked, ...changes }));
      expect(await refusal({})).toBe("not_disabled");
      await bar();
      expect(await refusal({ by: { ...asked.by, factorUsedAt: testStart } })).toBe("step_up_required");
      expect(await refusal({ by: { ...asked.by, aal: 1 } })).toBe("step_up_required");
      expect(await refusal({ by: { ...asked.by, userId: people.auditor.userId } })).toBe("not_admin");
      expect(await refusal({ reason: "maud ellery has left" })).toBe("reason_names_person");
      expect(await refusal({ userId: "usr_nobody" })).toBe("unknown_user");
      await updateWorkspace(db, workspace.id, { ...workspace, securityContact: address });
      expect(await refusal({})).toBe("security_contact");
    });

    test("it happens once, and cannot be undone", async () => {
      const { db, workspace, userId, asAdmin, asked, bar } = await withMaud(open);
      await bar();
      const { user } = await pseudonymiseUser(db, asked);
      const events = (await rawChain(db, workspace.id)).length;
      expect(await pseudonymiseUser(db, asked)).toMatchObject({ user: { userName: user.userName }, isChanged: false });
      expect(await refusalOf(enableUser(db, { ...asAdmin, userId }))).toBe("pseudonymised");
      const renaming = changeDirectoryUser(db, { ...asAdmin, userId, changes: { displayName: name } });
      expect(await refusalOf(renaming)).toBe("pseudonymised");
      expect((await rawChain(db, workspace.id)).length).toBe(events);
    });

    test("another workspace with the same person is left alone", async () => {
      const { db, asked, bar } = await withMaud(open);
      await bar();
      const elsewhere = await workspaceElsewhere(db);
      const before = await dumpWorkspace(db, elsewhere);
      await pseudonymiseUser(db, asked);
      expect(await dumpWorkspace(db, elsewhere)).toEqual(before);
    });

    test("a name beside the log that was changed or taken away from outside is found", async () => {
      const base = await withMaud(open);
      const { db, workspace, userId } = base;
      const texts = db.selectFrom("auditPersonal").select(["id", "seq"]).where("userId", "=", userId);
      const first = await texts.where("text", "=", "Maud Before").orderBy("seq").executeTakeFirstOrThrow();
      const change = () =>
        db.updateTable("auditPersonal").set({ text: "Somebody Else" }).where("id", "=", first.id).execute();
      await expect(change()).rejects.toThrow("never changed");
      await openToTampering(base, "audit_personal");
      await change();
      const broken = (why: string) => ({
        ok: false,
        upToSeq: first.seq - 1,
        firstBreak: { seq: first.seq, reason: why },
      });
      expect(await verifyChain(db, workspace.id)).toEqual(broken("text_differs"));
      await db.deleteFrom("auditPersonal").where("id", "=", first.id).execute();
      expect(await verifyChain(db, workspace.id)).toEqual(broken("text_missing"));
    });
  });

/** A workspace of the same server where somebody of the same name and address is a person, too. */
async function workspaceElsewhere(db: TestDatabase["db"]): Promise<string> {
  const actor = { kind: "console", id: null } as const;
  const named = { slug: "elsewhere", name: "Elsewhere", timeZone: "UTC", securityContact: null };
  const { id: workspaceId } = await createWorkspace(db, { ...named, actor, now: testStart });
  const user = { userName: address, displayName: name };
  await addUser(db, { workspaceId, by: null, actor, now, user, roles: [] });
  const data = { draftId: "pol_1", decider: name, decision: "confirmed", reason: "x", comment: address };
  await write(db, { workspaceId, actor, now }, async (_tx, { audit, notify }) => {
    notify({ template: "policy_weakening_decided", toUserId: null, toAddress: address, data });
    audit("export.downloaded", { kind: "export", id: "exp_1" }, { sha256: "0".repeat(64) });
  });
  return workspaceId;
}

/** What the log holds itself, but for what people wrote on records. */
async function rawChain(db: TestDatabase["db"], workspaceId: string): Promise<string[]> {
  const rows = await db
    .selectFrom("auditEvents")
    .select("data")
    .where("workspaceId", "=", workspaceId)
    .where("subjectKind", "!=", "exception")
    .execute();
  return rows.map(({ data }) => data);
}
