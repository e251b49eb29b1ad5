import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openAttachments } from "#app/attachments/open-attachments.server.ts";
import { openSecretBox } from "#app/auth/secret-box.server.ts";
import { type Env, readEnv } from "#app/env.server.ts";
import { openDatabase } from "#db/connect.ts";
import { addDemoEvidence } from "#db/demo/evidence.ts";
import { addDemoExports } from "#db/demo/exports.ts";
import { keepFigures } from "#db/demo/figures-kept.ts";
import { noteMailSent } from "#db/demo/mail-sent.ts";
import { migrate } from "#db/migrate.ts";
import { seedDemo } from "#db/seed.ts";
import { readConsoleEnv } from "./read-console-env.ts";
import { WrongUse } from "./wrong-use.ts";

/** Of so many days figures are kept: long enough for a trend of each. */
const measuredDays = 150;

/** Lies in a folder that the demo made, so that it never deletes anybody's data. */
const marker = ".mfa-register-demo";

/** Returns the environment to serve the demo with. */
export function demoEnv(): Env {
  const given = readConsoleEnv();
  // The people are invented, so nothing is mailed; and the data is thrown away, so it lies in no database of somebody's.
  return readEnv({
    // What is off until somebody wants it is there to be tried.
    ACCESS_REQUESTS: "on",
    ...process.env,
    DATA_DIR: process.env.DATA_DIR || "data/demo",
    DATABASE_URL: "",
    SECRET_KEY_FILE: "",
    SMTP_URL: "",
    PUBLIC_URL: given.PUBLIC_URL,
  });
}

/**
 * Makes the demo's folder and its register anew.
 * @throws WrongUse when the folder has something in it that the demo did not make.
 */
export async function prepareDemo(env: Env, now: string): Promise<void> {
  emptyFolder(env.DATA_DIR);
  const database = openDatabase(env.DATABASE_URL);
  try {
    await migrate(database.db);
    const workspaceId = await seedDemo(database, now, openSecretBox(env.SECRET_KEY_FILE), { measuredDays });
    await keepFigures(database.db, workspaceId, now, measuredDays);
    await addDemoEvidence(database.db, { workspaceId, attachments: openAttachments(env, now), now });
    await addDemoExports(database.db, { workspaceId, env, now });
    await noteMailSent(database.db, workspaceId);
  } finally {
    await database.close();
  }
}

function emptyFolder(folder: string): void {
  if (existsSync(folder) && readdirSync(folder).length > 0) {
    if (!existsSync(join(folder, marker)))
      throw new WrongUse(`${folder} has files that the demo did not make; set DATA_DIR to another folder`);
    rmSync(folder, { recursive: true });
  }
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, marker),
    "This folder is made anew, and its contents deleted, whenever the demo starts.\n",
  );
}
