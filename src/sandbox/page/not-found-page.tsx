import { Layout } from './layout.js';

export function NotFoundPage({ now, what }: { now: string; what: string }) {
  return (
    <Layout title="Not found" at="" now={now}>
      <p>{what}</p>
      <p>
        <a href="/">Back to requests</a>
      </p>
    </Layout>
  );
}
