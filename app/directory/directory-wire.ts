import { z } from "zod";
import { factorKinds } from "#app/engine/types.ts";
import { Instant } from "#app/register/exception-schemas.ts";
import { registerRoles } from "#app/register/roles.ts";
import { readCursor } from "./cursor.ts";
import { directoryKinds } from "./directory-kind.ts";

const shortText = (message: string) => z.string().trim().min(1, message).max(200);
const isPlain = (text: string) => !/\p{Cc}|\p{Cs}/u.test(text);
const externalId = z.string().trim().min(1).max(256).refine(isPlain, "An external id has no control characters.");

/** What an id of the directory looks like; the login path sends the same. */
const ObjectId = z.string().trim().min(1, "Enter an id.").max(256).refine(isPlain, "An id has no control characters.");

const userFields = {
  user_name: z.email("Enter an e-mail address.").describe("In any case of letters; kept in lower case."),
  display_name: shortText("Enter a name."),
  external_id: externalId.nullable().describe("The id that the identity provider has for this person."),
  department: z.string().trim().min(1).max(200).nullable(),
  sso_required: z.boolean().describe("False for an account that may sign in while the identity provider is down."),
};

export const NewUserWire = z.object({
  user_name: userFields.user_name,
  display_name: userFields.display_name,
  external_id: userFields.external_id.default(null),
  department: userFields.department.default(null),
  sso_required: userFields.sso_required.default(true),
});

export const UserChangesWire = z
  .object({ ...userFields, disabled: z.boolean().describe("True bars them: sessions and tokens end at once.") })
  .partial();

const instant = z.iso.datetime();

export const PseudonymiseWire = z.object({
  reason: shortText("Say why.").describe("Stays in the audit log for ever, so it must not name the person."),
});

export const AccessWire = z.object({
  ends_at: Instant.describe("In the future, and within a year; to end it now, delete it."),
});

export const UserWire = z.object({
  id: z.string(),
  ...userFields,
  created_at: instant,
  disabled_at: instant.nullable(),
  pseudonymised_at: instant.nullable().describe("Since when they are known by a pseudonym alone, for good."),
  access_ends_at: instant
    .nullable()
    .describe("When an auditor’s access to the register ends; null for everybody else."),
  locked_until: instant.nullable().describe("Until when the account is closed after wrong tries, where it is."),
  first_sign_in_at: instant.nullable(),
  last_sign_in_at: instant.nullable(),
  groups: z.array(z.string()),
  roles: z.array(z.string()).describe("Of the directory."),
  register_roles: z.array(z.enum(registerRoles)).describe("What they may do in the register; not changed here."),
  factors: z.array(
    z.object({
      kind: z.enum(factorKinds),
      label: z.string(),
      created_at: instant,
      last_used_at: instant.nullable(),
      remaining: z.number().nullable().describe("How many recovery codes are left; null for everything else."),
      model: z.string().nullable().describe("Who made the authenticator, where its browser tells; otherwise null."),
    }),
  ),
});

const objectFields = { name: shortText("Enter a name."), external_id: externalId.nullable() };

export const NewObjectWire = z.object({
  id: ObjectId.describe("By which the login path and the register name it."),
  name: objectFields.name,
  external_id: objectFields.external_id.default(null),
});

export const ObjectChangesWire = z.object({ ...objectFields, disabled: z.boolean() }).partial();

export const ObjectWire = z.object({
  kind: z.enum(directoryKinds),
  id: z.string(),
  ...objectFields,
  created_at: instant,
  disabled_at: instant.nullable(),
});

export const MemberWire = z.object({ id: z.string(), user_name: z.string(), display_name: z.string() });

const limit = z.coerce.number().int().min(1).max(200).default(50);
const search = z.string().max(200).default("").describe("Words; each has to begin a word of the names or ids.");

/** Where a page begins, as the page before said it. */
const cursorOf = (parts: number) =>
  z
    .string()
    .max(2000)
    .transform((text, context) => {
      const place = readCursor(text, parts);
      if (place) return place;
      context.addIssue({ code: "custom", message: "This cursor was not given out by this list." });
      return z.NEVER;
    })
    .optional()
    .describe("`next_cursor` of the page before.");

/** What lists of the directory can be asked for. */
export const UserListParams = z.object({
  q: search,
  user_name: z.string().max(320).optional().describe("Exactly this one."),
  external_id: z.string().max(256).optional().describe("Exactly this one."),
  sso_required: z.enum(["true", "false"]).optional(),
  limit,
  cursor: cursorOf(1),
});
export const ObjectListParams = z.object({
  q: search,
  external_id: z.string().max(256).optional().describe("Exactly this one."),
  limit,
  cursor: cursorOf(2),
});
export const MemberListParams = z.object({ limit, cursor: cursorOf(1) });
