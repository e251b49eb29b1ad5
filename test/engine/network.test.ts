import fc from "fast-check";
import { expect, test } from "vitest";
import { networkAround, networkContains } from "#app/engine/network.ts";

const inside: [string, string][] = [
  ["10.0.0.0/8", "10.0.0.0"],
  ["10.0.0.0/8", "10.255.255.255"],
  ["192.168.4.0/22", "192.168.7.255"],
  ["172.16.0.0/12", "172.31.0.1"],
  ["128.0.0.0/1", "255.255.255.255"],
  ["203.0.113.7/32", "203.0.113.7"],
  ["203.0.113.7", "203.0.113.7"],
  ["0.0.0.0/0", "203.0.113.7"],
  ["10.1.2.3/8", "10.200.0.1"],
  ["10.0.0.0/8", "::ffff:10.1.2.3"],
  ["10.0.0.0/8", "::ffff:0a01:0203"],
  ["::ffff:0:0/96", "203.0.113.7"],
  ["::ffff:10.0.0.0/104", "10.9.9.9"],
  ["2001:db8::/32", "2001:db8::1"],
  ["2001:db8::/32", "2001:0DB8:ffff:ffff:ffff:ffff:ffff:ffff"],
  ["2001:db8:0:8000::/49", "2001:db8:0:ffff::"],
  ["fe80::/10", "febf::1"],
  ["::1", "0:0:0:0:0:0:0:1"],
  ["::1/128", "::0001"],
  ["::/0", "2001:db8::1"],
  ["1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"],
  ["::2:3:4:5:6:7:8", "0:2:3:4:5:6:7:8"],
  ["64:ff9b::192.0.2.33/128", "64:ff9b::c000:221"],
];

for (const [network, address] of inside) {
  test(`${network} holds ${address}`, () => expect(networkContains(network, address)).toBe(true));
}

const outside: [string, string][] = [
  ["10.0.0.0/8", "11.0.0.0"],
  ["10.0.0.0/8", "9.255.255.255"],
  ["192.168.4.0/22", "192.168.8.0"],
  ["192.168.4.0/22", "192.168.3.255"],
  ["203.0.113.7/32", "203.0.113.6"],
  ["203.0.113.7", "203.0.113.8"],
  ["128.0.0.0/1", "127.255.255.255"],
  ["2001:db8::/32", "2001:db9::"],
  ["2001:db8:0:8000::/49", "2001:db8:0:7fff::"],
  ["fe80::/10", "fec0::1"],
  ["::1", "::2"],
  // IPv4 is not a part of IPv6, however wide the network.
  ["::/0", "203.0.113.7"],
  ["::/0", "::ffff:203.0.113.7"],
  ["::/80", "203.0.113.7"],
  ["0.0.0.0/0", "2001:db8::1"],
  // The deprecated IPv4-compatible form is plain IPv6.
  ["10.0.0.0/8", "::10.1.2.3"],
];

for (const [network, address] of outside) {
  test(`${network} does not hold ${address}`, () => expect(networkContains(network, address)).toBe(false));
}

const notAddresses = [
  "",
  "a",
  "10.0.0",
  "10.0.0.0.1",
  "10.0.0.256",
  "10.0.0.-1",
  "10.0.0.1 ",
  " 10.0.0.1",
  "10.0.0.01",
  "010.0.0.1",
  "0x0a.0.0.1",
  "167772161",
  "10..0.1",
  "10.0.0.",
  "10.0.0.1:443",
  "10.0.0.1, 10.0.0.2",
  "١٠.0.0.1",
  "10.0.0.1e1",
  ":",
  ":::",
  "::1::",
  "1::2::3",
  "1:2:3:4:5:6:7",
  "1:2:3:4:5:6:7:8:9",
  "1:2:3:4::5:6:7:8",
  "12345::",
  "g::1",
  "fe80::1%eth0",
  "[::1]",
  ":1:2:3:4:5:6:7",
  "1:2:3:4:5:6:7:",
  "::10.0.0.1:2",
  "10.0.0.1::",
  "::10.0.0",
  "1:2:3:4:5:6:7:10.0.0.1",
];

for (const text of notAddresses) {
  test(`${JSON.stringify(text)} is no address and lies in no network`, () => {
    expect(networkContains("0.0.0.0/0", text)).toBe(false);
    expect(networkContains("::/0", text)).toBe(false);
    expect(networkContains(text, text)).toBe(false);
    expect(networkContains(`${text}/0`, "10.0.0.1")).toBe(false);
    expect(networkContains(`${text}/0`, "2001:db8::1")).toBe(false);
  });
}

for (const prefix of ["", "33", "129", "-1", "+8", "08", "8.0", "8/8", " 8", "a", "1000"]) {
  test(`a network with the prefix ${JSON.stringify(prefix)} holds nothing`, () => {
    expect(networkContains(`10.0.0.0/${prefix}`, "10.0.0.0")).toBe(false);
    if (prefix !== "33") expect(networkContains(`2001:db8::/${prefix}`, "2001:db8::")).toBe(false);
  });
}

test("an address lies in a network exactly when their first bits are equal", () => {
  const octets = fc.tuple(fc.nat(255), fc.nat(255), fc.nat(255), fc.nat(255));
  const asBits = (parts: number[], width: number) =>
    parts.map((part) => part.toString(2).padStart(width, "0")).join("");
  fc.assert(
    fc.property(octets, octets, fc.nat(32), fc.nat(32), (base, other, length, shared) => {
      const otherBits = asBits(base, 8).slice(0, shared) + asBits(other, 8).slice(shared);
      const address = [0, 8, 16, 24].map((at) => Number.parseInt(otherBits.slice(at, at + 8), 2)).join(".");
      const expected = asBits(base, 8).slice(0, length) === otherBits.slice(0, length);
      expect(networkContains(`${base.join(".")}/${length}`, address)).toBe(expected);
      expect(networkContains(`::ffff:${base.join(".")}/${96 + length}`, address)).toBe(expected);
    }),
  );
  const groups = fc.array(fc.nat(0xffff), { minLength: 8, maxLength: 8 }).filter(([first]) => first !== 0);
  const asText = (parts: number[]) => parts.map((part) => part.toString(16)).join(":");
  fc.assert(
    fc.property(groups, groups, fc.nat(128), fc.nat(128), (base, other, length, shared) => {
      const otherBits = asBits(base, 16).slice(0, shared) + asBits(other, 16).slice(shared);
      const address = base.map((_, at) => Number.parseInt(otherBits.slice(at * 16, at * 16 + 16), 2));
      const expected = asBits(base, 16).slice(0, length) === otherBits.slice(0, length);
      expect(networkContains(`${asText(base)}/${length}`, asText(address))).toBe(expected);
    }),
  );
});

test("no text makes it throw", () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (network, address) => {
      expect(networkContains(network, address)).toBeTypeOf("boolean");
    }),
  );
});

test.each([
  ["203.0.113.7", "203.0.113.0/24"],
  ["::ffff:203.0.113.7", "203.0.113.0/24"],
  ["2001:db8:7:1::9", "2001:db8:7::/48"],
  ["2001:DB8::9", "2001:db8::/48"],
  ["::1", "::/48"],
  ["2001:0:5::", "2001:0:5::/48"],
  ["fe80::1%eth0", null],
  ["a", null],
  ["", null],
])("the network around %j is %j", (address, network) => {
  expect(networkAround(address)).toBe(network);
  if (network !== null) expect(networkContains(network, address)).toBe(true);
});
