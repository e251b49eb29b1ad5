import type { z } from "zod";
import { authenticatorModel } from "#app/auth/authenticator-model.server.ts";
import type { DirectoryEntry } from "#db/directory-objects.ts";
import type { DirectoryUser } from "#db/directory-users.ts";
import type { User } from "#db/users.ts";
import type { MemberWire, ObjectWire, UserWire } from "./directory-wire.ts";

export function userOnWire(user: DirectoryUser): z.input<typeof UserWire> {
  return {
    id: user.id,
    user_name: user.userName,
    display_name: user.displayName,
    external_id: user.externalId,
    department: user.department,
    sso_required: user.ssoRequired,
    created_at: user.createdAt,
    disabled_at: user.disabledAt,
    pseudonymised_at: user.pseudonymisedAt,
    access_ends_at: user.accessEndsAt,
    locked_until: user.lockedUntil,
    first_sign_in_at: user.firstSignInAt,
    last_sign_in_at: user.lastSignInAt,
    groups: user.groups,
    roles: user.roles,
    register_roles: user.registerRoles,
    factors: user.factors.map(({ kind, label, createdAt, lastUsedAt, remaining, aaguid }) => ({
      kind,
      label,
      created_at: createdAt,
      last_used_at: lastUsedAt,
      remaining,
      model: aaguid === null ? null : authenticatorModel(aaguid),
    })),
  };
}

export function entryOnWire(entry: DirectoryEntry): z.input<typeof ObjectWire> {
  const { kind, id, name, externalId, createdAt, disabledAt } = entry;
  return { kind, id, name, external_id: externalId, created_at: createdAt, disabled_at: disabledAt };
}

export function memberOnWire({ id, userName, displayName }: User): z.input<typeof MemberWire> {
  return { id, user_name: userName, display_name: displayName };
}
