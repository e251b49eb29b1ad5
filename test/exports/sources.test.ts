import { parse } from "csv-parse/sync";
import { sql } from "kysely";
import { extractText, getDocumentProxy } from "unpdf";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { csvRow } from "#app/exports/csv-row.ts";
import type { Reading } from "#app/exports/source.server.ts";
import { sources } from "#app/exports/sources.server.ts";
import { columns } from "#app/register/columns.ts";
import type { Figures } from "#app/reports/measure.ts";
import { openReader, type Reader } from "#db/connect.ts";
import { demoPeople } from "#db/demo-people.ts";
import { addUsage } from "#db/exception-usage.ts";
import { keepSnapshot } from "#db/kpi-snapshots.ts";
import { seedDemo } from "#db/seed.ts";
import { databases, type TestDatabase } from "#test/support/databases.ts";
import { plainSecrets } from "#test/support/job-context.ts";
import { readWorkbook } from "#test/support/read-workbook.ts";
import { written } from "#test/support/written.ts";
import { seedRegister } from "../../bench/seed-register.ts";

const now = "2026-11-20T10:30:00.000Z";
const kinds = Object.keys(sources) as (keyof typeof sources)[];
type Row = Record<string, unknown>;

const linesOf = (bytes: Buffer) =>
  bytes
    .toString()
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Row);

for (const [name, open] of Object.entries(databases))
  describe(name, () => {
    let base: TestDatabase;
    let reader: Reader;
    let demoId: string;
    let personWith: (role: string | null) => string;
    beforeAll(async () => {
      base = await open();
      demoId = await seedDemo(base.database, now, plainSecrets);
      await keepSnapshot(base.db, demoId, { day: "2020-01-01", figures: { live: 12, with_controls: 0.25 } as Figures });
      reader = openReader(base.url);
      const people = await demoPeople(base.db, demoId);
      personWith = (role) => {
        const found = people.find(({ roles }) => (role === null ? roles.length === 0 : roles.includes(role as never)));
        if (!found) throw new Error(`the demo has nobody with the role ${role}`);
        return found.userId;
      };
    });
    afterAll(async () => {
      await reader.close();
      await base.close();
    });

    const reading = (over: Partial<Reading> = {}): Reading => ({
      ...{ db: reader.db, workspaceId: demoId, viewerId: null, query: "", asOf: null, now },
      ...over,
    });
    const rowsOf = async (kind: keyof typeof sources, over: Partial<Reading> = {}) =>
      linesOf((await written(sources[kind], "jsonl", reading(over))).bytes);

    test.each(kinds)("%s: as many rows as there are, and the same in each format", async (kind) => {
      const source = sources[kind];
      const lines = await rowsOf(kind);
      expect(lines).toHaveLength(await source.count(reading()));
      expect(lines.length).toBeGreaterThan(0);
      const columns = source.columns(reading());
      const cells = lines.map((line) => columns.map((column) => line[column] as never));

      const csv = await written(source, "csv", reading());
      expect(csv.rows).toBe(lines.length);
      expect(csv.bytes.toString()).toBe(`\ufeff${columns.join(",")}\r\n${cells.map(csvRow).join("")}`);
      expect(parse(csv.bytes, { bom: true })).toHaveLength(lines.length + 1);

      const [sheet, ...further] = await readWorkbook((await written(source, "xlsx", reading())).bytes);
      expect([sheet?.isHeadFrozen, sheet?.hasFormulas, further]).toEqual([true, false, []]);
      const texts = cells.map((row) => row.map((cell: unknown) => (Array.isArray(cell) ? cell.join("; ") : cell)));
      const filled = (sheet?.rows ?? []).map((row) => columns.map((_column, index) => row[index] ?? null));
      expect(filled).toEqual([columns, ...texts].map((row) => row.map((cell) => (cell === "" ? null : cell))));

      const { bytes } = await written(source, "pdf", reading());
      const { text } = await extractText(await getDocumentProxy(new Uint8Array(bytes)), { mergePages: true });
      expect(text).toContain(`Everything. ${lines.length.toLocaleString("en")} rows.`);
    });

    test("nothing that is secret stands in any of them", async () => {
      const secrets = await secretsIn(base);
      expect(secrets.length).toBeGreaterThan(20);
      for (const kind of kinds) {
        const text = (await written(sources[kind], "jsonl", reading())).bytes.toString();
        expect(secrets.filter((secret) => text.includes(secret))).toEqual([]);
      }
    });

    test("exactly what the filters find comes out, or what was chosen", async () => {
      const all = await rowsOf("register");
      const found = await rowsOf("register", { query: "category=accessibility&state=active&sort=title" });
      const isAsked = ({ category, state }: Row) => category === "accessibility" && state === "active";
      expect(found).toEqual(all.filter(isAsked));
      const [first, , third] = all.map(({ id }) => id);
      expect((await rowsOf("register", { query: `ids=${third},${first}` })).map(({ id }) => id)).toEqual([
        first,
        third,
      ]);
      const word = String(all[0]?.title).split(" ")[0] ?? "";
      const searched = await rowsOf("register", { query: `q=${word}` });
      expect(searched.map(({ id }) => id)).toContain(first);
      expect(searched.length).toBeLessThan(all.length);
      await expect(rowsOf("register", { query: "state=nonsense" })).rejects.toThrow("not understood");
    });

    test("the columns that were chosen come out, in their order, with the cells that they have among all", async () => {
      const all = await rowsOf("register");
      for (const chosen of [["exit", "owner"], ["scope"], [...columns], []]) {
        const query = `columns=${chosen.join(",")}&state=active`;
        const headings = sources.register.columns(reading({ query }));
        expect(headings.slice(0, 3)).toEqual(["id", "title", "category"]);
        const rows = all.filter(({ state }) => state === "active");
        const cut = rows.map((row) => Object.fromEntries(headings.map((heading) => [heading, row[heading]])));
        expect(cut.length).toBeGreaterThan(0);
        expect(await rowsOf("register", { query })).toEqual(cut);
      }
      const { bytes } = await written(sources.register, "pdf", reading({ query: "columns=used,owner" }));
      const { text } = await extractText(await getDocumentProxy(new Uint8Array(bytes)), { mergePages: true });
      expect(text).toMatch(/id\s+title\s+category\s+last used\s+owner\s/);
    });

    test("a row says how often a record let somebody in, and when last", async () => {
      const [used, other] = (await rowsOf("register")).filter(({ uses }) => uses === 0);
      const lastAt = "2026-11-20T08:00:00.000Z";
      const count = { exceptionId: String(used?.id), facet: "all", value: "", uses: 3, lastAt } as const;
      await addUsage(base.db, demoId, [count]);
      const rows = new Map((await rowsOf("register")).map((row) => [row.id, row]));
      expect(rows.get(used?.id)).toMatchObject({ uses: 3, last_used: lastAt });
      expect(rows.get(other?.id)).toMatchObject({ uses: 0, last_used: null });
    });

    test("a period and a subject narrow down what happened", async () => {
      const events = await rowsOf("audit");
      const [from, to] = [String(events[20]?.at), String(events[60]?.at)];
      const query = String(new URLSearchParams({ from, to }));
      const between = ({ at }: Row) => String(at) >= from && String(at) < to;
      expect(await rowsOf("audit", { query })).toEqual(events.filter(between));
      expect(await rowsOf("audit", { query: "type=user.created" })).toEqual(
        events.filter(({ type }) => type === "user.created"),
      );
      const decisions = await rowsOf("decisions");
      const subject = decisions[0]?.subject;
      expect(await rowsOf("decisions", { query: `subject=${subject}` })).toEqual(
        decisions.filter((row) => row.subject === subject),
      );
    });

    test("a reason that is for approvers stays with them, and somebody without a role takes their own records", async () => {
      const reasons = async (viewerId: string) =>
        (await rowsOf("register", { viewerId, query: "category=accessibility" })).map((row) => row.justification);
      expect((await reasons(personWith("auditor"))).filter((reason) => reason !== null)).toEqual([]);
      expect((await reasons(personWith("approver_identity"))).filter((reason) => reason === null)).toEqual([]);
      const nobody = personWith(null);
      const all = await rowsOf("register");
      expect((await rowsOf("register", { viewerId: nobody })).length).toBeLessThan(all.length);
      const asOf = { viewerId: nobody, asOf: now };
      expect((await rowsOf("register", asOf)).length).toBeLessThan(all.length);
    });

    test("whoever may not sign in any more gets nothing", async () => {
      await expect(rowsOf("register", { viewerId: "usr_gone" })).rejects.toThrow("may not sign in");
    });

    test("the register of a past instant has the records of then, as they stood", async () => {
      const all = await rowsOf("register");
      const created = all.map((row) => String(row.created)).sort();
      const asOf = created[Math.floor(created.length / 2)] ?? now;
      const past = await rowsOf("register", { asOf });
      expect(past.map(({ id }) => id)).toEqual(
        all
          .filter((row) => String(row.created) <= asOf)
          .map(({ id }) => id)
          .sort(),
      );
      const states = new Map(all.map(({ id, state }) => [id, state]));
      expect(past.some(({ id, state }) => states.get(id) !== state)).toBe(true);
      const today = await rowsOf("register", { asOf: now });
      const closed = await rowsOf("register", { asOf, query: "state=closed" });
      expect(closed).toEqual(past.filter(({ state }) => state === "closed"));
      // Who was barred then is not kept, nor how often it had let somebody in.
      const unknownThen = { is_owner_barred: null, uses: null, last_used: null };
      const byId = (rows: Row[]) => Object.fromEntries(rows.map((row) => [row.id, { ...row, ...unknownThen }]));
      expect(Object.fromEntries(today.map((row) => [row.id, row]))).toEqual(byId(all));
    });

    test("a large one goes on where it broke off, row for row, and is too much to read as a PDF", async () => {
      const many = 10_000;
      const { workspaceId } = await seedRegister(base.db, many);
      const large = reading({ workspaceId });
      const whole = await written(sources.register, "csv", large);
      expect([whole.rows, whole.totals.at(-1)]).toEqual([many, many]);
      const pieces: Buffer[] = [];
      const cursor = whole.cursors[3] ?? null;
      const rest = await written(sources.register, "csv", large, { cursor });
      expect(rest.totals.at(-1)).toBe(rest.rows);
      pieces.push(whole.bytes.subarray(0, whole.bytes.length - rest.bytes.length), rest.bytes);
      expect(Buffer.concat(pieces).equals(whole.bytes)).toBe(true);
      const finished = await written(sources.register, "csv", large, { cursor: whole.cursors.at(-1) ?? null });
      expect([finished.rows, finished.bytes.length]).toEqual([0, 0]);
      await expect(written(sources.register, "pdf", large)).rejects.toMatchObject({ code: "too_many_rows" });
      const stopped = written(sources.register, "csv", large, { signal: AbortSignal.abort() });
      await expect(stopped).rejects.toThrow();
    });
  });

/** Everything that is stored to be known by nobody, or by its owner alone. */
async function secretsIn({ db }: TestDatabase): Promise<string[]> {
  const secret = /(password_hash|token_hash|code_hash|id_hash|secret|seed|private|salt|public_key|credential_id)/;
  const found: string[] = [];
  for (const table of await db.introspection.getTables())
    for (const column of table.columns.filter(({ name }) => secret.test(name))) {
      const { rows } = await sql<{
        value: unknown;
      }>`select ${sql.ref(column.name)} as value from ${sql.table(table.name)}
        where ${sql.ref(column.name)} is not null`.execute(db);
      for (const { value } of rows) if (typeof value === "string" && value.length >= 16) found.push(value);
    }
  return found;
}
