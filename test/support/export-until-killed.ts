// Started as a process: makes an export, says the first place from which one could go on, and waits there to be killed.

import { writeSync } from "node:fs";
import { makeFile } from "#app/exports/make-file.server.ts";
import { openReader } from "#db/connect.ts";
import type { ExportAttempt } from "#db/export-work.ts";

export type UntilKilled = {
  databaseUrl: string;
  folder: string;
  attempt: ExportAttempt;
  viewerId: string;
  now: string;
};

const standardOutput = 1;

// cast: the test that starts it
const { databaseUrl, folder, attempt, viewerId, now } = JSON.parse(process.argv[2] ?? "") as UntilKilled;
const { db } = openReader(databaseUrl);
await makeFile(
  { folder, attempt, kind: "register", format: "csv", params: {}, place: null },
  {
    reading: { db, workspaceId: attempt.workspaceId, viewerId, query: "", asOf: null, now },
    secrets: { seal: (plain) => plain, open: (sealed) => sealed },
    publicUrl: "",
    signal: new AbortController().signal,
    tell: (progress) => {
      writeSync(standardOutput, JSON.stringify(progress));
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
    },
  },
);
