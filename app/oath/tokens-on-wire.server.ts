import type { z } from "zod";
import type { TokenReport } from "./import-tokens.server.ts";
import type { TokenRow, TokenView } from "./oath-view.server.ts";
import type { OathTokenWire, TokenImportAnswer, WholeOathTokenWire } from "./token-wire.ts";

/** A token as programs read it; its seed is nowhere. */
export function tokenWireOf(token: TokenRow): z.output<typeof OathTokenWire> {
  const { id, kind, serial, model, status, holder, algorithm, digits, period, drift, failures } = token;
  return {
    ...{ id, kind, serial, model, status, holder_id: holder?.userId ?? null },
    ...{ algorithm, digits, period, drift, failures },
    ...{ is_drifting: token.isDrifting, is_desynchronised: token.isDesynchronised },
    ...{ replace_by: token.replaceBy, age: token.age, created_at: token.createdAt, last_used_at: token.lastUsedAt },
    ...{ revoked_at: token.revokedAt, revocation: token.revocation },
  };
}

export function wholeTokenWireOf({ token, custody }: TokenView): z.output<typeof WholeOathTokenWire> {
  return {
    ...tokenWireOf(token),
    custody: custody.map(({ at, matter, holderId, place }) => ({ at, matter, holder_id: holderId, place })),
  };
}

export function importAnswerOf({ tokens, refused }: TokenReport, isTrial: boolean): z.output<typeof TokenImportAnswer> {
  return {
    is_trial: isTrial,
    tokens: tokens.map(({ line, serial, model }) => ({ line, serial, model })),
    refused: refused.map(({ line, reason }) => ({ line, reason })),
  };
}
