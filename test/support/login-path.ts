import { mfaRegisterJson } from "./command-line.ts";
import type { RunningServer } from "./start-server.ts";

export type Answer = {
  decision: boolean;
  context: { outcome: string; reason: string; exception?: { id: string; effect: string; ends_at: string } };
};

export type SignIn = { user: string; application: string; protocol?: string };

/** Asks whether somebody who has shown their password may sign in. */
export type AskLoginPath = (signIn: SignIn) => Promise<Answer>;

/** Gives a login path its token, as `mfa-register token create` makes it, and returns how that path asks. */
export async function connectLoginPath(server: RunningServer, workspace = "default"): Promise<AskLoginPath> {
  const wish = ["token", "create", "--workspace", workspace, "--service", "login", "--scope", "decide"];
  const { token } = await mfaRegisterJson<{ token: string }>(server, ...wish);
  return async ({ user, application, protocol = "modern" }) => {
    const response = await fetch(`${server.url}/access/v1/evaluation`, {
      method: "POST",
      headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json" },
      body: JSON.stringify({
        subject: { type: "user", id: user },
        action: { name: "sign_in" },
        resource: { type: "application", id: application },
        context: {
          ip: "203.0.113.9",
          device: "managed",
          protocol,
          completed_methods: [{ method: "password", completed_at: new Date().toISOString() }],
        },
      }),
    });
    if (response.status !== 200) throw new Error(`the login path was answered ${response.status}, expected 200`);
    return (await response.json()) as Answer;
  };
}
