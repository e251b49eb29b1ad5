import type { Revocation, TokenStatus, TotpParameters } from "#app/oath/oath-token.ts";

/** Says how far a token's clock is off: "on time", "3 steps (90 s) fast". */
export function driftText(drift: number, period: number): string {
  if (drift === 0) return "on time";
  const steps = Math.abs(drift);
  return `${steps === 1 ? "1 step" : `${steps} steps`} (${steps * period} s) ${drift > 0 ? "fast" : "slow"}`;
}

/** Says how a token makes its codes: "6 digits, 30 s, SHA-1". */
export function parametersText({ digits, period, algorithm }: TotpParameters): string {
  return `${digits} digits, ${period} s, ${algorithm.toUpperCase().replace("SHA", "SHA-")}`;
}

export const statusLabels: Readonly<Record<TokenStatus, string>> = {
  issued: "Issued",
  in_stock: "In stock",
  revoked: "Revoked",
};

export const revocationLabels: Readonly<Record<Revocation, string>> = {
  lost: "Lost or stolen",
  broken: "Broken",
  replaced: "Replaced by another",
  other: "Another reason",
};

/** What a token is called: its serial number, or what the app's owner named it. */
export function nameOfToken({ serial, holder }: { serial: string | null; holder: { label: string } | null }): string {
  return serial ?? holder?.label ?? "Authenticator app";
}
