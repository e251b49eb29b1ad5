import { createHash, createHmac } from "node:crypto";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

export const s3Keys = { accessKeyId: "AKIATEST", secretAccessKey: "a secret of the test", region: "eu-test-1" };

const hex = (bytes: string | Buffer) => createHash("sha256").update(bytes).digest("hex");
const mac = (key: string | Buffer, text: string) => createHmac("sha256", key).update(text).digest();

/** Storage as S3 has it, in memory: checks each signature by the rules of AWS Signature Version 4, and the hash of each body. */
export async function startS3() {
  const objects = new Map<string, Buffer>();
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer); // cast: no encoding is set
    const body = Buffer.concat(chunks);
    const path = new URL(request.url ?? "", "http://s3").pathname;
    if (!isSigned(request, path)) return response.writeHead(403).end("SignatureDoesNotMatch");
    if (request.method === "PUT") {
      if (hex(body) !== request.headers["x-amz-content-sha256"])
        return response.writeHead(400).end("XAmzContentSHA256Mismatch");
      objects.set(path, body);
      return response.writeHead(200).end();
    }
    const found = objects.get(path);
    return found ? response.writeHead(200).end(found) : response.writeHead(404).end("NoSuchKey");
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    objects,
    close: () => new Promise<void>((done) => server.close(() => done())),
  };
}

function isSigned({ method = "", headers }: IncomingMessage, path: string): boolean {
  const parts = /Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, SignedHeaders=([^,]+), Signature=(\w+)/.exec(
    headers.authorization ?? "",
  );
  if (!parts) return false;
  const [, key, day = "", region = "", names = "", signature] = parts;
  const signed = names.split(";").map((name) => `${name}:${String(headers[name] ?? "").trim()}\n`);
  const hash = headers["x-amz-content-sha256"];
  const canonical = [method, path, "", signed.join(""), names, hash].join("\n");
  const scope = `${day}/${region}/s3/aws4_request`;
  const toSign = ["AWS4-HMAC-SHA256", headers["x-amz-date"], scope, hex(canonical)].join("\n");
  const signingKey = ["s3", "aws4_request"].reduce<Buffer>(
    (last, text) => mac(last, text),
    mac(mac(`AWS4${s3Keys.secretAccessKey}`, day), region),
  );
  return key === s3Keys.accessKeyId && mac(signingKey, toSign).toString("hex") === signature;
}
