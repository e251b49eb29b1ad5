import { Form, Link, useLocation, useRouteLoaderData } from "@remix-run/react";
import {
  AlarmClockCheck,
  Bell,
  BookUser,
  Building2,
  CalendarCheck,
  CalendarDays,
  ClipboardList,
  Contrast,
  Download,
  FileSearch,
  FileText,
  Gauge,
  History,
  Inbox,
  KeyRound,
  List,
  ListChecks,
  LogIn,
  LogOut,
  type LucideIcon,
  MailCheck,
  Menu,
  MonitorSmartphone,
  PlaneTakeoff,
  Search,
  Settings,
  Shapes,
  ShieldAlert,
  ShieldCheck,
  SlidersHorizontal,
  SquareAsterisk,
  TicketCheck,
  Timer,
  UserRound,
  Users,
  Webhook,
} from "lucide-react";
import type { ReactNode } from "react";
import type { ShellData } from "#app/http/shell.server.ts";
import type { Theme } from "#app/http/theme.ts";
import { AccessBanner } from "./access-banner.tsx";
import { Avatar } from "./avatar.tsx";
import { EmergencyBanner } from "./emergency-banner.tsx";
import { GraceBanner } from "./grace-banner.tsx";
import type { Place } from "./palette-dialog.tsx";
import { RecoveryBanner } from "./recovery-banner.tsx";
import { TimeZoneContext } from "./time-zone-context.tsx";
import { usePalette } from "./use-palette.tsx";

type Item = {
  to: string;
  label: string;
  icon: LucideIcon;
  count?: number | undefined;
  /** Where else one is under this entry, beside what lies below its own address. */
  covers?: readonly string[];
};

const only = (mayGo: boolean, ...items: Item[]): Item[] => (mayGo ? items : []);

/** What each person can go to; the pages themselves check again. */
function groupsFor(shell: ShellData): Item[][] {
  const register: Item[] = [
    ...only(shell.seesAudit, { to: "/dashboard", label: "Dashboard", icon: Gauge }),
    { to: "/my-work", label: "My work", icon: ClipboardList },
    { to: "/inbox", label: "Inbox", icon: Inbox, count: shell.unread },
    { to: "/exceptions", label: "Register", icon: List },
    { to: "/reviews", label: "Reviews", icon: CalendarCheck },
    ...only(shell.isApprover || shell.seesAudit, {
      ...{ to: "/approvals", label: "Approvals", icon: TicketCheck },
      count: shell.waiting,
    }),
  ];
  const oversight: Item[] = [
    ...only(shell.seesBreakGlass, { to: "/break-glass", label: "Break-glass", icon: ShieldAlert }),
    { to: "/decisions", label: "Sign-ins", icon: LogIn },
    ...only(shell.seesSignIns, { to: "/replays", label: "Replays", icon: History }),
    ...only(
      shell.seesAudit,
      {
        ...{ to: "/reports", label: "Reports & exports", icon: Download },
        covers: ["/exports", "/exceptions/as-of", "/evidence", "/checkpoints"],
      },
      { to: "/audit", label: "Audit log", icon: FileText },
    ),
    ...only(shell.seesSignIns, { to: "/auditor", label: "For auditors", icon: FileSearch }),
  ];
  const settings: Item[] = [
    ...only(shell.readsPolicy, { to: "/directory", label: "Directory", icon: BookUser }),
    ...only(shell.seesAudit, { to: "/settings/people", label: "People", icon: Users }),
    ...only(
      shell.readsPolicy,
      { to: "/settings/policy", label: "MFA policy", icon: SlidersHorizontal, count: shell.weakenings },
      { to: "/settings/categories", label: "Categories", icon: Shapes },
      { to: "/settings/controls", label: "Controls", icon: ListChecks },
      { to: "/settings/oath", label: "OATH tokens", icon: SquareAsterisk },
      { to: "/settings/webhooks", label: "Webhooks", icon: Webhook },
      { to: "/settings/jobs", label: "Jobs", icon: AlarmClockCheck },
      { to: "/settings/sessions", label: "Sessions", icon: Timer },
      { to: "/settings/single-sign-on", label: "Single sign-on", icon: Building2 },
      { to: "/settings/messages", label: "Messages", icon: MailCheck },
      { to: "/settings/workspace", label: "Workspace", icon: Settings },
    ),
    { to: "/settings/tokens", label: "Tokens", icon: KeyRound },
    { to: "/account/security", label: "My sign-in", icon: UserRound },
    { to: "/account/sessions", label: "My sessions", icon: MonitorSmartphone },
    { to: "/account/notifications", label: "Notifications", icon: Bell },
    { to: "/account/calendar", label: "My calendar", icon: CalendarDays },
    ...only(shell.seesDelegations, { to: "/account/delegations", label: "While I am away", icon: PlaneTakeoff }),
  ];
  return [register, oversight, settings];
}

/** Returns the pages that a person can go to, for finding one by its name. */
export function placesFor(shell: ShellData): Place[] {
  const begin = shell.mayFile ? [{ to: "/exceptions/new", label: "New exception" }] : [];
  return [...begin, ...groupsFor(shell).flat(), { to: "/exceptions/views", label: "Views of the register" }].map(
    ({ to, label }) => ({ to, label }),
  );
}

type Props = { shell: ShellData; children: ReactNode };

/** The frame around every page behind the sign-in. */
export function AppShell({ shell, children }: Props) {
  const { open, dialog } = usePalette(placesFor(shell));
  return (
    <div className="shell">
      <a className="skip" href="#main">
        Skip to the page
      </a>
      <header className="topbar">
        <details>
          <summary>
            <ShieldCheck aria-hidden="true" /> MFA Register
            <span className="push small muted row">
              <Menu aria-hidden="true" /> Menu
            </span>
          </summary>
          <div className="menu">
            <Find open={open} />
            <Navigation shell={shell} label="Menu" />
            <Me shell={shell} />
          </div>
        </details>
      </header>
      <header className="side">
        <div className="brand">
          <ShieldCheck aria-hidden="true" />
          <span>
            MFA Register<small>{shell.workspace}</small>
          </span>
        </div>
        <Find open={open} />
        <Navigation shell={shell} label="Main" />
        <Me shell={shell} />
      </header>
      <main className="page" id="main">
        <EmergencyBanner emergencies={shell.emergencies} />
        <AccessBanner left={shell.accessLeft} />
        <GraceBanner left={shell.graceLeft} />
        <RecoveryBanner left={shell.codesLeft} />
        <TimeZoneContext.Provider value={shell.timeZone}>{children}</TimeZoneContext.Provider>
      </main>
      {dialog}
    </div>
  );
}

/** Opens the palette; without scripts it leads to the page that stands in for it. */
function Find({ open }: { open: () => void }) {
  return (
    <Link
      className="find"
      to="/search"
      onClick={(event) => {
        event.preventDefault();
        open();
      }}
    >
      <Search aria-hidden="true" /> Search
      <kbd className="push off-phone">Ctrl K</kbd>
    </Link>
  );
}

function Navigation({ shell, label }: { shell: ShellData; label: string }) {
  const { pathname } = useLocation();
  const groups = groupsFor(shell);
  const current = entryFor(pathname, groups.flat());
  return (
    <nav className="nav" aria-label={label}>
      {groups.map((items) => (
        <ul key={items[0]?.to}>
          {items.map(({ to, label: name, icon: Icon, count }) => (
            <li key={to}>
              <Link to={to} prefetch="intent" aria-current={to === current ? "page" : undefined}>
                <Icon aria-hidden="true" /> {name}
                {count ? <span className="count due">{count}</span> : null}
              </Link>
            </li>
          ))}
        </ul>
      ))}
    </nav>
  );
}

/** Returns the address of the entry that a page lies under: the one that names most of its path. */
function entryFor(pathname: string, items: readonly Item[]): string | null {
  const named = items.flatMap(({ to, covers = [] }) => [to, ...covers].map((path) => ({ to, path })));
  const fitting = named.filter(({ path }) => pathname === path || pathname.startsWith(`${path}/`));
  return fitting.sort((one, other) => other.path.length - one.path.length)[0]?.to ?? null;
}

const nextTheme: Record<Theme, Theme> = { system: "light", light: "dark", dark: "system" };

function Me({ shell }: { shell: ShellData }) {
  const { pathname, search } = useLocation();
  const theme = useRouteLoaderData<{ theme: Theme }>("root")?.theme ?? "system";
  return (
    <div className="me">
      <Avatar name={shell.person.name} />
      <div>
        {shell.person.name}
        <small>{shell.person.roles}</small>
      </div>
      <Form method="post" action="/theme">
        <input type="hidden" name="to" value={pathname + search} />
        <button className="btn plain icon small" name="theme" value={nextTheme[theme]} type="submit">
          <Contrast aria-hidden="true" />
          <span className="sr">
            Theme: {theme}. Switch to {nextTheme[theme]}
          </span>
        </button>
      </Form>
      <Form method="post" action="/sign-out">
        <button className="btn plain icon small" type="submit">
          <LogOut aria-hidden="true" />
          <span className="sr">Sign out</span>
        </button>
      </Form>
    </div>
  );
}
