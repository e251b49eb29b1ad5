import { sql } from "kysely";
import { createToken } from "#app/auth/token.server.ts";
import { createWorkspace } from "#app/register/create-workspace.server.ts";
import { defaultPolicy } from "#app/register/default-policy.ts";
import type { Db } from "#db/connect.ts";

export type Seeded = {
  workspaceId: string;
  /** With the scope to ask for decisions. */
  decideToken: string;
  /** With the scope to change the register, of the person who filed every exception. */
  writeToken: string;
};

/** The version of every seeded record. */
export const seededVersion = 5;

const actor = { kind: "console", id: null } as const;

/** A search for the beginning of a team's name finds one record in nine, in a large register as in a small one. */
const recordsPerTeam = 10;

/**
 * Fills a register with so many people, each with a live exception of their own, by one statement per table. All of
 * them are invented, so nothing but the rows that sign-ins and lists read is made.
 */
export async function seedRegister(db: Db, exceptions: number): Promise<Seeded> {
  const now = new Date().toISOString();
  const workspace = { slug: `bench-${exceptions}`, name: "Bench", timeZone: "UTC", securityContact: null };
  // Without grace, so that every sign-in rests on its exception.
  const policy = { ...defaultPolicy(now), graceHours: 0 };
  const { id } = await createWorkspace(db, { ...workspace, policy, actor, now });
  const teams = Math.max(1, Math.floor(exceptions / recordsPerTeam));
  const numbers = sql`with recursive numbers(i) as (select 1 union all select i + 1 from numbers where i < ${sql.lit(exceptions)})`;
  await sql`insert into users (workspace_id, id, user_name, display_name, sso_required, created_at, first_sign_in_at)
    ${numbers} select ${id}, 'usr_' || i, 'user' || i || '@bench.example', 'User ' || i, 0, ${now}, ${now} from numbers`.execute(
    db,
  );
  const scope = (entry: string) => sql`${entry.split("#")[0]} || i || ${entry.split("#")[1]}`;
  const wholeScope = JSON.stringify({
    users: ["usr_#"],
    servicePrincipals: [],
    groups: [],
    roles: [],
    applications: [],
    networks: [],
    devices: [],
    protocols: [],
    windows: [],
    maxUses: null,
  });
  await sql`insert into exceptions (workspace_id, id, version, state, effect, factors, starts_at, ends_at, scope, category,
      rating, risk_score, owner_id, requestor_id, implementer_id, title, created_at, updated_at, approved_at, activated_at,
      content_hash, change_reference, assessment, justification, compensating_controls, control_count, monitoring_plan,
      milestones, details, extension_count, search_text)
    ${numbers} select ${id}, 'EXC-2026-' || i, ${sql.lit(seededVersion)}, 'active', 'waive_mfa', '[]', '2026-01-01T00:00:00.000Z',
      '2099-01-' || (10 + i % 20) || 'T00:00:00.000Z', ${scope(wholeScope)}, case when i % 10 = 0 then 'break_glass'
      else 'accessibility' end, 'low', 4, 'usr_1', 'usr_1', 'usr_2', 'Exception ' || i, ${now}, ${now}, ${now}, ${now},
      '', 'CHG-' || i, '', 'Cannot use a security key', '[]', 0, '', '[]', '{}', 0, 'exc 2026 ' || i || ' team' || (i % ${sql.lit(teams)})
    from numbers`.execute(db);
  await sql`insert into exception_targets (workspace_id, target, exception_id, exception_row)
    select workspace_id, 'user:usr_' || substr(id, 10), id, row_key from exceptions where workspace_id = ${id}`.execute(
    db,
  );
  const decide = { kind: "service", scopes: ["decide"] } as const;
  const write = { kind: "personal", userId: "usr_1", scopes: ["write", "read"] } as const;
  const made = { workspaceId: id, name: "bench", expiresAt: null, factorUsedAt: null, actor, createdBy: null, now };
  const { token: decideToken } = await createToken(db, { ...made, ...decide });
  const { token: writeToken } = await createToken(db, { ...made, ...write });
  return { workspaceId: id, decideToken, writeToken };
}
