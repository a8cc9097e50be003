// What orchestrators ask.
import { equal } from '../checks.mjs';

export default async function probes(checks, { invented, curated, copy }) {
  for (const [path, text] of [['/livez', 'alive\n'], ['/readyz', 'ready\n']]) {
    await checks.check(`probes-${path.slice(1)}`, async () => {
      for (const { web } of [invented, curated, copy]) {
        const answer = await fetch(web + path);
        equal([answer.status, answer.headers.get('content-type'), await answer.text()], [200, 'text/plain; charset=utf-8', text]);
      }
    });
  }
}
