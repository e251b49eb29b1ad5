import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { apply } from "#app/register/apply.server.ts";
import { approvalCards } from "#app/register/approval-cards.server.ts";
import { circumstancesOf } from "#app/register/circumstances.server.ts";
import type { CommandInput } from "#app/register/command-schemas.ts";
import { addDays, addHours } from "#app/register/days.ts";
import { decisionAround } from "#app/register/decision-around.server.ts";
import { delegate } from "#app/register/delegate.server.ts";
import type { Sight } from "#app/register/exception-wire.ts";
import { editException, fileException } from "#app/register/file-exception.server.ts";
import { movesFor } from "#app/register/lifecycle.ts";
import { findException } from "#db/exceptions.ts";
import { listUnratified, listWaiting } from "#db/waiting.ts";
import { activeException, completeDraft } from "#test/support/active-exception.ts";
import { databases, type TestDatabase } from "#test/support/databases.ts";
import { noon } from "#test/support/make.ts";
import { addPeople, type People } from "#test/support/people.ts";

type Said<T = CommandInput> = T extends CommandInput ? Omit<T, "version"> : never;
type Who = keyof People;

const high = { likelihood: 4, impact: 4 } as const;
const assess: Said = { command: "assess", inherent: high, residual: high, comment: "Looked at it" };
const approve: Said = { command: "approve", comment: "" };

for (const [name, open] of Object.entries(databases))
  describe(name, () => {
    let opened: TestDatabase;
    let people: People;
    beforeAll(async () => {
      opened = await open();
      people = await addPeople(opened);
    });
    afterAll(() => opened.close());

    async function run(id: string, who: Who, said: Said, now: string) {
      const { db, workspace } = opened;
      const { version = 0 } = (await findException(db, workspace.id, id)) ?? {};
      const { userId, roles } = people[who];
      const input = { ...said, version } as CommandInput; // one of its members with the version it lacks
      const actor = { userId, roles, aal: 2, factorUsedAt: now } as const;
      return apply(db, { workspaceId: workspace.id, id, input, actor, auditActor: { kind: "user", id: userId }, now });
    }

    const draft = completeDraft({ startsAt: noon, endsAt: addDays(noon, 60) });

    async function submitted() {
      const { requestor } = people;
      const filing = {
        workspaceId: opened.workspace.id,
        requestor,
        actor: { kind: "user", id: requestor.userId },
      } as const;
      const { id } = await fileException(opened.db, { ...filing, draft, now: noon });
      await run(id, "requestor", { command: "submit", comment: "" }, noon);
      return id;
    }

    async function sightOf(id: string, who: Who, now: string): Promise<Sight> {
      const { db, workspace } = opened;
      const record = await findException(db, workspace.id, id);
      if (!record) throw new Error(`${id} is gone`);
      const { userId, roles } = people[who];
      const actor = { userId, roles, aal: 2, factorUsedAt: now } as const;
      const circumstances = (await circumstancesOf(db, workspace.id, [record], { actor, now })).get(id);
      if (!circumstances) throw new Error(`no circumstances of ${id}`);
      return { record, circumstances, moves: movesFor(record, actor, circumstances), showsReason: true };
    }

    async function cardOf(id: string, who: Who, now: string) {
      const [card] = await approvalCards(opened.db, opened.workspace.id, [await sightOf(id, who, now)], now);
      return card;
    }

    test("a card says who has agreed, who still has to and why it is not yours", async () => {
      const id = await submitted();
      await run(id, "risk", assess, noon);
      await run(id, "identity", approve, noon);
      expect(await cardOf(id, "identity2", noon)).toMatchObject({
        waiting: "approval",
        score: 16,
        requestor: "requestor",
        reach: "1 service",
        controls: ["Restricted network"],
        given: [{ name: "identity", group: "identity" }],
        open: [{ group: "risk", missing: 1, names: ["risk"] }],
        changes: [],
        command: null,
        whyNot: "Your approver groups are not needed here, or have given their approvals already.",
      });
      expect((await cardOf(id, "risk", noon))?.command).toBe("approve");
    });

    test("after an edit a card says what changed since the last approval, old and new", async () => {
      const id = await submitted();
      await run(id, "risk", assess, noon);
      await run(id, "identity", approve, addHours(noon, 1));
      const { requestor } = people;
      const { version = 0 } = (await findException(opened.db, opened.workspace.id, id)) ?? {};
      await editException(opened.db, {
        workspaceId: opened.workspace.id,
        id,
        version,
        draft: { ...draft, title: "IMAP and POP", scope: { ...draft.scope, protocols: ["imap", "pop"] } },
        editor: requestor,
        actor: { kind: "user", id: requestor.userId },
        now: addHours(noon, 2),
      });
      const card = await cardOf(id, "risk", addHours(noon, 3));
      expect(card).toMatchObject({ waiting: "rating", voided: 1, waitingSince: addHours(noon, 2), given: [] });
      expect(card?.changes).toEqual(
        expect.arrayContaining([
          { field: "Title", before: "IMAP polling for the claims mailbox", after: "IMAP and POP" },
          { field: "Scope: Protocols", before: "IMAP", after: "IMAP\nPOP" },
        ]),
      );
    });

    test("a wish for a later end stands in the queue with what would change", async () => {
      const end = addDays(noon, 20);
      const { id } = await activeException(opened, people, { now: noon, endsAt: end });
      const asked = addDays(noon, 1);
      await run(id, "owner", { command: "request_extension", ends_at: addDays(end, 9), comment: "Late" }, asked);
      expect(await cardOf(id, "identity2", asked)).toMatchObject({
        waiting: "extension",
        command: "approve",
        endsAt: addDays(end, 9),
        extension: { requestor: "owner", reason: "Late" },
        changes: [{ field: "Valid to" }],
      });
    });

    test("an emergency is listed until its day is over, and rated before it is ratified", async () => {
      const { db, workspace } = opened;
      const id = await submitted();
      await run(id, "identity", { command: "grant_emergency", comment: "Mail stands still" }, noon);
      expect(await cardOf(id, "risk", noon)).toMatchObject({
        waiting: "ratification",
        command: "assess",
        emergency: { grantor: "identity", reason: "Mail stands still", endsAt: addHours(noon, 24) },
      });
      await run(id, "risk", assess, noon);
      expect((await cardOf(id, "identity2", noon))?.command).toBe("ratify");
      expect((await cardOf(id, "identity", noon))?.command).toBeNull();
      const over = addHours(noon, 24);
      expect((await listUnratified(db, workspace.id, noon)).map((record) => record.id)).toContain(id);
      expect((await listUnratified(db, workspace.id, over)).map((record) => record.id)).not.toContain(id);
      const waiting = await listWaiting(db, workspace.id, { now: over, after: null, limit: 100 });
      expect(waiting.map((record) => record.id)).not.toContain(id);
    });

    test("before an emergency is granted, those who would be skipped are named", async () => {
      const id = await submitted();
      const { userId } = people.identity;
      const asked = { command: "grant_emergency", userId, now: noon } as const;
      const { skipped } = await decisionAround(opened.db, await sightOf(id, "identity", noon), asked);
      expect(skipped).toEqual([
        { group: "identity", names: ["identity2"] },
        { group: "risk", names: ["risk"] },
        { group: "security_leadership", names: ["leadership"] },
      ]);
    });

    test("who takes an absent approver's place stands beside them", async () => {
      const id = await submitted();
      await run(id, "leadership", assess, noon);
      await delegate(opened.db, {
        workspaceId: opened.workspace.id,
        asked: { to: people.boss.userName, ends_at: addDays(noon, 3), reason: "On leave" },
        by: { ...people.risk, aal: 2, factorUsedAt: noon },
        actor: { kind: "user", id: people.risk.userId },
        now: noon,
      });
      const card = await cardOf(id, "boss", noon);
      expect(card?.command).toBe("approve");
      expect(card?.open.at(-1)).toEqual({ group: "risk", missing: 1, names: ["boss for risk", "risk"] });
    });
  });
