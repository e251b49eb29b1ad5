import { z } from "zod";
import type { PolicyContent } from "#app/policy/policy-content.ts";
import { mostGraceHours } from "#app/policy/policy-content.ts";

const role = z.templateLiteral(["role:", z.string().min(1).max(256)]);

/** The short form in which a program says of whom MFA is required. */
export const SecuritySetting = z
  .object({
    mfa_required: z.union([z.enum(["all_members", "owners", "none"]), role], {
      error: 'Send "all_members", "owners", "role:NAME" or "none".',
    }),
    mfa_grace_period_hours: z
      .number()
      .int("Grace is whole hours.")
      .min(0, "Grace is 0 to 720 hours.")
      .max(mostGraceHours, "Grace is 0 to 720 hours."),
  })
  .partial()
  .refine((setting) => Object.values(setting).some((value) => value !== undefined), {
    error: "Send mfa_required or mfa_grace_period_hours.",
  });

/** What the setting is answered with. */
export const SecurityWire = z.object({
  mfa_required: z.string().nullable().describe("Null where the policy asks for something that this form cannot say."),
  mfa_grace_period_hours: z.number().int(),
  waiting_for_second_admin: z.string().nullable().describe("The draft of the policy that waits to be confirmed."),
});

type Setting = z.output<typeof SecuritySetting>;

/** The rule that this setting owns; those that people wrote stay as they are. */
const ownRule = "mfa-required";

/** Returns the policy with the setting in it. Rules and floors beside it keep asking for what they ask for. */
export function contentWith(content: PolicyContent, setting: Setting): PolicyContent {
  const { mfa_required: required, mfa_grace_period_hours: graceHours = content.graceHours } = setting;
  if (required === undefined) return { ...content, graceHours };
  const rules = content.rules.filter(({ id }) => id !== ownRule);
  if (required === "all_members") return { ...content, graceHours, rules, dial: "required" };
  if (required === "none") return { ...content, graceHours, rules, dial: "off" };
  const id = required === "owners" ? "owner" : required.slice("role:".length);
  const rule = { id: ownRule, target: { kind: "role" as const, id }, dial: "required" as const };
  return { ...content, graceHours, dial: "optional", rules: [...rules, rule] };
}

/** Says a policy in the short form; null where it asks for more, or for something else, than the short form can say. */
export function settingOf({ dial, rules, graceHours }: PolicyContent) {
  return { mfa_required: requiredOf(dial, rules), mfa_grace_period_hours: graceHours };
}

function requiredOf(dial: PolicyContent["dial"], rules: PolicyContent["rules"]): string | null {
  if (dial === "required") return "all_members";
  const [only, ...others] = rules.filter((rule) => rule.dial !== "off");
  if (only === undefined) return dial === "off" ? "none" : null;
  if (others.length > 0 || only.target.kind !== "role" || dial === "off") return null;
  return only.target.id === "owner" ? "owners" : `role:${only.target.id}`;
}
