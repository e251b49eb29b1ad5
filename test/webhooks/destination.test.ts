import { expect, test } from "vitest";
import { type Address, DestinationRefused, destinationOf } from "#app/webhooks/destination.server.ts";
import { createOutside } from "#app/webhooks/outside.server.ts";
import { startReceiver } from "#test/support/webhook-receiver.ts";

/** What each name means here; a literal address means itself. */
const names: Record<string, string[]> = {
  "hooks.example.com": ["93.184.216.34", "2606:2800:220:1::1"],
  "inside.example.com": ["10.20.0.5"],
  "half-inside.example.com": ["93.184.216.34", "10.20.0.5"],
  localhost: ["127.0.0.1", "::1"],
  "localhost.": ["127.0.0.1"],
  "nowhere.example.com": [],
};

async function resolve(host: string): Promise<Address[]> {
  const found = names[host] ?? (/^[\d.]+$|:/.test(host) ? [host] : null);
  if (!found) throw new Error(`ENOTFOUND ${host}`);
  return found.map((address) => ({ address, family: address.includes(":") ? 6 : 4 }));
}

const judge = (url: string, allowedNetworks: string[] = []) => destinationOf(url, { allowedNetworks, resolve });

test.each([
  ["https://hooks.example.com/x"],
  ["https://hooks.example.com:8443/x"],
  ["https://93.184.216.34/x"],
  ["https://[2606:2800:220:1::1]/x"],
])("an address of the internet is sent to: %s", async (url) => {
  expect((await judge(url)).addresses.length).toBeGreaterThan(0);
});

test.each([
  ["loopback", "https://127.0.0.1/"],
  ["loopback by name", "https://localhost/"],
  ["loopback by name with a dot", "https://localhost./"],
  ["loopback as a decimal number", "https://2130706433/"],
  ["loopback in octal", "https://0177.0.0.1/"],
  ["loopback in hexadecimal", "https://0x7f.1/"],
  ["loopback in full-width digits", "https://１２７.0.0.1/"],
  ["loopback of IPv6", "https://[::1]/"],
  ["the unspecified address", "https://0.0.0.0/"],
  ["the unspecified address of IPv6", "https://[::]/"],
  ["a private network", "https://10.20.0.5/"],
  ["a private network by name", "https://inside.example.com/"],
  ["a private network 172", "https://172.16.9.1/"],
  ["a private network 192", "https://192.168.1.1/"],
  ["one of several addresses", "https://half-inside.example.com/"],
  ["link-local, where clouds keep credentials", "https://169.254.169.254/latest/meta-data"],
  ["link-local of IPv6", "https://[fe80::1]/"],
  ["unique local", "https://[fd00:ec2::254]/"],
  ["carrier-grade NAT", "https://100.64.0.1/"],
  ["multicast", "https://224.0.0.1/"],
  ["multicast of IPv6", "https://[ff02::1]/"],
  ["broadcast", "https://255.255.255.255/"],
  ["IPv4 inside IPv6", "https://[::ffff:10.0.0.1]/"],
  ["IPv4 inside IPv6, the old way", "https://[::10.0.0.1]/"],
  ["NAT64", "https://[64:ff9b::10.0.0.1]/"],
  ["local NAT64", "https://[64:ff9b:1::a00:1]/"],
  ["6to4", "https://[2002:a00:1::]/"],
  ["Teredo", "https://[2001::1]/"],
  ["documentation", "https://192.0.2.7/"],
  ["documentation of IPv6", "https://[2001:db8::1]/"],
  ["benchmarks", "https://198.18.0.1/"],
  ["site-local", "https://[fec0::1]/"],
  ["no name known", "https://unknown.example.com/"],
  ["a name without an address", "https://nowhere.example.com/"],
  ["plain http", "http://hooks.example.com/"],
  ["a port of mail", "https://hooks.example.com:25/"],
  ["a name and password", "https://user:secret@hooks.example.com/"],
  ["another scheme", "file:///etc/passwd"],
  ["no address at all", "hooks.example.com"],
])("what leads inside, or nowhere, is refused: %s", async (_what, url) => {
  await expect(judge(url)).rejects.toThrow(DestinationRefused);
});

test.each([
  ["http://10.20.0.5:9000/", "10.20.0.0/16", true],
  ["http://inside.example.com/", "10.20.0.0/16", true],
  ["https://half-inside.example.com/", "10.20.0.0/16", true],
  ["http://half-inside.example.com/", "10.20.0.0/16", false],
  ["http://[::ffff:10.20.0.5]/", "10.20.0.0/16", true],
  ["http://10.21.0.5/", "10.20.0.0/16", false],
  ["http://[fd00::5]/", "fd00::/8", true],
])("the setting lets through what it names: %s by %s", async (url, network, isThrough) => {
  if (isThrough) expect((await judge(url, [network])).url.href).toBe(new URL(url).href);
  else await expect(judge(url, [network])).rejects.toThrow(DestinationRefused);
});

test("a name that means something else once it was judged gains nothing: the request goes to the judged address", async () => {
  const receiver = await startReceiver();
  const asked: string[] = [];
  const outside = createOutside({
    allowedNetworks: ["127.0.0.0/8"],
    resolve: async (host) => {
      asked.push(host);
      return [{ address: asked.length === 1 ? "127.0.0.1" : "169.254.169.254", family: 4 }];
    },
  });
  const url = `http://rebinding.example.com:${receiver.port}/`;
  expect(await outside.post(url, "{}", {})).toMatchObject({ status: 204 });
  expect(receiver.received[0]?.headers.host).toBe(`rebinding.example.com:${receiver.port}`);
  expect(asked).toHaveLength(1);
  // It is judged again at every delivery.
  expect(await outside.post(url, "{}", {})).toMatchObject({ status: null, text: /internal network/ });
  expect(receiver.received).toHaveLength(1);
  await receiver.close();
});

test("a redirect is an answer and is not followed", async () => {
  const receiver = await startReceiver();
  receiver.answerWith(307, { location: `http://127.0.0.1:${receiver.port}/elsewhere` });
  const outside = createOutside({ allowedNetworks: ["127.0.0.0/8"] });
  expect(await outside.post(receiver.url, "{}", {})).toMatchObject({ status: 307 });
  expect(receiver.received).toHaveLength(1);
  await receiver.close();
});

test("a receiver that never answers, or never ends its answer, is left", async () => {
  const receiver = await startReceiver();
  const outside = createOutside({ allowedNetworks: ["127.0.0.0/8"], mostMs: 150 });
  receiver.answerWith(() => undefined);
  expect(await outside.post(receiver.url, "{}", {})).toMatchObject({ status: null, text: /No answer/ });
  receiver.answerWith((response) => void response.writeHead(200).write("a"));
  expect(await outside.post(receiver.url, "{}", {})).toMatchObject({ status: null });
  await receiver.close();
});

test("of a long answer only the beginning is read and kept, without control characters", async () => {
  const receiver = await startReceiver();
  receiver.answerWith((response) => {
    response.writeHead(500);
    const flood = setInterval(() => response.write(`\u001b[31m${"x".repeat(4096)}`), 1);
    response.once("close", () => clearInterval(flood));
  });
  const { status, text } = await createOutside({ allowedNetworks: ["127.0.0.0/8"] }).post(receiver.url, "{}", {});
  expect(status).toBe(500);
  expect(text).toHaveLength(1024);
  expect(text).not.toContain("\u001b");
  await receiver.close();
});

test("a name that never resolves holds nobody up", async () => {
  const outside = createOutside({ allowedNetworks: [], resolve: () => new Promise(() => undefined), mostMs: 50 });
  expect(await outside.faultOf("https://slow.example.com/")).toMatch(/within 10 seconds/);
  expect(await outside.post("https://slow.example.com/", "{}", {})).toMatchObject({ status: null, text: /No answer/ });
});
