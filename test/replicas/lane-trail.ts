import { violation, type History, type Violation } from '../simulation/history.js';
import { subjectId, time, uploads } from '../simulation/checkers/facts.js';

/** A lane that changed hands. */
interface Taken {
  at: number;
  fence: number;
  /** Of the process that took it. */
  pid: number;
  /** How long the one before had it; 0 for the first. */
  heldUntil: number;
}

/** A call that was written down, by which replica, and whose the lane was in that transaction. */
interface Claim {
  upload: string;
  /** The name its connection goes by. */
  by: string;
  fence: number;
  pid: number;
}

/** What the database itself notes of the lane, whatever the replicas think of it. */
export interface LaneTrail {
  taken: readonly Taken[];
  claims: readonly Claim[];
}

export const LANE_TRAIL = `
  CREATE TABLE drill.taken (seq serial, at bigint, holder text, fence bigint, held_until bigint);
  CREATE TABLE drill.claim (seq serial, upload text, by text, holder text, fence bigint);
  CREATE FUNCTION drill.note_taken() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    INSERT INTO drill.taken (at, holder, fence, held_until) VALUES (
      extract(epoch FROM drill.clock_timestamp()) * 1000, NEW.holder, NEW.fence,
      CASE TG_OP WHEN 'UPDATE' THEN OLD.until ELSE 0 END);
    RETURN NULL;
  END $$;
  CREATE FUNCTION drill.note_claim() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    INSERT INTO drill.claim (upload, by, holder, fence)
      SELECT NEW.id, current_setting('application_name'), holder, fence
      FROM public.lease WHERE name = 'target:' || NEW.target;
    RETURN NULL;
  END $$;
  CREATE TRIGGER first_taken AFTER INSERT ON public.lease FOR EACH ROW
    WHEN (NEW.name LIKE 'target:%') EXECUTE FUNCTION drill.note_taken();
  CREATE TRIGGER taken AFTER UPDATE ON public.lease FOR EACH ROW
    WHEN (NEW.name LIKE 'target:%' AND NEW.fence <> OLD.fence) EXECUTE FUNCTION drill.note_taken();
  CREATE TRIGGER claimed AFTER INSERT ON public.upload FOR EACH ROW
    EXECUTE FUNCTION drill.note_claim();`;

/** A replica knows the database's time to so much; its holder stops a second earlier. */
const CLOCKS_APART_MS = 500;

/**
 * At most one replica has the lane at any time: it is taken from nobody before its time, only its
 * holder writes calls down, and no call leaves under a fence after the next one was taken. A process
 * that stood still with the request in its hand may send it late, since Entra knows no fence: then the
 * next holder has put it in doubt.
 */
export function oneHolder(
  { taken, claims }: LaneTrail,
  { events, audit }: Pick<History, 'events' | 'audit'>,
  pids: ReadonlyMap<string, number>,
): Violation[] {
  const nextTaken = new Map(taken.map(({ fence, at }) => [fence - 1, at]));
  const doubted = new Map(
    audit
      .filter(({ action }) => action === 'upload.in-doubt')
      .map((event) => [subjectId(event), event.at]),
  );
  const fences = new Map(claims.map(({ upload, fence }) => [upload, fence]));
  return [
    ...taken
      .filter(({ at, heldUntil }) => at < heldUntil - CLOCKS_APART_MS)
      .map(({ at, fence }) => `fence ${fence} was taken at ${time(at)} from one who still held`),
    ...claims
      .filter(({ by, pid }) => pids.get(by) !== pid)
      .map(({ upload, by, pid }) => `${upload} was claimed by ${by} in the lane of process ${pid}`),
    ...backwards(claims.map(({ fence }) => fence)).map((fence) => `a claim went back to ${fence}`),
    ...uploads(events).flatMap(({ callId, at }) => {
      const fence = fences.get(String(callId)) ?? NaN;
      if (Number.isNaN(fence)) return [`call ${String(callId)} was claimed by nobody`];
      const lost = nextTaken.get(fence) ?? Infinity;
      if (at >= (doubted.get(String(callId)) ?? Infinity)) return [];
      return at <= lost ? [] : [`a call under fence ${fence} came ${at - lost} ms after the next`];
    }),
  ].map((what) => violation('I5', what));
}

function backwards(fences: readonly number[]): number[] {
  return fences.filter((fence, index) => fence < (fences[index - 1] ?? 0));
}
