import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from "@simplewebauthn/browser";

/** Where the browser gets what to ask the authenticator; a POST carries the fields of a form as JSON. */
export type Ask = { get: string } | { post: string };

/** The server would not ask; its sentence says why. */
export class Unanswered extends Error {}

/** Asks the authenticator and returns its answer, for the server to check. */
export async function askAuthenticator(ask: Ask, given: Record<string, string>): Promise<unknown> {
  const { startAuthentication, startRegistration } = await import("@simplewebauthn/browser");
  if ("get" in ask)
    return startAuthentication({ optionsJSON: await optionsOf<PublicKeyCredentialRequestOptionsJSON>(ask.get) });
  const init = { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(given) };
  return startRegistration({ optionsJSON: await optionsOf<PublicKeyCredentialCreationOptionsJSON>(ask.post, init) });
}

/** The server forgets what it asked after five minutes. */
const renewalMs = 4 * 60_000;

/**
 * Offers passkeys among what the browser fills in by itself, without anybody being asked, until it is stopped. Does
 * nothing where the browser cannot, or when the server would not ask.
 */
export function offerInAutofill(url: string, use: (answer: unknown) => void): () => void {
  let isOver = false;
  let renewal: number | undefined;
  let cancel: (() => void) | undefined;

  async function offer(): Promise<void> {
    const { browserSupportsWebAuthnAutofill, startAuthentication, WebAuthnAbortService } = await import(
      "@simplewebauthn/browser"
    );
    if (isOver || !(await browserSupportsWebAuthnAutofill())) return;
    const optionsJSON = await optionsOf<PublicKeyCredentialRequestOptionsJSON>(url);
    if (isOver) return;
    renewal = window.setTimeout(begin, renewalMs);
    cancel = () => WebAuthnAbortService.cancelCeremony();
    const answer = await startAuthentication({ optionsJSON, useBrowserAutofill: true });
    if (!isOver) use(answer);
  }
  // It ends unused whenever something else is asked; nobody waits for it.
  const begin = () => void offer().catch(() => undefined);

  begin();
  return () => {
    isOver = true;
    window.clearTimeout(renewal);
    cancel?.();
  };
}

async function optionsOf<Options>(url: string, init: RequestInit = {}): Promise<Options> {
  const response = await fetch(url, init);
  const body = await response.json();
  if (!response.ok) throw new Unanswered(String(body.detail));
  return body as Options; // of our own endpoint
}
