import { expect, test } from "vitest";
import type { ExportKind } from "#app/exports/export-kinds.ts";
import { refuseQuery } from "#app/exports/refuse-query.ts";

const understood: readonly [ExportKind, string][] = [
  ["register", ""],
  ["register", "category=accessibility&state=active,closed&sort=title"],
  ["register", "ids=EXC-2026-0001,EXC-2026-0002"],
  ["register", "ids=EXC-2026-0001&columns=owner,expires"],
  ["register", "state=active&columns=owner%2Cexpires"],
  ["audit", "group=&type=user.created&from=2026-11-01T00:00:00.000Z&to="],
  ["decisions", "subject=ruth.abara%40example.com&from=2026-11-01T01:00:00%2B01:00"],
  ["reviews", "exception=EXC-2026-0001&from=2026-11-01"],
  ["break_glass", "from=2026-11-01&to=2026-11-30T00:00:00Z"],
  ["kpis", "key=live&from=2026-11-01"],
  ["evidence_pack", ""],
  ["poam", ""],
];

test.each(understood)("%s takes %s", (kind, query) => {
  expect(() => refuseQuery(kind, query)).not.toThrow();
});

const passedOver: readonly [ExportKind, string, string][] = [
  ["register", "state=none", "state"],
  ["register", "categorie=accessibility", "categorie"],
  ["register", "state=active&columns=owner,colour", "columns"],
  ["audit", "columns=owner", "columns"],
  ["register", "ids=EXC-2026-0001&state=active", "state"],
  ["audit", "from=yesterday", "from"],
  // Without an offset nobody knows by whose clocks it is.
  ["audit", "from=2026-11-01T10:00", "from"],
  ["audit", "group=everything", "group"],
  ["audit", "actors=usr_1", "actors"],
  ["decisions", "outcome=perhaps", "outcome"],
  ["decisions", "user=ruth", "user"],
  ["reviews", "to=2026-13-01", "to"],
  ["reviews", "key=live", "key"],
  ["break_glass", "exception=EXC-2026-0001", "exception"],
  ["kpis", "from=first", "from"],
  ["evidence_pack", "state=active", "state"],
  ["poam", "from=2026-11-01", "from"],
];

test.each(passedOver)("%s refuses %s, which would make another file than was asked for", (kind, query, name) => {
  expect(() => refuseQuery(kind, query)).toThrow(
    expect.objectContaining({ status: 400, code: "invalid_query", message: expect.stringContaining(`“${name}”`) }),
  );
});
