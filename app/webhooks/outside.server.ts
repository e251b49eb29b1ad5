import { Agent, request } from "undici";
import {
  type Address,
  type Destination,
  DestinationRefused,
  destinationOf,
  type Resolve,
  resolveBySystem,
} from "./destination.server.ts";

/** What a receiver answered, or why there was no answer. */
export type Answer = {
  /** Null where nobody answered. */
  status: number | null;
  /** The beginning of what was said, for the delivery log. */
  text: string;
  retryAfter: string | null;
};

/** The one way in which the register speaks to addresses that people enter. */
export type Outside = {
  /** Returns what speaks against sending to an address, or null. */
  faultOf(url: string): Promise<string | null>;
  /** Posts a body; a fault is an answer without a status, never an exception. */
  post(url: string, body: string, headers: Readonly<Record<string, string>>): Promise<Answer>;
};

const mostMsToAnswer = 10_000;
const mostBytesRead = 4096;
const mostCharactersKept = 1024;

type Settings = { allowedNetworks: readonly string[]; resolve?: Resolve; mostMs?: number };

export function createOutside({
  allowedNetworks,
  resolve = resolveBySystem,
  mostMs = mostMsToAnswer,
}: Settings): Outside {
  const rules = { allowedNetworks, resolve };
  return {
    faultOf: async (url) => {
      try {
        await within(AbortSignal.timeout(mostMs), destinationOf(url, rules));
        return null;
      } catch (caught) {
        if (caught instanceof DestinationRefused) return caught.message;
        if (isTimeout(caught)) return "Nobody says within 10 seconds what the name of this address means.";
        throw caught;
      }
    },
    post: async (url, body, headers) => {
      try {
        const signal = AbortSignal.timeout(mostMs);
        return await send(await within(signal, destinationOf(url, rules)), { body, headers, signal });
      } catch (caught) {
        return { status: null, text: wordsOf(caught), retryAfter: null };
      }
    },
  };
}

type Sending = { body: string; headers: Readonly<Record<string, string>>; signal: AbortSignal };

/** Resolving a name has no time limit of its own. */
async function within<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  const late = new Promise<never>((_, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
  return Promise.race([work, late]);
}

async function send({ url, addresses }: Destination, { body, headers, signal }: Sending): Promise<Answer> {
  // Connects to the addresses that were judged; the name is not resolved again. Redirects are not followed.
  const agent = new Agent({ connect: { lookup: knownOnly(addresses), timeout: mostMsToAnswer }, pipelining: 0 });
  try {
    const answer = await request(url, { method: "POST", body, headers, signal, dispatcher: agent });
    const chunks: Buffer[] = [];
    let length = 0;
    for await (const chunk of answer.body) {
      chunks.push(chunk);
      length += chunk.length;
      if (length >= mostBytesRead) break;
    }
    const retryAfter = answer.headers["retry-after"];
    return {
      status: answer.statusCode,
      text: shortened(Buffer.concat(chunks).subarray(0, mostBytesRead).toString("utf8")),
      retryAfter: typeof retryAfter === "string" ? retryAfter : null,
    };
  } finally {
    // What is still to come of a long answer is not waited for.
    await agent.destroy();
  }
}

type Found = (fault: Error | null, address: string | Address[], family?: number) => void;

function knownOnly(addresses: readonly Address[]) {
  return (_host: string, { all }: { all?: boolean | undefined }, found: Found): void => {
    const [first] = addresses;
    if (!first) found(new Error("no address was judged, expected one at least"), []);
    else if (all) found(null, [...addresses]);
    else found(null, first.address, first.family);
  };
}

/** Without control characters, which a log or a terminal could take for something else. */
function shortened(text: string): string {
  return text
    .replace(/\p{Cc}+/gu, " ")
    .trim()
    .slice(0, mostCharactersKept);
}

function wordsOf(fault: unknown): string {
  if (!(fault instanceof Error)) return "The request failed.";
  if (isTimeout(fault)) return "No answer within 10 seconds.";
  const code = "code" in fault && typeof fault.code === "string" ? `${fault.code}: ` : "";
  return shortened(fault instanceof DestinationRefused ? fault.message : `${code}${fault.message}`);
}

function isTimeout(fault: unknown): boolean {
  return fault instanceof Error && fault.name === "TimeoutError";
}
