import { createServer, request as send } from "node:http";
import { listen } from "#server/listen.ts";
import { stopHttpServer } from "#server/stop-http-server.ts";

type Directives = readonly { name: string; values: readonly string[] }[];

type Proxied = { status: number; challenge: string | null };

/** Returns the directives of the locations of an nginx configuration, by what stands between "location" and the brace. */
function locationsOf(config: string): Map<string, Directives> {
  const withoutComments = config.replace(/#.*$/gm, "");
  return new Map(
    [...withoutComments.matchAll(/location\s+([^{]+?)\s*\{([^}]*)\}/g)].map(([, name = "", block = ""]) => [
      name,
      // A semicolon between quotation marks ends nothing.
      [...block.matchAll(/((?:"[^"]*"|[^";])+);/g)].map(([, text = ""]) => directiveOf(text)),
    ]),
  );
}

function directiveOf(text: string) {
  const words = [...text.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? "");
  const [name = "", ...values] = words;
  return { name, values };
}

/**
 * A proxy that does with a configuration what nginx does with its auth_request: checks the password, asks the location
 * that is named there, and lets 2xx through, answers 401 and 403 themselves, and anything else with 500. It knows the few
 * directives and variables of our recipe and refuses any other.
 */
export async function startAuthRequestProxy(
  config: string,
  { register, passwords }: { register: string; passwords: Readonly<Record<string, string>> },
) {
  const locations = locationsOf(config);
  const guarded = locations.get("/") ?? [];
  const asking = locations.get(`= ${settingOf(guarded, "auth_request")}`) ?? [];

  async function statusFor(headers: NodeJS.Dict<string[]>): Promise<Proxied> {
    const [user = "", password] = Buffer.from(
      /^Basic (.+)$/.exec(headers.authorization?.[0] ?? "")?.[1] ?? "",
      "base64",
    )
      .toString()
      .split(":");
    if (password === undefined || passwords[user] !== password)
      return { status: 401, challenge: `Basic realm="${settingOf(guarded, "auth_basic")}"` };
    const variables = {
      $remote_user: user,
      $remote_addr: "10.31.1.7",
      $request_id: "0123456789abcdef0123456789abcdef",
      $time_iso8601: new Date().toISOString().replace(/\.\d+Z$/, "+00:00"),
    };
    const { status, challenge } = await askRegister(headers, variables);
    if (status >= 200 && status < 300) return { status: 200, challenge: null };
    return status === 401 || status === 403 ? { status, challenge } : { status: 500, challenge: null };
  }

  function askRegister(visitor: NodeJS.Dict<string[]>, variables: Record<string, string>): Promise<Proxied> {
    const isPassed = settingOf(asking, "proxy_pass_request_headers") !== "off";
    const headers: NodeJS.Dict<string | string[]> = isPassed ? { ...visitor } : {};
    // nginx sets it to the name of what it asks.
    delete headers.host;
    for (const { name, values } of asking) {
      if (name !== "proxy_set_header") continue;
      const [header = "", text = ""] = values;
      const value = text.replace(/\$\w+/g, (variable) => {
        const known = variables[variable];
        if (known === undefined) throw new Error(`${variable} is not a variable of the recipe`);
        return known;
      });
      // nginx leaves out a header that is set to nothing.
      if (value === "") delete headers[header.toLowerCase()];
      else headers[header.toLowerCase()] = value;
    }
    const { pathname } = new URL(settingOf(asking, "proxy_pass"));
    return new Promise((resolve, reject) => {
      const asked = send(new URL(pathname, register), { headers }, (response) => {
        response.resume();
        resolve({ status: response.statusCode ?? 0, challenge: response.headers["www-authenticate"] ?? null });
      });
      asked.on("error", () => resolve({ status: 502, challenge: null }));
      asked.on("timeout", reject).end();
    });
  }

  const server = createServer(async (request, response) => {
    const { status, challenge } = await statusFor(request.headersDistinct);
    if (challenge !== null) response.setHeader("WWW-Authenticate", challenge);
    response.writeHead(status).end(status === 200 ? "the ledger" : "");
  });
  const url = await listen(server, { host: "127.0.0.1", port: 0 });
  return { url, stop: () => stopHttpServer(server, 1000) };
}

function settingOf(directives: Directives, name: string): string {
  const value = directives.find((directive) => directive.name === name)?.values[0];
  if (value === undefined && name !== "proxy_pass_request_headers") throw new Error(`the recipe has no ${name}`);
  return value ?? "on";
}
