import { expect, onTestFinished, test } from "vitest";
import { LiveSessionsWire } from "#app/auth/live-session-wire.ts";
import { openSession } from "#app/auth/session.server.ts";
import { action as endOwn } from "#app/routes/api.v1.sessions.$id.ts";
import { action as endAllOwn, loader as listOwn } from "#app/routes/api.v1.sessions.ts";
import { action as endOne } from "#app/routes/api.v1.users.$id.sessions.$sessionId.ts";
import { action as endAll, loader as list } from "#app/routes/api.v1.users.$id.sessions.ts";
import { databases } from "#test/support/databases.ts";
import { noon } from "#test/support/make.ts";
import { addPeople, type Person } from "#test/support/people.ts";
import { call, contextFor, tokenFor } from "#test/support/routes.ts";
import { letIn } from "#test/support/sign-in.ts";

const passkey = { method: "passkey", completedAt: noon, userVerified: true } as const;

for (const [name, open] of Object.entries(databases)) {
  const opened = async () => {
    const base = await open();
    onTestFinished(() => base.close());
    const people = await addPeople(base);
    const context = contextFor(base);
    const enter = ({ userId }: Person) =>
      openSession(base.db, {
        ...{ workspaceId: base.workspace.id, userId, methods: [passkey], now: noon, admission: letIn },
        client: { ip: "192.0.2.9", userAgent: "curl/8.5.0", deviceHash: null },
      });
    const listed = async (token: string, who: string) => {
      const answer = await call(list, `/api/v1/users/${who}/sessions`, { context, token, params: { id: who } });
      return { status: answer.status, body: await answer.json() };
    };
    const end = async (token: string, who: string, sessionId?: string) => {
      const path = `/api/v1/users/${who}/sessions${sessionId ? `/${sessionId}` : ""}`;
      const params = { id: who, ...(sessionId && { sessionId }) };
      const answer = await call(sessionId ? endOne : endAll, path, { context, token, params, method: "DELETE" });
      return { status: answer.status, body: await answer.json() };
    };
    return { base, people, context, enter, listed, end };
  };

  test(`${name}: an admin's token lists and ends the sessions of somebody, by id or user name`, async () => {
    const { base, people, enter, listed, end } = await opened();
    const { admin, requestor, boss, auditor } = people;
    for (let index = 0; index < 3; index += 1) await enter(requestor);
    await enter(boss);
    const token = await tokenFor(base, admin, ["read", "directory"]);
    const { status, body } = await listed(token, requestor.userName);
    expect([status, LiveSessionsWire.parse(body).data.length]).toEqual([200, 3]);
    expect(body.data[0]).toMatchObject({
      ...{ user_id: requestor.userId, ip: "192.0.2.9", user_agent: "curl/8.5.0", methods: ["passkey"] },
      ...{ is_bypass: false, is_pending: false, exception_id: null, created_at: noon },
    });
    const reader = await tokenFor(base, auditor, ["read", "directory"]);
    expect((await listed(reader, requestor.userId)).status).toBe(200);
    expect(await end(reader, requestor.userId)).toMatchObject({ status: 403, body: { code: "not_admin" } });
    const [first] = body.data;
    expect(await end(token, requestor.userId, first.id)).toEqual({ status: 200, body: { ended: 1 } });
    expect(await end(token, requestor.userId, first.id)).toMatchObject({ status: 404 });
    expect(await end(token, requestor.userId)).toEqual({ status: 200, body: { ended: 2 } });
    expect(await end(token, boss.userId)).toMatchObject({ status: 403, body: { code: "owners_only" } });
    expect(await end(token, "usr_made_up")).toMatchObject({ status: 404, body: { code: "unknown_user" } });
    expect(await end(await tokenFor(base, admin, ["read"]), requestor.userId)).toMatchObject({ status: 403 });
  });

  test(`${name}: a personal token lists and ends one's own sessions, and nobody else's`, async () => {
    const { base, people, context, enter } = await opened();
    const { requestor, owner } = people;
    await enter(requestor);
    await enter(requestor);
    const other = await enter(owner);
    const token = await tokenFor(base, requestor, ["read", "write"]);
    const own = async () => (await (await call(listOwn, "/api/v1/sessions", { context, token })).json()).data;
    const [first] = await own();
    const endThis = async (id: string) =>
      (await call(endOwn, `/api/v1/sessions/${id}`, { context, token, params: { id }, method: "DELETE" })).status;
    expect(await endThis(`ses_${other.session.idHash.slice(0, 20)}`)).toBe(404);
    expect(await endThis(first.id)).toBe(200);
    expect(await own()).toHaveLength(1);
    const all = await call(endAllOwn, "/api/v1/sessions", { context, token, method: "DELETE" });
    expect(await all.json()).toEqual({ ended: 1 });
    const theirs = await tokenFor(base, owner, ["read"]);
    const left = await call(listOwn, "/api/v1/sessions", { context, token: theirs });
    expect((await left.json()).data).toHaveLength(1);
  });
}
