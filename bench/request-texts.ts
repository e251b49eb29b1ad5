import { writeFileSync } from "node:fs";

const distinct = 2048;

/** Writes the requests of a load to a file: sign-ins with a password of people spread over the whole register. */
export function writeRequests(file: string, token: string, people: number): string {
  const texts = Array.from({ length: distinct }, (_, index) => requestText(token, 1 + ((index * 7919) % people)));
  writeFileSync(file, texts.join("\0"));
  return file;
}

/** Returns the question whether a person may sign in with a password. */
export function requestBody(person: number): string {
  return JSON.stringify({
    subject: { type: "user", id: `user${person}@bench.example` },
    action: { name: "sign_in" },
    resource: { type: "application", id: "payroll" },
    context: {
      ip: "203.0.113.7",
      device: "managed",
      protocol: "modern",
      country: "DE",
      completed_methods: [{ method: "password", completed_at: "2026-11-02T09:00:00.000Z" }],
    },
  });
}

function requestText(token: string, person: number): string {
  const body = requestBody(person);
  const lines = [
    "POST /access/v1/evaluation HTTP/1.1",
    "Host: 127.0.0.1",
    `Authorization: Bearer ${token}`,
    "Content-Type: application/json",
    `X-Request-ID: bench-${person}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
  ];
  return `${lines.join("\r\n")}\r\n\r\n${body}`;
}
