import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { writeDecisions } from "#app/audit/decision-chain.ts";
import { defaultPolicy } from "#app/register/default-policy.ts";
import * as one from "#app/routes/api.v1.decisions.$id.ts";
import * as list from "#app/routes/api.v1.decisions.ts";
import { findBatch } from "#db/decision-streams.ts";
import { findException, saveException } from "#db/exceptions.ts";
import { insertPolicy } from "#db/policies.ts";
import { askDecider } from "#test/support/ask-decider.ts";
import { databases, type TestDatabase, testStart } from "#test/support/databases.ts";
import { insertLive, serviceToken } from "#test/support/decisions.ts";
import { addPeople, type People } from "#test/support/people.ts";
import { recordedDecision } from "#test/support/recorded-decisions.ts";
import { call, contextFor, tokenFor } from "#test/support/routes.ts";

type Page = { data: { id: string }[]; next_cursor: string | null };

const at = (minute: number) => `2026-11-05T09:${String(minute).padStart(2, "0")}:00.000Z`;

for (const [name, open] of Object.entries(databases))
  describe(name, () => {
    let base: TestDatabase;
    let people: People;
    const tokens = {} as Record<"admin" | "owner" | "requestor", string>;
    let ids: string[];
    beforeAll(async () => {
      base = await open();
      people = await addPeople(base);
      for (const part of ["admin", "owner", "requestor"] as const)
        tokens[part] = await tokenFor(base, people[part], ["read"]);
      const strict = { ...defaultPolicy(testStart), version: 2, graceHours: 0 };
      const made = { reason: "No grace", authorId: null, now: testStart };
      await insertPolicy(base.db, base.workspace.id, strict, made);
      await insertLive(base, people, { id: "EXC-2026-0001", userId: people.owner.userId });
      const { token } = await serviceToken(base);
      const asked = [people.owner, people.requestor, people.owner, people.requestor, people.owner];
      ids = await askDecider(
        base,
        token,
        asked.map(({ userName }, index) => ({ subjectId: userName, at: at(index) })),
      );
      ids.push(...(await askDecider(base, token, [{ subjectId: "nobody@acme.example", at: at(9) }])));
    });
    afterAll(() => base.close());

    const read = async (id: string, token: string) =>
      call(one.loader, `/api/v1/decisions/${id}`, { context: contextFor(base), token, params: { id } });
    const find = async (query: string, token: string): Promise<Page> =>
      (await call(list.loader, `/api/v1/decisions${query}`, { context: contextFor(base), token })).json();
    const idsOf = (answer: Page) => answer.data.map(({ id }) => id);

    test("a decision says what it rested on and is made again to the same answer, whatever has changed since", async () => {
      const record = await findException(base.db, base.workspace.id, "EXC-2026-0001");
      if (!record) throw new Error("the exception is gone");
      const moved = { ...record, version: record.version + 1, scope: { ...record.scope, applications: ["other"] } };
      await saveException(base.db, moved, record.version);
      await saveException(base.db, { ...moved, version: moved.version + 1, state: "revoked" }, moved.version);
      const looser = { ...defaultPolicy(testStart), version: 3, dial: "off" as const };
      await insertPolicy(base.db, base.workspace.id, looser, { reason: "Off", authorId: null, now: testStart });

      const answer = await (await read(ids[0] ?? "", tokens.admin)).json();
      expect(answer).toMatchObject({
        outcome: "allow",
        reason: "MFA_EXCEPTION_APPLIED",
        exception_id: "EXC-2026-0001",
        policy_version: 2,
        asked_for: people.owner.userId,
        action: "sign_in",
        exceptions: [{ id: "EXC-2026-0001", version: record.version }],
        evaluated_again: { is_same_answer: true, differences: [], answer: { outcome: "allow" } },
      });
    });

    test("an exception that was in force has every version kept, and one that was not has none", async () => {
      const rows = await base.db.selectFrom("exemptionVersions").select(["exceptionId", "version"]).execute();
      const record = await findException(base.db, base.workspace.id, "EXC-2026-0001");
      const version = record?.version ?? 0;
      expect(rows.map((row) => row.version).sort()).toEqual([version - 2, version - 1]);
      await expect(base.db.deleteFrom("exemptionVersions").execute()).rejects.toThrow(/append-only/);
    });

    test("decisions come newest first, and page by page none is missed or seen twice", async () => {
      const all = idsOf(await find("?limit=200", tokens.admin));
      expect(all).toEqual([...ids].reverse());
      const paged: string[] = [];
      for (let cursor: string | null = ""; cursor !== null; ) {
        const answer: Page = await find(`?limit=2&cursor=${cursor}`, tokens.admin);
        paged.push(...idsOf(answer));
        cursor = answer.next_cursor;
      }
      expect(paged).toEqual(all);
    });

    test.each<[field: string, value: string, expected: number[]]>([
      ["subject", "owner@acme.example", [4, 2, 0]],
      ["subject", "the owner's id", [4, 2, 0]],
      ["subject", "nobody@acme.example", [5]],
      ["outcome", "allow", [4, 2, 0]],
      ["reason", "SUBJECT_UNKNOWN", [5]],
      ["exception", "EXC-2026-0001", [4, 2, 0]],
      ["application", "payroll", [5, 4, 3, 2, 1, 0]],
      ["application", "mail", []],
      ["from", at(3), [5, 4, 3]],
      ["to", at(1), [0]],
    ])("they are filtered by %s, as %s", async (field, value, expected) => {
      const answer = await find(
        `?${new URLSearchParams({ [field]: value.startsWith("the ") ? people.owner.userId : value })}`,
        tokens.admin,
      );
      expect(idsOf(answer)).toEqual(expected.map((index) => ids[index]));
    });

    test("a person sees their own decisions and nobody else's", async () => {
      const own = [ids[4], ids[2], ids[0]];
      expect(idsOf(await find("", tokens.owner))).toEqual(own);
      expect(idsOf(await find(`?subject=${people.owner.userName}`, tokens.owner))).toEqual(own);
      expect(idsOf(await find(`?subject=${people.requestor.userName}`, tokens.owner))).toEqual([]);
      expect((await read(ids[0] ?? "", tokens.owner)).status).toBe(200);
      expect((await read(ids[0] ?? "", tokens.requestor)).status).toBe(404);
      expect((await read("made.up.1", tokens.admin)).status).toBe(404);
    });

    test("a query that makes no sense is refused by field", async () => {
      const response = await call(list.loader, "/api/v1/decisions?outcome=maybe&cursor=xx", {
        context: contextFor(base),
        token: tokens.admin,
      });
      expect(response.status).toBe(400);
      expect((await response.json()).errors.map(({ field }: { field: string }) => field)).toEqual([
        "outcome",
        "cursor",
      ]);
    });

    // The last: its decision is in every list from here on.
    test("where an exception was not kept as it was read, the decision is not made again", async () => {
      const body = JSON.stringify({ ...JSON.parse(await bodyOf(ids[0] ?? "")), candidates: [["EXC-2026-0001", 99]] });
      const { stream, ...row } = await recordedDecision(base.db, ids[0] ?? "");
      const written = await findBatch(base.db, base.workspace.id, { stream, seq: row.batch });
      if (!written) throw new Error("the batch of a decision is gone, expected it");
      await base.db
        .insertInto("decisionBatches")
        .values({ ...written, stream: `${stream.slice(0, -1)}z`, decisions: writeDecisions([{ ...row, body }]) })
        .execute();
      const answer = await (await read((ids[0] ?? "").replace(stream, `${stream.slice(0, -1)}z`), tokens.admin)).json();
      expect(answer.evaluated_again).toBeNull();
    });

    const bodyOf = async (id: string) => (await recordedDecision(base.db, id)).body;
  });
