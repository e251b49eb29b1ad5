import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { s3Store } from "#app/attachments/s3-store.server.ts";
import { sha256 } from "#app/audit/chain.ts";
import { EnvFault, readEnv } from "#app/env.server.ts";
import { openTestAttachments } from "#test/support/attachments.ts";
import { s3Keys, startS3 } from "#test/support/s3-server.ts";

let s3: Awaited<ReturnType<typeof startS3>>;
const place = openTestAttachments();
beforeAll(async () => {
  s3 = await startS3();
});
afterAll(async () => {
  place.close();
  await s3.close();
});

function fileOf(text: string) {
  const path = join(place.attachments.incoming, sha256(text));
  writeFileSync(path, text);
  return { path, size: Buffer.byteLength(text), sha256: sha256(text) };
}

test("a file is kept under the workspace and its hash, signed, and read again", async () => {
  const variables = {
    S3_ENDPOINT: `${s3.endpoint}/`,
    S3_BUCKET: "evidence",
    S3_REGION: s3Keys.region,
    S3_ACCESS_KEY_ID: s3Keys.accessKeyId,
    S3_SECRET_ACCESS_KEY: s3Keys.secretAccessKey,
  };
  const opened = openTestAttachments(variables);
  const file = fileOf("Grüße aus dem Archiv");
  await opened.attachments.store.keep("ws_1", file);
  expect([...s3.objects.keys()]).toContain(`/evidence/ws_1/${file.sha256}`);
  expect(existsSync(file.path)).toBe(false);
  const read = await opened.attachments.store.read("ws_1", file.sha256);
  expect(await new Response(read).text()).toBe("Grüße aus dem Archiv");
  expect(await opened.attachments.store.read("ws_2", file.sha256)).toBeNull();
  opened.close();
});

test("a wrong secret keeps nothing, and says what the storage answered", async () => {
  const store = s3Store({ ...s3Keys, endpoint: s3.endpoint, bucket: "evidence", secretAccessKey: "wrong" });
  const file = fileOf("not to be kept");
  await expect(store.keep("ws_1", file)).rejects.toThrow(
    "S3 answered 403 to a PUT, expected 200: SignatureDoesNotMatch",
  );
  expect([...s3.objects.keys()]).not.toContain(`/evidence/ws_1/${file.sha256}`);
});

test("bytes that do not have the hash that was signed are refused by the storage", async () => {
  const store = s3Store({ ...s3Keys, endpoint: s3.endpoint, bucket: "evidence" });
  const file = { ...fileOf("one thing"), sha256: sha256("another") };
  await expect(store.keep("ws_1", file)).rejects.toThrow("XAmzContentSHA256Mismatch");
});

test("a bucket without the rest is a fault of the environment, every missing variable named", () => {
  expect(() => readEnv({ S3_BUCKET: "evidence", S3_ENDPOINT: "https://s3.example" })).toThrow(EnvFault);
  expect(() => readEnv({ S3_BUCKET: "evidence" })).toThrow(
    /S3_ENDPOINT: .*\n.*S3_ACCESS_KEY_ID: .*\n.*S3_SECRET_ACCESS_KEY: /,
  );
});
