import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openApi } from "#app/http/openapi.ts";
import * as memberships from "#app/routes/api.v1.$objects.$id.members.$userId.ts";
import * as members from "#app/routes/api.v1.$objects.$id.members.ts";
import * as object from "#app/routes/api.v1.$objects.$id.ts";
import * as objects from "#app/routes/api.v1.$objects.ts";
import * as user from "#app/routes/api.v1.users.$id.ts";
import * as users from "#app/routes/api.v1.users.ts";
import * as workspaceMembers from "#app/routes/api.workspaces.$id.members.ts";
import { historyOf } from "#db/audit-trail.ts";
import { databases, type TestDatabase } from "#test/support/databases.ts";
import { addPeople, type People } from "#test/support/people.ts";
import { call, contextFor, tokenFor } from "#test/support/routes.ts";

const ada = {
  user_name: "Ada.Finch@acme.example",
  display_name: "Ada Finch",
  external_id: "ext-ada",
  department: "Lab",
};

const description = openApi("https://register.example");
const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats.default(ajv);
ajv.addSchema({ $id: "openapi", components: description.components, paths: description.paths });
const isUser = ajv.compile({ $ref: "openapi#/components/schemas/User" });
const isObject = ajv.compile({ $ref: "openapi#/components/schemas/DirectoryObject" });
const isMembers = ajv.compile({
  $ref: "openapi#/paths/~1api~1workspaces~1{id}~1members/get/responses/200/content/application~1json/schema",
});

for (const [name, open] of Object.entries(databases))
  describe(name, () => {
    let base: TestDatabase;
    let people: People;
    const tokens = {} as Record<keyof People, string>;
    beforeAll(async () => {
      base = await open();
      people = await addPeople(base);
      for (const [part, person] of Object.entries(people))
        tokens[part as keyof People] = await tokenFor(base, person, ["read", "write", "directory"]); // cast: the parts
    });
    afterAll(() => base.close());

    type Sent = {
      who?: keyof People;
      body?: unknown;
      method?: string;
      params?: Record<string, string>;
      headers?: Record<string, string>;
    };
    const send = (handler: Parameters<typeof call>[0], path: string, { who = "admin", ...rest }: Sent = {}) =>
      call(handler, path, { context: contextFor(base), token: tokens[who], ...rest });
    const listUsers = async (query: string, who: keyof People = "auditor") =>
      (await send(users.loader, `/api/v1/users?${query}`, { who })).json();
    const add = (kind: string, body: unknown, who: keyof People = "admin") =>
      send(objects.action, `/api/v1/${kind}`, { who, body, params: { objects: kind } });
    const patchUser = (id: string, body: unknown, who: keyof People = "admin") =>
      send(user.action, `/api/v1/users/${id}`, { who, body, method: "PATCH", params: { id } });
    const patch = (kind: string, id: string, body: unknown, who: keyof People = "admin") =>
      send(object.action, `/api/v1/${kind}/${id}`, { who, body, method: "PATCH", params: { objects: kind, id } });
    const join = (method: string, id: string, userId: string, who: keyof People = "admin", kind = "groups") =>
      send(memberships.action, `/api/v1/${kind}/${id}/members/${userId}`, {
        who,
        method,
        params: { objects: kind, id, userId },
      });
    const countEvents = async () =>
      (await base.db.selectFrom("auditEvents").select("seq").where("workspaceId", "=", base.workspace.id).execute())
        .length;
    const lastEvent = () =>
      base.db
        .selectFrom("auditEvents")
        .select(["type", "data", "subjectId", "actorKind"])
        .where("workspaceId", "=", base.workspace.id)
        .orderBy("seq", "desc")
        .limit(1)
        .executeTakeFirstOrThrow();

    test("a person is added, found by name, address and external id, and changed", async () => {
      const response = await send(users.action, "/api/v1/users", { body: ada });
      expect(response.status).toBe(201);
      const added = await response.json();
      expect(added).toMatchObject({
        user_name: "ada.finch@acme.example",
        external_id: "ext-ada",
        sso_required: true,
        disabled_at: null,
        groups: [],
        factors: [],
        register_roles: [],
      });
      for (const query of ["q=finch", "q=ADA+fin", "q=ext", "user_name=ADA.finch@acme.example", "external_id=ext-ada"])
        expect((await listUsers(query)).data.map(({ id }: { id: string }) => id)).toEqual([added.id]);
      expect((await listUsers("q=finchley")).data).toEqual([]);

      const changed = await patchUser(added.id, { display_name: "Ada Byron", department: null, sso_required: false });
      expect(await changed.json()).toMatchObject({ display_name: "Ada Byron", department: null, sso_required: false });
      expect((await listUsers("q=byron")).data).toHaveLength(1);
      expect((await listUsers("sso_required=false&q=byron")).data).toHaveLength(1);
      expect((await listUsers("sso_required=true&q=byron")).data).toEqual([]);
      const told = (await historyOf(base.db, base.workspace.id, { kind: "user", id: added.id })).at(-1);
      expect([told?.type, JSON.parse(told?.data ?? "")]).toEqual([
        "user.updated",
        {
          before: { displayName: "Ada Finch", department: "Lab", ssoRequired: true },
          after: { displayName: "Ada Byron", department: null, ssoRequired: false },
        },
      ]);
    });

    test("answers are what the description says, and its addresses are those of the routes", async () => {
      await add("groups", { id: "described", name: "Described", external_id: "guid-described" });
      await join("PUT", "described", people.implementer.userId);
      for (const one of (await listUsers("limit=200")).data) expect([isUser(one), isUser.errors]).toEqual([true, null]);
      const { data } = await (await send(objects.loader, "/api/v1/groups", { params: { objects: "groups" } })).json();
      for (const one of data) expect([isObject(one), isObject.errors]).toEqual([true, null]);
      const all = await send(workspaceMembers.loader, "/api/workspaces/acme/members", { params: { id: "acme" } });
      expect([isMembers(await all.json()), isMembers.errors]).toEqual([true, null]);
      expect(Object.keys(description.paths)).toEqual(
        expect.arrayContaining([
          "/api/v1/users/{id}",
          ...["groups", "roles", "applications", "service-principals"].map((kind) => `/api/v1/${kind}/{id}`),
          "/api/v1/roles/{id}/members/{user}",
          "/api/workspaces/{id}/security",
        ]),
      );
    });

    test("what is so already is answered and not written down again", async () => {
      const { id } = await (
        await send(users.action, "/api/v1/users", {
          body: { ...ada, user_name: "b@acme.example", external_id: "ext-b" },
        })
      ).json();
      const before = await countEvents();
      expect((await patchUser(id, { display_name: ada.display_name })).status).toBe(200);
      expect(await countEvents()).toBe(before);
    });

    test("a user name or an external id belongs to one person", async () => {
      await send(users.action, "/api/v1/users", {
        body: { ...ada, user_name: "c@acme.example", external_id: "ext-c" },
      });
      const taken = await send(users.action, "/api/v1/users", {
        body: { ...ada, user_name: "C@acme.example", external_id: null },
      });
      expect([taken.status, (await taken.json()).code]).toEqual([409, "user_name_taken"]);
      const known = await patchUser(people.requestor.userId, { external_id: "ext-c" });
      expect([known.status, (await known.json()).code]).toEqual([409, "external_id_taken"]);
    });

    test("somebody who is disabled is refused at once, and their tokens end", async () => {
      const response = await patchUser(people.leadership.userId, { disabled: true });
      expect((await response.json()).disabled_at).not.toBeNull();
      expect((await send(users.loader, "/api/v1/users", { who: "leadership" })).status).toBe(401);
      await patchUser(people.leadership.userId, { disabled: false });
      expect((await lastEvent()).type).toBe("user.enabled");
    });

    test("an admin changes nothing about an owner, by whichever way", async () => {
      await add("groups", { id: "board", name: "Board" });
      for (const answer of [
        await patchUser(people.boss.userId, { user_name: "mine@acme.example" }),
        await patchUser(people.boss.userId, { disabled: true }),
        await join("PUT", "board", people.boss.userId),
      ])
        expect([answer.status, (await answer.json()).code]).toEqual([403, "owners_only"]);
      expect((await join("PUT", "board", people.boss.userId, "boss")).status).toBe(200);
    });

    test("auditors read and change nothing, and people without such a role do neither", async () => {
      for (const who of ["auditor", "requestor", "identity"] as const) {
        const isReader = who === "auditor";
        const read = await send(users.loader, "/api/v1/users", { who });
        expect(read.status).toBe(isReader ? 200 : 403);
        for (const answer of [
          await send(users.action, "/api/v1/users", {
            who,
            body: { ...ada, user_name: `${who}2@acme.example`, external_id: null },
          }),
          await patchUser(people.owner.userId, { display_name: "X" }, who),
          await add("groups", { id: `of-${who}`, name: "X" }, who),
          await patch("groups", "board", { name: "X" }, who),
          await join("PUT", "board", people.owner.userId, who),
          await join("DELETE", "board", people.boss.userId, who),
        ])
          expect(answer.status).toBe(403);
      }
    });

    test("a token needs the scope directory to change anything", async () => {
      const token = await tokenFor(base, people.admin, ["read", "write"]);
      const response = await call(users.action, "/api/v1/users", { context: contextFor(base), token, body: ada });
      expect([response.status, (await response.json()).scope]).toEqual([403, "directory"]);
    });

    test("groups, roles, applications and service principals are added, renamed, disabled and enabled", async () => {
      for (const kind of ["groups", "roles", "applications", "service-principals"]) {
        const body = { id: `x-${kind}`, name: "Night shift", external_id: `guid-${kind}` };
        const added = await add(kind, body);
        expect([added.status, await added.json()]).toEqual([
          201,
          expect.objectContaining({ ...body, disabled_at: null }),
        ]);
        expect((await add(kind, body)).status).toBe(409);
        expect((await add(kind, { ...body, id: "another" })).status).toBe(409);
        const renamed = await (await patch(kind, body.id, { name: "Late shift", disabled: true })).json();
        expect(renamed).toMatchObject({ name: "Late shift", external_id: body.external_id });
        expect(renamed.disabled_at).not.toBeNull();
        expect((await (await patch(kind, body.id, { disabled: false })).json()).disabled_at).toBeNull();
        const found = await send(objects.loader, `/api/v1/${kind}?q=late`, {
          who: "auditor",
          params: { objects: kind },
        });
        expect((await found.json()).data).toMatchObject([{ id: body.id }]);
        const exact = await send(objects.loader, `/api/v1/${kind}?external_id=${body.external_id}`, {
          params: { objects: kind },
        });
        expect((await exact.json()).data).toMatchObject([{ id: body.id }]);
      }
      const unknown = await send(objects.loader, "/api/v1/things", { params: { objects: "things" } });
      expect(unknown.status).toBe(404);
    });

    test("people join and leave a group by id or user name, as often as one asks", async () => {
      await add("groups", { id: "readers", name: "Readers" });
      const { userId, userName } = people.owner;
      const joined = async (method: string, who = userName) => (await join(method, "readers", who)).json();
      expect(await joined("PUT")).toEqual({ user_id: userId, is_member: true, is_changed: true });
      expect(await joined("PUT", userId)).toEqual({ user_id: userId, is_member: true, is_changed: false });
      const listed = await send(members.loader, "/api/v1/groups/readers/members", {
        who: "auditor",
        params: { objects: "groups", id: "readers" },
      });
      expect((await listed.json()).data).toMatchObject([{ id: userId, user_name: userName }]);
      expect((await listUsers(`user_name=${userName}`)).data[0].groups).toEqual(["readers"]);
      expect(await joined("DELETE")).toEqual({ user_id: userId, is_member: false, is_changed: true });
      expect((await lastEvent()).type).toBe("directory.member_removed");
      expect(await joined("DELETE")).toMatchObject({ is_changed: false });
      expect((await join("PUT", "readers", "nobody@acme.example")).status).toBe(404);
      expect((await join("PUT", "nowhere", userId)).status).toBe(404);
      expect((await join("PUT", "mail", userId, "admin", "applications")).status).toBe(404);
    });

    test("pages follow each other and meet everybody once", async () => {
      const seen: string[] = [];
      let cursor: string | null = "";
      while (cursor !== null) {
        const page: { data: { user_name: string }[]; next_cursor: string | null } = await listUsers(
          `limit=3${cursor && `&cursor=${cursor}`}`,
        );
        seen.push(...page.data.map(({ user_name }) => user_name));
        cursor = page.next_cursor;
      }
      const all = await base.db
        .selectFrom("users")
        .select("userName")
        .where("workspaceId", "=", base.workspace.id)
        .orderBy("userName")
        .execute();
      expect(seen).toEqual(all.map(({ userName }) => userName));
      const wrong = await send(users.loader, "/api/v1/users?cursor=made-up");
      expect([wrong.status, (await wrong.json()).code]).toEqual([400, "invalid_query"]);
    });

    test("a repeat with the same Idempotency-Key adds nobody twice", async () => {
      const headers = { "Idempotency-Key": "once" };
      const body = { ...ada, user_name: "once@acme.example", external_id: null };
      const [first, second] = [
        await send(users.action, "/api/v1/users", { body, headers }),
        await send(users.action, "/api/v1/users", { body, headers }),
      ];
      expect([first.status, second.status]).toEqual([201, 201]);
      expect(await second.json()).toEqual(await first.json());
    });
  });
