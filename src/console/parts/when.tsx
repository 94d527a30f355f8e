import { iso, relative, span, utc } from '../instant.js';

/** A relative age with its exact instant; the browser keeps the age right while the page is open. */
export function Ago({ at, now }: { at: number; now: number }) {
  return (
    <time dateTime={iso(at)} title={utc(at)} data-relative="full">
      {relative(at, now)}
    </time>
  );
}

/** The bare length, where the column's head says the rest. */
export function Age({ at, now }: { at: number; now: number }) {
  return (
    <time dateTime={iso(at)} title={utc(at)} data-relative="span">
      {span(now - at)}
    </time>
  );
}

/** The exact instant, for timelines and evidence. */
export function Exact({ at }: { at: number }) {
  return <time dateTime={iso(at)}>{utc(at)}</time>;
}

/** Both, where there is room. */
export function When({ at, now }: { at: number; now: number }) {
  return (
    <>
      <Exact at={at} />{' '}
      <span class="soft">
        (<Ago at={at} now={now} />)
      </span>
    </>
  );
}
