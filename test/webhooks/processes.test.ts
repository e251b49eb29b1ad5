import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { openSecretBox } from "#app/auth/secret-box.server.ts";
import { addHours } from "#app/register/days.ts";
import { sendTest } from "#app/webhooks/steer-endpoint.server.ts";
import { deliverWebhooks } from "#jobs/deliver-webhooks.ts";
import { databases } from "#test/support/databases.ts";
import { jobContext } from "#test/support/job-context.ts";
import { addPeople } from "#test/support/people.ts";
import { runCli, startCli } from "#test/support/run-cli.ts";
import { startReceiver } from "#test/support/webhook-receiver.ts";
import { addReceiver, changingBy } from "#test/support/webhooks.ts";

/** A workspace with one receiver and some tests to send, whose secrets other processes can open. */
async function withReceiver(open: (typeof databases)["sqlite"], tests: number) {
  const [base, receiver] = await Promise.all([open(), startReceiver()]);
  const folder = mkdtempSync(join(tmpdir(), "mfa-register-webhooks-"));
  onTestFinished(async () => {
    await Promise.all([base.close(), receiver.close()]);
    rmSync(folder, { recursive: true, force: true });
  });
  const keyFile = join(folder, "secret.key");
  const secrets = openSecretBox(keyFile);
  const now = new Date().toISOString();
  const people = await addPeople(base);
  const by = { ...changingBy(base, people.boss, now), secrets };
  const { endpoint } = await addReceiver(by, receiver.url, { eventTypes: ["webhook.enabled"] });
  for (let count = 0; count < tests; count++) await sendTest(by, endpoint.id);
  const env = { DATABASE_URL: base.url, SECRET_KEY_FILE: keyFile, WEBHOOK_ALLOWED_NETWORKS: "127.0.0.0/8" };
  const run = (at: string) => deliverWebhooks.run({ ...jobContext(base), secrets }, base.workspace, at);
  const ids = () => receiver.received.map(({ headers }) => headers["webhook-id"]);
  return { receiver, env, now, run, ids };
}

const job = ["jobs", "run", "deliver-webhooks"];

for (const [name, open] of Object.entries(databases)) {
  test(`two processes post each message once, on ${name}`, async () => {
    const { env, ids } = await withReceiver(open, 6);
    const runs = await Promise.all([runCli(job, env), runCli(job, env)]);
    // Whoever comes while the other one runs is told so, and has nothing left to do.
    const hindered = runs.filter(({ code }) => code !== 0);
    expect(hindered.length).toBeLessThan(2);
    for (const { err } of hindered) expect(err).toContain("deliver-webhooks runs already");
    expect([ids().length, new Set(ids()).size]).toEqual([6, 6]);
  });

  test(`a process that is killed while a message is on its way leaves it to the next, with the same id, on ${name}`, async () => {
    const { receiver, env, now, run, ids } = await withReceiver(open, 1);
    const arrived = new Promise<void>((done) => receiver.answerWith(() => done()));
    const process = startCli(job, env);
    await arrived;
    process.kill("SIGKILL");
    receiver.answerWith(204);
    expect(await run(addHours(now, 1))).toMatchObject({ delivered: 1 });
    expect(new Set(ids()).size).toBe(1);
    expect(ids()).toHaveLength(2);
  });
}
