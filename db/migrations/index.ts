import type { Migration } from "kysely/migration";
import * as m001 from "./001_workspaces_and_audit.ts";
import * as m002 from "./002_people_and_directory.ts";
import * as m003 from "./003_sign_in.ts";
import * as m004 from "./004_register.ts";
import * as m005 from "./005_decisions.ts";
import * as m006 from "./006_outbox_and_jobs.ts";
import * as m007 from "./007_policy_drafts.ts";
import * as m008 from "./008_directory.ts";
import * as m009 from "./009_decision_history.ts";
import * as m010 from "./010_grace_periods.ts";
import * as m011 from "./011_enrollment_demands.ts";
import * as m012 from "./012_oversight.ts";
import * as m013 from "./013_around_records.ts";
import * as m014 from "./014_register_lists.ts";
import * as m015 from "./015_categories_and_controls.ts";
import * as m016 from "./016_use.ts";
import * as m017 from "./017_estimates.ts";
import * as m018 from "./018_decisions_in_time.ts";
import * as m019 from "./019_reviews_and_campaigns.ts";
import * as m020 from "./020_access_requests.ts";
import * as m021 from "./021_pseudonyms.ts";
import * as m022 from "./022_letting_in.ts";
import * as m023 from "./023_passkeys.ts";
import * as m024 from "./024_oath_tokens.ts";
import * as m025 from "./025_recovery_codes.ts";
import * as m026 from "./026_single_sign_on.ts";
import * as m027 from "./027_sessions_in_time.ts";
import * as m028 from "./028_getting_back_in.ts";
import * as m029 from "./029_step_up_returns.ts";
import * as m030 from "./030_factors_reset.ts";
import * as m031 from "./031_clockwork.ts";
import * as m032 from "./032_break_glass.ts";
import * as m033 from "./033_break_glass_uses.ts";
import * as m034 from "./034_jobs_seen.ts";
import * as m035 from "./035_webhooks.ts";
import * as m036 from "./036_who_is_told.ts";
import * as m037 from "./037_calendar_feeds.ts";
import * as m038 from "./038_due_and_measured.ts";
import * as m039 from "./039_figures_of_a_day.ts";
import * as m040 from "./040_reports.ts";
import * as m041 from "./041_exports.ts";
import * as m042 from "./042_checkpoints.ts";
import * as m043 from "./043_auditors.ts";
import * as m045 from "./045_messages_withheld.ts";
import * as m046 from "./046_targets_lead_to_rows.ts";
import * as m047 from "./047_batches_hold_decisions.ts";

/** Every migration by name, in order; forward only. */
export const migrations: Record<string, Migration> = {
  "001_workspaces_and_audit": m001,
  "002_people_and_directory": m002,
  "003_sign_in": m003,
  "004_register": m004,
  "005_decisions": m005,
  "006_outbox_and_jobs": m006,
  "007_policy_drafts": m007,
  "008_directory": m008,
  "009_decision_history": m009,
  "010_grace_periods": m010,
  "011_enrollment_demands": m011,
  "012_oversight": m012,
  "013_around_records": m013,
  "014_register_lists": m014,
  "015_categories_and_controls": m015,
  "016_use": m016,
  "017_estimates": m017,
  "018_decisions_in_time": m018,
  "019_reviews_and_campaigns": m019,
  "020_access_requests": m020,
  "021_pseudonyms": m021,
  "022_letting_in": m022,
  "023_passkeys": m023,
  "024_oath_tokens": m024,
  "025_recovery_codes": m025,
  "026_single_sign_on": m026,
  "027_sessions_in_time": m027,
  "028_getting_back_in": m028,
  "029_step_up_returns": m029,
  "030_factors_reset": m030,
  "031_clockwork": m031,
  "032_break_glass": m032,
  "033_break_glass_uses": m033,
  "034_jobs_seen": m034,
  "035_webhooks": m035,
  "036_who_is_told": m036,
  "037_calendar_feeds": m037,
  "038_due_and_measured": m038,
  "039_figures_of_a_day": m039,
  "040_reports": m040,
  "041_exports": m041,
  "042_checkpoints": m042,
  "043_auditors": m043,
  "045_messages_withheld": m045,
  "046_targets_lead_to_rows": m046,
  "047_batches_hold_decisions": m047,
};
