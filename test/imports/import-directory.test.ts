import { describe, expect, onTestFinished, test } from "vitest";
import { type DirectoryImport, importDirectory } from "#app/imports/import-directory.server.ts";
import { findDirectoryObject } from "#db/directory-objects.ts";
import { directoryUsers } from "#db/directory-users.ts";
import { findUserByName } from "#db/users.ts";
import { databases, testStart } from "#test/support/databases.ts";
import { addPeople } from "#test/support/people.ts";

const heading = "kind,id,user_name,name,external_id,department,sso_required,groups,roles";
const file = [
  ",,ada@acme.example,Ada Finch,ext-ada,Lab,yes,Finance; night,global-admin",
  "group,finance,,Finance,,,,,",
  "Group,night,,Night shift,guid-night,,,,",
  "role,global-admin,,Global administrator,,,,,",
  "application,payroll,,Payroll,,,,,",
  "service principal,svc-mail,,Mailer,,,,,",
  ",,bo@acme.example,Bo,,,no,,",
];

for (const [name, open] of Object.entries(databases))
  describe(name, () => {
    const opened = async () => {
      const database = await open();
      onTestFinished(() => database.close());
      const { db, workspace } = database;
      const people = await addPeople(database);
      const given = {
        workspaceId: workspace.id,
        by: { userId: people.admin.userId },
        actor: { kind: "user", id: people.admin.userId },
        now: testStart,
        map: {},
        delimiter: ",",
        isPartial: false,
        isTrial: false,
      } as const;
      const read = (lines: string[], over: Partial<DirectoryImport> = {}) =>
        importDirectory(db, [heading, ...lines].join("\n"), { ...given, ...over });
      const person = async (userName: string) => {
        const user = await findUserByName(db, workspace.id, userName);
        return user && (await directoryUsers(db, workspace.id, [user.id]))[0];
      };
      const events = async () => (await db.selectFrom("auditEvents").select("type").orderBy("seq").execute()).length;
      return { ...database, people, read, person, events };
    };

    test("people are taken in with their groups and roles, which may stand further down", async () => {
      const { db, workspace, read, person } = await opened();
      expect(await read(file)).toEqual({ added: 7, changed: 0, unchanged: 0, refused: [], notes: [] });
      expect(await person("ada@acme.example")).toMatchObject({
        displayName: "Ada Finch",
        externalId: "ext-ada",
        department: "Lab",
        ssoRequired: true,
        groups: ["finance", "night"],
        roles: ["global-admin"],
        registerRoles: [],
      });
      expect(await person("bo@acme.example")).toMatchObject({ ssoRequired: false, groups: [] });
      expect(await findDirectoryObject(db, workspace.id, { kind: "group", id: "night" })).toMatchObject({
        name: "Night shift",
        externalId: "guid-night",
      });
    });

    test("the same file a second time changes nothing and writes one event, that it was read", async () => {
      const { read, events } = await opened();
      await read(file);
      const before = await events();
      expect(await read(file)).toMatchObject({ added: 0, changed: 0, unchanged: 7 });
      expect(await events()).toBe(before + 1);
    });

    test("an empty cell leaves what is known as it is, and nobody is taken out of a group", async () => {
      const { read, person } = await opened();
      await read(file);
      expect(await read([",,ADA@acme.example,Ada Byron,,,,,"])).toMatchObject({ changed: 1 });
      expect(await person("ada@acme.example")).toMatchObject({
        displayName: "Ada Byron",
        externalId: "ext-ada",
        department: "Lab",
        groups: ["finance", "night"],
      });
    });

    test("somebody with a new address is known by the external id", async () => {
      const { read, person } = await opened();
      await read(file);
      const ada = await person("ada@acme.example");
      expect(await read([",,ada.byron@acme.example,,ext-ada,,,,"])).toMatchObject({ added: 0, changed: 1 });
      expect((await person("ada.byron@acme.example"))?.id).toBe(ada?.id);
      expect(await person("ada@acme.example")).toBeUndefined();
    });

    test("each refused line is named with its reason, and nothing is written", async () => {
      const { read, person, events } = await opened();
      const before = await events();
      const report = await read([
        ",,good@acme.example,Good,,,,,",
        ",,not an address,X,,,,,",
        ",,x@acme.example,X,,,perhaps,,",
        ",,y@acme.example,Y,,,,nowhere,",
        "planet,mars,,Mars,,,,,",
        "group,g,,G,,Lab,,,",
        ",,GOOD@acme.example,Again,,,,,",
        ",,nameless@acme.example,,,,,,",
        "too,few",
      ]);
      expect(report).toMatchObject({ added: 0, changed: 0 });
      expect(report.refused).toEqual([
        { line: 3, reason: "user_name: Enter an e-mail address." },
        { line: 4, reason: "sso_required is true or false" },
        { line: 5, reason: "there is no group nowhere" },
        {
          line: 6,
          reason: 'there is no kind "planet"; the kinds are user, group, role, application, service_principal',
        },
        { line: 7, reason: "only a person has department" },
        { line: 8, reason: "it is about the same as line 2" },
        { line: 9, reason: "name: Enter a name." },
        { line: 10, reason: "it has 2 cells, expected 9" },
      ]);
      expect(await events()).toBe(before);
      expect(await person("good@acme.example")).toBeUndefined();
    });

    test("with a part asked for the good lines are taken in, and a trial writes nothing", async () => {
      const { read, person } = await opened();
      const lines = [",,good@acme.example,Good,,,,,", ",,bad,X,,,,,"];
      expect(await read(lines, { isTrial: true, isPartial: true })).toMatchObject({ added: 1 });
      expect(await person("good@acme.example")).toBeUndefined();
      expect(await read(lines, { isPartial: true })).toMatchObject({ added: 1, refused: [{ line: 3 }] });
      expect(await person("good@acme.example")).toBeDefined();
    });

    test("an address and an external id of two people are refused, and so is an owner to an admin", async () => {
      const { read } = await opened();
      await read([",,one@acme.example,One,ext-1,,,,", ",,two@acme.example,Two,ext-2,,,,"]);
      const { refused } = await read([",,one@acme.example,,ext-2,,,,", ",,boss@acme.example,Renamed,,,,,"]);
      expect(refused).toEqual([
        { line: 2, reason: "the address and the external id are those of two people" },
        { line: 3, reason: "only an owner changes an owner" },
      ]);
    });

    test("only admins take in a directory", async () => {
      const { read, people } = await opened();
      const by = { userId: people.auditor.userId };
      await expect(read(file, { by })).rejects.toMatchObject({ status: 403, code: "not_admin" });
    });
  });
