import { expect, test } from "vitest";
import { isTooWide, networkSizeText } from "#app/register/network-size.ts";

const sizes: [network: string, text: string | null][] = [
  ["10.24.8.0/28", "16 addresses"],
  ["192.0.2.7", "1 address"],
  ["192.0.2.7/32", "1 address"],
  ["10.0.0.0/8", "16,777,216 addresses"],
  ["0.0.0.0/0", "about 4 billion addresses"],
  ["2001:db8::/64", "one IPv6 subnet"],
  ["2001:db8::/48", "65,536 IPv6 subnets"],
  ["2001:db8::1", "1 address"],
  ["2001:db8::/96", "about 4 billion addresses"],
  ["::/0", "about 18 quintillion IPv6 subnets"],
  ["::ffff:10.0.0.0/104", "16,777,216 addresses"],
  ["the yard", null],
  ["10.0.0.0/33", null],
];
for (const [network, text] of sizes)
  test(`${network} holds ${text ?? "nothing, being no network"}`, () => {
    expect(networkSizeText(network)).toBe(text);
  });

test("a network of everything is too wide, however it is written", () => {
  const wide = ["0.0.0.0/0", "::/0", "0.0.0.0/1", "128.0.0.0/1", "10.0.0.0/7", "::ffff:0:0/96", "::ffff:0.0.0.0/97"];
  for (const network of [...wide, "2000::/3", "2001:db8::/19"])
    expect([network, isTooWide(network)]).toEqual([network, true]);
  const narrow = ["10.0.0.0/8", "192.0.2.7", "2001:db8::/32", "::ffff:10.0.0.0/104", "the yard"];
  for (const network of narrow) expect([network, isTooWide(network)]).toEqual([network, false]);
});
