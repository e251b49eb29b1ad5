import { openAsBlob } from "node:fs";
import { rm } from "node:fs/promises";
import { AwsClient } from "aws4fetch";
import type { AttachmentStore } from "./attachment-store.ts";

export type S3Place = {
  /** As https://s3.eu-central-1.amazonaws.com, or wherever MinIO and its like answer. */
  endpoint: string;
  bucket: string;
  region: string;
  accessKeyId: string;
  secretAccessKey: string;
};

/** Keeps attachments in S3-compatible storage; the hash of the bytes is signed, so that it refuses what arrives broken. */
export function s3Store({ endpoint, bucket, ...keys }: S3Place): AttachmentStore {
  const client = new AwsClient({ ...keys, service: "s3", retries: 3 });
  const urlOf = (workspaceId: string, sha256: string) =>
    `${endpoint.replace(/\/+$/, "")}/${encodeURIComponent(bucket)}/${workspaceId}/${sha256}`;
  return {
    keep: async (workspaceId, { path, sha256 }) => {
      const response = await client.fetch(urlOf(workspaceId, sha256), {
        method: "PUT",
        headers: { "X-Amz-Content-Sha256": sha256, "Content-Type": "application/octet-stream" },
        body: await openAsBlob(path),
      });
      if (!response.ok)
        throw new Error(`S3 answered ${response.status} to a PUT, expected 200: ${await textOf(response)}`);
      await rm(path, { force: true });
    },
    read: async (workspaceId, sha256) => {
      const response = await client.fetch(urlOf(workspaceId, sha256));
      if (response.status === 404) return null;
      if (!response.ok)
        throw new Error(`S3 answered ${response.status} to a GET, expected 200: ${await textOf(response)}`);
      return response.body;
    },
  };
}

async function textOf(response: Response): Promise<string> {
  return (await response.text()).slice(0, 500);
}
