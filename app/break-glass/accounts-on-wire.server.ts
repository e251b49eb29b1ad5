import type { z } from "zod";
import type { AccountHealth } from "./account-known.server.ts";
import type { BreakGlassAccountWire, BypassAccountWire, StandingWire } from "./account-wire.ts";
import type { BypassAccount } from "./bypass-view.server.ts";
import type { Standing } from "./standing.ts";

/** Shows an account for emergencies as the API does. */
export function wireOfAccount(account: AccountHealth): z.output<typeof BreakGlassAccountWire> {
  const { rotation, validation, drill } = account;
  return {
    user_id: account.userId,
    name: account.name,
    user_name: account.userName,
    custodians: account.custodians.map(({ id: custodian, name, isBarred }) => ({
      id: custodian,
      name,
      barred: isBarred,
    })),
    storage_reference: account.storageReference,
    registered_at: account.registeredAt,
    version: account.version,
    factors: [...account.factors],
    exception_ids: account.records.map((record) => record.id),
    last_sign_in_at: account.lastSignInAt,
    rotation: rotation && { ...wireOfStanding(rotation), because: rotation.because },
    validation: validation && wireOfStanding(validation),
    drill: drill && wireOfStanding(drill),
  };
}

function wireOfStanding({ lastAt, dueAt, daysLeft, tone }: Standing): z.output<typeof StandingWire> {
  return { last_at: lastAt, due_at: dueAt, days_left: daysLeft, overdue: tone === "danger" };
}

/** Shows a bypass account as the API does. */
export function wireOfBypass(account: BypassAccount): z.output<typeof BypassAccountWire> {
  return {
    id: account.id,
    user_name: account.userName,
    name: account.displayName,
    roles: account.registerRoles,
    factors: account.factors.map(({ kind }) => kind),
    has_mfa: account.hasMfa,
    last_sign_in_at: account.lastSignInAt,
    break_glass: account.isBreakGlass,
    live_exception_ids: account.live.map((record) => record.id),
    other_exception_ids: account.others.map((record) => record.id),
  };
}
