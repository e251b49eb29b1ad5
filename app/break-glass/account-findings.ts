import type { FactorKind } from "#app/engine/types.ts";
import type { Standing } from "./standing.ts";

/** What is known of an account, as far as something could be wrong with it. */
export type AccountKnown = {
  userId: string;
  name: string;
  /** Whether it can sign in without the identity provider. */
  isBypass: boolean;
  isBarred: boolean;
  storageReference: string;
  custodians: readonly { id: string; name: string; isBarred: boolean; mayChange: boolean }[];
  /** Those that are more than a way back in. */
  factors: readonly FactorKind[];
  /** Whether a record in force is about it. */
  hasRecord: boolean;
  /** Null where there is nothing to validate. */
  validation: Standing | null;
  rotation: (Standing & { because: "interval" | "use" }) | null;
  drill: Standing | null;
};

export type AccountFinding = {
  code: string;
  tone: "danger" | "caution";
  /** The account that it is about; null where it is about all of them. */
  userId: string | null;
  text: string;
};

const fewest = 2;

/** Returns everything that is wrong with the accounts of a workspace as they are now, the gravest first. */
export function findingsOf(accounts: readonly AccountKnown[]): AccountFinding[] {
  const all = [...findingsOfNumber(accounts), ...accounts.flatMap(findingsOfOne), ...findingsOfPairs(accounts)];
  return [...all.filter(({ tone }) => tone === "danger"), ...all.filter(({ tone }) => tone === "caution")];
}

function findingsOfNumber(accounts: readonly AccountKnown[]): AccountFinding[] {
  const usable = accounts.filter(({ isBypass, isBarred }) => isBypass && !isBarred).length;
  if (usable >= fewest) return [];
  const text =
    usable === 0
      ? "No emergency account is registered that could sign in."
      : "There is only one emergency account that could sign in. If it fails, nobody gets in.";
  return [{ code: "too_few_accounts", tone: "danger", userId: null, text }];
}

function findingsOfOne(account: AccountKnown): AccountFinding[] {
  const { userId, name, factors, hasRecord } = account;
  const found = (code: string, tone: AccountFinding["tone"], text: string) => [{ code, tone, userId, text }];
  return [
    ...(account.isBarred ? found("barred", "danger", `${name} is barred from signing in.`) : []),
    ...(account.isBypass
      ? []
      : found("needs_provider", "danger", `${name} cannot sign in while the identity provider is down.`)),
    ...(factors.length === 0 && !hasRecord
      ? found("no_factor", "danger", `${name} has no second factor, and no exception that says why.`)
      : []),
    ...(factors.length === 0 && hasRecord
      ? found("no_factor_excepted", "caution", `${name} signs in without a second factor, by an exception.`)
      : []),
    ...(factors.length === 1 ? found("one_factor", "caution", `${name} has one second factor only.`) : []),
    ...(factors.length > 0 && !hasRecord
      ? found("no_record", "caution", `No record in force is about ${name}, so nobody is asked to validate it.`)
      : []),
    ...account.custodians.flatMap((custodian) => findingsOfCustodian(account, custodian)),
    ...findingsOfTime(account),
  ];
}

function findingsOfCustodian({ userId, name }: AccountKnown, custodian: AccountKnown["custodians"][number]) {
  const { isBarred, mayChange, name: who } = custodian;
  const found = (code: string, text: string): AccountFinding[] => [{ code, tone: "danger", userId, text }];
  if (isBarred) return found("custodian_barred", `${who}, a custodian of ${name}, is barred from signing in.`);
  return mayChange
    ? []
    : found("custodian_is_auditor", `${who}, a custodian of ${name}, is an auditor and changes nothing.`);
}

function findingsOfTime({ userId, name, validation, rotation, drill }: AccountKnown): AccountFinding[] {
  const late = (code: string, text: string): AccountFinding[] => [{ code, tone: "danger", userId, text }];
  return [
    ...(rotation?.tone === "danger"
      ? late(
          "rotation_overdue",
          rotation.because === "use"
            ? `${name} was used, and its secret has not been replaced since.`
            : `The secret of ${name} was not replaced in time.`,
        )
      : []),
    ...(validation?.tone === "danger" ? late("validation_overdue", `${name} was not validated in time.`) : []),
    ...(drill?.tone === "danger" ? late("drill_overdue", `No drill of ${name} was held in the last quarter.`) : []),
  ];
}

/** What one accident or one person could take away must not be all that there is. */
function findingsOfPairs(accounts: readonly AccountKnown[]): AccountFinding[] {
  return accounts.flatMap((one, index) =>
    accounts.slice(index + 1).flatMap((other) => {
      const shared = one.custodians.filter(({ id }) => other.custodians.some((custodian) => custodian.id === id));
      const pair = `${one.name} and ${other.name}`;
      const found: AccountFinding[] = shared.map(({ name }) => ({
        code: "shared_custodian",
        tone: "danger",
        userId: null,
        text: `${pair} are not independent: ${name} is a custodian of both.`,
      }));
      if (placeOf(one) === placeOf(other))
        found.push({
          code: "shared_storage",
          tone: "danger",
          userId: null,
          text: `${pair} are not independent: their secrets lie in one place.`,
        });
      return found;
    }),
  );
}

/** However it is written, a place is the same place. */
function placeOf({ storageReference }: AccountKnown): string {
  return storageReference
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}
