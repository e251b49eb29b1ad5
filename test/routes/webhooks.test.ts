import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { Webhook } from "standardwebhooks";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openSession } from "#app/auth/session.server.ts";
import { openApi } from "#app/http/openapi.ts";
import * as command from "#app/routes/api.v1.webhooks.$id.$command.ts";
import * as log from "#app/routes/api.v1.webhooks.$id.messages.ts";
import * as one from "#app/routes/api.v1.webhooks.$id.ts";
import * as all from "#app/routes/api.v1.webhooks.ts";
import * as page from "#app/routes/settings.webhooks.$id._index.tsx";
import * as edit from "#app/routes/settings.webhooks.$id.edit.tsx";
import * as added from "#app/routes/settings.webhooks.new.tsx";
import { listEndpoints } from "#db/webhook-endpoints.ts";
import { renameInWebhookMessages } from "#db/webhook-messages.ts";
import { deliverWebhooks } from "#jobs/deliver-webhooks.ts";
import { databases, type TestDatabase } from "#test/support/databases.ts";
import { jobContext, plainSecrets } from "#test/support/job-context.ts";
import { noon } from "#test/support/make.ts";
import { makeContext } from "#test/support/make-context.ts";
import { addPeople, type People } from "#test/support/people.ts";
import { call, contextFor, tokenFor } from "#test/support/routes.ts";
import { letIn, nobody } from "#test/support/sign-in.ts";
import { type RouteModule, visit } from "#test/support/visit.ts";
import { startReceiver } from "#test/support/webhook-receiver.ts";

const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats.default(ajv);
ajv.addSchema({ $id: "openapi", components: openApi("https://register.example").components });
const schemaOf = (name: string) => ajv.compile({ $ref: `openapi#/components/schemas/${name}` });
const isWebhook = schemaOf("Webhook");
const isMessage = schemaOf("WebhookMessage");
const isEvent = schemaOf("WebhookEvent");

for (const [name, open] of Object.entries(databases))
  describe(name, () => {
    let base: TestDatabase;
    let people: People;
    let receiver: Awaited<ReturnType<typeof startReceiver>>;
    beforeAll(async () => {
      [base, receiver] = await Promise.all([open(), startReceiver()]);
      people = await addPeople(base);
    });
    afterAll(() => Promise.all([base.close(), receiver.close()]));

    const run = () => deliverWebhooks.run(jobContext(base), base.workspace, noon);
    const usual = () => ({ description: "Ticket system", format: "standard", url: receiver.url });

    test("over the API a webhook is added, changed, tested, replayed and removed, and answers fit their description", async () => {
      const token = await tokenFor(base, people.admin, ["read", "policy", "approve"]);
      const context = contextFor(base);
      const ask = async (module: RouteModule, params: Record<string, string>, body?: object, method = "POST") => {
        const isRead = body === undefined && method === "POST";
        const handler = isRead ? module.loader : module.action;
        if (!handler) throw new Error("the route has no such handler");
        const given = { context, token, params, ...(isRead ? {} : { method, body }) };
        const answer = await call(handler, "/api/v1/webhooks", given);
        return { status: answer.status, body: answer.status === 204 ? null : await answer.json() };
      };
      const made = await ask(all, {}, { ...usual(), event_types: ["exception.*"] });
      expect(made.status).toBe(201);
      const { secret, ...webhook } = made.body;
      expect(isWebhook(webhook)).toBe(true);
      expect(JSON.stringify(webhook)).not.toContain("abc123");
      const { id } = webhook;
      expect((await ask(one, { id })).body).toEqual(webhook);
      const changed = await ask(one, { id }, { description: "Tickets", names_people: true }, "PATCH");
      expect(changed.body).toMatchObject({ description: "Tickets", names_people: true, event_types: ["exception.*"] });
      await ask(command, { id, command: "test" }, {});
      await run();
      const [first] = receiver.received;
      if (!first) throw new Error("nothing was received, expected the test");
      const { headers, body } = first;
      expect(isEvent(JSON.parse(body))).toBe(true);
      // The library looks at the clock of today, so the signature alone is compared.
      expect(headers["webhook-signature"]).toBe(
        new Webhook(secret).sign(`${headers["webhook-id"]}`, new Date(noon), body),
      );
      const { data } = (await ask(log, { id })).body;
      expect(data.map(isMessage)).toEqual([true]);
      expect(data).toMatchObject([{ type: "webhook.tested", state: "delivered", last_attempt: { status: 204 } }]);
      expect((await ask(command, { id, command: "replay" }, { message_id: data[0].id })).body).toEqual({ messages: 1 });
      const rotated = await ask(command, { id, command: "rotate-secret" }, { overlap_hours: 1 });
      expect(rotated.body).toMatchObject({ previous_secret_until: "2026-11-10T13:00:00.000Z" });
      expect(rotated.body.secret).not.toBe(secret);
      expect((await ask(command, { id, command: "disable" }, {})).body).toMatchObject({ disabled_for: "by_hand" });
      expect((await ask(command, { id, command: "enable" }, {})).body).toMatchObject({ is_enabled: true });
      expect((await ask(command, { id, command: "sing" }, {})).status).toBe(404);
      expect((await ask(one, { id }, undefined, "DELETE")).status).toBe(204);
      expect((await ask(all, {})).body.data).toMatchObject([{ id, is_enabled: false, removed_at: noon }]);
    });

    test("over the API a webhook inside, of events that there are not, or by a token without a factor is refused", async () => {
      const context = contextFor(base);
      const post = async (scopes: Parameters<typeof tokenFor>[2], over: object, who: keyof People = "admin") => {
        const token = await tokenFor(base, people[who], scopes);
        const answer = await call(all.action, "/api/v1/webhooks", { context, token, body: { ...usual(), ...over } });
        return [answer.status, (await answer.json()).code];
      };
      expect(await post(["policy", "approve"], { url: "https://10.0.0.1/" })).toEqual([400, "webhook_url_unfit"]);
      expect(await post(["policy", "approve"], { event_types: ["made.up"] })).toEqual([400, "invalid_body"]);
      expect(await post(["policy"], {})).toEqual([401, "step_up_required"]);
      expect(await post(["read", "write"], {})).toEqual([403, "insufficient_scope"]);
      expect(await post(["policy", "approve"], {}, "identity")).toEqual([403, "not_admin"]);
      const token = await tokenFor(base, people.identity, ["read"]);
      const read = await call(all.loader, "/api/v1/webhooks", { context, token });
      expect([read.status, (await read.json()).code]).toEqual([403, "not_webhook_reader"]);
    });

    test("on the screens the secret is shown once, and the address never again", async () => {
      const { value } = await openSession(base.db, {
        ...{ workspaceId: base.workspace.id, userId: people.boss.userId, client: nobody, admission: letIn, now: noon },
        methods: [{ method: "passkey", completedAt: noon, userVerified: true }],
      });
      const given = {
        context: makeContext(base, { secrets: plainSecrets, now: noon }),
        headers: { Cookie: `mfa_session=${value}` },
      };
      const send = (module: RouteModule, form: Record<string, string>, id = "new") =>
        visit(module, "action", { path: `/settings/webhooks/${id}`, params: { id }, form }, given);
      const read = (module: RouteModule, id: string) =>
        visit(module, "loader", { path: `/settings/webhooks/${id}`, params: { id } }, given);

      expect(await send(added, { description: "", format: "standard", url: "" })).toMatchObject({ answer: 400 });
      const made = await send(added, { ...usual(), eventTypes: "exception.*\nwebhook.enabled", namesPeople: "on" });
      expect(made.text).toContain("whsec_");
      const [{ id } = { id: "" }] = (await listEndpoints(base.db, base.workspace.id)).filter(
        ({ isEnabled }) => isEnabled,
      );
      for (const module of [page, edit]) {
        const { answer, text } = await read(module, id);
        expect(answer).toBe(200);
        expect(text).not.toMatch(/whsec_|abc123/);
      }
      const kept = { description: "Renamed", eventTypes: "exception.*", url: "" };
      expect(await send(edit, kept, id)).toMatchObject({ answer: `→ /settings/webhooks/${id}` });
      expect(await send(edit, { ...kept, url: "https://[::1]/" }, id)).toMatchObject({ answer: 400 });
      expect((await send(page, { intent: "rotate", overlapHours: "0" }, id)).text).toContain("whsec_");
      expect((await send(page, { intent: "rotate", overlapHours: "many" }, id)).answer).toBe(400);
      for (const intent of ["test", "disable", "enable", "remove"])
        expect((await send(page, { intent }, id)).answer, intent).toBe(200);
      expect((await send(page, { intent: "test" }, id)).answer).toBe(404);
    });

    test("what is kept of messages does not name a person any more who is taken out of the register", async () => {
      const rows = () => base.db.selectFrom("webhookMessages").select("body").execute();
      const before = await rows();
      expect(JSON.stringify(before)).toContain("webhook.tested");
      await renameInWebhookMessages(base.db, base.workspace.id, { name: "webhook.tested", newName: 'Former "x"' });
      const after = await rows();
      expect(JSON.stringify(after)).not.toContain("webhook.tested");
      expect(after.map(({ body }) => JSON.parse(body).type)).toContain('Former "x"');
    });
  });
