import { hashPassword } from "#app/auth/password.server.ts";
import { openDatabase } from "#db/connect.ts";
import { setPasswordHash } from "#db/passwords.ts";
import { answersPerSecond } from "./measure-load.ts";
import type { Register } from "./register.ts";
import { median, type Result, result } from "./result.ts";
import { originOf, startProduct } from "./servers.ts";

const people = 50;
const signInsPerSecond = 20;
const rounds = 5;
const seconds = 3;
const connections = 32;
const password = "correct horse battery staple";

/** Decisions while people sign in with a password twenty times a second, against decisions while nobody does. */
export async function measurePasswords(register: Register): Promise<Result[]> {
  await givePasswords(register);
  const product = await startProduct(register);
  try {
    const { port } = product.ready;
    const load = { port, requestsFile: register.requestsFile, connections };
    await answersPerSecond({ ...load, seconds: 2 });
    const rates = { ours: [] as number[], baseline: [] as number[] };
    const signIns: number[] = [];
    for (let round = 0; round < rounds; round++) {
      rates.baseline.push(await answersPerSecond({ ...load, seconds }));
      const people = signInRegularly(originOf(port), new URLSearchParams({ intent: "password", password }));
      rates.ours.push(await answersPerSecond({ ...load, seconds }));
      signIns.push(await people.stop());
    }
    return [
      result("password sign-ins meanwhile", "1/s", median(signIns), "20"),
      result("decisions beside them", "answers/s", median(rates.ours), "ratio >= 0.8", median(rates.baseline)),
    ];
  } finally {
    await product.stop();
  }
}

async function givePasswords({ url, workspaceId }: Register): Promise<void> {
  const database = openDatabase(url);
  const passwordHash = await hashPassword(password);
  for (let number = 1; number <= people; number++)
    await setPasswordHash(database.db, workspaceId, `usr_${number}`, passwordHash);
  await database.close();
}

/** Sends sign-ins at an even pace, whether or not those before them have been answered. */
function signInRegularly(origin: string, form: URLSearchParams) {
  const started = performance.now();
  const answers: Promise<void>[] = [];
  const timer = setInterval(
    () => answers.push(signIn(origin, form, 1 + (answers.length % people))),
    1000 / signInsPerSecond,
  );
  return {
    /** Returns how many there were a second. @throws when one of them did not get in. */
    stop: async () => {
      clearInterval(timer);
      const elapsed = (performance.now() - started) / 1000;
      await Promise.all(answers);
      return answers.length / elapsed;
    },
  };
}

async function signIn(origin: string, form: URLSearchParams, number: number): Promise<void> {
  const answered = await fetch(`${origin}/sign-in`, {
    method: "POST",
    redirect: "manual",
    headers: { Origin: origin },
    body: new URLSearchParams([...form, ["userName", `user${number}@bench.example`]]),
  });
  await answered.arrayBuffer();
  const isIn = answered.status === 302 && answered.headers.get("Location") === "/";
  if (!isIn) throw new Error(`a sign-in was answered ${answered.status} ${answered.headers.get("Location")}`);
}
