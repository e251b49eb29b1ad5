import type { AuditActor } from "#app/audit/events.ts";
import type { Instant } from "#app/engine/types.ts";
import type { RegisterRole } from "#app/register/roles.ts";
import type { ExportFormat, ExportKind } from "./export-kinds.ts";
import type { ExportState } from "./export-state.ts";

/** From where another attempt can go on: in the file of which attempt, after how much of it. */
export type ExportPlace = { cursor: string; attempt: number; bytes: number; done: number; sha256: string };

/** Something that somebody asked to be given out as a file. */
export type Export = {
  workspaceId: string;
  id: string;
  kind: ExportKind;
  format: ExportFormat;
  /** The filters of the screen that it was asked for on, as they stand in its address; empty for everything. */
  query: string;
  asOf: Instant | null;
  params: Record<string, string>;
  requestedBy: string;
  /** As whom the audit log names them: the person, or their token. */
  actor: AuditActor;
  createdAt: Instant;
  state: ExportState;
  /** Which attempt it is, from 1 on; 0 before the first. */
  attempt: number;
  /** The roles that they had while it was made; whoever has lost one cannot fetch it any more. */
  roles: RegisterRole[];
  /** How many rows have been made, of how many; null where that is not known. */
  done: number;
  total: number | null;
  place: ExportPlace | null;
  finishedAt: Instant | null;
  rowCount: number | null;
  bytes: number | null;
  sha256: string | null;
  fileName: string;
  /** From when on the file is no longer kept. */
  expiresAt: Instant;
  fault: string | null;
};

export type ExportKey = Pick<Export, "workspaceId" | "id">;
