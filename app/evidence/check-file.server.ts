import { createHash } from "node:crypto";
import type { LineCheck, LineFault } from "./line-check.ts";
import type { Manifest } from "./manifest.ts";
import { type PackFault, packFault } from "./pack-report.ts";
import { type Archive, PackFaultFound } from "./read-archive.server.ts";

/** No line of a pack is nearly as long; one that is was made to fill the memory. */
const mostLineBytes = 64 * 1024 * 1024;

type Listed = Manifest["files"][number];

/**
 * Reads a file of a pack to its end and returns what is wrong with it. A line that does not follow is named before the
 * hash of the whole file, which says less.
 */
export async function checkFile(archive: Archive, listed: Listed, check: LineCheck | null): Promise<PackFault | null> {
  const { path, bytes, sha256, rows } = listed;
  const hash = createHash("sha256");
  const lines = check && eachLine(check);
  let wrong: PackFault | null = null;
  let read = 0;
  try {
    for await (const piece of archive.read(path, bytes)) {
      read += piece.length;
      hash.update(piece);
      wrong ??= lines === null ? null : at(path, lines.take(piece));
    }
  } catch (caught) {
    if (!(caught instanceof PackFaultFound)) throw caught;
    return wrong ?? caught.fault;
  }
  wrong ??= lines === null ? null : at(path, lines.end());
  if (wrong) return wrong;
  if (read !== bytes || hash.digest("hex") !== sha256) return packFault("altered", path);
  return rows === null || check === null || check.rows() === rows ? null : packFault("wrong_count", path);
}

type Found = { line: number | null; fault: LineFault } | null;

function at(path: string, found: Found): PackFault | null {
  return found && packFault(found.fault.code, path, { line: found.line, detail: found.fault.detail });
}

/** Takes a file apart into its lines, whose last has to end as well. */
function eachLine(check: LineCheck) {
  let pending: Buffer[] = [];
  let pendingBytes = 0;
  let line = 0;
  const lineEnd = 0x0a;
  const look = (text: string): Found => {
    line += 1;
    const fault = check.line(text);
    return fault && { line, fault };
  };
  return {
    take(piece: Buffer): Found {
      let from = 0;
      for (let end = piece.indexOf(lineEnd); end !== -1; end = piece.indexOf(lineEnd, from)) {
        const text = Buffer.concat([...pending, piece.subarray(from, end)]).toString("utf8");
        [pending, pendingBytes, from] = [[], 0, end + 1];
        const found = look(text);
        if (found) return found;
      }
      const rest = piece.subarray(from);
      pendingBytes += rest.length;
      if (rest.length > 0) pending.push(rest);
      return pendingBytes > mostLineBytes ? { line: line + 1, fault: { code: "malformed", detail: "too long" } } : null;
    },
    end(): Found {
      if (pendingBytes > 0) return { line: line + 1, fault: { code: "malformed", detail: "the line does not end" } };
      const fault = check.end();
      return fault && { line: null, fault };
    },
  };
}
