import { appendFileSync } from "node:fs";
import { openDatabase } from "#db/connect.ts";
import { findWorkspace } from "#db/workspaces.ts";
import { jobs } from "#jobs/list.ts";
import { runJob } from "#jobs/run-job.ts";
import { jobContext } from "#test/support/job-context.ts";
import { keptMailer } from "./kept-mailer.ts";

// A process of its own that runs every job once and may be killed at any moment; it says when it begins and when it is done.
const [url = "", workspaceId = "", now = "", slot = "", mails = ""] = process.argv.slice(2);
const { db, close } = openDatabase(url);
const workspace = await findWorkspace(db, workspaceId);
if (!workspace) throw new Error(`there is no workspace ${workspaceId}`);
const context = jobContext({ db }, keptMailer((id) => appendFileSync(mails, `${id}\n`)).mailer);
process.stdout.write("ready\n");
for (const job of jobs) await runJob(job, context, { workspace, slot, now });
await close();
process.stdout.write("done\n");
