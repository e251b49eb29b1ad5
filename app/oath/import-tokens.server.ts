import { type Managing, refuseManager } from "#app/auth/managing.server.ts";
import type { SecretBox } from "#app/auth/secret-box.server.ts";
import type { Sheet } from "#app/imports/sheet.server.ts";
import { readSheet } from "#app/imports/sheet.server.ts";
import { Refused } from "#app/register/refused.ts";
import { type Db, isDuplicate } from "#db/connect.ts";
import { newId } from "#db/ids.ts";
import { insertCustody } from "#db/oath-custody.ts";
import { insertHardwareTokens, knownSerials } from "#db/oath-tokens.ts";
import { findUserByName } from "#db/users.ts";
import { write } from "#db/write.ts";
import { readSeed } from "./read-seed.server.ts";
import { readSeedRow, type SeedField, type SeedRow, seedFieldHeaded } from "./seed-sheet.ts";

/** So many fit into one change without keeping sign-ins waiting. */
const mostTokens = 1000;

export type TokenImport = Managing & {
  secrets: SecretBox;
  /** Who has the seed file from now on, by address, and where it lies. */
  seedHolder: string;
  seedPlace: string;
  /** Only says what would be done. */
  isTrial: boolean;
};

/** What a file would bring, without the seeds. */
export type TokenReport = {
  tokens: Omit<SeedRow, "secret">[];
  refused: { line: number; reason: string }[];
};

/**
 * Takes hardware tokens into the stock, all or nothing. Seeds are sealed before anything is written, and nothing that is
 * answered holds one.
 * @throws Refused 400 when the file cannot be read or nobody holds it, 403 not an admin.
 */
export async function importTokens(
  db: Db,
  text: string,
  { secrets, seedHolder, seedPlace, isTrial, ...managing }: TokenImport,
): Promise<TokenReport> {
  await refuseManager(db, managing, []);
  const { workspaceId, by, actor, now } = managing;
  const holder = await findUserByName(db, workspaceId, seedHolder);
  if (!holder || holder.disabledAt !== null)
    throw new Refused(400, "unknown_holder", "There is nobody with this address who could hold the seeds.");
  const { rows, refused } = await judged(db, workspaceId, text);
  const report = { tokens: rows.map(({ secret: _secret, ...row }) => row), refused };
  if (isTrial || refused.length > 0) return report;
  const tokens = rows.map(({ line: _line, secret, ...row }) => ({
    ...row,
    id: newId("oat"),
    secret: secrets.seal(secret),
  }));
  await write(db, { workspaceId, actor, now }, async (tx, { audit }) => {
    try {
      await insertHardwareTokens(tx, workspaceId, tokens, now);
    } catch (fault) {
      if (isDuplicate(fault))
        throw new Refused(409, "known_serial", "Somebody has taken in one of these tokens in the meantime.");
      throw fault;
    }
    const custody = { matter: "seed", holderId: holder.id, place: seedPlace, at: now, by: by?.userId ?? null } as const;
    await insertCustody(
      tx,
      workspaceId,
      tokens.map(({ id: tokenId }) => ({ ...custody, tokenId })),
    );
    for (const { id, secret: _secret, ...facts } of tokens)
      audit("oath_token.imported", { kind: "oath_token", id }, facts);
    const counts = { filed: tokens.length, skipped: 0, refused: 0 };
    audit("import.finished", { kind: "workspace", id: workspaceId }, { format: "oath_tokens", ...counts });
  });
  return report;
}

/** Returns the lines of a file with their seeds in base 32, and what is wrong with the others. */
async function judged(db: Db, workspaceId: string, text: string): Promise<{ rows: SeedRow[] } & TokenReportRefused> {
  const sheet = seedSheet(text);
  if (sheet.rows.length + sheet.refused.length > mostTokens)
    throw new Refused(400, "too_many_tokens", `A file has at most ${mostTokens} tokens; split it.`);
  const refused = [...sheet.refused];
  const rows: SeedRow[] = [];
  const serials = sheet.rows.flatMap(({ cells }) => cells.get("serial")?.trim() ?? []);
  const known = await knownSerials(db, workspaceId, serials);
  const seen = new Map<string, number>();
  for (const line of sheet.rows) {
    const read = readSeedRow(line);
    const secret = read.ok ? readSeed(read.row.secret) : null;
    const fault = read.ok ? faultIn(read.row, { secret, isKnown: known.has(read.row.serial), seen }) : read.reason;
    if (read.ok) seen.set(read.row.serial, line.line);
    if (read.ok && secret !== null && fault === null) rows.push({ ...read.row, secret });
    else refused.push({ line: line.line, reason: fault ?? "" });
  }
  if (rows.length + refused.length === 0)
    throw new Refused(400, "empty_sheet", "The file has no tokens under its heading line.");
  return { rows, refused: refused.toSorted((one, other) => one.line - other.line) };
}

type TokenReportRefused = Pick<TokenReport, "refused">;
type Around = { secret: string | null; isKnown: boolean; seen: ReadonlyMap<string, number> };

function faultIn({ serial }: SeedRow, { secret, isKnown, seen }: Around): string | null {
  if (seen.has(serial)) return `the serial number ${serial} stands on line ${seen.get(serial)} already`;
  if (isKnown) return `the serial number ${serial} is in the inventory already`;
  return secret === null ? "secret: base 32 or hexadecimal, 16 to 64 bytes" : null;
}

/** What the parser and the headings say may quote a seed, so none of it is passed on. */
function seedSheet(text: string): Sheet<SeedField> {
  const delimiter = text.split("\n", 1)[0]?.includes(";") ? ";" : ",";
  let sheet: Sheet<SeedField>;
  try {
    sheet = readSheet(text, { map: {}, delimiter, fieldHeaded: seedFieldHeaded });
  } catch (caught) {
    if (!(caught instanceof Refused)) throw caught;
    throw new Refused(400, "unreadable_csv", "The file cannot be read as CSV with a heading line.");
  }
  const [row] = sheet.rows;
  if (row && !(row.cells.has("serial") && row.cells.has("secret")))
    throw new Refused(400, "no_such_column", "The heading line has to name the columns serial and secret.");
  return sheet;
}
