import { createDecider } from "#app/signins/decide.server.ts";
import { parseEvaluationRequest } from "#app/signins/evaluation-request.ts";
import { openDatabase } from "#db/connect.ts";
import { signInOf } from "./decisions.ts";

/** Run by a test as a process of its own: puts so many sign-ins of one person to a decider at once, and prints how many were let in. */
const [url = "", token = "", subjectId = "", now = "", count = "0"] = process.argv.slice(2);
const database = openDatabase(url);
const decider = createDecider(database, {
  now: () => now,
  logFault: (fault) => {
    throw fault;
  },
  // Several batches, so that the processes take turns.
  mostInBatch: 5,
});
const parsed = parseEvaluationRequest(signInOf(subjectId));
if (!parsed.ok) throw new Error(parsed.message);
const { request } = parsed;
const answers = await Promise.all(
  Array.from({ length: Number(count) }, () => decider.decide({ token, requestId: null, request })),
);
if (answers.some(({ kind }) => kind !== "decided")) throw new Error("a sign-in was not decided");
const letIn = answers.filter((answer) => answer.kind === "decided" && JSON.parse(answer.body).decision === true);
await database.close();
process.stdout.write(String(letIn.length));
