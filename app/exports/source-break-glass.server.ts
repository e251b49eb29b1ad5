import {
  countBreakGlass,
  readAccounts,
  readDrills,
  readIncidents,
  readRotations,
  readUses,
} from "#db/export-break-glass.ts";
import { type BreakGlassRow, breakGlassCells, breakGlassColumns } from "./break-glass-row.ts";
import { readEventQuery } from "./event-query.ts";
import { namesOnce } from "./names-once.server.ts";
import type { Reading, Source } from "./source.server.ts";

const pageSize = 500;

type Names = ReturnType<typeof namesOnce>;
type Page = { after: string; limit: number };
type Reader = (reading: Reading, names: Names, page: Page) => Promise<BreakGlassRow[]>;

/** Each kind with what reads it, in the order in which they stand in the file. */
const readers: Record<string, Reader> = {
  account: async ({ db, workspaceId }, { learn, nameOf }, page) => {
    const accounts = await readAccounts(db, workspaceId, page);
    await learn(
      accounts.flatMap((row) => [
        row.userId,
        row.firstCustodianId,
        row.secondCustodianId,
        row.registeredBy,
        row.retiredBy,
      ]),
    );
    return accounts.map((account) => ({
      ...{ id: account.userId, account: nameOf(account.userId), at: account.registeredAt, until: account.retiredAt },
      by: nameOf(account.registeredBy),
      people: [nameOf(account.firstCustodianId), nameOf(account.secondCustodianId)],
      outcome: account.retiredAt === null ? "kept" : "retired",
      reference: account.storageReference,
      confirmedBy: account.retiredBy && nameOf(account.retiredBy),
      confirmedAt: account.retiredAt,
    }));
  },
  rotation: async ({ db, workspaceId }, { learn, nameOf }, page) => {
    const rotations = await readRotations(db, workspaceId, page);
    await learn(rotations.flatMap((row) => [row.subjectId, row.operatorId, row.attestorId]));
    return rotations.map((rotation) => ({
      ...{ id: rotation.id, account: nameOf(rotation.subjectId), at: rotation.rotatedAt },
      ...{ by: nameOf(rotation.operatorId), class: rotation.cause, outcome: rotation.outcome },
      note: [rotation.note, rotation.attestationNote].filter(Boolean).join(" / "),
      reference: rotation.reference,
      confirmedBy: rotation.attestorId && nameOf(rotation.attestorId),
      ...{ confirmedAt: rotation.attestedAt, confirmation: rotation.attestation },
    }));
  },
  drill: async ({ db, workspaceId }, { learn, nameOf }, page) => {
    const drills = await readDrills(db, workspaceId, page);
    await learn(drills.flatMap((row) => [row.userId, row.plannedBy, row.signsIn, row.finishedBy]));
    return drills.map((drill) => ({
      ...{ id: drill.id, account: nameOf(drill.userId), at: drill.startsAt, until: drill.endsAt },
      ...{ by: nameOf(drill.plannedBy), people: [nameOf(drill.signsIn)] },
      ...{ class: drill.quarter, outcome: drill.result, reference: drill.evidence },
      steps: drill.answers.map(({ step, result, note }) => `${step}: ${result}${note && ` (${note})`}`),
      confirmedBy: drill.finishedBy && nameOf(drill.finishedBy),
      confirmedAt: drill.finishedAt,
    }));
  },
  incident: async ({ db, workspaceId }, { learn, nameOf }, page) => {
    const incidents = await readIncidents(db, workspaceId, page);
    await learn(incidents.flatMap((row) => [row.userId, row.declaredBy, row.closedBy]));
    return incidents.map((incident) => ({
      ...{ id: incident.id, account: incident.userId && nameOf(incident.userId) },
      ...{ at: incident.beginsAt, until: incident.endsAt },
      by: incident.declaredBy && nameOf(incident.declaredBy),
      ...{ class: incident.reason, outcome: incident.closedAt === null ? "open" : "closed" },
      ...{ reference: incident.reference, note: incident.title },
      confirmedBy: incident.closedBy && nameOf(incident.closedBy),
      confirmedAt: incident.closedAt,
    }));
  },
  use: async ({ db, workspaceId }, { learn, nameOf }, page) => {
    const uses = await readUses(db, workspaceId, page);
    await learn(uses.flatMap((row) => [row.userId, row.signedInBy, row.closedBy]));
    return uses.map((use) => ({
      ...{ id: use.id, account: nameOf(use.userId), at: use.at, by: use.signedInBy && nameOf(use.signedInBy) },
      ...{ class: use.classification, outcome: use.reason, application: use.applicationId, ip: use.ip },
      methods: use.methods.split(",").filter(Boolean),
      ...{ exception: use.exceptionId, reference: use.incidentId ?? use.drillId ?? use.partOf, note: use.explanation },
      confirmedBy: use.closedBy && nameOf(use.closedBy),
      confirmedAt: use.closedAt,
    }));
  },
};
const kinds = Object.keys(readers);

/** Accounts for emergencies, the rotations of their secrets, drills, emergencies and every use: a row for each. */
export const breakGlassSource: Source = {
  columns: () => breakGlassColumns,
  readable: {
    title: "Break-glass",
    columns: () => ["kind", "account", "at", "until", "by", "class", "outcome", "reference", "note"],
  },
  count: ({ db, workspaceId }) => countBreakGlass(db, workspaceId),
  async *read(reading, from) {
    const names = namesOnce(reading.db, reading.workspaceId);
    const { from: begin, to: end } = readEventQuery(reading.query);
    const isAsked = (kind: string, { at }: BreakGlassRow) =>
      kind === "account" || (at >= begin && (end === "" || at < end));
    const [kindBefore = kinds[0], idBefore = ""] = from === null ? [] : (JSON.parse(from) as string[]);
    for (const [kind, read] of Object.entries(readers).slice(kinds.indexOf(kindBefore ?? ""))) {
      let after = kind === kindBefore ? idBefore : "";
      for (;;) {
        const rows = await read(reading, names, { after, limit: pageSize });
        const last = rows.at(-1);
        if (last === undefined) break;
        after = last.id;
        const asked = rows.filter((row) => isAsked(kind, row));
        yield { rows: asked.map((row) => breakGlassCells(kind, row)), after: JSON.stringify([kind, after]) };
      }
    }
  },
};
