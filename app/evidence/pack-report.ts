import type { Manifest } from "./manifest.ts";

/** What can be wrong with a pack, in the names that --json prints. */
export const packFaults = {
  unreadable: "the archive cannot be read",
  unsafe_name: "a file of the archive has a name that a pack does not have",
  twice: "the archive has this file twice",
  missing: "the pack lacks this file",
  unexpected: "the manifest does not know this file",
  too_large: "it is larger than the manifest says",
  damaged: "it cannot be unpacked",
  altered: "its bytes are not those that the manifest has signed",
  malformed: "it is not what a pack has in this place",
  unsigned: "it is not signed with the key",
  wrong_key: "the pack is signed with another key than the one that was given",
  row_missing: "a row is missing, or two have changed places",
  row_altered: "what the row says does not match its hash",
  row_unlinked: "the row does not name the hash of the one before it",
  row_unexpected: "the row belongs to nothing that the manifest names",
  seal_differs: "the audit log has sealed the stream with another hash",
  head_differs: "it does not end with the row that the manifest names",
  checkpoint_differs: "the log in the pack is not the one that this checkpoint was made of",
  wrong_count: "it does not have as many rows as the manifest says",
  seal_broken: "a byte between the files of the archive is not as it was written",
} as const;
export type PackFaultCode = keyof typeof packFaults;

/** The first thing that is wrong, and where. */
export type PackFault = {
  code: PackFaultCode;
  /** The file of the pack; null for the archive itself. */
  path: string | null;
  line: number | null;
  /** What else is known, as "seq 5". */
  detail: string | null;
};

/** What was found in a pack. */
export type PackReport = {
  ok: boolean;
  fault: PackFault | null;
  manifest: Manifest | null;
  /** The key that signed it; `isGiven` where whoever asked had named it. */
  key: { vkey: string; fingerprint: string; isGiven: boolean } | null;
};

/** A finding, with what is not known of it left out. */
export function packFault(
  code: PackFaultCode,
  path: string | null,
  { line = null, detail = null }: Partial<Pick<PackFault, "line" | "detail">> = {},
): PackFault {
  return { code, path, line, detail };
}
