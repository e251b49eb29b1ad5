import { searchWords } from "./search-words.ts";

/** What directories call the group that has everybody in it, in the languages that they speak. */
const names = [
  ...["everyone", "everybody", "all", "all users", "all members", "all people", "all staff", "all company"],
  ...["all employees", "all accounts", "all hands", "whole company", "entire company", "domain users"],
  ...["authenticated users", "users", "members", "staff", "employees", "company", "anyone", "anybody"],
  ...["alle", "jeder", "alle benutzer", "alle nutzer", "alle mitarbeiter", "alle mitarbeitenden", "ganze firma"],
  ...["domänen benutzer", "authentifizierte benutzer", "mitarbeiter", "benutzer"],
  ...["tout le monde", "tous", "tous les utilisateurs", "tous les employés", "utilisateurs du domaine"],
  ...["utilisateurs authentifiés", "toute l'entreprise"],
  ...["todos", "todos los usuarios", "todo el mundo", "todos los empleados", "usuarios del dominio"],
  ...["todos os usuários", "todos os utilizadores", "toda a empresa", "todos os funcionários"],
  ...["tutti", "tutti gli utenti", "tutti i dipendenti", "utenti del dominio"],
  ...["iedereen", "alle gebruikers", "alle medewerkers", "domeingebruikers"],
  ...["alla", "alla användare", "alla anställda", "alle brugere", "alle medarbejdere", "alle brukere", "alle ansatte"],
  ...["kaikki", "kaikki käyttäjät", "wszyscy", "wszyscy użytkownicy", "wszyscy pracownicy", "użytkownicy domeny"],
  ...["všichni", "všichni uživatelé", "minden felhasználó", "mindenki", "toți", "toți utilizatorii"],
  ...["herkes", "tüm kullanıcılar", "все", "все пользователи", "все сотрудники", "усі", "усі користувачі"],
  ...["όλοι", "όλοι οι χρήστες", "所有人", "所有用户", "全员", "全員", "すべてのユーザー", "모든 사용자", "모두"],
  // Well-known identifiers of Windows: Everyone, Authenticated Users.
  ...["S-1-1-0", "S-1-5-11"],
];

/** What people put around a name to say that it is a group. */
const ornaments = new Set(["grp", "group", "sg", "dg", "dl", "gruppe", "groupe", "grupo", "gruppo"]);

function formOf(name: string): string {
  return searchWords(name)
    .filter((word) => !ornaments.has(word))
    .join(" ");
}

const forms = new Set(names.map(formOf));
/** The domain users of any Windows domain. */
const domainUsers = /^s-1-5-21-[\d-]+-513$/i;

/** Whether a group's name or id says that everybody is in it. */
export function namesEveryone(name: string): boolean {
  const text = name.trim();
  return text === "*" || domainUsers.test(text) || forms.has(formOf(text));
}
