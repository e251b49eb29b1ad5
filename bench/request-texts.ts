import { writeFileSync } from "node:fs";

const distinct = 2048;
const distinctCalls = 64;

/** Writes the requests of a load to a file: sign-ins with a password of people spread over the whole register. */
export function writeRequests(file: string, token: string, people: number): string {
  const texts = Array.from({ length: distinct }, (_, index) => {
    const person = 1 + ((index * 7919) % people);
    return requestText({ token, path: "/access/v1/evaluation", id: `bench-${person}`, body: requestBody(person) });
  });
  writeFileSync(file, texts.join("\0"));
  return file;
}

/** Writes calls to a file that ask the same about so many people at once. */
export function writeCalls(
  file: string,
  token: string,
  { people, itemsInCall }: { people: number; itemsInCall: number },
): string {
  const texts = Array.from({ length: distinctCalls }, (_, call) => {
    const evaluations = Array.from({ length: itemsInCall }, (_, index) => {
      return { subject: subjectOf(1 + (((call * itemsInCall + index) * 7919) % people)) };
    });
    const body = JSON.stringify({ ...questionOf(1), evaluations });
    return requestText({ token, path: "/access/v1/evaluations", id: `bench-call-${call}`, body });
  });
  writeFileSync(file, texts.join("\0"));
  return file;
}

/** Returns the question whether a person may sign in with a password. */
export function requestBody(person: number): string {
  return JSON.stringify(questionOf(person));
}

function subjectOf(person: number) {
  return { type: "user", id: `user${person}@bench.example` };
}

function questionOf(person: number) {
  return {
    subject: subjectOf(person),
    action: { name: "sign_in" },
    resource: { type: "application", id: "payroll" },
    context: {
      ip: "203.0.113.7",
      device: "managed",
      protocol: "modern",
      country: "DE",
      completed_methods: [{ method: "password", completed_at: "2026-11-02T09:00:00.000Z" }],
    },
  };
}

function requestText({ token, path, id, body }: { token: string; path: string; id: string; body: string }): string {
  const lines = [
    `POST ${path} HTTP/1.1`,
    "Host: 127.0.0.1",
    `Authorization: Bearer ${token}`,
    "Content-Type: application/json",
    `X-Request-ID: ${id}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
  ];
  return `${lines.join("\r\n")}\r\n\r\n${body}`;
}
