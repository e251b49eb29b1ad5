import { expect, test } from "vitest";
import { namesEveryone } from "#app/register/everyone-names.ts";

test("the group of everybody is known by its names in many languages, however they are written", () => {
  const names = ["Everyone", "ALL USERS", "all-users", "All_Users", "SG All Employees", "Alle", "Alle Benutzer", "*"];
  const others = ["Tout le monde", "TOUS LES UTILISATEURS", "Todos los usuarios", "Utilisateurs authentifies", "Все"];
  const ids = ["S-1-1-0", "S-1-5-21-3623811015-3361044348-30300820-513", "全員", "Domain Users"];
  for (const name of [...names, ...others, ...ids]) expect([name, namesEveryone(name)]).toEqual([name, true]);
});

test("a group that is a part of the company is not everybody", () => {
  const names = ["finance", "All hands bell ringers", "Everyone in payroll", "S-1-5-21-1-2-3-512", "", "group"];
  for (const name of names) expect([name, namesEveryone(name)]).toEqual([name, false]);
});
