import { expect, test } from "vitest";
import { withoutPerson } from "#app/directory/without-person.ts";

const renaming = {
  userId: "usr_1",
  address: "jo.o+x@acme.example",
  name: "Jo",
  newAddress: "former-1@removed.invalid",
  newName: "Former person 1",
};
const of = (value: unknown) => JSON.parse(withoutPerson(JSON.stringify(value), renaming));

test.each([
  ["a name that stands alone", { author: "Jo" }, { author: "Former person 1" }],
  ["one of several names", { deciders: "Ann, Jo" }, { deciders: "Ann, Former person 1" }],
  [
    "an address in a text, in any case",
    { text: "Ask JO.O+x@acme.example." },
    { text: "Ask former-1@removed.invalid." },
  ],
  ["a word that only begins like the name stays", { title: "Jobs of Jo" }, { title: "Jobs of Jo" }],
  ["an address that is only like it stays", { text: "jo-oxx@acme.example" }, { text: "jo-oxx@acme.example" }],
  [
    "what the API says of them",
    { data: [{ id: "usr_1", user_name: "jo.o+x@acme.example", display_name: "Jo", department: "Lab", factors: [1] }] },
    {
      data: [
        {
          ...{ id: "usr_1", user_name: "former-1@removed.invalid", display_name: "Former person 1" },
          ...{ external_id: null, department: null, factors: [] },
        },
      ],
    },
  ],
  [
    "what it says of others stays",
    { id: "usr_2", user_name: "a@acme.example", department: "Lab" },
    { id: "usr_2", user_name: "a@acme.example", department: "Lab" },
  ],
])("%s", (_what, before, after) => expect(of(before)).toEqual(after));
