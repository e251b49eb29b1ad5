import { type Compose, opensOnly } from "./on-exception.ts";
import { shownInstant } from "./shown-instant.ts";
import type { Template } from "./templates.ts";

const stranger =
  "If that was not you, somebody has your password and one of your codes: tell your administrator at once.";

const onUse =
  (subject: string, after: string): Compose =>
  (data, { page }) => ({
    subject,
    lead: `A recovery code was used to sign in as you. ${left(data("remaining"))} ${stranger}`,
    facts: [
      ["When", shownInstant(data("at"))],
      ["Address", data("ip")],
    ],
    link: { label: "Open your recovery codes", url: page("/account/recovery-codes") },
    after,
    footnote: opensOnly,
  });

function left(remaining: string): string {
  if (remaining === "0") return "It was the last one.";
  return remaining === "1" ? "One is left." : `${remaining} are left.`;
}

/** What people are told of their recovery codes; no message ever holds a code. */
export const recoveryCodeContents = {
  recovery_code_used: onUse(
    "A recovery code was used",
    "If you have lost your phone or key, remove it under “My sign-in” and add another.",
  ),
  recovery_codes_low: onUse(
    "Few recovery codes are left",
    "Make ten new ones while you can still sign in; those that are left stop working with it.",
  ),
  recovery_codes_replaced: (data, { page }) => ({
    subject: "Your recovery codes were replaced",
    lead: "Ten new recovery codes were made for your account, and the earlier ones have stopped working. If that was not you, tell your administrator at once.",
    facts: [["When", shownInstant(data("at"))]],
    link: { label: "Open your recovery codes", url: page("/account/recovery-codes") },
    after: "The codes were shown once, to whoever made them, and cannot be shown again.",
    footnote: opensOnly,
  }),
} satisfies Partial<Record<Template, Compose>>;
