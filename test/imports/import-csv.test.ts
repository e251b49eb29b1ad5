import { describe, expect, onTestFinished, test } from "vitest";
import { type CsvImport, importCsv } from "#app/imports/import-csv.server.ts";
import { addDirectoryObject } from "#db/directory.ts";
import { findException } from "#db/exceptions.ts";
import { databases, testStart } from "#test/support/databases.ts";
import { addPeople } from "#test/support/people.ts";

const heading = "Ref,Title,Category,Users,Applications,Ends,Owner,State,Controls,Exit";
const map = { id: "Ref", "details.exit_plan": "Exit" } as const;
const good =
  'R-1,Old scanner,Legacy or service account,requestor@acme.example,Mail,2027-01-10,Owner@acme.example,Approved,"one; two",Replaced in May';

for (const [name, open] of Object.entries(databases))
  describe(name, () => {
    const opened = async () => {
      const database = await open();
      onTestFinished(() => database.close());
      const { db, workspace } = database;
      const people = await addPeople(database);
      await addDirectoryObject(db, workspace.id, { kind: "application", id: "app-17", name: "Mail" }, testStart);
      const given = {
        workspaceId: workspace.id,
        requestor: people.requestor,
        actor: { kind: "console", id: null },
        now: testStart,
        fileName: "register.csv",
        map,
        delimiter: ",",
        isPartial: false,
      } as const;
      const read = (lines: string[], over: Partial<CsvImport> = {}) =>
        importCsv(db, [heading, ...lines].join("\r\n"), { ...given, ...over });
      const titles = async () =>
        (await db.selectFrom("exceptions").select("title").orderBy("id").execute()).map(({ title }) => title);
      return { ...database, people, read, titles };
    };

    test("a row becomes a draft with names resolved, whatever state the sheet claims", async () => {
      const { db, workspace, people, read } = await opened();
      const { filed, notes } = await read([good]);
      expect(await findException(db, workspace.id, filed[0]?.id ?? "")).toMatchObject({
        state: "draft",
        category: "legacy_or_service_account",
        scope: { users: [people.requestor.userId], applications: ["app-17"] },
        endsAt: "2027-01-10T00:00:00.000Z",
        ownerId: people.owner.userId,
        compensatingControls: [{ name: "one" }, { name: "two" }],
        details: { exit_plan: "Replaced in May" },
        approvedAt: null,
        source: "Spreadsheet: register.csv",
      });
      expect(notes).toEqual([
        "The sheet's states (Approved) were not taken over: every row becomes a draft and is approved here.",
      ]);
    });

    test("a column that is headed as a field needs no mapping, parts that the category must carry included", async () => {
      const { db, workspace } = await opened();
      const sheet = [heading.replace("Exit", "details.exit_plan"), good].join("\n");
      const { filed } = await importCsv(db, sheet, {
        workspaceId: workspace.id,
        requestor: null,
        actor: { kind: "console", id: null },
        now: testStart,
        fileName: "register.csv",
        map: {},
        delimiter: ",",
        isPartial: false,
      });
      expect(await findException(db, workspace.id, filed[0]?.id ?? "")).toMatchObject({
        details: { exit_plan: "Replaced in May" },
      });
    });

    test("run twice it files nothing twice, by the sheet's id even when the row was corrected", async () => {
      const { read, titles } = await opened();
      await read([good]);
      expect(await read([good])).toMatchObject({ filed: [], alreadyFiled: { length: 1 } });
      expect(await read([good.replace("Old scanner", "Older scanner")])).toMatchObject({
        filed: [],
        alreadyFiled: { length: 1 },
      });
      expect(await titles()).toEqual(["Old scanner"]);
    });

    test("without an id the same row is filed once", async () => {
      const { read, titles } = await opened();
      const row = ",Scanner,accessibility,,Mail,,,,,";
      expect(await read([row])).toMatchObject({ filed: { length: 1 } });
      expect(await read([row])).toMatchObject({ filed: [], alreadyFiled: { length: 1 } });
      expect(await titles()).toEqual(["Scanner"]);
    });

    test.each([
      ["an unknown category", "R-2,Two,Nonsense,,,,,,,", "category"],
      [
        "an unknown person",
        "R-2,Two,accessibility,nobody@acme.example,,,,,,",
        "nobody here is called nobody@acme.example",
      ],
      [
        "an unknown owner",
        "R-2,Two,accessibility,,,,stranger@acme.example,,,",
        "nobody here is called stranger@acme.example",
      ],
      ["a date that can be read two ways", "R-2,Two,accessibility,,,03/04/2027,,,,", "endsAt"],
      ["a date that does not exist", "R-2,Two,accessibility,,,2027-02-30,,,,", "endsAt"],
      ["no title", "R-2,,accessibility,,,,,,,", "Every row needs a title."],
      ["too few cells", "R-2,Two,accessibility", "it has 3 cells, expected 10"],
      ["the id of a row above", good, "it is the same as line 2"],
    ])("a row with %s is refused with its line, and nothing is filed", async (_what, row, reason) => {
      const { read, titles } = await opened();
      const { refused, filed } = await read([good, row]);
      expect(refused).toEqual([{ line: 3, reason: expect.stringContaining(reason) }]);
      expect(filed).toEqual([]);
      expect(await titles()).toEqual([]);
    });

    test("with a part asked for, the good rows are filed and the others reported", async () => {
      const { read, titles } = await opened();
      const report = await read(["R-2,Two,Nonsense,,,,,,,", good], { isPartial: true });
      expect(report).toMatchObject({ filed: [{ title: "Old scanner" }], refused: [{ line: 2 }] });
      expect(await titles()).toEqual(["Old scanner"]);
    });

    test("a line is where its row begins, also after cells with line breaks and empty lines", async () => {
      const { read } = await opened();
      const { refused } = await read([
        'R-3,"Three\nlines\nlong",accessibility,,,,,,,',
        "",
        'R-4,"Two\r\nlines",Nonsense,,,,,,,',
        "R-5,Five,Nonsense,,,,,,,",
      ]);
      expect(refused.map(({ line }) => line)).toEqual([6, 8]);
    });

    test("a file with a byte order mark and semicolons between its cells is read", async () => {
      const { read, titles, db, workspace } = await opened();
      const text = "\uFEFFTitle;Category;Kunde\nScanner;accessibility;x\n";
      const { notes } = await importCsv(db, text, {
        workspaceId: workspace.id,
        requestor: null,
        actor: { kind: "console", id: null },
        now: testStart,
        fileName: "r.csv",
        map: {},
        delimiter: ";",
        isPartial: false,
      });
      expect(await titles()).toEqual(["Scanner"]);
      expect(notes).toEqual(["Nothing was read from the columns Kunde."]);
      await expect(read([good], { map: { owner: "Boss" } })).rejects.toMatchObject({ code: "no_such_column" });
    });

    test("what is not CSV is refused as a whole", async () => {
      const { read } = await opened();
      await expect(read(['R-1,"never closed'])).rejects.toMatchObject({ status: 400, code: "unreadable_csv" });
    });
  });
