import { expect, test } from "vitest";
import type { Caller } from "#app/auth/caller.server.ts";
import { ListParams } from "#app/register/list-params.ts";
import { pastListOf } from "#app/register/past-list.server.ts";
import { pastRecordOf } from "#app/register/past-record.server.ts";
import type { Db } from "#db/connect.ts";
import { refusalOf } from "#test/support/refusal-of.ts";

const then = "2026-11-09T10:30:00.000Z";
const all = ListParams.parse({});

/** What the demo's register says of the past, to an auditor and to somebody without a role who has filed something. */
export function testThePast(now: string, of: () => { db: Db; auditor: Caller; requestor: Caller }): void {
  const asked = (over: Partial<ListParams> = {}) => ({ at: then, params: { ...all, ...over }, after: "" });

  test("the register of then has what was live then, whatever became of it", async () => {
    const { rows, live, total, next } = await pastListOf(of().db, of().auditor, asked());
    expect(rows).toHaveLength(total ?? 0);
    expect(next).toBeNull();
    expect(rows.filter(({ status }) => status.isLive)).toHaveLength(live);
    const { rows: liveRows } = await pastListOf(of().db, of().auditor, asked({ view: "live" }));
    expect(liveRows.map(({ id }) => id)).toEqual(rows.filter(({ status }) => status.isLive).map(({ id }) => id));
    const today = await pastListOf(of().db, of().auditor, { ...asked(), at: now });
    const endedSince = liveRows.filter(({ id }) => !today.rows.find((row) => row.id === id)?.status.isLive);
    expect(endedSince.length).toBeGreaterThan(0);
    expect((await pastListOf(of().db, of().auditor, { ...asked(), at: "2020-01-01T00:00:00.000Z" })).rows).toEqual([]);
  });

  test("filters are asked of what a record said then", async () => {
    const { rows } = await pastListOf(of().db, of().auditor, asked());
    const { rows: some } = await pastListOf(
      of().db,
      of().auditor,
      asked({ state: ["active"], category: ["break_glass"] }),
    );
    expect(some.length).toBeGreaterThan(0);
    expect(some).toEqual(rows.filter(({ state, category }) => state === "active" && category === "break_glass"));
  });

  test("somebody without a role sees of then what concerns them today, and no other record", async () => {
    const { rows, total } = await pastListOf(of().db, of().requestor, asked());
    const everything = await pastListOf(of().db, of().auditor, asked());
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.length).toBeLessThan(everything.rows.length);
    expect(total).toBeNull();
    const foreign = everything.rows.find(({ id }) => !rows.some((row) => row.id === id))?.id ?? "";
    expect(await refusalOf(pastRecordOf(of().db, of().requestor, { id: foreign, at: then, now }))).toBe("not_found");
  });

  test("a record of then says what it said, who had approved it by then, and no private reason", async () => {
    const { rows } = await pastListOf(of().db, of().auditor, asked());
    const isThen = (at: string) => expect(at <= then).toBe(true);
    for (const { id, state } of rows) {
      const { view, approvals, reviews } = await pastRecordOf(of().db, of().auditor, { id, at: then, now });
      expect(view.record.state).toBe(state);
      for (const { at } of [...approvals, ...reviews]) isThen(at);
      isThen(view.record.updatedAt);
      expect(view.record.justification === "").toBe(view.category.reasonIsPrivate);
    }
    const [last] = (await pastListOf(of().db, of().auditor, { ...asked(), at: now })).rows.toReversed();
    const before = { id: last?.id ?? "", at: "2020-01-01T00:00:00.000Z", now };
    expect(await refusalOf(pastRecordOf(of().db, of().auditor, before))).toBe("not_found");
  });
}
