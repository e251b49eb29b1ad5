import type { Reason } from "#app/engine/types.ts";
import { definerOf } from "./define.ts";
import type { Definition } from "./kpi.ts";
import { type MeasuredSignIns, type SignInMethod, signInMethods } from "./measured-rows.ts";

const define = definerOf("sign_ins");

/** Why a sign-in may not have gone ahead, or not at once. */
export const failureReasons = [
  "MFA_CHALLENGE_REQUIRED",
  "MFA_STEP_UP_REQUIRED",
  "MFA_REQUIRED_NO_FACTOR",
  "MFA_FACTOR_NOT_ALLOWED",
  "MFA_RECOVERY_CODES_EXHAUSTED",
  "MFA_GRACE_EXPIRED",
  "SUBJECT_UNKNOWN",
  "SUBJECT_DISABLED",
  "SUBJECT_LOCKED",
  "LEGACY_PROTOCOL_REFUSED",
] as const satisfies readonly Reason[];

const isAllowed = (row: MeasuredSignIns) => row.isAllowed;
const day = "of the day; of the last 24 hours, where it is the figure of now";

const byReason = failureReasons.map((reason) =>
  define({
    key: `sign_ins.${reason}`,
    label: `Not let in: ${reason}`,
    definition: `Sign-ins ${day}, that were not let in, or not yet, for the reason ${reason}.`,
    unit: "count",
    source: "sign_ins",
    goodDirection: "down",
    covers: (row) => !row.isAllowed && row.reason === reason,
    statistic: { kind: "count" },
  }),
);

const methodWords: Readonly<Record<SignInMethod, { label: string; definition: string }>> = {
  phishing_resistant: {
    label: "a passkey or a security key",
    definition: "for which a passkey or a security key was used",
  },
  otp: {
    label: "a code of an app or a token",
    definition: "for which a code of an app or a token was the strongest that was used",
  },
  codes: { label: "a recovery code", definition: "for which a recovery code was the strongest that was used" },
  exempt: { label: "no factor, by an exception", definition: "that rested on an exception" },
  none: { label: "no factor, none was asked", definition: "for which no factor was asked, or not yet" },
};

const byMethod = signInMethods.map((method) =>
  define({
    key: `sign_in_method_share.${method}`,
    label: `Signed in with ${methodWords[method].label}`,
    definition: `The share of the sign-ins let in ${methodWords[method].definition}; ${day}.`,
    unit: "share",
    source: "sign_ins",
    goodDirection: method === "phishing_resistant" ? "up" : "down",
    covers: (row) => row.isAllowed && row.method !== null,
    statistic: { kind: "share", of: (row) => row.method === method },
  }),
);

/** The figures of the sign-ins of a day. */
export const signInFigures: readonly Definition[] = [
  define({
    key: "sign_ins_allowed",
    label: "Sign-ins let in",
    definition: `Sign-ins that were let in, ${day}.`,
    unit: "count",
    source: "sign_ins",
    goodDirection: null,
    covers: isAllowed,
    statistic: { kind: "count" },
  }),
  define({
    key: "sign_ins_mfa_share",
    label: "Sign-ins with MFA",
    definition: `The share of the sign-ins let in that met what the policy asks, without an exception or time to enrol; ${day}.`,
    unit: "share",
    source: "sign_ins",
    goodDirection: "up",
    covers: isAllowed,
    statistic: { kind: "share", of: ({ reason }) => reason === "MFA_SATISFIED" },
  }),
  define({
    key: "sign_ins_exempt_share",
    label: "Sign-ins by exception",
    definition: `The share of the sign-ins let in that rested on an exception; ${day}.`,
    unit: "share",
    source: "sign_ins",
    goodDirection: "down",
    covers: isAllowed,
    statistic: { kind: "share", of: ({ reason }) => reason === "MFA_EXCEPTION_APPLIED" },
  }),
  ...byMethod,
  ...byReason,
];
