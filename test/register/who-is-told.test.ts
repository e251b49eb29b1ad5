import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createToken } from "#app/auth/token.server.ts";
import { contentOf } from "#app/mail/content-of.ts";
import { modesFor } from "#app/mail/mail-modes.ts";
import { traits } from "#app/mail/traits.ts";
import { apply } from "#app/register/apply.server.ts";
import type { CommandInput } from "#app/register/command-schemas.ts";
import { addDays } from "#app/register/days.ts";
import { delegate } from "#app/register/delegate.server.ts";
import { fileException } from "#app/register/file-exception.server.ts";
import { clock } from "#app/register/guards.ts";
import { findException } from "#db/exceptions.ts";
import { queued } from "#db/outbox.ts";
import { write } from "#db/write.ts";
import { activeException, completeDraft, putInPlace } from "#test/support/active-exception.ts";
import { databases, type TestDatabase } from "#test/support/databases.ts";
import { noon } from "#test/support/make.ts";
import { addPeople, type People } from "#test/support/people.ts";

type Said = CommandInput extends infer C ? (C extends { version: number } ? Omit<C, "version"> : never) : never;
type Who = keyof People;

const low = { likelihood: 2, impact: 2 } as const;
const end = addDays(noon, 20);
const assess: Said = { command: "assess", inherent: low, residual: low, comment: "Looked at it" };
const approve: Said = { command: "approve", comment: "" };
const submit: Said = { command: "submit", comment: "" };
const extension: Said = { command: "request_extension", ends_at: addDays(end, 9), comment: "Late" };
const emergency: Said = { command: "grant_emergency", comment: "Mail stands still" };

const alsoFor = (userId: string) => ({ scope: { ...completeDraft().scope, users: [userId] } });

for (const [name, open] of Object.entries(databases))
  describe(name, () => {
    let world: TestDatabase;
    let people: People;
    beforeAll(async () => {
      world = await open();
      people = await addPeople(world);
    });
    afterAll(() => world.close());
    const forget = () => world.db.deleteFrom("outbox").execute();
    beforeEach(forget);

    const run = async (id: string, who: Who | "clock", said: Said, over: { token?: string } = {}) => {
      const record = await findException(world.db, world.workspace.id, id);
      const input = { ...said, version: record?.version ?? 0 } as CommandInput; // the version is the one just read
      const isClock = who === "clock";
      const actor = isClock ? clock : ({ ...people[who], aal: 2, factorUsedAt: noon } as const);
      const user = isClock
        ? { kind: "job" as const, id: "chase-approvals" }
        : { kind: "user" as const, id: people[who].userId };
      const auditActor = over.token ? { kind: "token" as const, id: over.token } : user;
      return apply(world.db, { workspaceId: world.workspace.id, id, input, actor, auditActor, now: noon });
    };
    const filed = async (ownerId: string, lettingIn?: Who) => {
      const { requestor } = people;
      const { id } = await fileException(world.db, {
        workspaceId: world.workspace.id,
        draft: completeDraft({ ownerId, endsAt: end, ...(lettingIn && alsoFor(people[lettingIn].userId)) }),
        requestor,
        actor: { kind: "user", id: requestor.userId },
        now: noon,
      });
      await run(id, "requestor", submit);
      return id;
    };
    const active = async (ownerId: string) =>
      (await activeException(world, people, { now: noon, ownerId, endsAt: end })).id;
    const messages = async () => {
      const rows = await world.db
        .selectFrom("outbox")
        .select(["id", "template", "toUserId", "toAddress", "data", "attempts", "createdAt", "triedFrom"])
        .execute();
      return rows.map((row) => queued(world.workspace.id, row));
    };
    const toldTo = async (who: Who) =>
      (await messages()).filter(({ toUserId }) => toUserId === people[who].userId).map(({ template }) => template);

    type Case = [
      what: string,
      template: string,
      begin: (owner: string) => Promise<string>,
      who: Who | "clock",
      said: Said,
    ];
    const then =
      (begin: (owner: string) => Promise<string>, who: Who, ...said: Said[]) =>
      async (owner: string) => {
        const id = await begin(owner);
        for (const each of said) await run(id, who, each);
        return id;
      };
    const extending = then(active, "requestor", extension);
    const granted = then(filed, "leadership", emergency);
    const decisions: Case[] = [
      ["sent back", "changes_requested", filed, "identity", { command: "request_changes", comment: "Which mailbox?" }],
      ["refused", "exception_rejected", filed, "identity", { command: "reject", comment: "No" }],
      ["approved by the last who is needed", "exception_approved", then(filed, "risk", assess), "identity", approve],
      [
        "put in place",
        "exception_active",
        then(then(filed, "risk", assess), "identity", approve),
        "implementer",
        { command: "implement", ...putInPlace, comment: "" },
      ],
      ["granted in an emergency", "emergency_granted", filed, "leadership", emergency],
      ["ratified", "emergency_ratified", then(granted, "risk", assess), "identity", { command: "ratify", comment: "" }],
      ["lapsed", "request_lapsed", filed, "clock", { command: "lapse", comment: "Nobody decided." }],
      ["extended", "extension_decided", extending, "identity", approve],
      ["not extended", "extension_decided", extending, "identity", { command: "reject", comment: "No" }],
      [
        "not extended in time",
        "extension_decided",
        extending,
        "clock",
        { command: "lapse", comment: "Nobody decided." },
      ],
      ["put on hold", "exception_suspended", active, "admin", { command: "suspend", comment: "Odd sign-ins" }],
      [
        "resumed",
        "exception_resumed",
        then(active, "admin", { command: "suspend", comment: "Odd" }),
        "admin",
        { command: "resume", comment: "Was a test" },
      ],
      ["revoked", "exception_revoked", active, "admin", { command: "revoke", comment: "Replaced" }],
      [
        "shortened at a review",
        "exception_shortened",
        active,
        "admin",
        { command: "review", outcome: "shorten", ends_at: addDays(noon, 5), comment: "Enough" },
      ],
      [
        "let run out at a review",
        "exception_let_expire",
        extending,
        "admin",
        { command: "review", outcome: "let_expire", comment: "The connector is bought" },
      ],
    ];

    // What people ask for most of such tools, and miss most often, is to be told what became of their request.
    test.each(decisions)("whoever asked is told, once, that it was %s", async (_what, template, begin, who, said) => {
      for (const owner of ["requestor@acme.example", "owner@acme.example"]) {
        const id = await begin(owner);
        await forget();
        await run(id, who, said);
        expect(await toldTo("requestor")).toEqual([template]);
        expect(await toldTo("owner")).toEqual(owner.startsWith("owner") ? [template] : []);
        if (who !== "clock") expect(await toldTo(who)).toEqual([]);
        const { topic, isUrgent } = traits[(await messages())[0]?.template ?? "exception_changed"];
        expect(isUrgent || !modesFor(topic).includes("off")).toBe(true);
      }
    });

    const wishes: [outcome: string, who: Who | "clock", said: Said, subject: RegExp, lead: RegExp][] = [
      ["granted", "identity", approve, /the later end is granted/, /has agreed/],
      ["refused", "identity", { command: "reject", comment: "No" }, /the later end is refused/, /as before/],
      ["lapsed", "clock", { command: "lapse", comment: "" }, /nobody decided about the later end/, /has lapsed/],
      ["withdrawn", "requestor", { command: "withdraw", comment: "" }, /not asked for any more/, /was withdrawn/],
      [
        "overtaken by a review",
        "admin",
        { command: "review", outcome: "shorten", ends_at: addDays(noon, 5), comment: "Enough" },
        /a shorter term/,
        /shortened.*The wish for a later end, which nobody had decided about yet, ended/,
      ],
    ];

    test.each(wishes)("a message says that the later end was %s", async (_outcome, who, said, subject, lead) => {
      const id = await extending("owner@acme.example");
      await forget();
      await run(id, who, said);
      const message = (await messages()).find(({ toUserId }) => toUserId === people.owner.userId);
      const content = contentOf(message?.template ?? "digest", message?.data ?? {}, { publicUrl: "" });
      expect(content.subject).toMatch(subject);
      expect(content.lead).toMatch(lead);
    });

    test("it waits for those implementers who can put it in place, and no other hears of it", async () => {
      for (const [lettingIn, told] of [
        ["owner", ["yes"]],
        ["implementer", []],
      ] as const) {
        const id = await filed("owner@acme.example", lettingIn);
        await run(id, "risk", assess);
        await forget();
        await run(id, "identity", approve);
        const mine = (await messages()).filter(({ toUserId }) => toUserId === people.implementer.userId);
        expect(mine.map(({ data }) => data.isYours)).toEqual(told);
        const [lead] = mine.map(({ template, data }) => contentOf(template, data, { publicUrl: "" }).lead);
        if (lead) expect(lead).toContain("You are one of those who can put it in place");
      }
    });

    test("a review goes to whoever above could keep it: leadership, or the admins where leadership could not", async () => {
      const { implementer } = people;
      const escalate: Said = { command: "review", outcome: "escalate", comment: "Above me" };
      for (const [lettingIn, told] of [
        ["identity2", ["leadership"]],
        ["leadership", ["admin", "boss"]],
      ] as const) {
        const id = await filed("owner@acme.example", lettingIn);
        await run(id, "risk", assess);
        await run(id, "identity", approve);
        await run(id, "implementer", { command: "implement", ...putInPlace, comment: "" });
        await forget();
        await run(id, "owner", escalate);
        const asked = (await messages()).filter(({ template }) => template === "exception_escalated");
        expect(asked.map(({ toAddress }) => toAddress.split("@")[0]).toSorted()).toEqual(told);
        expect(asked.some(({ toUserId }) => toUserId === implementer.userId)).toBe(false);
      }
    });

    test("approvers read in the message whom it lets in, for how long and how risky it is, and who asks", async () => {
      const id = await filed("owner@acme.example");
      await run(id, "risk", assess);
      const asked = (await messages()).filter(({ template }) => template === "approval_needed");
      expect(asked.length).toBeGreaterThan(0);
      const rated = asked.find(({ data }) => data.rating);
      expect(rated?.data).toMatchObject({ id, rating: "low", startsAt: expect.any(String), endsAt: end });
      const { lead, facts } = contentOf("approval_needed", rated?.data ?? {}, { publicUrl: "" });
      const said = `${lead} ${facts.flat().join(" ")}`;
      for (const word of ["svc-claims-mail", "requestor", "Low"]) expect(said).toContain(word);
    });

    test("nobody is told of their own act, by a session, a personal token or in somebody's place", async () => {
      const { id: tokenId } = await createToken(world.db, {
        ...{ workspaceId: world.workspace.id, kind: "personal", userId: people.owner.userId, name: "mine" },
        ...{ scopes: ["approve", "write"], expiresAt: null, factorUsedAt: noon, createdBy: null, now: noon },
        actor: { kind: "console", id: null },
      });
      // The owner of the record takes the place of an approver.
      await delegate(world.db, {
        ...{ workspaceId: world.workspace.id, now: noon, actor: { kind: "user", id: people.risk.userId } },
        asked: { to: people.owner.userName, ends_at: addDays(noon, 1), reason: "On leave" },
        by: { ...people.risk, aal: 2, factorUsedAt: noon },
      });
      for (const over of [{}, { token: tokenId }]) {
        const id = await filed("owner@acme.example");
        await forget();
        await run(id, "owner", { command: "reject", comment: "No" }, over);
        expect(await toldTo("owner")).toEqual([]);
        expect(await toldTo("requestor")).toEqual(["exception_rejected"]);
      }
    });

    test("a message to whoever writes is dropped, also where their token does; what could be a thief's doing is not", async () => {
      const subject = { kind: "user", id: people.owner.userId } as const;
      const { id: tokenId } = await world.db
        .selectFrom("tokens")
        .select("id")
        .where("userId", "=", people.owner.userId)
        .executeTakeFirstOrThrow();
      for (const actor of [
        { kind: "user", id: people.owner.userId },
        { kind: "token", id: tokenId },
      ] as const) {
        await forget();
        await write(world.db, { workspaceId: world.workspace.id, actor, now: noon }, async (_tx, { audit, notify }) => {
          audit("user.enabled", subject, {});
          const to = { toUserId: people.owner.userId, toAddress: people.owner.userName, data: {} };
          for (const template of ["comment_added", "review_due", "password_changed", "mfa_reset_alert"] as const)
            notify({ template, ...to });
        });
        expect((await toldTo("owner")).sort()).toEqual(["mfa_reset_alert", "password_changed"]);
      }
    });
  });
