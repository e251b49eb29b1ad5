import { mkdirSync, readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Env } from "#app/env.server.ts";
import type { Attachments } from "./attachment-store.ts";
import { folderStore } from "./folder-store.server.ts";
import { s3Store } from "./s3-store.server.ts";

/** An upload takes minutes at most, so what lies there for longer was left by a process that ended. */
const forgottenMs = 60 * 60 * 1000;

type Setting = Pick<
  Env,
  | "DATA_DIR"
  | "ATTACHMENT_SCAN_COMMAND"
  | "S3_BUCKET"
  | "S3_ENDPOINT"
  | "S3_REGION"
  | "S3_ACCESS_KEY_ID"
  | "S3_SECRET_ACCESS_KEY"
>;

/** Opens the place where attachments are kept, and clears away uploads that never became whole. */
export function openAttachments(env: Setting, now: string): Attachments {
  const folder = join(env.DATA_DIR, "attachments");
  const incoming = join(folder, "incoming");
  mkdirSync(incoming, { recursive: true, mode: 0o700 });
  for (const name of readdirSync(incoming)) {
    const path = join(incoming, name);
    if (Date.parse(now) - statSync(path).mtimeMs > forgottenMs) rmSync(path, { force: true });
  }
  return { store: storeOf(env, folder), incoming, scanCommand: env.ATTACHMENT_SCAN_COMMAND ?? null };
}

function storeOf(env: Setting, folder: string) {
  const { S3_BUCKET: bucket, S3_ENDPOINT: endpoint, S3_ACCESS_KEY_ID: accessKeyId, S3_REGION: region } = env;
  const { S3_SECRET_ACCESS_KEY: secretAccessKey } = env;
  // readEnv has seen to it that a bucket comes with the rest.
  if (!bucket || !endpoint || !accessKeyId || !secretAccessKey) return folderStore(folder);
  return s3Store({ bucket, endpoint, region, accessKeyId, secretAccessKey });
}
