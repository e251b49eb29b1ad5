import type { Instant } from "#app/engine/types.ts";

/** Where a stream of decisions stood. */
export type StreamPlace = { stream: string; seq: number; hash: string };

/** What a log has come to: so many rows, and the hash of the last; hashes are 64 hexadecimal digits. */
export type Checkpoint = {
  /** Which log it is of, as "register.example/acme". */
  origin: string;
  size: number;
  hash: string;
  at: Instant;
  streams: readonly StreamPlace[];
};

/** Transparency logs have the root of a tree in the third line. Ours is a chain, so that line is its last link. */
const kind = "chain sha256 linear";
const origin = /^\S+$/u;
const size = /^(0|[1-9]\d{0,15})$/;
const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/** Writes the text of a checkpoint; signed, it is a note as transparency logs publish them (C2SP's tlog-checkpoint). */
export function checkpointText({ origin, size, hash, at, streams }: Checkpoint): string {
  const lines = [
    origin,
    String(size),
    base64Of(hash),
    kind,
    `at ${at}`,
    ...streams.map((place) => `stream ${place.stream} ${place.seq} ${base64Of(place.hash)}`),
  ];
  return `${lines.join("\n")}\n`;
}

/** Reads the text of a checkpoint; null where it is none of ours. */
export function readCheckpointText(text: string): Checkpoint | null {
  const [first = "", second = "", third = "", fourth, fifth = "", ...more] = text.slice(0, -1).split("\n");
  const at = fifth.slice("at ".length);
  const streams = more.map(placeOf);
  const hash = hexOf(third);
  const isWhole = text.endsWith("\n") && origin.test(first) && size.test(second) && fourth === kind;
  if (!isWhole || hash === null || fifth !== `at ${at}` || !instant.test(at)) return null;
  const read = streams.filter((place) => place !== null);
  return read.length === streams.length ? { origin: first, size: Number(second), hash, at, streams: read } : null;
}

function placeOf(line: string): StreamPlace | null {
  const [word, stream = "", seq = "", body = "", ...more] = line.split(" ");
  const hash = hexOf(body);
  if (word !== "stream" || more.length > 0 || stream === "" || !size.test(seq) || hash === null) return null;
  return { stream, seq: Number(seq), hash };
}

function base64Of(hex: string): string {
  const bytes = hex.match(/../g) ?? [];
  return btoa(String.fromCharCode(...bytes.map((byte) => Number.parseInt(byte, 16))));
}

/** A hash of 32 bytes in base64, as 64 hexadecimal digits; null where it is none, or is written in another way. */
function hexOf(base64: string): string | null {
  if (!/^[A-Za-z0-9+/]{43}=$/.test(base64)) return null;
  const hex = [...atob(base64)].map((byte) => byte.charCodeAt(0).toString(16).padStart(2, "0")).join("");
  return base64Of(hex) === base64 ? hex : null;
}
